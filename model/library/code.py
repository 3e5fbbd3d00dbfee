"""What the code of a library does to memory: loads and stores of one process.

A call of a library is one step of a program. If an access faults in the middle of it,
what was stored before is taken back, so that the step has not happened: the rule of
faults is the same for a call as for an instruction.
"""

from model.isa.capability import Capability
from model.isa.derivation import increment
from model.isa.faults import WriteProtected
from model.kernel.calls import page_mapping
from model.kernel.state.kernel import Kernel
from model.kernel.state.process import Process
from model.memory import access
from model.memory.layout import Location
from model.memory.tagged_memory import Granule


class Code:
    """The accesses of one call, each through a capability that the process has."""

    def __init__(self, kernel: Kernel, process: Process) -> None:
        self._kernel, self._process = kernel, process
        self._overwritten: list[tuple[Location, Granule]] = []
        self.place: Location | None = None
        """The granule that was accessed last."""
        self.storing = False
        """Whether it was stored to."""

    def granule(self, at: Capability, index: int) -> Capability:
        """A capability moved on by so many granules."""
        return increment(at, index * at.format.granule)

    def load(self, at: Capability) -> Capability:
        """The capability to which another one points.

        Raises:
            CapabilityFault, AlignmentFault, PageFault: See ``access.load_capability``.
        """
        self._reach(at, storing=False)
        memory, slot = self._kernel.memory, self._process.slot
        return access.load_capability(memory, slot, at, at.address)

    def store(self, at: Capability, value: Capability) -> None:
        """Store a capability where another one points.

        A private page of a file gets memory of its own first.

        Raises:
            CapabilityFault, AlignmentFault, PageFault: See ``access.store_capability``.
        """
        place = self._reach(at, storing=True)
        memory, slot = self._kernel.memory, self._process.slot
        before = memory.peek(place)
        try:
            access.store_capability(memory, slot, at, at.address, value)
        except WriteProtected:
            page_mapping.make_own(self._kernel, self._process, place)
            access.store_capability(memory, slot, at, at.address, value)
        self._overwritten.append((place, before))

    def take_back(self) -> None:
        """Undo the stores, the last one first."""
        for place, before in reversed(self._overwritten):
            self._kernel.memory.store_capability(place, before)

    def _reach(self, at: Capability, *, storing: bool) -> Location:
        """Note the place of an access."""
        place = self._kernel.memory.locate(self._process.slot, at.address)
        self.place, self.storing = place, storing
        return place
