"""The laws of places at ``toy``: every address, every entry, with a tag and without."""

from itertools import product

from model.isa.capability import root
from model.isa.derivation import clear_tag
from model.isa.formats import TOY
from model.memory.layout import TOY_LAYOUT
from model.memory.page_table import PTE
from model.memory.tagged_memory import Granule
from model.operations.kinds import SIZES
from properties.laws.memory import places as laws
from tests.exhaustive.toy import ADDRESSES, count

LOADS = (laws.STRIPS, laws.ALLOWS, laws.TRAPS)

ENTRIES = [
    PTE(*bits, capability_load=load, capability_store=store)  # type: ignore[misc]
    for *bits, store in product((True, False), repeat=5)
    for load in LOADS
]

LOADED = [
    (pte, Granule(tag=tag, data=7)) for pte, tag in product(ENTRIES, (True, False))
]


def test_an_address_is_in_the_granule_where_it_is_located() -> None:
    law = laws.an_address_is_in_the_granule_where_it_is_located

    assert len(ADDRESSES) == count(law, product([TOY_LAYOUT], ADDRESSES))


def test_an_access_off_its_alignment_reaches_no_page() -> None:
    law, everything = laws.an_access_off_its_alignment_reaches_no_page, root(TOY)
    through = (everything, root(TOY, 0, 0x40), clear_tag(everything))
    accesses = product([TOY_LAYOUT], through, ADDRESSES, SIZES, [everything])

    assert len(through) * len(ADDRESSES) * len(SIZES) == count(law, accesses)


def test_a_page_refuses_what_its_bits_refuse() -> None:
    assert len(LOADED) == count(laws.a_page_refuses_what_its_bits_refuse, LOADED)


def test_a_page_passes_on_what_it_does_not_strip() -> None:
    """The law says nothing of what is refused."""
    assert 0 < count(laws.a_page_passes_on_what_it_does_not_strip, LOADED)
