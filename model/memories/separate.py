"""The memory of a traditional system: an address space for each process.

A process is identified by its slot, and finds its own pages at the addresses of one
slot, ``HOME``, that is the same for all. So a fork copies pages and relocates nothing.
POSIX was written for such a memory, and a fork in one address space is compared with
it; therefore this module shares no code with ``full_copy``.

Law:
    ``fork_agrees_with_separate_memory``
"""

from typing import Final, TypeVar

import attrs

from model.isa.capability import Capability
from model.memory import page_table
from model.memory.layout import KERNEL_SLOT, Layout, Location
from model.memory.memory_system import FrameUse, Hold
from model.memory.page_table import NO_PAGE, PRIVATE, PTE, Page
from model.memory.tables import SparseTable, Table
from model.memory.tagged_memory import ZERO, Granule, write_bytes

HOME: Final = KERNEL_SLOT + 1
"""The slot at whose addresses every process finds its memory."""

NOWHERE: Final = -1
"""The slot of all addresses at which no process can have memory."""

Copied = TypeVar("Copied")


def _no_address_spaces() -> Table[int, Page]:
    """No process has a page."""
    return SparseTable(NO_PAGE)


def _unchanged(value: Copied) -> Copied:
    """What a fork does to a page, or to a granule: nothing."""
    return value


def _no_contents() -> Table[tuple[int, int], Granule]:
    """Every page of every process holds zeros."""
    return SparseTable(ZERO)


