"""Records: what ``--json`` prints of steps, registers and violations."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from model.kernel.state.process import Process
from model.system import System
from model.trace import Changes, Step, address_of, held
from properties.machines.checks import meaning
from properties.machines.lockstep import Violation
from ufork.terminal.present import capability_text

Json = dict[str, Any]


def step_record(system: System, step: Step, number: int) -> Json:
    """One step; ``line`` is that of the script, counted from 1."""
    return {
        "step": step.index,
        "line": number,
        "operation": str(step.operation),
        "result": type(step.outcome).__name__.lower(),
        "outcome": str(step.outcome),
        "changes": _changes_record(system, step.changes),
    }


def _changes_record(system: System, changes: Changes) -> Json:
    """Only what a step changed."""
    locate = partial(address_of, system.memory)
    record: Json = {
        "registers": {
            f"{change.process}.{change.register}": {
                "before": capability_text(system, change.before)
                if change.before
                else "NULL",
                "after": capability_text(system, change.after),
            }
            for change in changes.registers
        },
        "memory": {
            f"{locate(change.at):#x}": {
                "before": {
                    "valid": change.before.tag,
                    "data": f"{change.before.data:#x}",
                },
                "after": {"valid": change.after.tag, "data": f"{change.after.data:#x}"},
            }
            for change in changes.granules
        },
        "mapped": [f"{locate(at):#x}" for at in changes.mapped],
        "unmapped": [f"{locate(at):#x}" for at in changes.unmapped],
        "kept": {
            f"{change.owner}'s {change.what}": {
                "before": change.before,
                "after": change.after,
            }
            for change in changes.kept
        },
        "begun": [process.name for process in changes.begun],
        "ended": [process.name for process in changes.ended],
        "pages_copied": changes.pages_copied,
    }
    return {key: value for key, value in record.items() if value}


def process_record(system: System, process: Process) -> Json:
    """A process, with the registers that are not NULL."""
    return {
        "pid": process.pid,
        "slot": process.slot,
        "registers": {
            register: capability_text(system, capability)
            for register, capability in held(process).items()
        },
    }


def violation_record(violation: Violation) -> Json:
    """A violation; its step is counted from 0, as in traces."""
    return {
        "law": violation.law,
        "needed": meaning(violation.law),
        "had": violation.message,
        "step": violation.step,
    }


def summary(killed: Sequence[bool]) -> dict[str, int]:
    """The figures of a run of mutants, from whether each was found."""
    total, found = len(killed), sum(killed)
    return {"total": total, "killed": found, "survivors": total - found}
