"""The lazy memory: it shares frames at fork, and gives pages their own when it must."""

from typing import Final

import attrs

from model.isa.capability import Capability
from model.memory import page_table
from model.memory.layout import KERNEL_SLOT, Layout, Location
from model.memory.memory_system import FrameUse, Hold
from model.memory.page_table import PRIVATE, PTE
from model.memory.tables import Table
from model.memory.tagged_memory import ZERO, Granule, write_bytes
from optimized import fault_handler
from optimized.content import FrameContent
from optimized.entries import ABSENT, Entry
from optimized.fault_handler import Access
from optimized.frames import Frame, FramePool, FrameTable, Row
from optimized.packed import PackedEntries
from optimized.policy import Policy
from optimized.relocation import relocate

_BLOCK_BITS: Final = 5
"""Pages whose entries are stored together: small programs have few more."""


def _no_entries(layout: Layout) -> Table[int, Entry]:
    """A page table with nothing mapped."""
    return PackedEntries(min(_BLOCK_BITS, layout.slot_bits - layout.page_bits))


@attrs.define(eq=False)
class LazyMemory:
    """One address space; the protocol is ``model.memory.memory_system``."""

    policy: Policy
    pages: Table[int, Entry] = attrs.field(
        default=attrs.Factory(
            lambda self: _no_entries(self.policy.layout), takes_self=True
        )
    )
    """By slot and page."""
    frames: FrameTable = attrs.field(factory=FramePool)
    granules: Table[int, Granule] = attrs.field(
        default=attrs.Factory(
            lambda self: FrameContent(self.policy.layout), takes_self=True
        )
    )
    """By frame and granule."""
    pages_copied: int = 0

    @property
    def layout(self) -> Layout:
        """How the address space is divided."""
        return self.policy.layout

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
        """``capability`` relocated: what a child holds where its parent holds it.

        Registers are relocated at the fork, unlike memory, because no barrier could
        trap their use.
        """
        if not capability.tag:
            return capability
        return relocate(self.layout, capability, parent, child)

    def map(self, slot: int, page: int, pte: PTE, shows: int = PRIVATE) -> None:
        """Map a page where none is mapped; a page that shows another has no frame."""
        if shows != PRIVATE:
            shown = attrs.evolve(ABSENT, pte=pte, mapping=pte, shows=shows)
            self.pages.set(slot, page, shown)
            return
        frame = self.frames.allocate()
        self.granules.clear(frame)
        self.frames.set(frame, Frame(references=1, home=slot, page=page))
        self.pages.set(slot, page, Entry(frame, pte=pte, mapping=pte))

    def protect(self, slot: int, page: int, pte: PTE) -> None:
        """Replace the bits of a mapped page; while it is shared, some are withheld."""
        entry = self.pages.get(slot, page)
        known = self.frames.get(entry.frame)
        changed = self.policy.protected_entry(entry, pte, known, slot)
        self.pages.set(slot, page, changed)

    def unmap(self, slot: int, page: int) -> None:
        """Unmap a page; its frame stays for the pages that share it."""
        entry = self.pages.get(slot, page)
        if entry.pte.mapped:
            if entry.shows == PRIVATE:
                known = self.frames.get(entry.frame)
                self.frames.set(entry.frame, self.policy.frame_after_leaving(known))
            self.pages.set(slot, page, ABSENT)

    def load(self, at: Location) -> Granule:
        """The granule that a data load reads: what its frame holds, shared or not."""
        self.resolve(at, fault_handler.LOAD)
        return self._content(at)

    def load_capability(self, at: Location) -> Granule:
        """The granule, tag included, that a capability load reads.

        Resolving the page may relocate the granule, which may then lose its tag. The
        load that is tried again cannot be refused, because the mapping allows it with a
        set tag, and so with a clear one.
        """
        tag = self._content(at).tag
        self.resolve(at, fault_handler.capability_load(tag=tag))
        entry = self.pages.get(at.slot, at.page)
        return page_table.loaded(entry.pte, self._content(at))

    def store(self, at: Location, offset: int, size: int, value: int) -> None:
        """Store bytes and clear the tag."""
        self.resolve(at, fault_handler.STORE)
        frame = self._frame_of(self.pages.get(at.slot, at.page))
        granule = self.granules.get(frame, at.granule)
        written = write_bytes(granule, offset, size, value)
        self.granules.set(frame, at.granule, written)

    def store_capability(self, at: Location, granule: Granule) -> None:
        """Store a whole granule, tag included; the hardware marks the entry."""
        self.resolve(at, fault_handler.capability_store(tag=granule.tag))
        entry = self.pages.get(at.slot, at.page)
        self.granules.set(self._frame_of(entry), at.granule, granule)
        marked = page_table.after_capability_store(entry.pte, granule.tag)
        self.pages.set(at.slot, at.page, attrs.evolve(entry, pte=marked))

    def resolve(self, at: Location, access: Access) -> None:
        """Let an access go on, after giving the page a frame of its own if needed.

        Raises:
            Fault: The page was not mapped to allow it.
        """
        entry = self.pages.get(at.slot, at.page)
        if fault_handler.resolve(entry, access):
            self._make_own(at.slot, at.page)

    def clear_tag(self, at: Location) -> None:
        """Clear the tag of a granule, in a frame that only this page uses.

        Others may hold the capability that they find in a frame which they share.
        """
        if self.peek(at).tag:
            self.copy_now(at.slot, at.page)
            frame = self._frame_of(self.pages.get(at.slot, at.page))
            granule = self.granules.get(frame, at.granule)
            self.granules.set(frame, at.granule, attrs.evolve(granule, tag=False))

    def fork(self, parent: int, child: int) -> None:
        """Share every page of ``parent``; nothing is copied yet."""
        policy = self.policy
        self.frames.change_mapped(Row(self.pages, parent), policy.frame_after_fork)
        self.pages.overlay(child, parent, policy.child_entry)
        self.pages.overlay(parent, parent, policy.parent_entry)

    def copy_now(self, slot: int, page: int) -> None:
        """Give a page a frame of its own, unless it has one.

        Law:
            ``a_page_that_is_copied_now_looks_the_same``
        """
        entry = self.pages.get(slot, page)
        if entry.pte.mapped and entry.shows == PRIVATE:
            known = self.frames.get(entry.frame)
            if (known.references > 1) | (known.home != slot):
                self._make_own(slot, page)

    def pin(self, slot: int, page: int) -> Hold:
        """Give a device the frame of a page, which has it alone from now on.

        The frame stays that of the page: a store takes over in place what no other page
        uses, and after a fork the child gets its copy at once.
        """
        self.copy_now(slot, page)
        return Hold(self.pages.get(slot, page).frame, page)

    def device_load(self, hold: Hold, granule: int) -> Granule:
        """The granule of a frame."""
        return self.granules.get(hold.row, granule)

    def device_store(
        self, hold: Hold, granule: int, offset: int, size: int, value: int
    ) -> None:
        """Store bytes in a frame, past the hardware bits of the pages that use it."""
        held = self.granules.get(hold.row, granule)
        self.granules.set(hold.row, granule, write_bytes(held, offset, size, value))

    def exit(self, slot: int) -> None:
        """Unmap every page of a slot."""
        leaving = self.policy.frame_after_leaving
        self.frames.change_mapped(Row(self.pages, slot), leaving)
        self.pages.clear(slot)

    def peek(self, at: Location) -> Granule:
        """What the owner of the slot would find."""
        entry = self.pages.get(at.slot, at.page)
        if not entry.pte.mapped:
            return ZERO
        granule = self.granules.get(self._frame_of(entry), at.granule)
        home = self.frames.get(entry.frame).home
        if (entry.shows != PRIVATE) | (home == at.slot):
            return granule
        return self.policy.copied(granule, home, at.slot)

    def pte(self, slot: int, page: int) -> PTE:
        """The bits a page was mapped with."""
        return self.pages.get(slot, page).mapping

    def shows(self, slot: int, page: int) -> int:
        """The page of the kernel's slot that a page shows, or PRIVATE."""
        return self.pages.get(slot, page).shows

    def hardware(self, slot: int, page: int) -> PTE:
        """The bits that the hardware checks now."""
        return self.pages.get(slot, page).pte

    def frame_at(self, slot: int, page: int) -> int | None:
        """The frame that backs a page, unless the page shows one of the kernel's."""
        entry = self.pages.get(slot, page)
        return entry.frame if entry.pte.mapped and entry.shows == PRIVATE else None

    def sharing(self) -> dict[int, FrameUse]:
        """The frames in use, by number."""
        return {
            number: FrameUse(known.references, known.home, known.page)
            for number, known in sorted(self.frames.in_use().items())
        }

    def used_slots(self) -> list[int]:
        """The slots with a page; what is not mapped has no content."""
        return self.pages.rows()

    def mapped_pages(self, slot: int) -> list[int]:
        """The pages of a slot that are mapped, in ascending order."""
        return sorted(page for page, _ in self.pages.cells(slot))

    def populated(self, slot: int) -> list[Location]:
        """The granules of a slot that may hold something other than zeros."""
        return [
            Location(slot, page, granule)
            for page, entry in self.pages.cells(slot)
            for granule, _ in self.granules.cells(self._frame_of(entry))
        ]

    def _frame_of(self, entry: Entry) -> int:
        """The frame where the content of a page is."""
        if entry.shows == PRIVATE:
            return entry.frame
        return self.pages.get(KERNEL_SLOT, entry.shows).frame

    def _content(self, at: Location) -> Granule:
        """What the frame of a page holds, as it is written for the frame's home."""
        entry = self.pages.get(at.slot, at.page)
        return self.granules.get(self._frame_of(entry), at.granule)

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
            self.granules.overlay(frame, frame, policy.taking_over(home, slot))
        else:
            frame = self.frames.allocate()
            self.granules.overlay(frame, entry.frame, policy.copying(home, slot))
            self.frames.set(entry.frame, policy.frame_after_leaving(known))
            self.pages_copied += 1
        self.frames.set(frame, Frame(references=1, home=slot, page=page))
        own = attrs.evolve(entry, frame=frame, pte=entry.unrestricted)
        self.pages.set(slot, page, own)
