"""The protocol of a memory: what the kernel may ask of it, never how it is done.

A memory speaks of locations, not addresses: the capability check and the division of
the address come first, in ``access``. Whether pages are copied at fork or later is the
memory's own affair, as long as nobody can tell.
"""

from collections.abc import Iterable
from typing import Protocol

from model.memory.layout import Layout, Location
from model.memory.page_table import PTE
from model.memory.tagged_memory import Granule


class MemorySystem(Protocol):
    """One address space of tagged memory in which slots can be forked."""

    @property
    def layout(self) -> Layout:
        """How the address space is divided."""
        ...

    @property
    def pages_copied(self) -> int:
        """Pages copied for forks so far: the cost, not part of what is observed."""
        ...

    def map(self, slot: int, page: int, pte: PTE) -> None:
        """Put a page of zeros where none is mapped, with these bits."""
        ...

    def unmap(self, slot: int, page: int) -> None:
        """Take a page away, with what it holds; nothing happens if none is there."""
        ...

    def load(self, at: Location) -> Granule:
        """The granule that a data load reads; only its bytes count.

        Raises:
            NotMapped: There is no page.
            ReadProtected: The page may not be read.
        """
        ...

    def load_capability(self, at: Location) -> Granule:
        """The granule, tag included, that a capability load reads.

        Raises:
            NotMapped: There is no page.
            ReadProtected: The page may not be read.
            CapabilityLoadTrap: The tag is set, and the page was mapped to trap it.
        """
        ...

    def store(self, at: Location, offset: int, size: int, value: int) -> None:
        """Store ``size`` bytes at ``offset`` in the granule, and clear its tag.

        Raises:
            NotMapped: There is no page.
            WriteProtected: The page may not be written.
        """
        ...

    def store_capability(self, at: Location, granule: Granule) -> None:
        """Store a whole granule, tag included.

        Raises:
            NotMapped: There is no page.
            WriteProtected: The page may not be written.
            CapabilityStoreTrap: The tag is set, and the page refuses set tags.
        """
        ...

    def fork(self, parent: int, child: int) -> None:
        """Make the empty slot ``child`` a relocated copy of ``parent``."""
        ...

    def exit(self, slot: int) -> None:
        """Take every page of a slot away."""
        ...

    def peek(self, at: Location) -> Granule:
        """What the owner of the slot would find, read without changing anything.

        Zeros where nothing is mapped. Page protection plays no part.
        """
        ...

    def pte(self, slot: int, page: int) -> PTE:
        """The bits a page was mapped with, whatever the hardware bits are now."""
        ...

    def mapped_pages(self, slot: int) -> Iterable[int]:
        """The pages of a slot that are mapped, in ascending order."""
        ...

    def populated(self, slot: int) -> Iterable[Location]:
        """The granules of a slot that may hold something else than zeros."""
        ...
