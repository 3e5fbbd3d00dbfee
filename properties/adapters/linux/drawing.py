"""What all drawers of operations share: the state they draw from, and chances."""

import random
from collections.abc import Sequence
from typing import Final, TypeVar

import attrs

from model.isa.capability import Capability
from model.kernel.state.process import Process
from model.system import System
from properties.adapters.linux.grounds import HALF, SCRATCH

Choice = TypeVar("Choice")

PAGE: Final = 2 * HALF
"""Bytes of a page."""

GRANULE: Final = 16
"""Bytes of a granule."""

DATA_OFFSETS: Final = (0, 0, 16, 24, 64, 2032)
"""Where in a page data is put: few places, so that it is found again."""

POINTER_OFFSETS: Final = (2048, 2048, 2064, 4080)
"""Where in a page pointers are put."""

REACHABLE: Final = 24
"""Pages from the start of the region that are tried through its capability."""

BAD_DESCRIPTOR: Final = 77
"""A number that never names anything."""


@attrs.define
class Draw:
    """A process that is to do something, and the dice."""

    system: System
    process: Process
    source: random.Random
    names: Sequence[str]
    """All processes that were ever forked."""
    catches_faults: bool
    """Whether the runner can call handlers for faults."""

    def one(self, options: Sequence[Choice]) -> Choice:
        """One of the options."""
        return options[int(self.source.random() * len(options))]

    def chance(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self.source.random() < probability

    @property
    def name(self) -> str:
        """What the process is called."""
        return self.process.name

    def scratch(self) -> str:
        """A register to write to."""
        return self.one(SCRATCH)

    def pointers(self) -> list[str]:
        """Scratch registers that hold pointers."""
        registers = self.process.registers
        return [name for name in SCRATCH if registers[name].tag]

    def pointer(self) -> str:
        """A register that holds a pointer."""
        return self.one((*self.pointers(), "c1", "c1", "csp"))

    def place(self, offsets: Sequence[int], *, write: bool) -> tuple[str, int]:
        """A memory operand: often where others look too, now and then one that faults.

        What one process stores is to be loaded by another.
        """
        register, offset = self.one(("c1", "csp")), 0
        if self.chance(0.4):
            capability = self.process.registers[register]
            offset = capability.base - capability.address + offsets[0]
            if self.is_fine(capability.address + offset, write=write):
                return register, offset
        for _ in range(4):
            register = "c4" if self.chance(0.07) else self.pointer()
            capability = self.process.registers[register]
            offset = self._offset(capability, offsets)
            fine = self.is_fine(capability.address + offset, write=write)
            if fine or self.chance(0.03):
                break
        return register, offset

    def _offset(self, capability: Capability, offsets: Sequence[int]) -> int:
        """A distance from where a capability points to a place that it covers."""
        bounds = capability.bounds
        pages = min((bounds.length + PAGE - 1) // PAGE, REACHABLE)
        page = int(self.source.random() * pages)
        offset = page * PAGE + self.one(offsets)
        return bounds.base + offset - capability.address

    def is_fine(self, address: int, *, write: bool) -> bool:
        """Whether an access there goes through."""
        at = self.system.memory.locate(self.process.slot, address)
        use = self.process.pages.get(at.page)
        if use is None or use.protection == "none":
            return False
        if write and use.protection != "rw":
            return False
        return self.system.memory.pte(at.slot, at.page).mapped

    def descriptor(self) -> int:
        """A descriptor: nearly always one that is open."""
        numbers = list(self.process.descriptors)
        if not numbers or self.chance(0.04):
            return self.one((0, 1, 3, BAD_DESCRIPTOR))
        return self.one(numbers)

    def descriptor_for(self, *, reading: bool) -> int:
        """A descriptor: more often than not one for reading, or for writing."""
        table = self.process.descriptors
        useful = [
            number
            for number, entry in table.items()
            if (entry.description.readable if reading else entry.description.writable)
        ]
        if not useful or self.chance(0.2):
            return self.descriptor()
        return self.one(useful)

    def number(self) -> int:
        """A number to store."""
        return self.one((0, 1, 0xA5, int(self.source.random() * (1 << 64))))

    def other(self) -> str:
        """A process: any that ever was."""
        return self.one(self.names)
