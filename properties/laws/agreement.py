"""When memories agree: what a law about two of them, or a fork, takes for granted.

An abstraction function says, place by place, what one memory must hold for another to
agree with it: full copy for a lazy memory, one address space for separate ones.
Samplers apply it wherever something is, proofs wherever they look.
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
    """A lazy memory, and the full copy that it must not be told from."""

    lazy: LazyMemory
    reference: FullCopyMemory


def copied_page(lazy: LazyMemory, slot: int, page: int) -> Page:
    """The page of the full copy where a lazy memory has its own: as it was mapped."""
    return Page(lazy.pte(slot, page), lazy.shows(slot, page))


def copied_granule(lazy: LazyMemory, slot: int, page: int, granule: int) -> Granule:
    """The granule of the full copy where a lazy memory has its own.

    It is what the owner finds there. A page that shows another holds nothing itself.
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
    """A memory of separate address spaces, and one address space that looks the same to
    all of its owners.
    """

    separate: SeparateMemory
    full_copy: FullCopyMemory

    def found(self, slot: int, granule: Granule) -> Granule:
        """What the one address space has where the owner of ``slot`` has ``granule`` in
        an address space of its own.
        """
        home, place = self.separate.place(slot), self.full_copy.place(slot)
        return relocate_granule(self.full_copy.layout, granule, home, place)

    def bits(self, pte: PTE, shows: int) -> PTE:
        """What the one address space maps with, where the other maps with ``pte``: no
        capability gets into what is shared.
        """
        store = pte.capability_store & (shows == PRIVATE)
        return attrs.evolve(pte, capability_store=store)

    def page(self, page: Page) -> Page:
        """The page of the one address space where the other has ``page``."""
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
