"""Where an address leads, and what the page there lets through.

Both sides of every comparison of memories use the same text for this, so no comparison
can judge it. Here it is restated in numbers and as a truth table.

Source:
    Arm Morello supplement, translation table descriptors; the division of the address
    space is this machine's.
"""

from collections.abc import Iterable

from model.isa.authority import (
    authorize_load,
    authorize_store,
    authorize_store_capability,
)
from model.isa.capability import Capability
from model.isa.faults import NotMapped
from model.memories.full_copy import FullCopyMemory
from model.memory.access import (
    load_capability,
    load_data,
    store_capability,
    store_data,
)
from model.memory.layout import KERNEL_SLOT, Layout, Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import (
    PTE,
    check_capability_load,
    check_capability_store,
    check_load,
    check_store,
    load_through,
)
from model.memory.tagged_memory import Granule
from properties.laws.assumption import assume
from properties.laws.comparison import implies
from properties.laws.refusal import kind_of_refusal, unless_refused

STRIPS, ALLOWS, TRAPS = 0, 1, 2
"""What an entry may do with a set tag that is loaded."""


class NoPages(FullCopyMemory):
    """A memory in which no address leads anywhere."""

    def locate(self, slot: int, address: int) -> Location:
        """No place.

        Raises:
            NotMapped: Always.
        """
        del slot, address
        raise NotMapped("a page", "none")


def an_address_is_in_the_granule_where_it_is_located(
    layout: Layout, address: int
) -> None:
    """An address, its flags replaced by copies of its sign, is one of the bytes of the
    granule that it is located at, counted in slots, pages and granules from 0.
    """
    at, form = layout.locate(address), layout.format
    slot, page, granule = 1 << layout.slot_bits, 1 << layout.page_bits, form.granule
    first = at.slot * slot + at.page * page + at.granule * granule
    bits = form.value_width
    sign = address >> bits - 1 & 1
    value = (address & (1 << bits) - 1) + sign * (
        (1 << form.address_width) - (1 << bits)
    )
    assert (0 <= at.page) & (at.page < slot // page)
    assert (0 <= at.granule) & (at.granule < page // granule)
    assert (first <= value) & (value < first + granule)
    assert layout.address_of(at) == first


def user_slots_stay_clear_of_the_sign(layout: Layout) -> None:
    """The slots of users begin after the kernel's, and end two below the sign bit of a
    capability's value, into which a representable address must not reach.
    """
    half = 1 << layout.format.value_width - 1
    assert layout.first_user_slot == 1
    assert (layout.last_user_slot + 3) * (1 << layout.slot_bits) == half
    assert layout.user_slots == range(1, layout.last_user_slot + 1)


def an_access_off_its_alignment_reaches_no_page(
    layout: Layout, authority: Capability, address: int, size: int, value: Capability
) -> None:
    """Bytes that are not at a multiple of their number, or more than a granule has, and
    a capability that is not at the start of a granule, are neither loaded nor stored,
    whatever is mapped there. The authority is checked before.

    The memory has no pages: an access that asks for one ends in another fault.
    """
    nowhere = NoPages(layout), KERNEL_SLOT, authority, address
    granule = layout.format.granule
    if address & size - 1 or size > granule:
        refusal = kind_of_refusal(authorize_load, authority, address, size)
        loading = kind_of_refusal(load_data, *nowhere, size)
        assert loading == (refusal or "AlignmentFault")
        refusal = kind_of_refusal(authorize_store, authority, address, size)
        storing = kind_of_refusal(store_data, *nowhere, size, 0)
        assert storing == (refusal or "AlignmentFault")
    if address & granule - 1:
        refusal = kind_of_refusal(authorize_load, authority, address, granule)
        loading = kind_of_refusal(load_capability, *nowhere)
        assert loading == (refusal or "AlignmentFault")
        refusal = kind_of_refusal(authorize_store_capability, authority, address, value)
        storing = kind_of_refusal(store_capability, *nowhere, value)
        assert storing == (refusal or "AlignmentFault")


def a_page_refuses_what_its_bits_refuse(pte: PTE, granule: Granule) -> None:
    """Each kind of access is refused for the first reason that there is: the page is
    not there, is not for loads or for stores, or must not pass on a set tag.
    """
    assume((STRIPS <= pte.capability_load) & (pte.capability_load <= TRAPS))
    absent = ("NotMapped", not pte.mapped)
    for_loads = absent, ("ReadProtected", not pte.readable)
    for_stores = absent, ("WriteProtected", not pte.writable)
    trapped = ("CapabilityLoadTrap", granule.tag & (pte.capability_load == TRAPS))
    kept_out = ("CapabilityStoreTrap", granule.tag and not pte.capability_store)
    assert kind_of_refusal(check_load, pte) == _first(for_loads)
    assert kind_of_refusal(check_store, pte) == _first(for_stores)
    loading = kind_of_refusal(check_capability_load, pte, granule.tag)
    assert loading == _first((*for_loads, trapped))
    storing = kind_of_refusal(check_capability_store, pte, granule.tag)
    assert storing == _first((*for_stores, kept_out))


def a_page_passes_on_what_it_does_not_strip(pte: PTE, granule: Granule) -> None:
    """A capability that is loaded has the bits of the granule, and its tag iff the
    entry lets tags through.
    """
    assume((STRIPS <= pte.capability_load) & (pte.capability_load <= TRAPS))
    loaded = unless_refused(load_through, pte, granule)
    assert loaded.data == granule.data
    assert implies(loaded.tag, granule.tag & (pte.capability_load == ALLOWS))
    assert implies(granule.tag & (pte.capability_load == ALLOWS), loaded.tag)


def _first(reasons: Iterable[tuple[str, bool]]) -> str:
    """The name of the first reason that holds, or nothing."""
    return next((name for name, holds in reasons if holds), "")


def nothing_is_allowed_where_nothing_is_mapped(
    memory: MemorySystem, slot: int, page: int
) -> None:
    """Where no page is mapped no bit is set: neither of what was asked for, nor of what
    the hardware checks.
    """
    assume(not memory.pte(slot, page).mapped)
    for pte in (memory.pte(slot, page), memory.hardware(slot, page)):
        set_bits = pte.mapped | pte.readable | pte.writable | pte.executable
        assert not (set_bits | pte.capability_store | pte.capability_dirty)
        assert pte.capability_load == STRIPS
        assert pte.load_generation == 0
