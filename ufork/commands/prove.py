"""``ufork prove``: the laws, for all inputs."""

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import click

from optimized.policies import SOUND
from proofs.deciding.cache import TheoremResult
from proofs.deciding.runner import run
from proofs.deciding.second_opinion import CHOICES, Solver
from proofs.ledger import (
    PROVED_FORMATS,
    Chapter,
    Choice,
    UnknownLawError,
    chapters_for,
)
from proofs.obligations import Theorem, Verdict
from properties.mutants.selection import UnknownMutantError, find
from ufork.terminal.files import json_text
from ufork.terminal.options import with_fresh, with_json, with_mutant
from ufork.terminal.present import count, show, wrapped
from ufork.terminal.progress import watched

COLOURS = {
    Verdict.PROVED: "green",
    Verdict.REFUTED: "yellow",
    Verdict.UNKNOWN: "magenta",
    Verdict.VACUOUS: "red",
    Verdict.DISAGREES: "red",
}


@click.command("prove")
@click.argument("what", nargs=-1, metavar="[WHAT]...")
@with_mutant("Prove laws of a model with a defect")
@click.option(
    "--format",
    "form",
    type=click.Choice([form.name for form in PROVED_FORMATS]),
    help="Only what is about one capability format.",
)
@click.option(
    "--policy",
    type=click.Choice(list(SOUND)),
    help="All that is about one policy of lazy copying, and nothing else.",
)
@click.option(
    "--solver",
    type=click.Choice(list(CHOICES)),
    default="z3",
    show_default=True,
    help="Who must agree with z3 on every condition.",
)
@click.option("--full", is_flag=True, help="Include slow theorems.")
@click.option(
    "--list", "only_list", is_flag=True, help="Name the theorems, and prove nothing."
)
@with_fresh
@with_json
def prove_command(
    what: tuple[str, ...],
    mutant: str | None,
    solver: str,
    *,
    fresh: bool,
    only_list: bool,
    as_json: bool,
    **choice: Any,  # noqa: ANN401
) -> int:
    """Prove laws for all inputs of their domains.

    WHAT is an area, isa or fork, or the name of a law. Answers are remembered by the
    content of all that they depend on. A law that is refuted is shown with a
    counterexample, on which it was run and failed.

    \b
    Examples:
      ufork prove isa
      ufork prove set_bounds_never_exceeds_its_source --format rvy64
      ufork prove --list
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    try:
        found, what = _meant(what, mutant)
        chosen = Choice(what, **choice).chapters(found)
    except (UnknownLawError, UnknownMutantError) as error:
        raise click.UsageError(str(error)) from None
    if only_list:
        show(_listed(chosen))
        return 0
    asked = Asked(mutant, CHOICES[solver], fresh)
    if not as_json:
        return code_of(tell(chosen, asked))
    results = list(results_of(chosen, asked))
    record = {"summary": summary(results), "theorems": list(map(_record, results))}
    click.echo(json_text(record), nl=False)
    return code_of(results)


def _meant(
    what: tuple[str, ...], mutant: str | None
) -> tuple[tuple[Chapter, ...], tuple[str, ...]]:
    """The chapters that are asked about, and what is asked for in them.

    For a mutant that is a policy, these are the chapters about it; for any other, if
    nothing is named, the laws whose proofs must be refuted.

    Raises:
        UnknownMutantError: There is no such mutant.
    """
    if mutant is None:
        return chapters_for(None), what
    known = find(mutant)
    if known.policy is None:
        if not (what or known.laws):
            raise UnknownMutantError(f"no proof must catch {mutant}: say what to prove")
        what = what or tuple(sorted(known.laws))
    return chapters_for(mutant), what


def _listed(chosen: Sequence[Chapter]) -> Iterator[str]:
    """Every theorem by the name of its law, chapter by chapter."""
    for chapter in chosen:
        if not chapter.theorems:
            continue
        yield click.style(f"{chapter.title}:", bold=True)
        for theorem in chapter.theorems:
            proved = theorem.expected is Verdict.PROVED
            yield f"  {theorem.name}{'' if proved else ' (expected to be refuted)'}"


@attrs.frozen
class Asked:
    """How theorems are to be proved."""

    mutant: str | None = None
    """The mutant that they are about, if any."""
    solvers: tuple[Solver, ...] = ()
    """The solvers that are asked besides z3."""
    fresh: bool = False
    """Whether remembered theorems are proved again."""


def results_of(chosen: Sequence[Chapter], asked: Asked) -> Iterator[TheoremResult]:
    """Prove chapter after chapter, and print nothing."""
    results: list[TheoremResult] = []
    for chapter in chosen:
        if asked.mutant is not None and code_of(results) == 1:
            return
        for result in _run_chapter(chapter, asked):
            results.append(result)
            yield result


def tell(chosen: Sequence[Chapter], asked: Asked) -> list[TheoremResult]:
    """Prove chapter after chapter, and print the results.

    A chapter rests on those before it: when one of a mutant is refuted, the rest is not
    proved.
    """
    results: list[TheoremResult] = []
    for chapter in chosen:
        if not chapter.theorems:
            continue
        if asked.mutant is not None and code_of(results) == 1:
            show(wrapped(f"Not asked: {chapter.title}, which rests on the above.", ""))
            break
        show([f"{chapter.title}:"])
        for result in _run_chapter(chapter, asked):
            results.append(result)
            show(theorem_lines(result, _theorem(chapter, result)))
    show(_closing(results))
    return results


def _theorem(chapter: Chapter, result: TheoremResult) -> Theorem:
    """The theorem that a result is about."""
    return next(t for t in chapter.theorems if t.name == result.law)


def _run_chapter(chapter: Chapter, asked: Asked) -> Iterator[TheoremResult]:
    """Prove a chapter, with a progress bar on a terminal."""
    with watched("proving") as tell_progress:
        yield from run(
            chapter.theorems,
            asked.mutant,
            fresh=asked.fresh,
            solvers=asked.solvers,
            progress=tell_progress,
        )


def theorem_lines(result: TheoremResult, theorem: Theorem) -> Iterator[str]:
    """A result: verdict, law, domain and cost; a counterexample if there is one."""
    verdict = result.verdict.value
    if result.is_expected and result.verdict is Verdict.REFUTED:
        verdict = "refuted, as expected"
    style = click.style(verdict, fg=COLOURS[result.verdict])
    seconds = "remembered" if result.cached else f"{result.cpu_seconds:.1f} cpu-s"
    yield f"  {style}  {result.law}"
    yield from wrapped(f"for {result.domain}", " " * 8)
    cost = f"{result.conditions} conditions, {seconds}"
    if result.cases > 1:
        cost = f"{result.cases} cases ({result.vacuous} of them empty), {cost}"
    yield from wrapped(cost, " " * 8)
    if result.opinions or result.doubt:
        text = f"{result.opinions} confirmed by another solver"
        if result.unconfirmed:
            text += f", {result.unconfirmed} not: {result.doubt}"
        yield from wrapped(text, " " * 8)
    if result.reason:
        yield from wrapped(result.reason, " " * 8)
    if result.counterexample is not None:
        yield from _counterexample_lines(result, theorem)


def _counterexample_lines(result: TheoremResult, theorem: Theorem) -> Iterator[str]:
    """The arguments on which the law was run, and the line that failed."""
    found = result.counterexample
    if found is None:
        return
    yield f"        counterexample ({found.case}), run on plain values:"
    for name, value in zip(theorem.parameters, found.arguments, strict=True):
        yield from wrapped(f"{name} = {value}", " " * 10)
    yield from wrapped(f"fails at: {found.message}", " " * 10)


def summary(results: Sequence[TheoremResult]) -> dict[str, Any]:
    """The figures of a run of proofs."""
    unknown = (Verdict.UNKNOWN, Verdict.VACUOUS)
    return {
        "theorems": len(results),
        "conditions": sum(result.conditions for result in results),
        "proved": sum(result.verdict is Verdict.PROVED for result in results),
        "expected_refutations": sum(
            result.verdict is Verdict.REFUTED and result.is_expected
            for result in results
        ),
        "unknown": sum(result.verdict in unknown for result in results),
        "failed": sum(
            not result.is_expected and result.verdict not in unknown
            for result in results
        ),
        "confirmed": sum(result.opinions for result in results),
        "unconfirmed": sum(result.unconfirmed for result in results),
        "disagreements": sum(result.disagreements for result in results),
        "cpu_seconds": round(sum(r.cpu_seconds for r in results if not r.cached), 1),
        "cached": sum(result.cached for result in results),
    }


def code_of(results: Sequence[TheoremResult]) -> int:
    """The exit code: our own defects first, then violations, then what is unknown."""
    unexpected = [r.verdict for r in results if not r.is_expected]
    if Verdict.DISAGREES in unexpected:
        return 4
    if Verdict.REFUTED in unexpected or Verdict.PROVED in unexpected:
        return 1
    return 3 if unexpected or any(r.unconfirmed for r in results) else 0


def _record(result: TheoremResult) -> dict[str, Any]:
    """One theorem, for ``--json``."""
    record = attrs.asdict(result)
    record["verdict"], record["expected"] = (
        result.verdict.value,
        result.expected.value,
    )
    return {name: value for name, value in record.items() if value not in (None, "")}


def _closing(results: Sequence[TheoremResult]) -> Iterator[str]:
    """The last line: the figures."""
    figures = summary(results)
    line = (
        f"{count(figures['theorems'], 'theorem')}, "
        f"{count(figures['conditions'], 'condition')}: "
        f"{figures['proved']} proved, "
        f"{figures['expected_refutations']} refuted as expected, "
        f"{figures['unknown']} unknown, {figures['failed']} failed; "
        f"{figures['cpu_seconds']} cpu-s, "
        f"the slowest case {max((r.slowest for r in results), default=0):.1f}"
    )
    if figures["confirmed"] or figures["unconfirmed"]:
        line += (
            f"; other solvers confirmed {figures['confirmed']}, could not tell "
            f"{figures['unconfirmed']}, and disagreed on {figures['disagreements']}"
        )
    if figures["cached"]:
        line += f", {figures['cached']} of them remembered from an earlier run"
    yield from wrapped(line, "")
