"""One program on two systems at once, with every law checked as it runs.

Checking must not disturb what it checks: memory is compared by peeking, never by loads,
which would resolve the very pages whose laziness is under test.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import attrs

from model import operations as ops
from model.kernel.state.choices import OnFault
from model.memory.layout import KERNEL_SLOT
from model.outcomes import Blocked, Derived, Failed, Faulted, Outcome, Skipped
from model.system import System, step
from optimized.policy import Observation
from properties.laws import confinement
from properties.laws.kernel import bookkeeping, devices, refinement
from properties.laws.kernel.fates import a_fork_hands_down_what_it_should
from properties.machines.checked import CheckedRegisters
from properties.machines.inheriting import Claim, Inheriting
from properties.machines.setups import (
    EXACT,
    FULL_COPY,
    LOWEST,
    PLANTED,
    Setup,
    unhidden_by,
)
from properties.programs.addresses import Addresses
from properties.programs.transparent_programs import (
    effect_of,
    leaves_the_class,
    reads_capability_bytes,
)

ALL_HANDED_DOWN: Final = a_fork_hands_down_what_it_should.__name__


@attrs.frozen
class Violation:
    """A law that a program broke."""

    law: str
    step: int
    """Index of the operation after which the violation showed, counted from 0."""
    message: str


class Lockstep:
    """A system under test and a reference, by default the full copy, stepped together.

    If only one of them has an address space for each process, or only one takes the
    lowest slots, only operations that stay in the class of ``transparent_programs`` are
    run.
    """

    def __init__(
        self, setup: Setup, against: str = FULL_COPY, *, faults_kill: bool = False
    ) -> None:
        self.subject: System = setup.boot()
        other = attrs.evolve(
            setup, policy=against, mutant=None, placement=LOWEST, hardware=EXACT
        )
        self.reference: System = other.boot()
        self._is_planted = setup.start == PLANTED
        for system in (self.subject, self.reference):
            if faults_kill:
                choices = system.kernel.choices
                system.kernel.choices = attrs.evolve(choices, on_fault=OnFault.SIGNAL)
        self.steps = 0
        self.skipped = 0
        """Operations that were not run, because they leave the class of programs."""
        self._unhidden = unhidden_by(self.subject.memory) | unhidden_by(
            self.reference.memory
        )
        ways = {
            (system.memory.has_one_address_space, system.kernel.choices.placement)
            for system in (self.subject, self.reference)
        }
        self._addresses = Addresses(self.reference) if len(ways) > 1 else None
        both = self._is_planted or self._addresses is not None
        heirs = (self.subject, self.reference) if both else (self.subject,)
        self._heirs = [Inheriting(system, planted=self._is_planted) for system in heirs]
        """The systems whose forks are checked. Where both place μprocesses alike, the
        reference must agree with the system under test, and so with the same laws."""
        self._checked = CheckedRegisters()
        left = self.subject.kernel.supply.left
        used = bookkeeping.in_use(self.subject)
        self._total = {resource: left[resource] + used[resource] for resource in used}

    def run(self, operation: ops.Operation) -> Violation | None:
        """Run one operation on both, and check what it may have changed.

        An operation that takes a capability's bytes is left out if one of the systems
        does not hide them, because that is a law of its own. An operation that leaves
        the class of programs is left out too, if only one of the systems has an address
        space for each process.
        """
        addresses = self._addresses
        if (
            self._is_unhidden(operation)
            or (addresses is not None and leaves_the_class(addresses, operation))
            or (self._is_planted and self._reaches_elsewhere(operation))
        ):
            self.skipped += 1
            return None
        if isinstance(operation, ops.Birth | ops.Exec):
            for heir in self._heirs:
                heir.note(operation)
        effect = None if addresses is None else effect_of(addresses, operation)
        outcome = step(self.subject, operation)
        expected = step(self.reference, operation)
        if effect is not None and _succeeded(expected):
            effect(expected)
        self.steps += 1
        violation = self._check_forked(operation, (outcome, expected))
        if violation is not None or self._is_planted:
            return violation
        names = [operation.process]
        if isinstance(operation, ops.Birth):
            names.append(operation.child)
        return self._check(
            refinement.every_outcome_agrees,
            self.subject.memory.layout,
            self._places_of(operation.process, outcome),
            outcome,
            expected,
            self._is_address(operation, expected),
        ) or self._check_registers(names)

    def _reaches_elsewhere(self, operation: ops.Operation) -> bool:
        """Whether an operation would reach elsewhere by a stray, in either system."""
        return any(heir.reaches_elsewhere(operation) for heir in self._heirs)

    def _is_unhidden(self, operation: ops.Operation) -> bool:
        """Whether an operation observes what one of the systems does not hide."""
        tells = Observation.CAPABILITY_BYTES in self._unhidden
        return tells and reads_capability_bytes(self.reference, operation)

    def sweep(self) -> Violation | None:
        """Check registers, all granules and pages, and what devices hold.

        After a planted start only confinement is checked, because planted capabilities
        may differ: a lazy memory strips them when it copies a page that the planted
        process itself writes.
        """
        if self._is_planted:
            return self._check_confinement()
        both = self.subject, self.reference
        stored, _ = self._left_out()
        return (
            self._check_registers(list(self.subject.processes))
            or self._check(confinement.memory_is_confined, self.subject)
            or self._check(refinement.memories_agree, *both, stored)
            or self._check(devices.a_device_sees_what_its_owner_sees, self.subject)
        )

    def look(self) -> Violation | None:
        """Sweep, and check what the kernels keep."""
        violation = self.sweep()
        if violation is not None or self._is_planted:
            return violation
        _, kept = self._left_out()
        both = self.subject, self.reference
        return self._check(bookkeeping.kernels_agree, *both, kept)

    def audit(self) -> Violation | None:
        """Look without what was found right before, and check what no program sees."""
        self._checked = CheckedRegisters()
        violation = self.look()
        if violation is not None or self._is_planted:
            return violation
        violation = self._check(refinement.sharing_is_sound, self.subject)
        for law in bookkeeping.INVARIANTS:
            violation = violation or self._check(law, self.subject)
        return violation or self._check(
            bookkeeping.supply_is_accounted_for, self.subject, self._total
        )

    def _check_forked(
        self, operation: ops.Operation, outcomes: Sequence[Outcome]
    ) -> Violation | None:
        """Check what is handed down or kept; an escape says more than a difference."""
        if not isinstance(operation, ops.Birth | ops.Exec):
            return None
        pairs = zip(self._heirs, outcomes[: len(self._heirs)], strict=True)
        violation = self._check_claims(
            claim
            for heir, outcome in pairs
            for claim in heir.claims(operation, outcome)
        )
        if violation is None or violation.law != ALL_HANDED_DOWN:
            return violation
        return self._check(confinement.memory_is_confined, self.subject) or violation

    def _check_confinement(self) -> Violation | None:
        """Check in both systems what must be confined."""
        return self._check_claims(
            claim for heir in self._heirs for claim in heir.confinement_claims()
        )

    def _check_claims(self, claims: Iterable[Claim]) -> Violation | None:
        """The violation of the first claim that does not hold."""
        found = (self._check(law, *about) for law, about in claims)
        return next((violation for violation in found if violation), None)

    def _is_address(self, operation: ops.Operation, outcome: Outcome) -> bool:
        """Whether what was derived may be the bits of a pointer, which may differ."""
        if self._addresses is None or not isinstance(outcome, Derived):
            return False
        destination = getattr(operation, "destination", "")
        return self._addresses.is_kept(operation.process, destination)

    def _check_registers(self, names: Iterable[str]) -> Violation | None:
        """Check what changed in the registers of the named μprocesses, if they live."""
        _, kept = self._left_out()
        subject, reference, checked = self.subject, self.reference, self._checked
        living, others = subject.processes, reference.processes
        for name in names:
            if name not in living or name not in others:
                continue
            changed = checked.changed(living[name], others[name])
            if not changed:
                continue
            place = subject.memory.place(living[name].slot)
            unknown = checked.unknown(living[name], changed, place)
            violation = self._check(
                confinement.process_is_confined, subject, name, unknown
            ) or self._check(
                refinement.registers_agree, subject, reference, name, kept, changed
            )
            if violation is not None:
                return violation
            checked.confined(living[name], unknown, place)
            checked.note(living[name], others[name])
        return None

    def _left_out(self) -> tuple[refinement.StoredAddress, refinement.KeptAddress]:
        """Whether granules and registers have bits of pointers, which may differ."""
        if self._addresses is None:
            return refinement.no_address, refinement.no_address
        return self._addresses.is_stored, self._addresses.is_kept

    def _places_of(self, name: str, outcome: Outcome) -> tuple[int, int]:
        """Where a μprocess is in either system, if it was given a capability."""
        process = self.subject.processes.get(name)
        other = self.reference.processes.get(name)
        if not isinstance(outcome, Derived) or process is None or other is None:
            return KERNEL_SLOT, KERNEL_SLOT
        here, there = self.subject.memory, self.reference.memory
        return here.place(process.slot), there.place(other.slot)

    def _check(self, law: Callable[..., None], *arguments: object) -> Violation | None:
        """The violation, if the law does not hold."""
        try:
            law(*arguments)
        except AssertionError as broken:
            message = str(broken) or (law.__doc__ or "").strip().splitlines()[0]
            return Violation(law.__name__, self.steps - 1, message)
        return None


def _succeeded(outcome: Outcome) -> bool:
    """Whether an operation did what it is for."""
    return not isinstance(outcome, Faulted | Failed | Blocked | Skipped)


def run_program(
    setup: Setup, program: Iterable[ops.Operation], *, look: bool = False
) -> Violation | None:
    """Run a program on fresh systems; the first violation, if any."""
    return run_on(Lockstep(setup), program, look=look)


def run_on(
    lockstep: Lockstep,
    program: Iterable[ops.Operation],
    *,
    look: bool = False,
) -> Violation | None:
    """Run a program in lockstep, and audit it; if wanted, look after every step."""
    index = -1
    for index, operation in enumerate(program):
        violation = lockstep.run(operation)
        if violation is None and look:
            violation = lockstep.look()
        if violation is not None:
            return attrs.evolve(violation, step=index)
    violation = lockstep.audit()
    return violation and attrs.evolve(violation, step=index)
