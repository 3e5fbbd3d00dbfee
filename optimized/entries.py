"""One entry of the page table: a frame, and two sets of bits."""

import attrs

from model.memory.page_table import PRIVATE, PTE, UNMAPPED


@attrs.frozen
class Entry:
    """Where a page is, what the hardware allows now, and what was asked for.

    While a page is shared the hardware allows less than was asked for. The difference
    is what the fault handler resolves.
    """

    frame: int
    """Where the content is, unless the page shows one of the kernel's pages."""
    pte: PTE
    """The bits that the hardware checks, and the mark that it makes."""
    mapping: PTE
    """The bits the page was mapped with, and gets back with a frame of its own."""
    shows: int = PRIVATE
    """The page of the kernel's slot whose content is seen here, or PRIVATE."""

    @property
    def is_reference(self) -> bool:
        """Whether the entry maps a page with a frame, which counts it."""
        return self.pte.mapped & (self.shows == PRIVATE)

    @property
    def target(self) -> int:
        """The frame that the entry maps."""
        return self.frame

    @property
    def unrestricted(self) -> PTE:
        """The hardware bits if nothing is withheld: the mapping's, with the mark."""
        return marked_as(self.mapping, self.pte)

    def with_hardware(self, pte: PTE) -> "Entry":
        """The entry with other bits for the hardware to check."""
        return Entry(self.frame, pte, self.mapping, self.shows)


def marked_as(pte: PTE, other: PTE) -> PTE:
    """The bits of ``pte`` with the capability-dirty mark of ``other``.

    New bits for a page do not change what the page holds, so the mark must survive.
    """
    return attrs.evolve(pte, capability_dirty=other.capability_dirty)


ABSENT = Entry(frame=0, pte=UNMAPPED, mapping=UNMAPPED)
"""The entry of a page that is not there."""
