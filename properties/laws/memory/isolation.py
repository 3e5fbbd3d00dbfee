"""Isolation: what happens to one slot is invisible to others, a law per operation.

Each law speaks of any of the three memories, of one arbitrary place to act on, and of
one arbitrary place to look at. Memory that two slots share is seen by both: that is a
law too.
"""

import attrs

from model.memory.layout import KERNEL_SLOT, Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import PRIVATE, PTE
from model.memory.tagged_memory import Granule, write_bytes
from properties.laws.assumption import assume
from properties.laws.comparison import implies, isnt, same_entry
from properties.laws.memory.acts import (
    Act,
    clear_tag,
    exit_slot,
    fork,
    load_capability,
    load_data,
    map_page,
    outcome_of,
    protect_page,
    store_capability,
    store_data,
    unmap_page,
)
from properties.laws.memory.hypotheses import assume_consistent, assume_empty


def a_data_load_is_seen_by_nobody(
    memory: MemorySystem, at: Location, seen: Location
) -> None:
    """A data load changes nothing that anybody sees, whoever loads."""
    _assert_unseen(memory, load_data(at), seen)


def a_capability_load_is_seen_by_nobody(
    memory: MemorySystem, at: Location, seen: Location
) -> None:
    """A capability load changes nothing that anybody sees, whoever loads: a page that
    is copied for it looks as it did.
    """
    _assert_unseen(memory, load_capability(at), seen)


def a_data_store_is_seen_by_nobody_else(
    memory: MemorySystem, at: Location, bytes_: tuple[int, int, int], seen: Location
) -> None:
    """A data store changes what others see in no page but one that shows the same."""
    assume((seen.slot != at.slot) & _are_apart(memory, at, seen))
    _assert_unseen(memory, store_data(at, *bytes_), seen)


def a_capability_store_is_seen_by_nobody_else(
    memory: MemorySystem, at: Location, granule: Granule, seen: Location
) -> None:
    """A capability store changes what others see in no page but one that shows the
    same.
    """
    assume((seen.slot != at.slot) & _are_apart(memory, at, seen))
    _assert_unseen(memory, store_capability(at, granule), seen)


def a_store_to_shared_memory_is_seen_by_all_that_show_it(
    memory: MemorySystem, at: Location, bytes_: tuple[int, int, int], seen: Location
) -> None:
    """Whoever shows the page that is stored to finds there what was stored."""
    assume_consistent(memory)
    shown = memory.shows(at.slot, at.page)
    assume((shown != PRIVATE) & (shown == memory.shows(seen.slot, seen.page)))
    assume(at.granule == seen.granule)
    stored = write_bytes(memory.peek(at), *bytes_)
    _, fault = outcome_of(store_data(at, *bytes_), memory)
    assume(not fault)
    found = memory.peek(seen)
    assert found.tag == stored.tag
    assert found.data == stored.data


def a_mapping_is_seen_by_nobody_else(
    memory: MemorySystem, at: Location, pte: PTE, seen: Location
) -> None:
    """A new page changes nothing that others see."""
    assume(seen.slot != at.slot)
    assume(not memory.pte(at.slot, at.page).mapped)
    _assert_unseen(memory, map_page(at, pte), seen)


def a_mapping_of_shared_memory_is_seen_by_nobody_else(
    memory: MemorySystem, at: Location, pte: PTE, shown: int, seen: Location
) -> None:
    """A new page that shows the kernel's changes nothing that others see."""
    assume((seen.slot != at.slot) & (at.slot != KERNEL_SLOT) & (shown != PRIVATE))
    assume(not memory.pte(at.slot, at.page).mapped)
    _assert_unseen(memory, map_page(at, pte, shown), seen)


def an_unmapping_is_seen_by_nobody_else(
    memory: MemorySystem, at: Location, seen: Location
) -> None:
    """A page taken away changes nothing that others see. The kernel takes one of its
    own away when nobody shows it any more.
    """
    assume((seen.slot != at.slot) & _are_apart(memory, at, seen))
    _assert_unseen(memory, unmap_page(at), seen)


def a_protection_is_seen_by_nobody_else(
    memory: MemorySystem, at: Location, pte: PTE, seen: Location
) -> None:
    """Other bits for a page change nothing that others see."""
    assume((seen.slot != at.slot) & memory.pte(at.slot, at.page).mapped)
    _assert_unseen(memory, protect_page(at, pte), seen)


