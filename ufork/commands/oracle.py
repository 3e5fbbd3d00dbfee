"""``ufork oracle``: random programs on the running kernel and on the model."""

from pathlib import Path
from typing import Any

import attrs
import click

from model.language import parse
from properties.adapters.linux.c_runner import NoRunnerError, find_compiler
from properties.adapters.linux.replaying import disagreement
from properties.adapters.linux.setups import (
    PROFILES,
    RUNNERS,
    OracleSetup,
    kernel_release,
    obstacle,
)
from properties.adapters.linux.workers import (
    Limits,
    Summed,
    WorkerFailedError,
    run_workers,
)
from properties.machines.checks import ORACLE, ORACLE_POSIX
from properties.machines.setups import MEMORIES
from properties.machines.trace_file import Recorded, recorded
from properties.mutants import MUTANTS
from properties.mutants.selection import UnknownMutantError, find
from ufork.commands.oracle_report import ending, mutant_lines, record
from ufork.commands.oracle_script import ask_about
from ufork.terminal.files import json_text, require_folder
from ufork.terminal.options import with_json, with_mutant, with_seed, with_trace
from ufork.terminal.present import show
from ufork.terminal.progress import counted
from ufork.terminal.trace_files import write_trace

MUTANT_OPERATIONS = 200_000
"""How many operations may be needed to find a mutant."""

DEFAULT_OPERATIONS = 100_000
"""How many operations are run by default."""


@click.command("oracle")
@click.argument("script", required=False)
@click.option(
    "--ops",
    "operations",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"How many operations; {DEFAULT_OPERATIONS} if no time is given either.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0),
    metavar="S",
    help="How long.",
)
@with_seed
@click.option(
    "--program",
    type=click.IntRange(min=0),
    metavar="N",
    help="Only this one of them.",
)
@click.option(
    "--runner",
    type=click.Choice(RUNNERS),
    help="What runs real processes; c, if there is a compiler.",
)
@click.option(
    "--profile",
    type=click.Choice(PROFILES),
    default="linux",
    show_default=True,
    help="What Linux does, or anything that POSIX allows.",
)
@click.option(
    "--memory",
    type=click.Choice(MEMORIES),
    default="separate",
    show_default=True,
    help="The memory that the model runs over.",
)
@with_mutant("A model with a defect")
@click.option(
    "--mutants", is_flag=True, help="Every mutant that it must catch, one by one."
)
@with_json
@with_trace("Where a mismatch is written to.")
def oracle_command(
    script: str | None,
    trace: Path | None,
    *,
    mutants: bool,
    as_json: bool,
    **names: Any,  # noqa: ANN401
) -> int:
    """Hold the model against the running kernel.

    The same random programs run on real processes and on the model, operation by
    operation. The first program on which they differ is made as small as can be, shown
    and written to a trace file. Nothing else outside a temporary folder is touched.
    With SCRIPT, a file or the name of one that comes with ufork, only that is run, and
    each of its operations is shown with what the kernel says.

    \b
    Example:
      ufork oracle --ops 20000 --seed 1
      ufork oracle FILE
      ufork oracle --mutant descriptions-apart
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    _require_oracle()
    limits = Limits(*(names.pop(each) for each in ("operations", "seconds", "program")))
    names["runner"] = names["runner"] or _best_runner()
    setup = OracleSetup(**names)
    _require_known(setup)
    if script is not None:
        if mutants or trace is not None or limits != Limits():
            raise click.UsageError("a script is run once, and leaves no trace")
        return ask_about(setup, script, as_json=as_json)
    if limits.operations is None and limits.seconds is None:
        operations = MUTANT_OPERATIONS if mutants else DEFAULT_OPERATIONS
        limits = attrs.evolve(limits, operations=operations)
    if not mutants:
        return _one_model(setup, limits, trace, as_json)
    if setup.mutant is not None:
        raise click.UsageError("choose one mutant or all of them")
    return _all_mutants(setup, limits, as_json)


def _one_model(
    setup: OracleSetup, limits: Limits, trace: Path | None, as_json: bool
) -> int:
    """One model against the kernel; a mismatch leaves a trace."""
    model = setup.mutant or setup.memory
    path = trace or Path(f"oracle-{model}-seed{setup.seed}.itf.json")
    require_folder(path)
    report = _run(setup, limits)
    if report.failure is not None:
        with setup.in_force():
            write_trace(_recorded(setup, report.failure), path)
    if as_json:
        click.echo(json_text(record(setup, report, path)), nl=False)
    else:
        show(ending(setup, report, path))
    return 0 if report.failure is None else 1


def _recorded(setup: OracleSetup, mismatch: dict[str, Any]) -> Recorded:
    """The trace of a mismatch; its last operation is answered differently."""
    program = [parse(line) for line in mismatch["operations"]]
    known = [operation for operation in program if operation is not None]
    found = disagreement(len(known) - 1, mismatch["kernel"], mismatch["model"])
    check = ORACLE if setup.profile == "linux" else ORACLE_POSIX
    return recorded(setup.system, known, check, found)


def _require_oracle() -> None:
    """Refuse where there is no kernel that can be asked."""
    if (reason := obstacle()) is not None:
        raise click.UsageError(f"there is no oracle here: {reason}")


def _best_runner() -> str:
    """The runner in C, if it can be compiled."""
    return "c" if find_compiler() else "python"


def _require_known(setup: OracleSetup) -> None:
    """Refuse what does not exist or does not go together."""
    try:
        known = None if setup.mutant is None else find(setup.mutant)
    except UnknownMutantError as error:
        raise click.UsageError(str(error)) from None
    if known is not None and known.oracle and setup.memory != "separate":
        raise click.UsageError(f"{setup.mutant} says itself which memory it is of")
    if setup.runner == "c" and find_compiler() is None:
        raise click.UsageError("there is no C compiler; try --runner python")


def _run(setup: OracleSetup, limits: Limits) -> Summed:
    """Run a campaign, and show its progress on a terminal."""
    timed = limits.seconds is not None
    total = limits.seconds if timed else limits.operations
    try:
        with counted("asking the kernel", "operations", total) as tell:
            return run_workers(
                setup,
                limits,
                lambda report: tell(
                    report.seconds if timed else report.steps, report.steps
                ),
            )
    except (WorkerFailedError, NoRunnerError) as error:
        raise click.UsageError(f"the oracle broke down: {error}") from None


def _all_mutants(setup: OracleSetup, limits: Limits, as_json: bool) -> int:
    """Every mutant, and how many operations it took to find it."""
    found = []
    for name, mutant in MUTANTS.items():
        if mutant.oracle is None:
            continue
        one = attrs.evolve(setup, mutant=name)
        report = _run(one, limits)
        found.append(record(one, report))
        if not as_json:
            show(mutant_lines(mutant.defect, name, report))
    survivors = sum(one["summary"]["mismatches"] == 0 for one in found)
    if as_json:
        summary = {
            "total": len(found),
            "killed": len(found) - survivors,
            "survivors": survivors,
        }
        whole = {"summary": summary, "mutants": found, "kernel": kernel_release()}
        click.echo(json_text(whole), nl=False)
    else:
        killed = len(found) - survivors
        show([f"{len(found)} mutants: {killed} found, {survivors} survived"])
    return 0 if not survivors else 1
