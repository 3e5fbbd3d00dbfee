"""The laws of places, sampled; and of entries, every one."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.memory.layout import LAYOUTS
from model.memory.page_table import PTE
from model.memory.tagged_memory import Granule
from properties.laws.assumption import Unmet
from properties.laws.memory import places as laws
from properties.machines.setups import MEMORIES, Setup
from tests.properties.sampling import lawful, sample, some_capabilities


@pytest.mark.parametrize("name", LAYOUTS)
@lawful
@given(st.data())
def test_an_address_is_located(name: str, data: st.DataObject) -> None:
    layout = LAYOUTS[name]
    address = data.draw(st.integers(0, layout.format.address_space - 1))
    sample(laws.an_address_is_in_the_granule_where_it_is_located, layout, address)


@pytest.mark.parametrize("name", LAYOUTS)
def test_user_slots_stay_clear_of_the_sign(name: str) -> None:
    laws.user_slots_stay_clear_of_the_sign(LAYOUTS[name])


@pytest.mark.parametrize("name", LAYOUTS)
@lawful
@given(st.data())
def test_accesses_off_their_alignment_reach_no_page(
    name: str, data: st.DataObject
) -> None:
    layout = LAYOUTS[name]
    authority, value = (data.draw(some_capabilities(layout.format)) for _ in range(2))
    address = authority.base + data.draw(st.integers(0, 40))
    size = 1 << data.draw(st.integers(0, 4))

    laws.an_access_off_its_alignment_reaches_no_page(
        layout, authority, address, size, value
    )


ENTRIES = [
    PTE(mapped, readable, writable, capability_load=load, capability_store=store)
    for mapped, readable, writable, store in product((True, False), repeat=4)
    for load in (laws.STRIPS, laws.ALLOWS, laws.TRAPS)
]


@pytest.mark.parametrize("tag", [True, False])
def test_pages_refuse_and_pass_on_what_their_bits_say(*, tag: bool) -> None:
    for pte in ENTRIES:
        laws.a_page_refuses_what_its_bits_refuse(pte, Granule(tag, 7))
        if pte.mapped and pte.readable and not (tag and pte.capability_load == 2):
            laws.a_page_passes_on_what_it_does_not_strip(pte, Granule(tag, 7))


@pytest.mark.parametrize("policy", MEMORIES)
def test_nothing_is_allowed_where_nothing_is_mapped(policy: str) -> None:
    memory = Setup(policy).boot().memory
    met = 0
    for slot, page in product((0, 1, 2), range(9)):
        try:
            laws.nothing_is_allowed_where_nothing_is_mapped(memory, slot, page)
            met += 1
        except Unmet:
            continue

    assert met == 27 - 6
