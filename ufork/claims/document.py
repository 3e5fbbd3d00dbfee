"""The page of claims as text: headlines, policies, theorems, sampled laws, mutants."""

import inspect
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from proofs.ledger import Chapter, chapters
from proofs.obligations import Theorem, Verdict
from properties import laws
from properties.conformance.posix.examples import examples_in
from properties.conformance.posix.scope import out_of_scope
from properties.laws.kernel.fates import ROWS
from properties.mutants import MUTANTS
from properties.mutants.mutant import Proof
from ufork.claims.confinement import confinement_lines
from ufork.claims.headlines import SECTIONS
from ufork.claims.policies import policy_lines
from ufork.commands.posix import EXAMPLES

INTRODUCTION = """\
# Claims

`ufork claims` generates this page from the ledger of theorems, the catalogue of
mutants and the suites of examples, and a test fails when it drifts. A claim is as
wide as the command beside it. Nothing here ran on Morello hardware.
"""

TRUST = """\
## What the proofs rest on

Besides the solver: the symbolic engine (`proofs/symbolic`, with a suite of its own)
and what stands for any memory and any arguments (`proofs/arbitrary`): its tables,
settings, contracts, arguments and counterexamples. References that are counted one by
one are taken to add up to their sum; theorems about memory take what
`proofs/arbitrary/contracts.py` names from theorems about capabilities; and frames do
not run out, since fork takes all that its child can come to need and random programs
never use more. That the first state satisfies the invariant is sampled, not proved.
[trust.md](trust.md) lists what laws take from the model, and what pins each of them.
"""


def document() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    """The page, part by part."""
    yield INTRODUCTION
    figures = _figures()
    for title, headlines in SECTIONS.items():
        yield f"## {title}\n"
        yield "| claim | for | shown by |"
        yield "|---|---|---|"
        for each in headlines:
            domain = each.domain.format(**figures)
            yield f"| {each.claim} | {domain} | `{each.command}` |"
        yield ""
    yield TRUST
    yield from _fate_lines()
    yield from confinement_lines()
    yield from policy_lines()
    yield from _theorem_lines()
    yield from _sampled_lines()
    yield from _mutant_lines()


def _fate_lines() -> Iterator[str]:
    """What a fork hands down: a line for each thing that a process has."""
    yield "## What a fork hands down\n"
    yield "`a_fork_hands_down_what_it_should` checks each row after every fork of every"
    yield "random program, and a test that each row can fail.\n"
    yield "| of the parent's | becomes | in the child | source |"
    yield "|---|---|---|---|"
    for row in ROWS:
        says = row.says if row.law is None else f"{row.says}: `{row.law.__name__}`"
        yield f"| {row.field} | {row.fate.name.lower()} | {says} | {row.source} |"
    yield ""


def _figures() -> dict[str, str]:
    """The numbers that headlines quote."""
    published = Path(str(files("properties.conformance.vectors") / "published"))
    names = sorted(published.glob("*.csv.gz"))
    return {
        "files": str(len(names)),
        "rows": f"{ROWS_OF_A_FILE * len(names):,}",
        "assertions": str(len(examples_in(EXAMPLES))),
        "left_out": str(len(out_of_scope(EXAMPLES))),
        "mutants": str(len(MUTANTS)),
    }


ROWS_OF_A_FILE = 2_000
"""How many answers every published file has; a test counts them."""


def _theorem_lines() -> Iterator[str]:
    """Every theorem, those of one law and domain in several formats on one line."""
    every = [theorem for chapter in chapters() for theorem in chapter.theorems]
    yield "## Theorems\n"
    yield f"{len(every)} theorems about {len(_proved())} laws, each with the mutants"
    yield "that its proof must refute. A format in parentheses is proved with"
    yield "`--full` only.\n"
    for title, theorems in _by_title().items():
        yield f"### {title}\n"
        yield "| law | it says | for | formats | kind | mutants |"
        yield "|---|---|---|---|---|---|"
        for name in dict.fromkeys(theorem.name for theorem in theorems):
            yield _row([theorem for theorem in theorems if theorem.name == name])
        yield ""


def _by_title() -> dict[str, list[Theorem]]:
    """The theorems by chapter, those of all formats in one."""
    found: dict[str, list[Theorem]] = {}
    for chapter in chapters():
        found.setdefault(_title(chapter), []).extend(chapter.theorems)
    return found


def _title(chapter: Chapter) -> str:
    """The title of a chapter on this page."""
    return "Capabilities" if chapter.area == "isa" else chapter.title


def _row(theorems: list[Theorem]) -> str:
    """One law, and what is proved of it."""
    first = theorems[0]
    domains = dict.fromkeys(theorem.domain for theorem in theorems)
    formats = dict.fromkeys(
        theorem.form.name if theorem.everyday else f"({theorem.form.name})"
        for theorem in theorems
    )
    refuted = any(theorem.expected is not Verdict.PROVED for theorem in theorems)
    kind = "refuted, as expected" if refuted else "proved"
    domain = next(iter(domains)) if len(domains) == 1 else "each format's own domain"
    mutants = ", ".join(f"`{name}`" for name in _mutants_of(first.name))
    return (
        f"| `{first.name}` | {_says(first.law)} | {domain} | {', '.join(formats)} "
        f"| {kind} | {mutants} |"
    )


def _mutants_of(law: str) -> Iterator[str]:
    """The mutants that the proof of a law must refute."""
    for mutant in MUTANTS.values():
        if any(isinstance(k, Proof) and k.law == law for k in mutant.killed_by):
            yield mutant.id


def _says(law: Callable[..., object]) -> str:
    """The first paragraph of a law's docstring, in one line."""
    text = inspect.getdoc(law) or ""
    return " ".join(text.partition("\n\n")[0].split()).replace("|", "\\|")


def _proved() -> set[str]:
    """The names of the laws that have a theorem."""
    return {theorem.name for chapter in chapters() for theorem in chapter.theorems}


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    """The modules of the laws."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.ispkg:
            yield import_module(found.name)


def _sampled_lines() -> Iterator[str]:
    """The laws that have no theorem."""
    proved = _proved()
    yield "## Laws that are sampled and not proved\n"
    yield "| law | it says | where |"
    yield "|---|---|---|"
    for module in _modules(laws):
        for name, law in vars(module).items():
            if _is_law(module, name, law) and name not in proved:
                where = f"{module.__name__.replace('.', '/')}.py"
                yield f"| `{name}` | {_says(law)} | `{where}` |"
    yield ""


def _is_law(module: ModuleType, name: str, law: object) -> bool:
    """Whether a module's public function asserts something."""
    return (
        inspect.isfunction(law)
        and law.__module__ == module.__name__
        and not name.startswith("_")
        and "assert " in inspect.getsource(law)
    )


def _mutant_lines() -> Iterator[str]:
    """The catalogue of mutants, counted by area."""
    areas = Counter(mutant.area.value for mutant in MUTANTS.values())
    yield "## Mutants\n"
    yield "| area | mutants | shown by |"
    yield "|---|---|---|"
    for area, count in sorted(areas.items()):
        yield f"| {area} | {count} | `ufork mutants {area}` |"
