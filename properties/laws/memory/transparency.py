"""One address space is indistinguishable from separate ones: a law per operation.

Each law speaks of a pair of memories that agree: one with separate address spaces, as
POSIX has it, and the full copy in one address space. They agree iff the full copy holds
what the separate memory holds, relocated from the place at which every process finds
its memory to the slot. That the lazy memory agrees as well follows from these laws and
those of ``forking`` together.

The laws leave out what a single address space cannot hide. Each of these cases is a law
of its own, which is kept although it is false: capabilities in shared memory, which one
address space does not admit, and the bytes of a capability read as data, which are its
address.
"""

from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import KERNEL_SLOT, Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import ALLOW, PRIVATE, PTE
from model.memory.tagged_memory import Granule
from properties.laws.agreement import Counterparts
from properties.laws.assumption import assume
from properties.laws.comparison import implies, isnt, same_entry
from properties.laws.confinement import holds_confined
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
from properties.laws.memory.hypotheses import (
    assume_consistent,
    assume_counterparts,
    assume_empty,
)
from properties.laws.memory.invariants import granule_is_sound, page_is_sound


def a_capability_load_agrees_with_separate_memory(
    pair: Counterparts, at: Location, seen: Location
) -> None:
    """A capability load gives what it gives in an address space of one's own."""
    act = load_capability(at)
    _assert_agreement(pair, act, act, seen)


def a_data_load_of_an_untagged_granule_agrees_with_separate_memory(
    pair: Counterparts, at: Location, seen: Location
) -> None:
    """Bytes that are no capability's are the same in every address space."""
    assume(not pair.separate.peek(at).tag)
    _assert_agreement(pair, load_data(at), load_data(at), seen)


def a_capability_store_agrees_with_separate_memory(
    pair: Counterparts, at: Location, granule: Granule, seen: Location
) -> None:
    """A capability store, of what is the same to both, does the same.

    The law leaves out capabilities that are stored to shared memory.
    """
    _assume_may_hold(pair, at, granule)
    shows = pair.separate.shows(at.slot, at.page)
    assume(implies(shows != PRIVATE, isnt(granule.tag)))
    one, other = (
        store_capability(at, granule),
        store_capability(at, pair.found(at.slot, granule)),
    )
    _assert_agreement(pair, one, other, seen)


def a_data_store_agrees_with_separate_memory(
    pair: Counterparts, at: Location, bytes_: tuple[int, int, int], seen: Location
) -> None:
    """A data store does what it does in an address space of one's own.

    The law leaves out stores over a capability, because bytes of its address would
    remain.
    """
    assume(not pair.separate.peek(at).tag)
    act = store_data(at, *bytes_)
    _assert_agreement(pair, act, act, seen)


def fork_agrees_with_separate_memory(
    pair: Counterparts, parent: int, child: int, seen: Location
) -> None:
    """After a fork, everybody sees what they see in an address space of their own: the
    child what the parent saw.

    The law assumes that nothing is mapped in the child's slot before the fork.
    """
    assume_empty(pair.separate, child)
    assume((parent != child) & (parent != KERNEL_SLOT) & (child != KERNEL_SLOT))
    act = fork(parent, child)
    _assert_agreement(pair, act, act, seen)


def a_cleared_tag_agrees_with_separate_memory(
    pair: Counterparts, at: Location, seen: Location
) -> None:
    """A tag that is cleared changes nothing elsewhere, as in an address space of one's
    own, if it is in a page of one's own: one address space has no others.

    The law leaves out the granule itself. What is left there are bytes of an address.
    """
    assume(pair.separate.shows(at.slot, at.page) == PRIVATE)
    elsewhere = (seen.page != at.page) | (seen.granule != at.granule)
    assume((seen.slot != at.slot) | elsewhere)
    _assert_agreement(pair, clear_tag(at), clear_tag(at), seen)


def exit_agrees_with_separate_memory(
    pair: Counterparts, slot: int, seen: Location
) -> None:
    """The end of a process changes what it changes with separate address spaces."""
    assume(slot != KERNEL_SLOT)
    _assert_agreement(pair, exit_slot(slot), exit_slot(slot), seen)


def a_mapping_agrees_with_separate_memory(
    pair: Counterparts, at: Location, pte: PTE, seen: Location
) -> None:
    """A new page shows zeros in either memory."""
    _assume_new(pair, at, pte)
    _assert_agreement(pair, map_page(at, pte), map_page(at, pte), seen)


def a_mapping_of_shared_memory_agrees_with_separate_memory(
    pair: Counterparts, at: Location, pte: PTE, shown: int, seen: Location
) -> None:
    """A new page shows what the kernel's page holds, in either memory."""
    _assume_new(pair, at, pte)
    assume((at.slot != KERNEL_SLOT) & (shown != PRIVATE))
    assume(pair.separate.pte(KERNEL_SLOT, shown).mapped)
    one = map_page(at, pte, shown)
    other = map_page(at, pair.bits(pte, shown), shown)
    _assert_agreement(pair, one, other, seen)


