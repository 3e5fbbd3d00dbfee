"""The laws of page-table entries, sampled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.isa.capability_bits import CapabilityBits
from model.isa.formats import FORMATS
from model.memory.pte_capability_bits import Generations
from properties.laws.memory import pte_capability_bits as laws
from properties.laws.memory import pte_texts
from tests.properties.sampling import lawful, sample

ALL = [kind for form in FORMATS.values() for kind in form.capability_bits]

kinds = pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
with_barriers = pytest.mark.parametrize(
    "kind", [kind for kind in ALL if kind.has_load_barrier], ids=lambda kind: kind.name
)
without_barriers = pytest.mark.parametrize(
    "kind",
    [kind for kind in ALL if not kind.has_load_barrier],
    ids=lambda kind: kind.name,
)

words = st.integers(0, (1 << 64) - 1)
generations = st.integers(0, 1)


@kinds
@lawful
@given(words)
def test_generations_count_only_where_entries_say_so(
    kind: CapabilityBits, entry: int
) -> None:
    law = laws.what_a_descriptor_allows_depends_on_the_generation_only_where_it_says
    sample(law, kind, entry)


@kinds
@given(words, generations)
def test_set_tags_come_to_what_the_text_says(
    kind: CapabilityBits, entry: int, generation: int
) -> None:
    pte_texts.set_tags_come_to_what_the_text_says(kind, entry, generation)


@kinds
@lawful
@given(words, words, generations, generations)
def test_each_half_has_a_generation(
    kind: CapabilityBits, entry: int, address: int, user: int, kernel: int
) -> None:
    law = laws.each_half_has_a_generation_of_its_own
    sample(law, kind, entry, address, Generations(user, kernel))


@with_barriers
@lawful
@given(words, generations)
def test_any_entry_can_trap(kind: CapabilityBits, entry: int, generation: int) -> None:
    law = laws.any_descriptor_can_be_made_to_trap_set_tags
    sample(law, kind, entry, generation)


@without_barriers
@lawful
@given(words, generations)
def test_no_entry_traps_where_there_is_no_barrier(
    kind: CapabilityBits, entry: int, generation: int
) -> None:
    law = laws.without_a_load_barrier_no_entry_traps
    sample(law, kind, entry, generation)


@kinds
@lawful
@given(words, st.booleans())
def test_stored_tags_leave_entries_dirty(
    kind: CapabilityBits, entry: int, marks: bool
) -> None:
    sample(laws.where_a_set_tag_was_stored_the_entry_is_dirty, kind, entry, marks)


@kinds
@lawful
@given(words)
def test_handlers_do_what_hardware_does(kind: CapabilityBits, entry: int) -> None:
    sample(laws.a_handler_can_do_what_marking_hardware_does, kind, entry)
