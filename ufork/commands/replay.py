"""``ufork replay``: a trace run again, and compared with what it says."""

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import click

from model.system import System
from model.trace import differences, replay
from model.trace.older import in_form_of
from model.trace.rendering import plain
from properties.adapters.linux.replaying import CannotAskError
from properties.machines.checks import CHECKS
from properties.machines.lockstep import Violation
from properties.machines.trace_file import Recorded
from ufork.terminal.files import json_text
from ufork.terminal.options import described, with_json
from ufork.terminal.present import show, step_lines, violation_lines
from ufork.terminal.records import step_record, violation_record
from ufork.terminal.trace_files import read_trace

UNKNOWN, DISAGREES = 3, 4

SHOWN = 200
"""Characters of a difference that are shown at most."""


@click.command("replay")
@click.argument("trace", type=click.Path(path_type=Path))
@with_json
def replay_command(trace: Path, as_json: bool) -> int:
    """Run TRACE again and compare every state with the file.

    Ends with 1 if the violation in the file shows again, with 0 if the file has none
    and agrees, with 4 if anything is different, and with 3 if the file is of the oracle
    and there is no kernel here that can be asked.

    \b
    Example:
      ufork replay fuzz-no-load-barrier-seed1.itf.json
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    claimed, content = read_trace(trace)
    with claimed.setup.in_force():
        try:
            found = CHECKS[claimed.check](claimed.setup, claimed.program)
        except CannotAskError as error:
            click.echo(f"UNKNOWN  {error}; the trace is not run again", err=True)
            return UNKNOWN
        difference = _difference(claimed, content, found)
        if as_json:
            click.echo(json_text(_record(claimed, found, difference)), nl=False)
        else:
            show(_report(claimed, found, difference))
    return DISAGREES if difference else int(found is not None)


def _difference(
    claimed: Recorded, content: dict[str, Any], found: Violation | None
) -> str:
    """The first difference from the file, in one sentence; empty if there is none."""
    if found != claimed.violation:
        return f"the file says {_said(claimed.violation)}; now there is {_said(found)}"
    computed = in_form_of(content, claimed.document())
    if content["vars"] != computed["vars"]:
        return "the variables of the file are not those of its states"
    if len(content["states"]) != len(computed["states"]):
        return (
            f"the file has {len(content['states'])} states; "
            f"its operations make {len(computed['states'])}"
        )
    for stated, state in zip(content["states"], computed["states"], strict=True):
        if stated != state:
            index, where = state["#meta"]["index"], _where(plain(stated), plain(state))
            return f"state {index} is not what the operations make{where}"
    return ""


def _where(stated: object, made: object) -> str:
    """Where a state of the file differs from the computed one, and how."""
    found = next(differences(stated, made), None)
    return "" if found is None else "; " + textwrap.shorten(str(found), SHOWN)


def _said(violation: Violation | None) -> str:
    """A violation in few words."""
    if violation is None:
        return "no violation"
    return f"{violation.law} violated at step {violation.step + 1}: {violation.message}"


def _report(
    claimed: Recorded, found: Violation | None, difference: str
) -> Iterator[str]:
    """The steps and the verdict, as text."""
    if difference:
        yield f"DISAGREES  {difference}"
        return
    system = claimed.setup.boot()
    for step in replay(system, iter(claimed.program)):
        yield from step_lines(system, step, step.index + 1)
    if found is None:
        yield ""
        yield described(claimed.setup)
        yield "reproduced: no violation, every state agrees"
        return
    yield from _found_lines(claimed, found, system)
    yield "reproduced: the same violation at the same step, every state agrees"


def _found_lines(claimed: Recorded, found: Violation, system: System) -> Iterator[str]:
    """The violation that shows again."""
    line = f"step {found.step + 1}, `{claimed.program[found.step]}`,"
    return violation_lines(system, found, line, described(claimed.setup))


def _record(
    claimed: Recorded, found: Violation | None, difference: str
) -> dict[str, Any]:
    """What ``--json`` prints."""
    system = claimed.setup.boot()
    record: dict[str, Any] = {
        "summary": {
            **attrs.asdict(claimed.setup),
            "steps": len(claimed.program),
            "violations": int(found is not None),
            "reproduced": not difference,
        },
        "steps": [
            step_record(system, step, step.index + 1)
            for step in replay(system, iter(claimed.program))
        ],
    }
    if found is not None:
        record["violation"] = violation_record(found)
    if difference:
        record["difference"] = difference
    return record
