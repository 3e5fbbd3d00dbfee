"""When two memories agree, and when a slot is empty: hypotheses of laws of memory.

An abstraction function gives, for each place, what one memory must hold to agree with
another: the full copy that a lazy memory stands for, or the one address space that
separate address spaces stand for. Samplers apply the function wherever the memory holds
something, proofs wherever they look.
"""

from collections.abc import Iterable

import attrs

from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import PRIVATE, PTE, Page
from model.memory.relocation import relocate_granule
from model.memory.tagged_memory import ZERO, Granule
from optimized.lazy_memory import LazyMemory
from properties.laws.comparison import implies, isnt


@attrs.frozen
class Pair:
    """A lazy memory, and the full copy from which it must be indistinguishable."""

    lazy: LazyMemory
    reference: FullCopyMemory


def copied_page(lazy: LazyMemory, slot: int, page: int) -> Page:
    """The page of the full copy where a lazy memory has its own: as it was mapped."""
    return Page(lazy.pte(slot, page), lazy.shows(slot, page))


def copied_granule(lazy: LazyMemory, slot: int, page: int, granule: int) -> Granule:
    """The granule of the full copy where a lazy memory has its own.

    The granule is what the owner finds there, or zero if the page shows a kernel page,
    because such a page holds nothing itself.
    """
    if lazy.shows(slot, page) != PRIVATE:
        return ZERO
    return lazy.peek(Location(slot, page, granule))


def full_copy_of(lazy: LazyMemory, slots: Iterable[int]) -> FullCopyMemory:
    """The full copy that agrees with a lazy memory, of which ``slots`` have pages."""
    reference = FullCopyMemory(lazy.layout)
    for slot in slots:
        for page in lazy.mapped_pages(slot):
            reference.pages.set(slot, page, copied_page(lazy, slot, page))
        for at in lazy.populated(slot):
            content = copied_granule(lazy, slot, at.page, at.granule)
            reference.granules.set(slot, (at.page, at.granule), content)
    return reference


@attrs.frozen
class Counterparts:
    """A memory of separate address spaces, and the memory of one address space that
    looks the same to the owner of every slot.
    """

    separate: SeparateMemory
    full_copy: FullCopyMemory

    def found(self, slot: int, granule: Granule) -> Granule:
        """The granule that the one address space holds where the owner of ``slot`` has
        ``granule`` in its own address space.
        """
        home, place = self.separate.place(slot), self.full_copy.place(slot)
        return relocate_granule(self.full_copy.layout, granule, home, place)

    def bits(self, pte: PTE, shows: int) -> PTE:
        """The PTE in the one address space where the separate memory has ``pte``. A
        page that shows a kernel page admits no capability stores there.
        """
        store = pte.capability_store & (shows == PRIVATE)
        return attrs.evolve(pte, capability_store=store)

    def page(self, page: Page) -> Page:
        """The page of the one address space where the separate memory has ``page``."""
        return Page(self.bits(page.pte, page.shows), page.shows)


def counterparts(separate: SeparateMemory, slots: Iterable[int]) -> Counterparts:
    """A memory of separate address spaces, and the one address space that agrees with
    it; ``slots`` are those that have something.
    """
    pair = Counterparts(separate, FullCopyMemory(separate.layout))
    for slot in slots:
        for number, page in separate.pages.cells(slot):
            pair.full_copy.pages.set(slot, number, pair.page(page))
        for cell, granule in separate.granules.cells(slot):
            pair.full_copy.granules.set(slot, cell, pair.found(slot, granule))
    return pair


def is_empty_at(memory: MemorySystem, slot: int, page: int, empty: int) -> bool:
    """Whether a page is not mapped, if its slot is the one that is to be empty."""
    return implies(slot == empty, isnt(memory.pte(slot, page).mapped))
