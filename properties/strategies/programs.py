"""Programs as Hypothesis draws and shrinks them.

An encoded step is two numbers: an opcode, which is an index into
``model.operations.CLASSES``, and one packed operand. Operands are resolved against the
running system, so that they name what lives in it. Reads come first and fork last, so
that a step shrinks towards a load that changes nothing, and is then removed.
"""

from collections.abc import Iterator, Sequence

import attrs
from hypothesis import strategies as st

from model import operations as ops
from model.system import System
from properties.machines.lockstep import Lockstep, Violation, run_on
from properties.machines.setups import Setup
from properties.programs.choosing import PackedChooser
from properties.programs.generation import draw
from properties.programs.profiles import ANY, Phases

OPERANDS = 1 << 32
"""Packed operands are below this: room for all choices of one operation."""

RUN = 10
"""The most steps in one run: phases are lists of runs, which get longer than lists."""

RUNS = 4
"""The most runs in one phase."""


@attrs.frozen
class Step:
    """One operation before it is resolved."""

    opcode: int
    operand: int


def packed_operands() -> st.SearchStrategy[int]:
    """Every choice that an operation makes, in one number."""
    return st.integers(0, OPERANDS - 1)


def steps(*, classes: Sequence[type[ops.Operation]]) -> st.SearchStrategy[Step]:
    """Steps of these classes; a class that is there twice is drawn twice as often."""
    opcodes = sorted(ops.CLASSES.index(operation) for operation in classes)
    return st.builds(Step, st.sampled_from(opcodes), packed_operands())


def programs() -> st.SearchStrategy[list[Step]]:
    """Programs of all kinds that campaigns have, in their phases."""
    return st.one_of([_in_phases(phases) for phases in ANY.kinds])


def _in_phases(phases: Phases) -> st.SearchStrategy[list[Step]]:
    """Programs of one kind."""
    return st.tuples(*map(_phase, phases)).map(
        lambda parts: [step for part in parts for step in part]
    )


def _phase(classes: Sequence[type[ops.Operation]]) -> st.SearchStrategy[list[Step]]:
    """One phase of a program: runs of steps."""
    runs = st.lists(steps(classes=classes), max_size=RUN)
    return st.lists(runs, max_size=RUNS).map(
        lambda many: [step for run in many for step in run]
    )


def resolved(system: System, program: Sequence[Step]) -> Iterator[ops.Operation]:
    """The operations of a program, each resolved when ``system`` ran the one before."""
    for step in program:
        if system.processes:
            yield draw(system, ops.CLASSES[step.opcode], PackedChooser(step.operand))


def run_steps(setup: Setup, program: Sequence[Step]) -> Violation | None:
    """Run a program in lockstep; its operands are resolved against the reference."""
    lockstep = Lockstep(setup)
    return run_on(lockstep, resolved(lockstep.reference, program))
