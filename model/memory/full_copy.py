"""The reference memory: fork copies every page at once.

Nothing is ever shared, so every page has a frame of its own and the two need not be
told apart: memory is indexed by where it is mapped.
"""

from collections.abc import Callable

import attrs

from model.memory import page_table
from model.memory.layout import Layout, Location
from model.memory.page_table import PTE, UNMAPPED
from model.memory.relocation import relocate_granule
from model.memory.tables import SparseTable, Table
from model.memory.tagged_memory import ZERO, Granule, write_bytes


def _no_pages() -> Table[int, PTE]:
    """A page table with nothing mapped."""
    return SparseTable(UNMAPPED)


def _zeros() -> Table[tuple[int, int], Granule]:
    """Memory that holds zeros."""
    return SparseTable(ZERO)


@attrs.define(eq=False)
class FullCopyMemory:
    """One address space; the protocol is ``model.memory.memory_system``."""

    layout: Layout
    pages: Table[int, PTE] = attrs.field(factory=_no_pages)
    """By slot and page."""
    granules: Table[tuple[int, int], Granule] = attrs.field(factory=_zeros)
    """By slot and (page, granule)."""
    pages_copied: int = 0

    def map(self, slot: int, page: int, pte: PTE) -> None:
        """Put a page of zeros where none is mapped."""
        self.pages.set(slot, page, pte)

    def unmap(self, slot: int, page: int) -> None:
        """Take a page away; what it held must not be seen again."""
        self.pages.set(slot, page, UNMAPPED)
        for granule in range(self.layout.page_granules):
            self.granules.set(slot, (page, granule), ZERO)

    def load(self, at: Location) -> Granule:
        """The granule that a data load reads."""
        page_table.check_load(self.pages.get(at.slot, at.page))
        return self.peek(at)

    def load_capability(self, at: Location) -> Granule:
        """The granule, tag included, that a capability load reads."""
        pte = self.pages.get(at.slot, at.page)
        return page_table.load_through(pte, self.peek(at))

    def store(self, at: Location, offset: int, size: int, value: int) -> None:
        """Store bytes and clear the tag."""
        page_table.check_store(self.pages.get(at.slot, at.page))
        self._put(at, write_bytes(self.peek(at), offset, size, value))

    def store_capability(self, at: Location, granule: Granule) -> None:
        """Store a whole granule, tag included."""
        pte = self.pages.get(at.slot, at.page)
        page_table.check_capability_store(pte, granule)
        self._put(at, granule)

    def fork(self, parent: int, child: int) -> None:
        """Copy every page of ``parent``, each capability in it relocated."""
        self.pages_copied += self.pages.overlay(child, parent, lambda pte: pte)
        self.granules.overlay(child, parent, self._relocation(parent, child))

    def exit(self, slot: int) -> None:
        """Take every page of a slot away."""
        self.pages.clear(slot)
        self.granules.clear(slot)

    def peek(self, at: Location) -> Granule:
        """What the granule holds."""
        return self.granules.get(at.slot, (at.page, at.granule))

    def pte(self, slot: int, page: int) -> PTE:
        """The bits a page was mapped with."""
        return self.pages.get(slot, page)

    def mapped_pages(self, slot: int) -> list[int]:
        """The pages of a slot that are mapped, in ascending order."""
        return sorted(page for page, _ in self.pages.cells(slot))

    def populated(self, slot: int) -> list[Location]:
        """The granules of a slot that hold something else than zeros."""
        cells = self.granules.cells(slot)
        return [Location(slot, page, granule) for (page, granule), _ in cells]

    def _put(self, at: Location, granule: Granule) -> None:
        """Write one granule."""
        self.granules.set(at.slot, (at.page, at.granule), granule)

    def _relocation(self, parent: int, child: int) -> Callable[[Granule], Granule]:
        """What fork does to one granule."""
        return lambda granule: relocate_granule(self.layout, granule, parent, child)