def a_cleared_tag_is_seen_by_nobody_else(
    memory: MemorySystem, at: Location, seen: Location
) -> None:
    """A tag that is cleared for one is there for all others who find it in a page of
    their own.
    """
    assume((seen.slot != at.slot) & _are_apart(memory, at, seen))
    _assert_unseen(memory, clear_tag(at), seen)


def a_cleared_tag_is_gone(memory: MemorySystem, at: Location, seen: Location) -> None:
    """Who clears a tag finds the bytes that were there, without it; and nothing else is
    another.
    """
    assume_consistent(memory)
    before, there = memory.peek(at), _view(memory, seen)
    memory.clear_tag(at)
    after, now = memory.peek(at), _view(memory, seen)
    assert isnt(after.tag)
    assert after.data == before.data
    another = (seen.page != at.page) | (seen.granule != at.granule)
    untouched = (seen.slot == at.slot) & another & _are_apart(memory, at, seen)
    assert implies(untouched, now.granule.tag == there.granule.tag)
    assert implies(untouched, now.granule.data == there.granule.data)


def what_a_device_stores_is_seen_by_nobody_else(
    memory: MemorySystem, at: Location, bytes_: tuple[int, int, int], seen: Location
) -> None:
    """A page is given to a device, and what the device stores there others see in no
    page but one that shows the same.
    """
    assume((seen.slot != at.slot) & _are_apart(memory, at, seen))
    assume(memory.pte(at.slot, at.page).mapped)
    assume(memory.shows(at.slot, at.page) == PRIVATE)

    def stored(memory: MemorySystem) -> None:
        hold = memory.pin(at.slot, at.page)
        memory.device_store(hold, at.granule, *bytes_)

    _assert_unseen(memory, Act(stored, (at.slot,)), seen)


def a_fork_is_seen_by_nobody_but_the_child(
    memory: MemorySystem, parent: int, child: int, seen: Location
) -> None:
    """A fork changes nothing that others see, nor what the parent sees.

    The law assumes that nothing is mapped in the child's slot before the fork.
    """
    assume_empty(memory, child)
    assume((parent != child) & (parent != KERNEL_SLOT) & (child != KERNEL_SLOT))
    assume(seen.slot != child)
    _assert_unseen(memory, fork(parent, child), seen)


def an_exit_is_seen_by_nobody_else(
    memory: MemorySystem, slot: int, seen: Location
) -> None:
    """The end of a μprocess changes nothing that others see."""
    assume((slot != KERNEL_SLOT) & (seen.slot != slot))
    _assert_unseen(memory, exit_slot(slot), seen)


@attrs.frozen
class _View:
    """What the owner of a slot sees at one place."""

    granule: Granule
    pte: PTE
    shows: int


def _view(memory: MemorySystem, at: Location) -> _View:
    """What the owner of the slot sees at this place now."""
    pte, shows = memory.pte(at.slot, at.page), memory.shows(at.slot, at.page)
    return _View(memory.peek(at), pte, shows)


def _assert_unseen(memory: MemorySystem, act: Act, seen: Location) -> None:
    """In a consistent memory the operation changes nothing at ``seen``."""
    assume_consistent(memory)
    before = _view(memory, seen)
    outcome_of(act, memory)
    after = _view(memory, seen)
    assert after.granule.tag == before.granule.tag
    assert after.granule.data == before.granule.data
    assert same_entry(after.pte, before.pte)
    assert after.shows == before.shows


def _are_apart(memory: MemorySystem, one: Location, other: Location) -> bool:
    """Whether two pages of different slots are backed by different contents.

    Two pages share their content if they show the same kernel page, or if one shows the
    other.
    """
    here, there = memory.shows(one.slot, one.page), memory.shows(other.slot, other.page)
    return (
        ((here == PRIVATE) | (here != there))
        & _does_not_show(here, other)
        & _does_not_show(there, one)
    )


def _does_not_show(shown: int, at: Location) -> bool:
    """Whether the kernel page ``shown``, if any, is a different page from ``at``."""
    return (shown == PRIVATE) | (at.slot != KERNEL_SLOT) | (at.page != shown)
