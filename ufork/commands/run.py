"""``ufork run``: a script, step by step, and where it breaks confinement."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import click

from properties.machines.checks import SNAPSHOT
from properties.machines.setups import MEMORIES, PLAIN_IMAGE, Setup
from properties.machines.trace_file import recorded
from ufork.commands.run_script import KINDS, Run
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
    INDENT,
    command_lines,
    count,
    counted,
    end_lines,
    show,
    step_lines,
    violation_lines,
    wrapped,
)
from ufork.terminal.records import process_record, step_record, violation_record
from ufork.terminal.script import Script, find_script
from ufork.terminal.trace_files import write_trace

SHOWN = 20
"""How many of the operations that lead to a violation are listed, at most."""

ALL = "all"
"""The name that stands for every memory."""


@click.command("run")
@click.argument("script")
@with_setup
@click.option("--quiet", is_flag=True, help="Print the end alone.")
@with_json
@with_trace("Write a trace here, violation or not.")
@click.option(
    "--memory",
    type=click.Choice((*MEMORIES, ALL)),
    metavar="NAME",
    help=f"In place of a policy: {', '.join(MEMORIES)}, or {ALL}, one after another.",
)
def run_command(
    script: str,
    quiet: bool,
    as_json: bool,
    trace: Path | None,
    memory: str | None,
    **names: Any,  # noqa: ANN401
) -> int:
    """Run SCRIPT, a file or the name of a script that comes with ufork.

    Prints each step with only what it changed. Faults are what the machine does; a
    μprocess that gets authority over another's memory is a violation, and so is an
    outcome that is not the one that the script states after =>: exit code 1.

    \b
    Example:
      ufork run naive-cow-leak --policy naive-cow
      ufork run FILE --memory all
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    found = find_script(script)
    setups = list(_setups(found, memory, names))
    if memory == ALL and trace is not None:
        raise click.UsageError("a trace is of one memory")
    if memory == ALL:
        return _over_all(found, setups, as_json=as_json)
    (setup,) = setups
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
    return int(run.is_wrong)


def _setups(
    script: Script, memory: str | None, names: Mapping[str, Any]
) -> Iterator[Setup]:
    """What a script is run on: what is asked for, and else what its heading says."""
    if memory is not None and names["policy"] is not None:
        raise click.UsageError("choose a policy or a memory")
    image = names["image"]
    if script.image is not None and image == PLAIN_IMAGE:
        image = script.image
    for policy in MEMORIES if memory == ALL else [memory or names["policy"]]:
        setup = chosen_setup(**{**names, "policy": policy, "image": image})
        yield attrs.evolve(setup, faults_kill=script.faults_kill)


def _over_all(script: Script, setups: Sequence[Setup], *, as_json: bool) -> int:
    """A script over one memory after another, and only how it ended."""
    runs = []
    for setup in setups:
        with setup.in_force():
            run = Run(script, setup, setup.boot(metered=True))
            for _ in run.proceed():
                pass
        runs.append(run)
    wrong = sum(run.is_wrong for run in runs)
    if as_json:
        summary = {"script": script.name, "memories": len(runs), "failed": wrong}
        records = {run.setup.policy: _summary(run) for run in runs}
        click.echo(json_text({"summary": summary, "memories": records}), nl=False)
    else:
        for run in runs:
            show(_verdict_lines(run))
    return int(wrong > 0)


def _verdict_lines(run: Run) -> Iterator[str]:
    """How a script ended over one memory: in one line, unless something is wrong."""
    no, ok = click.style("NO", fg="red"), click.style("ok", fg="green")
    verdict = no if run.is_wrong else ok
    took = counted(run.system, run.steps, run.counts)
    yield f"  {verdict}  {run.setup.policy}: {took}"
    if run.violation is not None:
        index = run.violation.step
        line = f"line {run.script.number(index)}, `{run.script.operations[index]}`"
        yield from wrapped(f"{line}: {run.violation.message}", " " * 6)
    for line in run.unmet:
        yield from wrapped(line, " " * 6)


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
            show(_unmet_lines(run, number))
    if not (quiet or as_json) and run.violation is None:
        show(_remark_lines(run.script, run.steps))
    return records


def _unmet_lines(run: Run, number: int) -> Iterator[str]:
    """What the last step should have come to, if it has not."""
    if run.unmet and run.unmet[-1].startswith(f"line {number}, "):
        yield click.style(f"{INDENT}{run.unmet[-1].partition(': ')[2]}", fg="red")


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
        yield from end_lines(run.system)
        yield counted(run.system, run.steps, run.counts)
        for name, costs in run.costs.items():
            yield from cost_lines(name, costs, run.usage(name))
        if run.unmet:
            known = count(len(run.unmet), "outcome")
            yield click.style(f"{known} not as the script states:", fg="red")
            yield from (line for each in run.unmet for line in wrapped(each, "  "))
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


def _summary(run: Run) -> dict[str, Any]:
    """The figures of a run."""
    return {
        "script": run.script.name,
        **attrs.asdict(run.setup),
        "steps": run.steps,
        **{kind: run.counts[kind] for kind in KINDS.values()},
        "pages_copied": run.system.memory.pages_copied,
        "violations": int(run.violation is not None),
        "unmet": list(run.unmet),
    }


def _record(
    run: Run, steps: list[dict[str, Any]], written: Path | None
) -> dict[str, Any]:
    """What ``--json`` prints."""
    processes = run.system.processes
    record: dict[str, Any] = {
        "summary": _summary(run),
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