def an_unmapping_agrees_with_separate_memory(
    pair: Counterparts, at: Location, seen: Location
) -> None:
    """A page taken away is gone from either memory.

    The kernel takes one of its own pages away only when no slot shows it any more.
    """
    shows = pair.separate.shows(seen.slot, seen.page)
    assume((at.slot != KERNEL_SLOT) | (shows == PRIVATE) | (shows != at.page))
    _assert_agreement(pair, unmap_page(at), unmap_page(at), seen)


def a_protection_agrees_with_separate_memory(
    pair: Counterparts, at: Location, pte: PTE, seen: Location
) -> None:
    """A page given other bits holds what it held, in either memory."""
    assume((at.slot != KERNEL_SLOT) & pair.separate.pte(at.slot, at.page).mapped)
    assume(pte.mapped & (pte.capability_load == ALLOW))
    shows = pair.separate.shows(at.slot, at.page)
    one, other = protect_page(at, pte), protect_page(at, pair.bits(pte, shows))
    _assert_agreement(pair, one, other, seen)


def a_data_load_of_a_capability_agrees_with_separate_memory(
    pair: Counterparts, at: Location
) -> None:
    """FALSE, and kept: the bytes of a capability are its address, which is another in
    another place.

    Addresses used as data are the first limit of fork in one address space.
    """
    assume_counterparts(pair)
    assume(pair.separate.peek(at).tag)
    result, fault = outcome_of(load_data(at), pair.separate)
    found, other = outcome_of(load_data(at), pair.full_copy)
    assert fault == other
    if result is not None and found is not None:
        assert found.data == result.data


def a_pointer_in_shared_memory_means_the_same_to_all(
    memory: FullCopyMemory, at: Location, granule: Granule, other: Location
) -> None:
    """FALSE in one address space, and kept: who loads a capability that another stored
    to memory they share gets authority over the other's memory.

    Private pointers in shared memory are the second limit of fork in one address space;
    pages that show a kernel page are therefore mapped without capability stores.
    """
    _assert_means_the_same(memory, at, granule, other)


def a_shared_pointer_means_the_same_with_separate_memory(
    memory: SeparateMemory, at: Location, granule: Granule, other: Location
) -> None:
    """Who loads a capability that another stored to memory they share gets one for the
    same place in its own address space.
    """
    _assert_means_the_same(memory, at, granule, other)


def _assert_means_the_same(
    memory: MemorySystem, at: Location, granule: Granule, other: Location
) -> None:
    """A capability stored through one page, and loaded through another that shows the
    same, is one that the loading process may hold.
    """
    assume_consistent(memory)
    shown = memory.shows(at.slot, at.page)
    assume((shown != PRIVATE) & (shown == memory.shows(other.slot, other.page)))
    assume(at.granule == other.granule)
    assume(holds_confined(memory.layout, granule, memory.place(at.slot)))
    _, fault = outcome_of(store_capability(at, granule), memory)
    loaded, trapped = outcome_of(load_capability(other), memory)
    assume(not fault and not trapped)
    if loaded is not None:
        assert holds_confined(memory.layout, loaded, memory.place(other.slot))


def _assume_may_hold(pair: Counterparts, at: Location, granule: Granule) -> None:
    """The owner of the slot may hold the granule; the kernel keeps no capability in the
    pages that it shows.
    """
    place = pair.separate.place(at.slot)
    assume(holds_confined(pair.separate.layout, granule, place))
    assume(implies(at.slot == KERNEL_SLOT, isnt(granule.tag)))


def _assume_new(pair: Counterparts, at: Location, pte: PTE) -> None:
    """The page is not mapped, and is to be mapped as the kernel maps pages."""
    assume(not pair.separate.pte(at.slot, at.page).mapped)
    assume(pte.mapped & (pte.capability_load == ALLOW))


def _assert_agreement(pair: Counterparts, one: Act, other: Act, seen: Location) -> None:
    """Two memories that agree give the same outcome, and then look the same at
    ``seen``; and the separate memory stays sound there.
    """
    assume_counterparts(pair)
    result, fault = outcome_of(one, pair.separate)
    found, kind = outcome_of(other, pair.full_copy)
    assert fault == kind
    if result is not None and found is not None:
        expected = pair.found(one.slots[0], result)
        assert found.data == expected.data
        assert found.tag == expected.tag
    shown, there = pair.separate.peek(seen), pair.full_copy.peek(seen)
    expected = pair.found(seen.slot, shown)
    assert there.data == expected.data
    assert there.tag == expected.tag
    _assert_same_page(pair, seen)
    assert page_is_sound(pair.separate, seen.slot, seen.page)
    assert granule_is_sound(pair.separate, seen.slot, seen.page, seen.granule)


def _assert_same_page(pair: Counterparts, seen: Location) -> None:
    """The page is mapped alike in both memories, and shows the same."""
    slot, page = seen.slot, seen.page
    shows = pair.separate.shows(slot, page)
    assert shows == pair.full_copy.shows(slot, page)
    expected = pair.bits(pair.separate.pte(slot, page), shows)
    assert same_entry(pair.full_copy.pte(slot, page), expected)
