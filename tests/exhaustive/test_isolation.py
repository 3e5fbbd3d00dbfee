"""The laws of isolation in every small world, for each of the three memories."""

from collections.abc import Iterator, Sequence
from functools import cache

import attrs
import pytest

from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import Location
from model.memory.memory_system import MemorySystem
from properties.laws.memory import isolation
from properties.laws.memory.invariants import CopiedMemory
from properties.mutants import MUTANTS
from tests.exhaustive.acts import (
    Acts,
    Law,
    Operands,
    capability_stores,
    data_stores,
    every_kind,
    exits,
    forks,
    loads,
    mappings,
    protections,
    shared_mappings,
)
from tests.exhaustive.flat_worlds import FlatWorld, flat_worlds
from tests.exhaustive.toy import count, remembered, share
from tests.exhaustive.worlds import PAGE, World, worlds

ISOLATION: dict[Law, Acts] = {
    isolation.a_data_load_is_seen_by_nobody: loads,
    isolation.a_capability_load_is_seen_by_nobody: loads,
    isolation.a_data_store_is_seen_by_nobody_else: data_stores,
    isolation.a_capability_store_is_seen_by_nobody_else: capability_stores,
    isolation.a_store_to_shared_memory_is_seen_by_all_that_show_it: data_stores,
    isolation.a_mapping_is_seen_by_nobody_else: mappings,
    isolation.a_mapping_of_shared_memory_is_seen_by_nobody_else: shared_mappings,
    isolation.an_unmapping_is_seen_by_nobody_else: loads,
    isolation.a_cleared_tag_is_seen_by_nobody_else: loads,
    isolation.a_cleared_tag_is_gone: loads,
    isolation.what_a_device_stores_is_seen_by_nobody_else: data_stores,
    isolation.a_protection_is_seen_by_nobody_else: protections,
    isolation.a_fork_is_seen_by_nobody_but_the_child: forks,
    isolation.an_exit_is_seen_by_nobody_else: exits,
}

KINDS: dict[str, type[CopiedMemory] | None] = {
    "full copy": FullCopyMemory,
    "separate": SeparateMemory,
    "lazy": None,
}


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(monkeypatch)


@cache
def lazy_worlds() -> Sequence[World]:
    """Sound worlds with a capability in each frame; with ``--whole`` every one."""
    return share(tuple(worlds(lambda home: every_kind(home)[:1])), 5)


def made(world: World | FlatWorld, kind: type[CopiedMemory] | None) -> MemorySystem:
    """A memory of a world, made anew."""
    if isinstance(world, World):
        return world.lazy()
    assert kind is not None
    return world.memory(kind)


def everywhere(
    world: World | FlatWorld, acts: Acts, kind: type[CopiedMemory] | None
) -> Iterator[Operands]:
    """The inputs of a law in one world, each with a memory of its own."""
    for _, operands in acts(world):
        for slot in world.everyone:
            yield made(world, kind), *operands, Location(slot, PAGE, 0)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("law", ISOLATION)
def test_what_one_does_nobody_else_sees(law: Law, kind: str) -> None:
    found = lazy_worlds() if kind == "lazy" else flat_worlds()
    met = sum(
        count(law, everywhere(world, ISOLATION[law], KINDS[kind])) for world in found
    )

    assert met > 20


def test_a_frame_taken_over_as_it_is_changes_what_its_owner_sees() -> None:
    policy = MUTANTS["reuse-without-relocating"].policy
    assert policy is not None
    law = isolation.a_capability_load_is_seen_by_nobody
    found = (attrs.evolve(world, policy=policy) for world in lazy_worlds())

    with pytest.raises(AssertionError):
        count(law, (each for world in found for each in everywhere(world, loads, None)))