@attrs.define(eq=False)
class SeparateMemory:
    """Separate address spaces; the protocol is ``model.memory.memory_system``.

    Row n of both tables is the address space of process n. The row of the kernel's slot
    holds the pages that address spaces may share.
    """

    layout: Layout
    pages: Table[int, Page] = attrs.field(factory=_no_address_spaces)
    """By process and page."""
    granules: Table[tuple[int, int], Granule] = attrs.field(factory=_no_contents)
    """By process and (page, granule)."""
    pages_copied: int = 0

    @property
    def has_one_address_space(self) -> bool:
        """Whether an address means the same place to all processes: no."""
        return False

    @property
    def may_share_tags(self) -> bool:
        """Whether a set tag in shared memory may be loaded by all processes: yes.

        The capability has authority over the same addresses in every address space.
        """
        return True

    def place(self, slot: int) -> int:
        """The slot at whose addresses a process finds its memory: HOME for all."""
        return KERNEL_SLOT if slot == KERNEL_SLOT else HOME

    def locate(self, slot: int, address: int) -> Location:
        """The granule at an address of the address space of a process."""
        at = self.layout.locate(address)
        if at.slot != HOME:
            return Location(NOWHERE, at.page, at.granule)
        return Location(slot, at.page, at.granule)

    def inherit(self, capability: Capability, parent: int, child: int) -> Capability:
        """What a child holds where its parent holds ``capability``: the same.

        It has authority over the same addresses, in the child's own address space.
        """
        del parent, child
        return capability

    def map(self, slot: int, page: int, pte: PTE, shows: int = PRIVATE) -> None:
        """Add a page to an address space."""
        self.pages.set(slot, page, Page(pte, shows))

    def protect(self, slot: int, page: int, pte: PTE) -> None:
        """Replace the bits of a page; what it shows stays."""
        entry = self.pages.get(slot, page)
        self.pages.set(slot, page, attrs.evolve(entry, pte=pte))

    def unmap(self, slot: int, page: int) -> None:
        """Remove a page from an address space, with the contents that were its own."""
        self.granules.clear(slot, lambda cell: page == cell[0])
        self.pages.set(slot, page, NO_PAGE)

    def load(self, at: Location) -> Granule:
        """The granule that a data load reads."""
        entry = self.pages.get(at.slot, at.page)
        page_table.check_load(entry.pte)
        return self._content(at, entry)

    def load_capability(self, at: Location) -> Granule:
        """The granule, tag included, that a capability load reads."""
        entry = self.pages.get(at.slot, at.page)
        return page_table.load_through(entry.pte, self._content(at, entry))

    def store(self, at: Location, offset: int, size: int, value: int) -> None:
        """Store bytes and clear the tag."""
        entry = self.pages.get(at.slot, at.page)
        page_table.check_store(entry.pte)
        written = write_bytes(self._content(at, entry), offset, size, value)
        self._replace(at, entry, written)

    def store_capability(self, at: Location, granule: Granule) -> None:
        """Store a whole granule, tag included."""
        entry = self.pages.get(at.slot, at.page)
        page_table.check_capability_store(entry.pte, granule.tag)
        self._replace(at, entry, granule)

    def clear_tag(self, at: Location) -> None:
        """Clear the tag of a granule; in a shared page, for all that show it."""
        entry = self.pages.get(at.slot, at.page)
        content = self._content(at, entry)
        if content.tag:
            self._replace(at, entry, attrs.evolve(content, tag=False))

    def fork(self, parent: int, child: int) -> None:
        """Give the child a copy of the parent's address space."""
        self.granules.overlay(child, parent, _unchanged)
        self.pages_copied += self.pages.overlay(child, parent, _unchanged)

    def copy_now(self, slot: int, page: int) -> None:
        """Do nothing: every page is copied at the fork."""
        del slot, page

    def pin(self, slot: int, page: int) -> Hold:
        """Give a device a page of an address space."""
        return Hold(row=slot, page=page)

    def device_load(self, hold: Hold, granule: int) -> Granule:
        """The granule that a device reads."""
        cell = (hold.page, granule)
        return self.granules.get(hold.row, cell)

    def device_store(
        self, hold: Hold, granule: int, offset: int, size: int, value: int
    ) -> None:
        """Store bytes for a device and clear the tag."""
        row, cell = hold.row, (hold.page, granule)
        held = self.granules.get(row, cell)
        self.granules.set(row, cell, write_bytes(held, offset, size, value))

    def exit(self, slot: int) -> None:
        """Discard an address space."""
        self.granules.clear(slot)
        self.pages.clear(slot)

    def peek(self, at: Location) -> Granule:
        """What the process finds at the location."""
        return self._content(at, self.pages.get(at.slot, at.page))

    def pte(self, slot: int, page: int) -> PTE:
        """The bits a page was mapped with."""
        return self.pages.get(slot, page).pte

    def shows(self, slot: int, page: int) -> int:
        """The page of the kernel's slot that a page shows, or PRIVATE."""
        return self.pages.get(slot, page).shows

    def hardware(self, slot: int, page: int) -> PTE:
        """The bits that the hardware checks: those the page was mapped with."""
        return self.pte(slot, page)

    def frame_at(self, slot: int, page: int) -> int | None:
        """The frame that a page has: None, as no frames are shared."""
        del slot, page
        return None

    def sharing(self) -> dict[int, FrameUse]:
        """The frames in use: an empty map, as none are shared."""
        return {}

    def used_slots(self) -> set[int]:
        """The slots with a page, or with something other than zeros."""
        return {*self.pages.rows(), *self.granules.rows()}

    def mapped_pages(self, slot: int) -> list[int]:
        """The pages of an address space, in ascending order."""
        return sorted(page for page, _ in self.pages.cells(slot))

    def populated(self, slot: int) -> list[Location]:
        """The granules of an address space that hold something other than zeros."""
        own = [Location(slot, *cell) for cell, _ in self.granules.cells(slot)]
        return own + [
            Location(slot, page, granule)
            for page, entry in self.pages.cells(slot)
            if entry.shows != PRIVATE
            for granule in self._shared_granules(entry.shows)
        ]

    def _shared_granules(self, shown: int) -> list[int]:
        """The granules of a shared page that hold something other than zeros."""
        cells = self.granules.cells(KERNEL_SLOT)
        return [granule for (page, granule), _ in cells if page == shown]

    def _content(self, at: Location, entry: Page) -> Granule:
        """What a page holds: its own content, or that of the shared page it shows."""
        if entry.shows == PRIVATE:
            return self.granules.get(at.slot, (at.page, at.granule))
        return self.granules.get(KERNEL_SLOT, (entry.shows, at.granule))

    def _replace(self, at: Location, entry: Page, granule: Granule) -> None:
        """Replace one granule of a page, or of the shared page that it shows."""
        if entry.shows == PRIVATE:
            self.granules.set(at.slot, (at.page, at.granule), granule)
        else:
            self.granules.set(KERNEL_SLOT, (entry.shows, at.granule), granule)
