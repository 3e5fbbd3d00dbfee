"""The lazy memory whose slots share page tables after a fork.

A fork gives the child the parent's directory and does no work for each page. What the
lazy memory then does to an entry, it does in tables that belong to one slot: these are
made when an access that the hardware refuses is resolved, or a page is mapped,
protected or unmapped.
"""

from collections import Counter

import attrs

from model.memory.layout import Location
from model.memory.memory_system import FrameUse
from model.memory.page_table import PRIVATE, PTE
from optimized import fault_handler
from optimized.fault_handler import Access
from optimized.lazy_memory import LazyMemory
from optimized.page_tables import PageTables


@attrs.define(eq=False)
class SharedTablesMemory(LazyMemory):
    """One address space; slots share the tables whose entries they have in common."""

    pages: PageTables = attrs.field(
        default=attrs.Factory(
            lambda self: PageTables(self.policy, self.frames), takes_self=True
        )
    )

    def protect(self, slot: int, page: int, pte: PTE) -> None:
        """Replace the bits of a mapped page, in a table that only this slot uses."""
        self.pages.own(slot, page)
        super().protect(slot, page, pte)

    def unmap(self, slot: int, page: int) -> None:
        """Unmap a page, in a table that only this slot uses."""
        if self.pages.get(slot, page).pte.mapped:
            self.pages.own(slot, page)
            super().unmap(slot, page)

    def resolve(self, at: Location, access: Access) -> None:
        """Let an access go on, after giving the page a table of its own if needed.

        Raises:
            Fault: The page was not mapped to allow it.
        """
        found = self.pages.get(at.slot, at.page)
        if fault_handler.resolve(
            found.with_hardware(self.hardware(at.slot, at.page)), access
        ):
            self.pages.own(at.slot, at.page)
            super().resolve(at, access)

    def fork(self, parent: int, child: int) -> None:
        """Share the tables of ``parent``."""
        self.pages.leave_generation_behind(parent)
        self.pages.share(parent, child)

    def copy_now(self, slot: int, page: int) -> None:
        """Give a page a frame of its own, in a table that only this slot uses."""
        if self.pages.get(slot, page).pte.mapped:
            self.pages.own(slot, page)
            super().copy_now(slot, page)

    def exit(self, slot: int) -> None:
        """Take every page from a slot, and keep the tables that others use."""
        self.pages.clear(slot)

    def hardware(self, slot: int, page: int) -> PTE:
        """The bits that the hardware checks now."""
        return self.pages.hardware(slot, page)

    def sharing(self) -> dict[int, FrameUse]:
        """The frames in use, by number, with the pages that they back in all slots."""
        backed = Counter(
            entry.frame
            for slot in self.pages.rows()
            for _, entry in self.pages.cells(slot)
            if entry.shows == PRIVATE
        )
        return {
            number: attrs.evolve(use, references=backed[number])
            for number, use in super().sharing().items()
        }
