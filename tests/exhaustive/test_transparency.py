"""The laws of transparency in every small world: no solver, no sampling."""

from collections.abc import Iterator

import pytest

from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import Location
from properties.laws.memory import transparency
from properties.laws.memory.invariants import CopiedMemory
from tests.exhaustive.acts import (
    Acts,
    Law,
    Operands,
    capability_stores,
    data_stores,
    exits,
    forks,
    loads,
    mappings,
    protections,
    shared_mappings,
    stores_at_home,
)
from tests.exhaustive.flat_worlds import FlatWorld, flat_worlds
from tests.exhaustive.toy import count, remembered, share
from tests.exhaustive.worlds import PAGE

AGREEMENT: dict[Law, Acts] = {
    transparency.a_capability_load_agrees_with_separate_memory: loads,
    transparency.a_data_load_of_an_untagged_granule_agrees_with_separate_memory: loads,
    transparency.a_capability_store_agrees_with_separate_memory: stores_at_home,
    transparency.a_data_store_agrees_with_separate_memory: data_stores,
    transparency.fork_agrees_with_separate_memory: forks,
    transparency.exit_agrees_with_separate_memory: exits,
    transparency.a_mapping_agrees_with_separate_memory: mappings,
    transparency.a_mapping_of_shared_memory_agrees_with_separate_memory: (
        shared_mappings
    ),
    transparency.an_unmapping_agrees_with_separate_memory: loads,
    transparency.a_cleared_tag_agrees_with_separate_memory: loads,
    transparency.a_protection_agrees_with_separate_memory: protections,
}


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(monkeypatch)


def looking(world: FlatWorld) -> list[Location]:
    return [Location(slot, PAGE, 0) for slot in world.everyone]


def everywhere(world: FlatWorld, acts: Acts) -> Iterator[Operands]:
    """The inputs of a law in one world, each with memories of its own."""
    for _, operands in acts(world):
        for seen in looking(world):
            yield world.counterparts(), *operands, seen


@pytest.mark.parametrize("law", AGREEMENT)
def test_every_operation_agrees_with_separate_memory(law: Law) -> None:
    asked = share(flat_worlds(), 3)
    met = sum(count(law, everywhere(world, AGREEMENT[law])) for world in asked)

    assert met > len(asked)


def broken_in(law: Law, inputs: Iterator[Operands]) -> int:
    """How many of these inputs refute a law."""
    broken = 0
    for arguments in inputs:
        try:
            count(law, [arguments])
        except AssertionError:
            broken += 1
    return broken


def test_the_bytes_of_a_capability_tell_where_it_is() -> None:
    law = transparency.a_data_load_of_a_capability_agrees_with_separate_memory
    inputs = (
        (world.counterparts(), at) for world in flat_worlds() for at in looking(world)
    )

    assert broken_in(law, inputs) > 0


def stored_and_loaded(kind: type[CopiedMemory], acts: Acts) -> Iterator[Operands]:
    """A store to each place in each world, and each place to load from."""
    for world in flat_worlds():
        for _, operands in acts(world):
            for other in looking(world):
                yield world.memory(kind), *operands, other


def test_a_shared_pointer_is_anothers_in_one_address_space() -> None:
    law = transparency.a_pointer_in_shared_memory_means_the_same_to_all

    assert broken_in(law, stored_and_loaded(FullCopyMemory, capability_stores)) > 0


def test_a_shared_pointer_is_ones_own_in_separate_address_spaces() -> None:
    law = transparency.a_shared_pointer_means_the_same_with_separate_memory
    inputs = stored_and_loaded(SeparateMemory, stores_at_home)

    assert count(law, inputs) > 0
