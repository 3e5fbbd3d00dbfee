"""The kernel asks of a memory only what the protocol lets it ask.

What a memory does with a page that is mapped twice, or with a slot that is forked into
while it is in use, is not said anywhere; so the kernel must never do that.

Source:
    ``model.memory.memory_system``, the preconditions of its methods.
"""

import attrs

from model import operations as ops
from model.memories.full_copy import FullCopyMemory
from model.memory.layout import KERNEL_SLOT
from model.memory.page_table import PRIVATE, PTE
from model.system import System, step
from properties.laws.assumption import assume


@attrs.define(eq=False)
class StrictMemory(FullCopyMemory):
    """The full copy, which insists on what the protocol says."""

    def map(self, slot: int, page: int, pte: PTE, shows: int = PRIVATE) -> None:
        """Map a page where none is; what it shows must be there."""
        assert not self.pte(slot, page).mapped, f"page {page} of slot {slot} is mapped"
        if shows != PRIVATE:
            assert slot != KERNEL_SLOT, "the kernel shows nothing"
            assert self.pte(KERNEL_SLOT, shows).mapped, f"page {shows} is not there"
        super().map(slot, page, pte, shows)

    def protect(self, slot: int, page: int, pte: PTE) -> None:
        """Replace the bits of a page that is mapped."""
        assert self.pte(slot, page).mapped, f"page {page} of slot {slot} is not mapped"
        super().protect(slot, page, pte)

    def unmap(self, slot: int, page: int) -> None:
        """Remove a page, which nobody shows if it is the kernel's."""
        if slot == KERNEL_SLOT:
            shown = [
                each
                for user in self.used_slots()
                for each in self.mapped_pages(user)
                if self.shows(user, each) == page
            ]
            assert not shown, f"page {page} of the kernel's is shown"
        super().unmap(slot, page)

    def fork(self, parent: int, child: int) -> None:
        """Fork into a slot that is empty."""
        assert KERNEL_SLOT not in (parent, child), "the kernel does not fork"
        assert child not in self.used_slots(), f"slot {child} is in use"
        super().fork(parent, child)


def the_kernel_keeps_to_the_protocol(system: System, operation: ops.Operation) -> None:
    """No operation has the kernel map a page twice, protect one that is not mapped,
    take one of its own away while it is shown, or fork into a slot that is in use.

    The law is about systems over a strict memory, which asserts all of this.
    """
    assume(isinstance(system.memory, StrictMemory))
    step(system, operation)
