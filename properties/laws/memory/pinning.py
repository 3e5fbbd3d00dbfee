"""A device holds what the owner of a page sees, whatever anybody does.

A device keeps a frame, and no table tells it that another frame has taken its place. So
a page that is pinned must keep its frame, alone, through every operation but its own
unmapping; then what a device reads and writes is what the page holds.
"""

from model.memory.layout import KERNEL_SLOT, Location
from model.memory.memory_system import Hold
from model.memory.page_table import PRIVATE, PTE
from model.memory.tagged_memory import Granule
from optimized.lazy_memory import LazyMemory
from properties.laws.agreement import Pair
from properties.laws.assumption import assume
from properties.laws.memory.acts import (
    Act,
    clear_tag,
    exit_slot,
    load_capability,
    map_page,
    outcome_of,
    protect_page,
    store_capability,
    unmap_page,
)
from properties.laws.memory.asking import assume_may_hold, assume_new
from properties.laws.memory.asserting import assert_agreement, assert_invariance
from properties.laws.memory.hypotheses import (
    assume_agreement,
    assume_empty,
    assume_sound,
)
from properties.laws.memory.invariants import Probe


def is_held(memory: LazyMemory, at: Location, hold: Hold) -> bool:
    """The page has the frame that a device holds, alone, and written for its slot."""
    entry = memory.pages.get(at.slot, at.page)
    known = memory.frames.get(hold.row)
    mapped = entry.pte.mapped & (entry.shows == PRIVATE) & (entry.frame == hold.row)
    return mapped & (known.references == 1) & (known.home == at.slot)


def a_page_that_is_pinned_looks_the_same(
    pair: Pair, at: Location, probe: Probe
) -> None:
    """To give a device a page changes nothing that anybody sees, and the device has the
    frame of the page, which no other page uses.
    """
    assume(pair.lazy.pte(at.slot, at.page).mapped)
    assume(pair.lazy.shows(at.slot, at.page) == PRIVATE)
    pinned: list[Hold] = []
    pinning = Act(lambda m: pinned.append(m.pin(at.slot, at.page)), (at.slot,))
    assert_agreement(pair, pinning, probe)
    assert is_held(pair.lazy, at, pinned[0])


def a_device_sees_what_the_owner_sees(pair: Pair, at: Location) -> None:
    """What a device loads from a page that it holds is what the owner finds there."""
    hold = _held(pair.lazy, at)
    assume_agreement(pair)
    assert pair.lazy.device_load(hold, at.granule).data == pair.reference.peek(at).data


def what_a_device_stores_is_seen_by_the_owner_alone(
    pair: Pair, at: Location, bytes_: tuple[int, int, int], probe: Probe
) -> None:
    """A store of a device does what it does in the full copy, and no more."""
    held = {id(pair.lazy): _held(pair.lazy, at)}
    other = Hold(at.slot, at.page)
    storing = Act(
        lambda m: m.device_store(held.get(id(m), other), at.granule, *bytes_),
        (at.slot,),
    )
    assert_agreement(pair, storing, probe)


def a_device_store_keeps_the_invariant(
    pair: Pair, at: Location, bytes_: tuple[int, int, int], probe: Probe
) -> None:
    """A store of a device leaves a lazy memory as sound as it found it."""
    hold = _held(pair.lazy, at)
    storing = Act(lambda m: m.device_store(hold, at.granule, *bytes_), (at.slot,))
    assert_invariance(pair.lazy, storing, probe)


def a_capability_load_leaves_a_device_what_it_holds(
    pair: Pair, at: Location, pinned: Location
) -> None:
    """No load, wherever it is, takes the frame from a page that is pinned."""
    _assert_kept(pair.lazy, load_capability(at), pinned)


def a_store_leaves_a_device_what_it_holds(
    pair: Pair, at: Location, granule: Granule, pinned: Location
) -> None:
    """No store, wherever it is, takes the frame from a page that is pinned."""
    assume_may_hold(pair.lazy, at, granule)
    _assert_kept(pair.lazy, store_capability(at, granule), pinned)


def a_cleared_tag_leaves_a_device_what_it_holds(
    pair: Pair, at: Location, pinned: Location
) -> None:
    """No tag that is cleared, wherever it is, takes the frame from a page."""
    _assert_kept(pair.lazy, clear_tag(at), pinned)


def a_protection_leaves_a_device_what_it_holds(
    pair: Pair, at: Location, pte: PTE, pinned: Location
) -> None:
    """Other bits, whichever page has them, take no frame from one that is pinned."""
    assume(pte.mapped & pair.lazy.pte(at.slot, at.page).mapped)
    _assert_kept(pair.lazy, protect_page(at, pte), pinned)


def a_mapping_leaves_a_device_what_it_holds(
    pair: Pair, at: Location, pte: PTE, pinned: Location
) -> None:
    """A new page does not get the frame of one that is pinned."""
    assume_new(pair.lazy, at, pte)
    _assert_kept(pair.lazy, map_page(at, pte), pinned)


def an_unmapping_leaves_a_device_what_it_holds(
    pair: Pair, at: Location, pinned: Location
) -> None:
    """A page taken away takes no frame from another one that is pinned."""
    assume((at.slot != pinned.slot) | (at.page != pinned.page))
    _assert_kept(pair.lazy, unmap_page(at), pinned)


def a_fork_leaves_a_device_what_it_holds(
    pair: Pair, parent: int, child: int, pinned: Location
) -> None:
    """A fork takes no frame from a page that is pinned, if the child's page is copied
    at once where it is the parent's that is pinned.
    """
    lazy = pair.lazy
    assume_empty(lazy, child)
    assume((parent != child) & (parent != KERNEL_SLOT) & (child != KERNEL_SLOT))

    def forked(_: object) -> None:
        lazy.fork(parent, child)
        if pinned.slot == parent:
            lazy.copy_now(child, pinned.page)

    _assert_kept(lazy, Act(forked, (parent, child)), pinned)


def an_exit_leaves_a_device_what_it_holds(
    pair: Pair, slot: int, pinned: Location
) -> None:
    """The end of a μprocess takes no frame from a page of another that is pinned."""
    assume((slot != KERNEL_SLOT) & (slot != pinned.slot))
    _assert_kept(pair.lazy, exit_slot(slot), pinned)


def _held(memory: LazyMemory, at: Location) -> Hold:
    """What a device holds of a page; go on only if the page is pinned."""
    hold = Hold(memory.pages.get(at.slot, at.page).frame, at.page)
    assume(is_held(memory, at, hold))
    return hold


def _assert_kept(memory: LazyMemory, act: Act, pinned: Location) -> None:
    """If the memory is sound, a page that is pinned is so after an operation."""
    assume_sound(memory)
    hold = _held(memory, pinned)
    outcome_of(act, memory)
    assert is_held(memory, pinned, hold)
