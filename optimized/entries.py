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
    """Where the content is, unless the page shows one of the kernel's."""
    pte: PTE
    """The bits that the hardware checks."""
    mapping: PTE
    """The bits the page was mapped with, and gets back with a frame of its own."""
    shows: int = PRIVATE
    """The page of the kernel's slot whose content is seen here, or PRIVATE."""


ABSENT = Entry(frame=0, pte=UNMAPPED, mapping=UNMAPPED)
"""The entry of a page that is not there."""
