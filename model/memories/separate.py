"""The memory of a traditional system: an address space for each process.

Every slot is found at the same addresses, so fork copies and moves nothing. This is
what POSIX was written for, and what a fork in one address space is held against.

Law:
    ``fork_agrees_with_separate_memory``
"""

from collections.abc import Callable
from typing import Final

import attrs

from model.memories.full_copy import FullCopyMemory
from model.memory.layout import KERNEL_SLOT, Location
from model.memory.tagged_memory import Granule

HOME: Final = KERNEL_SLOT + 1
"""The slot at whose addresses every process finds its memory."""

NOWHERE: Final = -1
"""The slot of addresses at which nobody has anything."""


@attrs.define(eq=False)
class SeparateMemory(FullCopyMemory):
    """Address spaces apart; the protocol is ``model.memory.memory_system``."""

    @property
    def has_one_address_space(self) -> bool:
        """Whether an address means the same place to all: no, each its own."""
        return False

    def place(self, slot: int) -> int:
        """Where the owner of a slot finds its memory: where all find theirs."""
        return slot if slot == KERNEL_SLOT else HOME

    def locate(self, slot: int, address: int) -> Location:
        """The granule at an address of the address space that is the slot's."""
        at = self.layout.locate(address)
        return Location(slot if at.slot == HOME else NOWHERE, at.page, at.granule)

    def _relocation(self, parent: int, child: int) -> Callable[[Granule], Granule]:
        """What fork does to one granule: nothing."""
        del parent, child
        return lambda granule: granule
