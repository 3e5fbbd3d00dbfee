"""Arbitrary memories that share no frames: full copies, and separate address spaces."""

from collections.abc import Sequence

import attrs

from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import Layout
from model.memory.page_table import NO_PAGE, Page
from model.memory.tagged_memory import ZERO, Granule
from proofs.arbitrary.lazy_memories import MemorySetting
from proofs.arbitrary.tables import SymbolicTable
from properties.laws.agreement import Counterparts
from properties.laws.memory.invariants import (
    CopiedMemory,
    granule_is_sound,
    page_is_sound,
    shows_what_is_there,
)


@attrs.frozen(eq=False)
class FlatSetting(MemorySetting):
    """A memory of which nothing is known, except that what its pages show is there."""

    layout: Layout = attrs.field(kw_only=True)
    kind: type[CopiedMemory] = attrs.field(kw_only=True)

    def base(self) -> CopiedMemory:
        """The memory, made anew."""
        pages, granules = self.world.flat_page_table(), self.world.flat_memory()
        return self.kind(self.layout, pages=pages, granules=granules)

    def assume_invariant(self, slots: Sequence[int]) -> None:
        """Assume the invariants wherever the path has looked."""
        del slots
        for slot, page in list(self.world.pages.keys):
            self.hold(shows_what_is_there, (slot, page))


@attrs.frozen(eq=False)
class TransparencySetting(FlatSetting):
    """Separate address spaces, and one address space that agrees with them."""

    kind: type[CopiedMemory] = attrs.field(default=SeparateMemory, kw_only=True)

    def argument(self) -> Counterparts:
        """Both memories."""
        return counterparts(self.base())

    def assume_invariant(self, slots: Sequence[int]) -> None:
        """Assume the invariants wherever the path has looked."""
        for key in list(self.world.granules.keys):
            self.hold(granule_is_sound, key)
        for key in list(self.world.pages.keys):
            self.hold(page_is_sound, key)
        super().assume_invariant(slots)


def counterparts(base: CopiedMemory) -> Counterparts:
    """Separate address spaces, and the one address space that follows from them."""
    apart = SeparateMemory(base.layout, base.pages, base.granules)
    pair = Counterparts(apart, FullCopyMemory(base.layout))
    pages, granules = base.pages.copy(), base.granules.copy()

    def page_at(slot: int, page: int) -> Page:
        return pair.page(pages.get(slot, page))

    def granule_at(slot: int, cell: tuple[int, int]) -> Granule:
        return pair.found(slot, granules.get(slot, cell))

    pair.full_copy.pages = SymbolicTable(NO_PAGE, page_at)
    pair.full_copy.granules = SymbolicTable(ZERO, granule_at)
    return pair
