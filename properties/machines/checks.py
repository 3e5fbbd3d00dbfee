"""The checks of a running program, by name, so that a replay checks the same."""

import inspect
from collections.abc import Callable, Sequence
from functools import partial
from types import MappingProxyType

from model import operations as ops
from model.system import System
from model.trace import Step, replay
from properties.adapters.linux.replaying import ask
from properties.laws import confinement
from properties.laws.kernel import (
    bookkeeping,
    executing_fates,
    failing,
    fates,
    inheritance,
    lending,
    refinement,
)
from properties.machines.lockstep import Violation, run_program
from properties.machines.setups import Setup
from properties.programs import redis_snapshot

Program = Sequence[ops.Operation]

CONFINEMENT, LOCKSTEP, SNAPSHOT = "confinement", "lockstep", redis_snapshot.NAME

ORACLE, ORACLE_POSIX = "oracle", "oracle-posix"
"""The running kernel as judge: of all that Linux does, or only of what POSIX does not
leave open."""

LAWS = MappingProxyType(
    {
        law.__name__: law
        for law in (
            *vars(confinement).values(),
            *vars(refinement).values(),
            *vars(bookkeeping).values(),
            *vars(failing).values(),
            *vars(inheritance).values(),
            *vars(fates).values(),
            *vars(executing_fates).values(),
            *vars(lending).values(),
            redis_snapshot.the_snapshot_is_the_table,
        )
        if inspect.isfunction(law)
    }
)
"""The laws that a running program can break, by name."""


def meaning(law: str) -> str:
    """What a law says, in one sentence; nothing if it is not known."""
    known = LAWS.get(law)
    return "" if known is None else (inspect.getdoc(known) or "").partition("\n\n")[0]


def violation_at(system: System, step: Step) -> Violation | None:
    """The violation of confinement that this step caused, if any.

    Only what the step changed is looked at, so that long programs can be run; the rest
    is looked at when the program ends.
    """
    memory = system.memory
    layout = memory.layout
    for change in step.changes.registers:
        place = memory.place(system.processes[change.process].slot)
        if not confinement.is_confined(layout, change.after, place):
            return _broken(
                step.index, confinement.process_is_confined, system, change.process
            )
    for stored in step.changes.granules:
        place = memory.place(stored.at.slot)
        if not confinement.holds_confined(layout, stored.after, place):
            return _broken(step.index, confinement.memory_is_confined, system)
    return None


def violation_at_end(check: str, system: System, index: int) -> Violation | None:
    """What a look at everything finds after the last step, which has this index."""
    found = _broken(index, confinement.registers_are_confined, system) or _broken(
        index, confinement.memory_is_confined, system
    )
    if found is None and check == SNAPSHOT:
        return _broken(index, redis_snapshot.the_snapshot_is_the_table, system)
    return found


def _broken(
    index: int, law: Callable[..., None], *arguments: object
) -> Violation | None:
    """The violation, if the law does not hold."""
    try:
        law(*arguments)
    except AssertionError as broken:
        return Violation(law.__name__, index, str(broken))
    return None


def _watched(check: str, setup: Setup, program: Program) -> Violation | None:
    """Run a program as ``ufork run`` does."""
    system, index = setup.boot(), -1
    for step in replay(system, iter(program)):
        index = step.index
        if (found := violation_at(system, step)) is not None:
            return found
    return violation_at_end(check, system, index)


CHECKS: dict[str, Callable[[Setup, Program], Violation | None]] = {
    CONFINEMENT: partial(_watched, CONFINEMENT),
    SNAPSHOT: partial(_watched, SNAPSHOT),
    LOCKSTEP: partial(run_program, look=True),
    ORACLE: partial(ask, "linux"),
    ORACLE_POSIX: partial(ask, "posix"),
}
"""How the violation of a program is found, by the name that traces give it."""
