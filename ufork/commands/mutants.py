"""``ufork mutants``: defects made on purpose, and whether their killers find them."""

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import click

from proofs.deciding.workers import each
from properties.adapters.linux.setups import obstacle
from properties.mutants.mutant import Oracle
from properties.mutants.selection import Chosen, UnknownMutantError, choose
from ufork.commands.mutants_auto import auto_command
from ufork.commands.mutants_killing import Attempt, change_of, kill, said_of
from ufork.terminal.files import json_text
from ufork.terminal.nested import Nested
from ufork.terminal.options import with_json
from ufork.terminal.present import count, show, wrapped
from ufork.terminal.progress import watched
from ufork.terminal.records import summary


@click.command("mutants", cls=Nested)
@click.argument("words", nargs=-1, metavar="[AREA|ID]...")
@click.option("--list", "only_list", is_flag=True, help="Name them, and run nothing.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many at a time; as many as there are processors.",
)
@with_json
def mutants_command(
    words: tuple[str, ...], jobs: int | None, *, only_list: bool, as_json: bool
) -> int:
    """Break the model on purpose, and see that what must catch it does.

    A mutant changes one expression of one function, or one decision of a policy. It
    names what must catch it: the proof of a law, random programs, an assertion of
    POSIX, or the running kernel. Without AREA or ID, all mutants are run.

    AREA is isa, relocation, memory, policy, kernel, posix or oracle. ID is a mutant,
    the law that must catch it, or the beginning of an assertion's name, such as
    fork-12 or waitpid.

    \b
    Examples:
      ufork mutants isa
      ufork mutants no-load-barrier top-rounded-down
      ufork mutants --list memory
      ufork mutants auto --help
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    try:
        chosen = choose(words)
    except UnknownMutantError as error:
        raise click.UsageError(str(error)) from None
    if only_list:
        show(_listed(chosen))
        return 0
    possible = _possible(chosen)
    attempts = []
    for attempt in _attempts(possible, jobs):
        attempts.append(attempt)
        if not as_json:
            show(_lines(attempt))
    figures = _figures(attempts)
    if as_json:
        record = {"summary": figures, "mutants": list(map(_record, attempts))}
        click.echo(json_text(record), nl=False)
    else:
        show(_closing(attempts, len(chosen) - len(possible)))
    return 0 if figures["survivors"] == 0 else 1


mutants_command.add_command(auto_command)


def _possible(chosen: Chosen) -> Chosen:
    """The attempts that can be run here: the running kernel may not be usable."""
    if obstacle() is None:
        return chosen
    return [
        (mutant, number)
        for mutant, number in chosen
        if not isinstance(mutant.killed_by[number], Oracle)
    ]


def _attempts(chosen: Chosen, jobs: int | None) -> Iterator[Attempt]:
    """Run attempts in processes of their own; the oracle's, which has its own, last."""
    alone = [w for w in chosen if isinstance(w[0].killed_by[w[1]], Oracle)]
    pooled = [w for w in chosen if w not in alone]
    done = 0
    with watched("breaking") as tell:
        works = [(mutant.id, number) for mutant, number in pooled]
        for attempt in each(kill, works, jobs):
            done += 1
            tell(done, len(chosen))
            yield attempt
        for mutant, number in alone:
            yield kill((mutant.id, number))
            done += 1
            tell(done, len(chosen))


def _figures(attempts: Sequence[Attempt]) -> dict[str, int]:
    """How many mutants there are, and how many all of their killers caught."""
    tried = {attempt.mutant.id for attempt in attempts}
    survivors = {attempt.mutant.id for attempt in attempts if not attempt.killed}
    return summary([name not in survivors for name in tried])


def _closing(attempts: Sequence[Attempt], left_out: int) -> Iterator[str]:
    """The last lines: the survivors, and the figures."""
    figures = _figures(attempts)
    for attempt in attempts:
        if not attempt.killed:
            yield f"survived: {attempt.mutant.id}, by {said_of(attempt.by)}"
    yield (
        f"{count(figures['total'], 'mutant')}, {count(len(attempts), 'attempt')}: "
        f"{figures['killed']} killed, {figures['survivors']} survived"
    )
    if left_out:
        yield f"{count(left_out, 'attempt')} left out: {obstacle()}"


def _lines(attempt: Attempt) -> Iterator[str]:
    """A mutant, what it changes, and what caught it or did not."""
    mutant = attempt.mutant
    verdict = "killed" if attempt.killed else "SURVIVED"
    style = click.style(verdict, fg="green" if attempt.killed else "red")
    yield f"  {style}  {mutant.id} ({mutant.area.value})"
    indent = " " * 8
    yield from wrapped(mutant.defect, indent)
    for line in change_of(mutant):
        yield from wrapped(line, indent)
    yield from wrapped(f"by {said_of(attempt.by)}", indent)
    for line in attempt.told:
        yield from wrapped(line, indent)


def _listed(chosen: Chosen) -> Iterator[str]:
    """Every mutant with its defect and its killers."""
    for mutant in dict.fromkeys(mutant for mutant, _ in chosen):
        yield f"{click.style(mutant.id, bold=True)} ({mutant.area.value})"
        source = f"; seen in {mutant.source}" if mutant.source else ""
        yield from wrapped(f"{mutant.defect}{source}", " " * 4)
        for by in mutant.killed_by:
            yield from wrapped(f"caught by {said_of(by)}", " " * 4)


def _record(attempt: Attempt) -> dict[str, Any]:
    """One attempt, for ``--json``."""
    mutant, function, line, changed = attempt.mutant, "", "", ""
    if mutant.policy is not None:
        changed = mutant.policy.__name__
    if mutant.edits:
        function, line, changed = attrs.astuple(mutant.edits[0])
    return {
        "name": mutant.id,
        "area": mutant.area.value,
        "defect": mutant.defect,
        "source": mutant.source,
        "module": function.partition(":")[0],
        "function": function,
        "line": line,
        "changed": changed,
        "edits": list(map(attrs.asdict, mutant.edits)),
        "killed": attempt.killed,
        "by": type(attempt.by).__name__.lower(),
        **attempt.record,
        "cpu_seconds": round(attempt.cpu_seconds, 2),
    }
