"""A Hypothesis state machine over two systems in lockstep: one rule for each family.

The machine is far slower than the loop in ``campaign``, and is meant to be extended:
subclass it and add rules. Every rule draws one packed operand, and everything is looked
at after every step, by peeking.
"""

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from model import operations as ops
from properties.machines.lockstep import Lockstep, Violation
from properties.machines.setups import Setup
from properties.programs.choosing import PackedChooser
from properties.programs.drawing.allocations import ALLOCATION_DRAWERS
from properties.programs.drawing.devices import DEVICE_DRAWERS
from properties.programs.drawing.files import FILE_DRAWERS
from properties.programs.drawing.mappings import MAPPING_DRAWERS
from properties.programs.drawing.processes import PROCESS_DRAWERS
from properties.programs.generation import draw

PACKED = st.integers(0, (1 << 32) - 1)
"""Every choice that one step makes, in one number."""

Family = tuple[type[ops.Operation], ...]

READS: Family = tuple(c for c in ops.CLASSES if issubclass(c, ops.Access) and c.reads)
WRITES: Family = tuple(c for c in ops.CLASSES if issubclass(c, ops.Access) and c.writes)
SEALING: Family = (ops.Seal, ops.Unseal, ops.SealEntry)
DERIVATIONS: Family = tuple(
    c for c in ops.CLASSES if issubclass(c, ops.Derivation) and c not in SEALING
)
MAPPINGS: Family = (*MAPPING_DRAWERS, *DEVICE_DRAWERS)
ALLOCATIONS: Family = (*ALLOCATION_DRAWERS,)
TRANSFERS: Family = (ops.Read, ops.Write, ops.Lseek, ops.Ftruncate)
BIRTHS: Family = (ops.Spawn, ops.Vfork, ops.Fork)
LIVES: Family = (*BIRTHS, ops.Exit)
DESCRIPTORS: Family = tuple(kind for kind in FILE_DRAWERS if kind not in TRANSFERS)
PROCESSES: Family = tuple(kind for kind in PROCESS_DRAWERS if kind not in LIVES)


class LockstepMachine(RuleBasedStateMachine):
    """The system of ``setup`` beside the full copy."""

    setup: ClassVar[Setup] = Setup()

    def __init__(self) -> None:
        super().__init__()
        self.lockstep = Lockstep(self.setup)
        self.violation: Violation | None = None

    @rule(packed=PACKED)
    def access(self, packed: int) -> None:
        """Load data or a capability."""
        self._step(READS, packed)

    @rule(packed=PACKED)
    def derive(self, packed: int) -> None:
        """Make a capability of another."""
        self._step(DERIVATIONS, packed)

    @rule(packed=PACKED)
    def seal(self, packed: int) -> None:
        """Seal or unseal."""
        self._step(SEALING, packed)

    @rule(packed=PACKED)
    def store(self, packed: int) -> None:
        """Store a capability or data."""
        self._step(WRITES, packed)

    @rule(packed=PACKED)
    def transfer(self, packed: int) -> None:
        """Read and write files and pipes."""
        self._step(TRANSFERS, packed)

    @rule(packed=PACKED)
    def use_descriptors(self, packed: int) -> None:
        """Open, duplicate, lock and close."""
        self._step(DESCRIPTORS, packed)

    @rule(packed=PACKED)
    def use_mappings(self, packed: int) -> None:
        """Map memory or files, protect and unmap them."""
        self._step(MAPPINGS, packed)

    @rule(packed=PACKED)
    def use_the_heap(self, packed: int) -> None:
        """Allocate and give back."""
        self._step(ALLOCATIONS, packed)

    @rule(packed=PACKED)
    def use_processes(self, packed: int) -> None:
        """Wait, send signals, count semaphores."""
        self._step(PROCESSES, packed)

    @rule(packed=PACKED)
    def x_exit(self, packed: int) -> None:
        """End a μprocess; named to come late, as shrinkers prefer what comes early."""
        self._step((ops.Exit,), packed)

    @rule(packed=PACKED)
    def x_fork(self, packed: int) -> None:
        """Make a child; named to come last."""
        self._step(BIRTHS, packed)

    @invariant()
    def everything_agrees(self) -> None:
        """Both systems hold the same, as seen by peeking."""
        self._require(self.lockstep.look())

    def teardown(self) -> None:
        """Check what no program can observe, unless something is wrong already."""
        if self.violation is None:
            self._require(self.lockstep.audit())

    def _step(self, family: Family, packed: int) -> None:
        """Run one operation of a family on both systems."""
        if not self.lockstep.reference.processes:
            return
        chooser = PackedChooser(packed)
        operation = family[chooser.pick(len(family))]
        self._require(
            self.lockstep.run(draw(self.lockstep.reference, operation, chooser))
        )

    def _require(self, violation: Violation | None) -> None:
        """Pass if no law is broken."""
        self.violation = violation
        assert violation is None, f"{violation.law}: {violation.message}"


def machine_for(setup: Setup) -> type[LockstepMachine]:
    """The machine of one setup."""
    return type("SetupMachine", (LockstepMachine,), {"setup": setup})
