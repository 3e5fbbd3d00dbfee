"""``ufork mutants``: seeded defects, and whether the laws find them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from proofs.deciding.mutation import Trial, attempt_all, theorem_of
from properties.mutants.catalogue import CHANGED_LINES
from properties.mutants.lines import ChangedLine
from properties.mutants.memories import MEMORY_LINES
from ufork.commands.mutants_posix import posix_mutants_command
from ufork.terminal.files import json_text
from ufork.terminal.options import with_json
from ufork.terminal.present import show, wrapped
from ufork.terminal.progress import watched
from ufork.terminal.records import summary


@click.group("mutants")
def mutants_command() -> None:
    """Break the model on purpose, and see that the laws find it.

    \b
    Example:
      ufork mutants isa
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped


mutants_command.add_command(posix_mutants_command)


@mutants_command.command("isa")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@with_json
def isa_command(names: tuple[str, ...], *, as_json: bool) -> int:
    """Change one line of the model of capabilities, and prove the law that it breaks.

    Each must be refuted by a counterexample on which the law, run on plain integers in
    the changed model, fails.

    \b
    Example:
      ufork mutants isa top-rounded-down
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    return _refuted(CHANGED_LINES, names, as_json=as_json)


@mutants_command.command("memory")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@with_json
def memory_command(names: tuple[str, ...], *, as_json: bool) -> int:
    """Change one line of a memory, and prove the law of isolation that it breaks.

    Each must be refuted by a counterexample on which the law, run on plain memories of
    the changed kind, fails.

    \b
    Example:
      ufork mutants memory one-memory-for-all
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    lines = {mutant.name: mutant for mutant in MEMORY_LINES}
    return _refuted(lines, names, as_json=as_json)


def _refuted(
    mutants: Mapping[str, ChangedLine], names: Sequence[str], *, as_json: bool
) -> int:
    """Try the mutants of these names, or all, and say what found them."""
    for name in names:
        if name not in mutants:
            known = ", ".join(mutants)
            raise click.UsageError(f"unknown mutant {name!r}; there are {known}")
    chosen = [mutants[name] for name in names or mutants]
    trials = []
    with watched("breaking") as tell:
        for trial in attempt_all(chosen, tell):
            trials.append(trial)
            if not as_json:
                show(_lines(trial))
    if as_json:
        figures = summary([trial.killed for trial in trials])
        record = {"summary": figures, "mutants": list(map(_record, trials))}
        click.echo(json_text(record), nl=False)
    else:
        show([_closing(trials)])
    return 0 if all(trial.killed for trial in trials) else 1


def _lines(trial: Trial) -> Iterator[str]:
    """A mutant, what it changes, and what found it."""
    mutant = trial.mutant
    verdict = "refuted" if trial.killed else f"NOT REFUTED: {trial.verdict.value}"
    style = click.style(verdict, fg="green" if trial.killed else "red")
    yield f"  {style}  {mutant.name} ({mutant.form}, {trial.cpu_seconds:.1f} cpu-s)"
    yield from wrapped(f"in {mutant.module}: {mutant.line}", " " * 8)
    yield from wrapped(f"becomes: {mutant.changed}", " " * 8)
    yield from wrapped(f"breaks: {mutant.law}", " " * 8)
    found = trial.counterexample
    if found is not None:
        parameters = theorem_of(mutant).parameters
        shown = zip(parameters, found.arguments, strict=True)
        text = ", ".join(f"{name} = {value}" for name, value in shown)
        yield from wrapped(f"on: {text}", " " * 8)
    if trial.reason:
        yield from wrapped(trial.reason, " " * 8)


def _closing(trials: Sequence[Trial]) -> str:
    """The last line: how many of what."""
    figures = summary([trial.killed for trial in trials])
    laws = len({trial.mutant.law for trial in trials if trial.killed})
    seconds = sum(trial.cpu_seconds for trial in trials)
    return (
        f"{figures['total']} mutants of {laws} laws: {figures['killed']} refuted, "
        f"{figures['survivors']} survived; {seconds:.0f} cpu-s"
    )


def _record(trial: Trial) -> dict[str, Any]:
    """One mutant, for ``--json``."""
    mutant, found = trial.mutant, trial.counterexample
    return {
        "name": mutant.name,
        "module": mutant.module,
        "line": mutant.line,
        "changed": mutant.changed,
        "law": mutant.law,
        "format": mutant.form,
        "verdict": trial.verdict.value,
        "counterexample": [] if found is None else list(found.arguments),
        "cpu_seconds": round(trial.cpu_seconds, 2),
    }
