"""``ufork fuzz``: random programs against the full copy, until one breaks a law."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console

from model.system import System
from model.trace import replay
from properties.machines.campaign import Failure, run_campaign, shrunk
from properties.machines.checks import LOCKSTEP
from properties.machines.setups import Setup
from properties.machines.trace_file import Recorded, recorded
from properties.programs.campaign import Report
from ufork.terminal.files import json_text, require_folder
from ufork.terminal.options import (
    chosen_setup,
    described,
    with_json,
    with_seed,
    with_setup,
    with_trace,
)
from ufork.terminal.present import (
    command_lines,
    count,
    show,
    step_lines,
    violation_lines,
)
from ufork.terminal.progress import counted
from ufork.terminal.records import step_record, violation_record
from ufork.terminal.trace_files import write_trace

SECONDS: Final = 10.0
"""How long a campaign is if nothing is said."""


@click.command("fuzz")
@with_setup
@with_seed
@click.option(
    "--seconds",
    type=click.FloatRange(min=0),
    metavar="S",
    help="How long, if all is well; 10 without --steps.",
)
@click.option(
    "--steps",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many operations, if all is well; the last program is ended.",
)
@with_json
@with_trace("Where a violation is written to.")
def fuzz_command(
    seed: int,
    seconds: float | None,
    steps: int | None,
    as_json: bool,
    trace: Path | None,
    **names: Any,  # noqa: ANN401
) -> int:
    """Run random programs under a policy and on a full copy.

    They must not differ. Operations by which programs could tell where they are, or
    under copa whether bytes were copied, are drawn anew. The first program that breaks
    a law is shrunk, shown and written to a trace file.

    \b
    Examples:
      ufork fuzz --mutant no-load-barrier --seed 1
      ufork fuzz --policy copa-shared --steps 100000
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    setup = chosen_setup(**names)
    variant = setup.mutant or setup.policy
    path = trace or Path(f"fuzz-{variant}-seed{seed}.itf.json")
    require_folder(path)
    with setup.in_force():
        report = _campaign(setup, seed, seconds, steps)
        found = None if report.failure is None else _shrunk(report.failure)
        if found is not None:
            write_trace(found, path)
        if as_json:
            click.echo(json_text(_record(report, seed, found, path)), nl=False)
        else:
            show(_ending(report, setup, seed, found, path))
    return 0 if found is None else 1


def _campaign(
    setup: Setup, seed: int, seconds: float | None, steps: int | None
) -> Report[Failure]:
    """Run the campaign, and show its progress on a terminal."""
    if steps is None:
        longest = SECONDS if seconds is None else seconds
        with counted("fuzzing", "steps", longest) as tell:
            return run_campaign(
                setup, seed, longest, lambda done: tell(done.seconds, done.steps)
            )
    longest = math.inf if seconds is None else seconds
    with counted("fuzzing", "steps", steps) as tell:
        return run_campaign(
            *(setup, seed, longest),
            lambda done: tell(done.steps, done.steps),
            steps=steps,
        )


def _shrunk(failure: Failure) -> Recorded:
    """The trace of the smallest program that fails in the same way."""
    console = Console(stderr=True)
    if console.is_terminal:
        with console.status(f"shrinking {len(failure.program)} operations"):
            smallest = shrunk(failure)
    else:
        smallest = shrunk(failure)
    return recorded(smallest.setup, smallest.program, LOCKSTEP, smallest.violation)


def _summary(report: Report[Failure], seed: int) -> dict[str, Any]:
    """The figures of a campaign."""
    return {
        "programs": report.programs,
        "steps": report.steps,
        "skipped": report.skipped,
        "failures": int(report.failure is not None),
        "steps_per_second": round(report.steps_per_second),
        "seed": seed,
    }


def _record(
    report: Report[Failure], seed: int, found: Recorded | None, path: Path
) -> dict[str, Any]:
    """What ``--json`` prints."""
    record: dict[str, Any] = {"summary": _summary(report, seed)}
    if found is not None and found.violation is not None and report.failure is not None:
        system = found.setup.boot()
        record["violation"] = violation_record(found.violation)
        record["shrunk_from"] = len(report.failure.program)
        record["trace"] = str(path)
        record["steps"] = [
            step_record(system, step, step.index + 1)
            for step in replay(system, iter(found.program))
        ]
    return record


def _ending(
    report: Report[Failure],
    setup: Setup,
    seed: int,
    found: Recorded | None,
    path: Path,
) -> Iterator[str]:
    """The end of a campaign, as text."""
    yield (
        f"{report.programs:,} programs, {report.steps:,} steps, "
        f"{report.steps_per_second:,.0f} steps/s, seed {seed}: "
        + ("no violation" if found is None else "a violation")
    )
    if found is None or found.violation is None or report.failure is None:
        yield f"{described(setup)}; {count(report.skipped, 'operation')} left out"
        return
    system, last = setup.boot(), found.violation.step
    before = len(report.failure.program)
    listing = list(_program_lines(system, found))
    line = f"step {last + 1}, `{found.program[last]}`,"
    yield from violation_lines(system, found.violation, line, described(setup))
    yield f"  {count(last + 1, 'operation')}, shrunk from {before}:"
    yield from listing
    yield from command_lines(str(path))


def _program_lines(system: System, found: Recorded) -> Iterator[str]:
    """Every operation of a short program, with what it changed."""
    for step in replay(system, iter(found.program)):
        yield from step_lines(system, step, step.index + 1)
