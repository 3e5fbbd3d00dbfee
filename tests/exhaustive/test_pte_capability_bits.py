"""The laws of page-table entries, for every value of the bits that they read."""

from collections.abc import Callable
from functools import reduce
from itertools import product

import pytest

from model.isa.capability_bits import CapabilityBits
from model.isa.formats import FORMATS
from model.memory.pte_capability_bits import HALF_BIT, Generations
from properties.laws.memory import pte_capability_bits as laws
from properties.laws.memory import pte_texts
from tests.exhaustive.toy import count

Law = Callable[..., None]

ALL = [kind for form in FORMATS.values() for kind in form.capability_bits]

kinds = pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)


def entries(kind: CapabilityBits) -> list[int]:
    """Every combination of the bits that are read, all others clear or all set."""
    read = {*kind.load_bits, *kind.store_bits, kind.dirty_bit}
    if kind.user_bit is not None:
        read.add(kind.user_bit)
    chosen = [
        reduce(int.__or__, each, 0) for each in product(*((0, 1 << b) for b in read))
    ]
    others = (1 << 64) - 1 - sum(1 << bit for bit in read)
    return [*chosen, *(entry | others for entry in chosen)]


@kinds
def test_what_a_descriptor_allows(kind: CapabilityBits) -> None:
    law = laws.what_a_descriptor_allows_depends_on_the_generation_only_where_it_says

    assert len(entries(kind)) == count(law, product([kind], entries(kind)))


@kinds
def test_the_bit_that_tells_whose_page_it_is(kind: CapabilityBits) -> None:
    pte_texts.the_bit_that_tells_whose_page_it_is_is_that_of_the_text(kind)


@kinds
def test_each_half_has_a_generation_of_its_own(kind: CapabilityBits) -> None:
    law = laws.each_half_has_a_generation_of_its_own
    generations = [Generations(*pair) for pair in product((0, 1), repeat=2)]
    halves = (0, 1 << HALF_BIT, (1 << HALF_BIT) - 1)
    inputs = [*product([kind], entries(kind), halves, generations)]

    assert len(inputs) == count(law, inputs)


@pytest.mark.parametrize(
    "law",
    [
        laws.any_descriptor_can_be_made_to_trap_set_tags,
        laws.where_a_set_tag_was_stored_the_entry_is_dirty,
        pte_texts.set_tags_come_to_what_the_text_says,
    ],
)
def test_laws_of_entries_and_a_choice(law: Law) -> None:
    """The generation, or whether the hardware marks."""
    inputs = [each for kind in ALL for each in product([kind], entries(kind), (0, 1))]

    assert 0 < count(law, inputs)


@kinds
def test_a_handler_can_do_what_marking_hardware_does(kind: CapabilityBits) -> None:
    law = laws.a_handler_can_do_what_marking_hardware_does

    assert 0 < count(law, product([kind], entries(kind)))
