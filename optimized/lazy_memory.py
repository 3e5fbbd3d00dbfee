"""The lazy memory: shares frames at fork, and gives pages their own when it must."""

import attrs

from model.memory import page_table
from model.memory.layout import Layout, Location
from model.memory.page_table import PTE
from model.memory.tables import SparseTable, Table
from model.memory.tagged_memory import ZERO, Granule, write_bytes
from optimized.entries import ABSENT, Entry
from optimized.frames import Frame, FramePool, FrameTable
from optimized.policies import CoPA


def _no_entries() -> Table[int, Entry]:
    """A page table with nothing mapped."""
    return SparseTable(ABSENT)


def _zeros() -> Table[int, Granule]:
    """Frames that hold zeros."""
    return SparseTable(ZERO)


@attrs.define(eq=False)
class LazyMemory:
    """One address space; the protocol is ``model.memory.memory_system``."""

    policy: CoPA
    pages: Table[int, Entry] = attrs.field(factory=_no_entries)
    """By slot and page."""
    frames: FrameTable = attrs.field(factory=FramePool)
    granules: Table[int, Granule] = attrs.field(factory=_zeros)
    """By frame and granule."""
    pages_copied: int = 0

    @property
    def layout(self) -> Layout:
        """How the address space is divided."""
        return self.policy.layout

    def map(self, slot: int, page: int, pte: PTE) -> None:
        """Put a page of zeros where none is mapped."""
        frame = self.frames.allocate()
        self.granules.clear(frame)
        self.frames.set(frame, Frame(references=1, home=slot, page=page))
        self.pages.set(slot, page, Entry(frame, pte=pte, mapping=pte))

    def unmap(self, slot: int, page: int) -> None:
        """Take a page away; its frame stays for those that share it."""
        entry = self.pages.get(slot, page)
        if entry.pte.mapped:
            known = self.frames.get(entry.frame)
            self.frames.set(entry.frame, self.policy.frame_after_leaving(known))
            self.pages.set(slot, page, ABSENT)

    def load(self, at: Location) -> Granule:
        """The granule that a data load reads: shared or not, as its frame has it."""
        entry = self.pages.get(at.slot, at.page)
        page_table.check_load(entry.pte)
        return self.granules.get(entry.frame, at.granule)

    def load_capability(self, at: Location) -> Granule:
        """The granule, tag included, that a capability load reads.

        If the hardware would trap where the mapping would not, the page is the lazy
        fork's to resolve: it gets a frame of its own, and the load is tried again.
        """
        entry = self.pages.get(at.slot, at.page)
        granule = self.granules.get(entry.frame, at.granule)
        page_table.load_through(entry.mapping, granule)
        if granule.tag & (entry.pte.capability_load == page_table.TRAP):
            self._make_own(at.slot, at.page)
        entry = self.pages.get(at.slot, at.page)
        granule = self.granules.get(entry.frame, at.granule)
        return page_table.load_through(entry.pte, granule)

    def store(self, at: Location, offset: int, size: int, value: int) -> None:
        """Store bytes and clear the tag."""
        page_table.check_store(self.pages.get(at.slot, at.page).mapping)
        self._make_writable(at)
        entry = self.pages.get(at.slot, at.page)
        granule = self.granules.get(entry.frame, at.granule)
        written = write_bytes(granule, offset, size, value)
        self.granules.set(entry.frame, at.granule, written)

    def store_capability(self, at: Location, granule: Granule) -> None:
        """Store a whole granule, tag included."""
        mapping = self.pages.get(at.slot, at.page).mapping
        page_table.check_capability_store(mapping, granule)
        self._make_writable(at)
        frame = self.pages.get(at.slot, at.page).frame
        self.granules.set(frame, at.granule, granule)

    def fork(self, parent: int, child: int) -> None:
        """Share every page of ``parent``; nothing is copied yet."""
        policy = self.policy
        self.frames.change_mapped(self.pages, parent, policy.frame_after_fork)
        self.pages.overlay(child, parent, policy.child_entry)
        self.pages.overlay(parent, parent, policy.parent_entry)

    def exit(self, slot: int) -> None:
        """Take every page of a slot away."""
        self.frames.change_mapped(self.pages, slot, self.policy.frame_after_leaving)
        self.pages.clear(slot)

    def peek(self, at: Location) -> Granule:
        """What the owner of the slot would find."""
        entry = self.pages.get(at.slot, at.page)
        if not entry.pte.mapped:
            return ZERO
        home = self.frames.get(entry.frame).home
        granule = self.granules.get(entry.frame, at.granule)
        if home == at.slot:
            return granule
        return self.policy.copied(granule, home, at.slot)

    def pte(self, slot: int, page: int) -> PTE:
        """The bits a page was mapped with."""
        return self.pages.get(slot, page).mapping

    def mapped_pages(self, slot: int) -> list[int]:
        """The pages of a slot that are mapped, in ascending order."""
        return sorted(page for page, _ in self.pages.cells(slot))

    def populated(self, slot: int) -> list[Location]:
        """The granules of a slot that may hold something else than zeros."""
        return [
            Location(slot, page, granule)
            for page, entry in self.pages.cells(slot)
            for granule, _ in self.granules.cells(entry.frame)
        ]

    def _make_writable(self, at: Location) -> None:
        """Give a page that may be written its own frame, if the hardware would trap."""
        if not self.pages.get(at.slot, at.page).pte.writable:
            self._make_own(at.slot, at.page)

    def _make_own(self, slot: int, page: int) -> None:
        """Give a page a frame of its own, with its capabilities written for ``slot``.

        The last page that uses a frame takes it over.
        """
        entry = self.pages.get(slot, page)
        known = self.frames.get(entry.frame)
        home = known.home
        policy = self.policy
        if known.references == 1:
            frame = entry.frame
            self.granules.overlay(
                frame, frame, lambda granule: policy.taken_over(granule, home, slot)
            )
        else:
            frame = self.frames.allocate()
            self.granules.overlay(
                frame, entry.frame, lambda granule: policy.copied(granule, home, slot)
            )
            self.frames.set(entry.frame, policy.frame_after_leaving(known))
            self.pages_copied += 1
        self.frames.set(frame, Frame(references=1, home=slot, page=page))
        self.pages.set(slot, page, Entry(frame, entry.mapping, entry.mapping))
