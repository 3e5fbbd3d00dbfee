"""What a page costs that nobody shares: nothing.

These laws are about work and not about what programs see: a page that is copied once
too often, or restricted without need, holds what it should and makes a fault more.
"""

from model.memory.layout import Location
from model.memory.page_table import PRIVATE, PTE
from optimized.lazy_memory import LazyMemory
from properties.laws.assumption import assume
from properties.laws.comparison import same_entry
from properties.laws.memory.hypotheses import assume_sound
from properties.laws.memory.table_invariants import same_whole_entry


def a_page_that_nobody_shares_is_not_copied(memory: LazyMemory, at: Location) -> None:
    """To copy a page now that has a frame of its own does nothing at all, though the
    hardware may withhold something from it that it will get at a fault.
    """
    _assume_unshared(memory, at)
    entry = memory.pages.get(at.slot, at.page)
    known = memory.frames.get(entry.frame)
    content = memory.granules.get(entry.frame, at.granule)
    memory.copy_now(at.slot, at.page)
    assert same_whole_entry(memory.pages.get(at.slot, at.page), entry)
    assert memory.frames.get(entry.frame).references == known.references
    now = memory.granules.get(entry.frame, at.granule)
    assert now.tag == content.tag
    assert now.data == content.data


def nothing_is_withheld_from_a_page_that_nobody_shares(
    memory: LazyMemory, at: Location, pte: PTE
) -> None:
    """The hardware allows at once what a page of one's own is given: an access costs no
    fault that its bits do not ask for.
    """
    _assume_unshared(memory, at)
    assume(pte.mapped)
    memory.protect(at.slot, at.page, pte)
    assert same_entry(memory.hardware(at.slot, at.page), pte)


def _assume_unshared(memory: LazyMemory, at: Location) -> None:
    """The page has a frame that no other page uses, and which is written for it."""
    assume_sound(memory)
    entry = memory.pages.get(at.slot, at.page)
    known = memory.frames.get(entry.frame)
    assume(entry.pte.mapped & (entry.shows == PRIVATE))
    assume((known.references == 1) & (known.home == at.slot))
