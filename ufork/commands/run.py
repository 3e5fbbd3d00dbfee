"""``ufork run``: a script, step by step, and where it breaks confinement."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import click

from model.outcomes import Faulted
from model.system import System
from model.trace import Step, replay
from optimized.metering import Costs, MeteredMemory, Usage
from properties.machines.checks import SNAPSHOT, violation_at, violation_at_end
from properties.machines.lockstep import Violation
from properties.machines.setups import Setup
from properties.machines.trace_file import recorded
from ufork.terminal.costs import cost_lines, cost_record
from ufork.terminal.files import json_text, require_folder
from ufork.terminal.options import (
    chosen_setup,
    described,
    with_json,
    with_setup,
    with_trace,
)
from ufork.terminal.present import (
    command_lines,
    end_lines,
    show,
    step_lines,
    violation_lines,
)
from ufork.terminal.records import process_record, step_record, violation_record
from ufork.terminal.script import Script, find_script
from ufork.terminal.trace_files import write_trace

SHOWN = 20
"""How many of the operations that lead to a violation are listed, at most."""


@attrs.define(eq=False)
class Run:
    """A script that is being run, and the results so far."""

    script: Script
    setup: Setup
    system: System
    steps: int = 0
    faults: int = 0
    last: Step | None = None
    violation: Violation | None = None
    costs: dict[str, Costs] = attrs.field(factory=dict)
    """What lazy copying cost each μprocess so far, by name, if it is metered."""

    def proceed(self) -> Iterator[Step]:
        """Run the script, each step when it is asked for, until one breaks a law."""
        self._note_costs()
        for step in replay(self.system, iter(self.script.operations)):
            self.steps, self.last = step.index + 1, step
            self.faults += isinstance(step.outcome, Faulted)
            if step.changes.begun:
                self._note_costs()
            self.violation = violation_at(self.system, step)
            yield step
            if self.violation is not None:
                return
        if self.steps:
            index = self.steps - 1
            self.violation = violation_at_end(self.script.check, self.system, index)

    def usage(self, name: str) -> Usage | None:
        """The memory that a μprocess uses, if it lives and is metered."""
        memory, process = self.system.memory, self.system.processes.get(name)
        if process is None or not isinstance(memory, MeteredMemory):
            return None
        return memory.usage(process.slot)

    def _note_costs(self) -> None:
        """Remember whose costs are counted in which slot: a slot is used again."""
        memory = self.system.memory
        if isinstance(memory, MeteredMemory):
            for name, process in self.system.processes.items():
                self.costs[name] = memory.costs_of(process.slot)


@click.command("run")
@click.argument("script")
@with_setup
@click.option("--quiet", is_flag=True, help="Print the end alone.")
@with_json
@with_trace("Write a trace here, violation or not.")
def run_command(
    script: str,
    quiet: bool,
    as_json: bool,
    trace: Path | None,
    **names: Any,  # noqa: ANN401
) -> int:
    """Run SCRIPT, a file or the name of a script that comes with ufork.

    Prints each step with only what it changed. Faults are what the machine does; a
    μprocess that gets authority over another's memory is a violation: exit code 1.

    \b
    Example:
      ufork run naive-cow-leak --policy naive-cow
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    setup = chosen_setup(**names)
    found = find_script(script)
    if trace is not None:
        require_folder(trace)
    with setup.in_force():
        run = Run(found, setup, setup.boot(metered=True))
        steps = _told(run, quiet=quiet, as_json=as_json)
        written = _write_trace(run, trace)
        if as_json:
            click.echo(json_text(_record(run, steps, written)), nl=False)
        else:
            show(_ending(run, written))
    return 0 if run.violation is None else 1


def _told(run: Run, *, quiet: bool, as_json: bool) -> list[dict[str, Any]]:
    """Run to the end, and show each step or return its record."""
    records = []
    for step in run.proceed():
        number = run.script.number(step.index)
        if as_json and not quiet:
            records.append(step_record(run.system, step, number))
        elif not quiet:
            show(_remark_lines(run.script, step.index))
            show(step_lines(run.system, step, number))
    if not (quiet or as_json) and run.violation is None:
        show(_remark_lines(run.script, run.steps))
    return records


def _remark_lines(script: Script, index: int) -> Iterator[str]:
    """The comments that stand above an operation."""
    for line in script.remarks.get(index, ()):
        yield click.style(line, fg="cyan")


def _write_trace(run: Run, path: Path | None) -> Path | None:
    """Write a trace if there is a violation or one was asked for."""
    if path is None and run.violation is None:
        return None
    variant = run.setup.mutant or run.setup.policy
    path = path or Path(f"{run.script.name}-{variant}.itf.json")
    program = run.script.operations
    trace = recorded(run.setup, program, run.script.check, run.violation)
    write_trace(trace, path)
    return path


def _ending(run: Run, written: Path | None) -> Iterator[str]:
    """The end of a run, or the violation that ended it."""
    if run.violation is None:
        yield ""
        if run.script.check == SNAPSHOT:
            yield "The child's buffer holds the table as it was at the fork."
        yield from end_lines(run.system, run.steps, run.faults)
        for name, costs in run.costs.items():
            yield from cost_lines(name, costs, run.usage(name))
        if written is not None:
            yield f"trace  {written}"
        return
    index = run.violation.step
    line = f"line {run.script.number(index)}, `{run.script.operations[index]}`,"
    where = described(run.setup)
    yield from violation_lines(run.system, run.violation, line, where)
    yield "  the operations so far, and what the last one changed:"
    yield from _operations_so_far(run)
    yield from command_lines(str(written))


def _operations_so_far(run: Run) -> Iterator[str]:
    """The last operations up to a violation; the very last with what it changed."""
    first = max(0, run.steps - SHOWN)
    if first:
        yield f"       ({first:,} operations before these)"
    for index in range(first, run.steps - 1):
        yield f"{run.script.number(index):>5}  {run.script.operations[index]}"
    if run.last is not None:
        number = run.script.number(run.last.index)
        yield from step_lines(run.system, run.last, number)


def _record(
    run: Run, steps: list[dict[str, Any]], written: Path | None
) -> dict[str, Any]:
    """What ``--json`` prints."""
    processes = run.system.processes
    record: dict[str, Any] = {
        "summary": {
            "script": run.script.name,
            **attrs.asdict(run.setup),
            "steps": run.steps,
            "faults": run.faults,
            "pages_copied": run.system.memory.pages_copied,
            "violations": int(run.violation is not None),
        },
        "processes": {
            name: process_record(run.system, processes[name]) for name in processes
        },
        "costs": {
            name: cost_record(costs, run.usage(name))
            for name, costs in run.costs.items()
        },
        "steps": steps,
    }
    if run.violation is not None:
        record["violation"] = violation_record(run.violation)
    if written is not None:
        record["trace"] = str(written)
    return record
