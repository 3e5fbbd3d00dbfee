"""One program on two systems at once, with every law checked as it runs.

Checking must not disturb what it checks: memory is compared by peeking, never by loads,
which would resolve the very pages whose laziness is under test.
"""

from collections.abc import Callable, Iterable

import attrs

from model import operations as ops
from model.system import System, step
from properties.laws import confinement, refinement
from properties.machines.setups import FULL_COPY, Setup

SWEEP_EVERY = 16
"""Steps between two looks at everything; registers and outcomes are checked always."""


@attrs.frozen
class Violation:
    """A law that a program broke."""

    law: str
    step: int
    """Index of the operation after which it showed, counted from 0."""
    message: str


class Lockstep:
    """A system under test and the full copy, stepped together."""

    def __init__(self, setup: Setup) -> None:
        self.subject: System = setup.boot()
        self.reference: System = Setup(FULL_COPY, format=setup.format).boot()
        self.steps = 0

    def run(self, operation: ops.Operation) -> Violation | None:
        """Run one operation on both, and check what it may have changed.

        A data load of a capability's bytes is left out: that is the one thing in which
        CoPA may differ, and a law of its own.
        """
        if reads_capability_bytes(self.reference, operation):
            return None
        names = [operation.process]
        slot = self._slot_of(operation.process)
        outcome = step(self.subject, operation)
        expected = step(self.reference, operation)
        if isinstance(operation, ops.Fork):
            names.append(operation.child)
        self.steps += 1
        return self._check(
            refinement.every_outcome_agrees,
            self.subject.memory.layout,
            (slot, slot),
            outcome,
            expected,
        ) or self._check_registers(names)

    def sweep(self) -> Violation | None:
        """Check every register and every granule, as their owners see them."""
        return (
            self._check(confinement.registers_are_confined, self.subject)
            or self._check(confinement.memory_is_confined, self.subject)
            or self._check(refinement.memories_agree, self.subject, self.reference)
        )

    def audit(self) -> Violation | None:
        """A sweep, and then the invariants of sharing, which nobody can see."""
        return self.sweep() or self._check(refinement.sharing_is_sound, self.subject)

    def _check_registers(self, names: Iterable[str]) -> Violation | None:
        """Check the registers of the named μprocesses, if they live."""
        for name in names:
            if name in self.subject.processes and name in self.reference.processes:
                violation = self._check(
                    confinement.process_is_confined, self.subject, name
                ) or self._check(
                    refinement.registers_agree, self.subject, self.reference, name
                )
                if violation is not None:
                    return violation
        return None

    def _slot_of(self, name: str) -> int:
        """The slot of a μprocess; the kernel's if it does not live."""
        process = self.reference.processes.get(name)
        return 0 if process is None else process.slot

    def _check(self, law: Callable[..., None], *arguments: object) -> Violation | None:
        """The violation, if the law does not hold."""
        try:
            law(*arguments)
        except AssertionError as broken:
            message = str(broken) or (law.__doc__ or "").strip().splitlines()[0]
            return Violation(law.__name__, self.steps - 1, message)
        return None


def reads_capability_bytes(system: System, operation: ops.Operation) -> bool:
    """Whether it is a data load of a granule that holds a tagged capability."""
    if not isinstance(operation, ops.LoadData):
        return False
    process = system.processes.get(operation.process)
    if process is None:
        return False
    register, offset = operation.at
    address = process.registers[register].address + offset
    return system.memory.peek(system.memory.layout.locate(address)).tag


def run_program(
    setup: Setup, program: Iterable[ops.Operation], *, sweep_every: int = SWEEP_EVERY
) -> Violation | None:
    """Run a program on fresh systems; the first violation, if any."""
    return run_on(Lockstep(setup), program, sweep_every=sweep_every)


def run_on(
    lockstep: Lockstep,
    program: Iterable[ops.Operation],
    *,
    sweep_every: int = SWEEP_EVERY,
) -> Violation | None:
    """Run a program in lockstep, with a sweep now and then and an audit at the end."""
    index = -1
    for index, operation in enumerate(program):
        violation = lockstep.run(operation)
        if violation is None and index % sweep_every == sweep_every - 1:
            violation = lockstep.sweep()
        if violation is not None:
            return attrs.evolve(violation, step=index)
    violation = lockstep.audit()
    return violation and attrs.evolve(violation, step=index)
