"""The reference memory: fork copies every page at once.

Only pages of the kernel's slot are ever shared. Every other page has its own frame, so
there is no need to distinguish pages and frames: memory is indexed by page.

Law:
    ``a_fork_is_seen_by_nobody_but_the_child``,
    ``a_store_to_shared_memory_is_seen_by_all_that_show_it``
"""

from collections.abc import Callable

import attrs

from model.isa.capability import Capability
from model.memory import page_table
from model.memory.layout import KERNEL_SLOT, Layout, Location
from model.memory.memory_system import FrameUse, Hold
from model.memory.page_table import NO_PAGE, PRIVATE, PTE, Page
from model.memory.relocation import relocate, relocate_granule
from model.memory.tables import SparseTable, Table
from model.memory.tagged_memory import ZERO, Granule, write_bytes


def _no_pages() -> Table[int, Page]:
    """A page table with nothing mapped."""
    return SparseTable(NO_PAGE)


def _zeros() -> Table[tuple[int, int], Granule]:
    """Memory that holds zeros."""
    return SparseTable(ZERO)


@attrs.define(eq=False)
class FullCopyMemory:
    """One address space; the protocol is ``model.memory.memory_system``."""

    layout: Layout
    pages: Table[int, Page] = attrs.field(factory=_no_pages)
    """By slot and page."""
    granules: Table[tuple[int, int], Granule] = attrs.field(factory=_zeros)
    """By slot and (page, granule)."""
    pages_copied: int = 0

    @property
    def has_one_address_space(self) -> bool:
        """Whether an address means the same place to all processes: yes."""
        return True

    @property
    def may_share_tags(self) -> bool:
        """Whether a set tag in shared memory may be loaded by all processes: no.

        The capability has authority over the memory of the slot that stored it.
        """
        return False

    def place(self, slot: int) -> int:
        """Where the owner of a slot finds its memory: at the addresses of the slot."""
        return slot

    def locate(self, slot: int, address: int) -> Location:
        """The granule at an address, which is the same for all slots."""
        del slot
        return self.layout.locate(address)

    def inherit(self, capability: Capability, parent: int, child: int) -> Capability:
        """``capability`` relocated: what a child holds where its parent holds it."""
        return relocate(self.layout, capability, parent, child)

    def map(self, slot: int, page: int, pte: PTE, shows: int = PRIVATE) -> None:
        """Map a page where none is mapped."""
        self.pages.set(slot, page, Page(pte, shows))

    def protect(self, slot: int, page: int, pte: PTE) -> None:
        """Replace the bits of a mapped page."""
        self.pages.set(slot, page, Page(pte, self.shows(slot, page)))

    def unmap(self, slot: int, page: int) -> None:
        """Unmap a page and clear what it held, which must not be seen again."""
        self.pages.set(slot, page, NO_PAGE)
        self.granules.clear(slot, lambda cell: cell[0] == page)

    def load(self, at: Location) -> Granule:
        """The granule that a data load reads."""
        page_table.check_load(self.pte(at.slot, at.page))
        return self.peek(at)

    def load_capability(self, at: Location) -> Granule:
        """The granule, tag included, that a capability load reads."""
        return page_table.load_through(self.pte(at.slot, at.page), self.peek(at))

    def store(self, at: Location, offset: int, size: int, value: int) -> None:
        """Store bytes and clear the tag."""
        page_table.check_store(self.pte(at.slot, at.page))
        self._put(at, write_bytes(self.peek(at), offset, size, value))

    def store_capability(self, at: Location, granule: Granule) -> None:
        """Store a whole granule, tag included."""
        page_table.check_capability_store(self.pte(at.slot, at.page), granule.tag)
        self._put(at, granule)

    def clear_tag(self, at: Location) -> None:
        """Clear the tag of a granule."""
        granule = self.peek(at)
        if granule.tag:
            self._put(at, Granule(tag=False, data=granule.data))

    def fork(self, parent: int, child: int) -> None:
        """Copy every page of ``parent``, and relocate each capability in it."""
        self.pages_copied += self.pages.overlay(child, parent, lambda page: page)
        self.granules.overlay(child, parent, self._relocation(parent, child))

    def copy_now(self, slot: int, page: int) -> None:
        """Do nothing: every page is copied at the fork."""
        del slot, page

    def pin(self, slot: int, page: int) -> Hold:
        """Give a device a page: its content stays where it is."""
        return Hold(slot, page)

    def device_load(self, hold: Hold, granule: int) -> Granule:
        """The granule that a device reads."""
        return self.granules.get(hold.row, (hold.page, granule))

    def device_store(
        self, hold: Hold, granule: int, offset: int, size: int, value: int
    ) -> None:
        """Store bytes for a device and clear the tag."""
        before = self.device_load(hold, granule)
        after = write_bytes(before, offset, size, value)
        self.granules.set(hold.row, (hold.page, granule), after)

    def exit(self, slot: int) -> None:
        """Unmap every page of a slot."""
        self.pages.clear(slot)
        self.granules.clear(slot)

    def peek(self, at: Location) -> Granule:
        """What the granule holds."""
        slot, page = self._shown(at)
        return self.granules.get(slot, (page, at.granule))

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
        """The pages of a slot that are mapped, in ascending order."""
        return sorted(page for page, _ in self.pages.cells(slot))

    def populated(self, slot: int) -> list[Location]:
        """The granules of a slot that hold something other than zeros."""
        own = [Location(slot, *cell) for cell, _ in self.granules.cells(slot)]
        showing = [
            (number, page.shows)
            for number, page in self.pages.cells(slot)
            if page.shows != PRIVATE
        ]
        if showing:
            kernels = [cell for cell, _ in self.granules.cells(KERNEL_SLOT)]
            for number, shown in showing:
                own += [Location(slot, number, g) for p, g in kernels if p == shown]
        return own

    def _shown(self, at: Location) -> tuple[int, int]:
        """The slot and page where the content of a location is."""
        shows = self.pages.get(at.slot, at.page).shows
        return (at.slot, at.page) if shows == PRIVATE else (KERNEL_SLOT, shows)

    def _put(self, at: Location, granule: Granule) -> None:
        """Write one granule."""
        slot, page = self._shown(at)
        self.granules.set(slot, (page, at.granule), granule)

    def _relocation(self, parent: int, child: int) -> Callable[[Granule], Granule]:
        """What fork does to one granule."""
        return lambda granule: relocate_granule(self.layout, granule, parent, child)
