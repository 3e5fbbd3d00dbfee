"""The laws that speak of memories, sampled on what programs leave behind."""

from collections.abc import Callable

import attrs
import pytest
from hypothesis import find, given
from hypothesis import strategies as st

from model.memory.layout import LAYOUTS
from model.memory.page_table import PRIVATE, PTE
from optimized.policies import PLAIN
from properties.laws.memory import forking
from properties.laws.memory.invariants import assert_invariant
from properties.machines.setups import Setup
from properties.strategies.memories import Scene, scenes
from tests.properties.sampling import (
    FORKED,
    SHARED,
    breaks,
    lawful_memories,
    sample,
    searching,
)

TOY = Setup("copa", format="toy")

lazy_scenes = st.one_of([scenes(setup=Setup(policy)) for policy in PLAIN])
"""What a program left behind under one of the sound policies."""

sharing_scenes = st.one_of([scenes(setup=Setup(p), begun=SHARED) for p in PLAIN])
"""The same, where there is memory to share."""

AT_A_PLACE = (
    forking.a_capability_load_agrees_with_full_copy,
    forking.a_capability_load_keeps_the_invariant,
    forking.a_data_load_of_an_untagged_granule_agrees_with_full_copy,
    forking.a_data_load_keeps_the_invariant,
    forking.a_page_that_is_copied_now_keeps_the_invariant,
    forking.a_page_that_is_copied_now_looks_the_same,
    forking.a_spurious_barrier_fault_changes_nothing,
    forking.an_unmapping_agrees_with_full_copy,
    forking.an_unmapping_keeps_the_invariant,
    forking.a_cleared_tag_agrees_with_full_copy,
    forking.a_cleared_tag_keeps_the_invariant,
)
OF_A_CAPABILITY_STORE = (
    forking.a_capability_store_agrees_with_full_copy,
    forking.a_capability_store_keeps_the_invariant,
)
OF_A_DATA_STORE = (
    forking.a_data_store_agrees_with_full_copy,
    forking.a_data_store_keeps_the_invariant,
)
OF_A_MAPPING = (
    forking.a_mapping_agrees_with_full_copy,
    forking.a_mapping_keeps_the_invariant,
)
OF_A_SHARED_MAPPING = (
    forking.a_mapping_of_shared_memory_agrees_with_full_copy,
    forking.a_mapping_of_shared_memory_keeps_the_invariant,
)
OF_A_PROTECTION = (
    forking.a_protection_agrees_with_full_copy,
    forking.a_protection_keeps_the_invariant,
)
OF_FORK = (forking.fork_agrees_with_full_copy, forking.fork_keeps_the_invariant)
OF_EXIT = (forking.exit_agrees_with_full_copy, forking.exit_keeps_the_invariant)

Law = Callable[..., None]


@pytest.mark.parametrize("law", AT_A_PLACE)
@lawful_memories
@given(scene=lazy_scenes)
def test_laws_of_loads(law: Law, scene: Scene) -> None:
    sample(law, scene.pair, scene.at, scene.probe)


@pytest.mark.parametrize("law", OF_A_CAPABILITY_STORE)
@lawful_memories
@given(scene=lazy_scenes)
def test_laws_of_capability_stores(law: Law, scene: Scene) -> None:
    sample(law, scene.pair, scene.at, scene.granule, scene.probe)


@pytest.mark.parametrize("law", OF_A_DATA_STORE)
@lawful_memories
@given(scene=lazy_scenes)
def test_laws_of_data_stores(law: Law, scene: Scene) -> None:
    sample(law, scene.pair, scene.at, scene.bytes, scene.probe)


@pytest.mark.parametrize("law", OF_A_MAPPING)
@lawful_memories
@given(scene=lazy_scenes, page=st.integers(0, 40), writable=st.booleans())
def test_laws_of_mappings(law: Law, scene: Scene, page: int, writable: bool) -> None:
    at = attrs.evolve(scene.at, page=page)
    sample(law, scene.pair, at, PTE(writable=writable), scene.probe)


@pytest.mark.parametrize("law", OF_A_SHARED_MAPPING)
@lawful_memories
@given(scene=sharing_scenes, page=st.integers(0, 40), writable=st.booleans())
def test_laws_of_mappings_of_shared_memory(
    law: Law, scene: Scene, page: int, writable: bool
) -> None:
    at = attrs.evolve(scene.at, page=page)
    bits = PTE(writable=writable, capability_store=False)
    sample(law, scene.pair, at, bits, scene.shown, scene.probe)


@pytest.mark.parametrize("law", OF_A_PROTECTION)
@lawful_memories
@given(scene=lazy_scenes, writable=st.booleans(), readable=st.booleans())
def test_laws_of_protections(
    law: Law, scene: Scene, writable: bool, readable: bool
) -> None:
    private = scene.pair.lazy.shows(scene.at.slot, scene.at.page) == PRIVATE
    bits = PTE(readable=readable, writable=writable, capability_store=private)
    sample(law, scene.pair, scene.at, bits, scene.probe)


@pytest.mark.parametrize("law", OF_FORK)
@lawful_memories
@given(scene=lazy_scenes)
def test_laws_of_fork(law: Law, scene: Scene) -> None:
    sample(law, scene.pair, scene.parent, scene.child, scene.probe)


@pytest.mark.parametrize("law", OF_EXIT)
@lawful_memories
@given(scene=lazy_scenes)
def test_laws_of_exit(law: Law, scene: Scene) -> None:
    sample(law, scene.pair, scene.parent, scene.probe)


@lawful_memories
@given(scene=scenes(setup=TOY))
def test_every_memory_that_a_program_leaves_is_sound(scene: Scene) -> None:
    assert_invariant(scene.pair.lazy, scene.probe)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_data_load_of_a_capability_can_be_told_from_full_copy(name: str) -> None:
    law = forking.a_data_load_of_a_capability_agrees_with_full_copy

    scene = find(
        scenes(setup=Setup("copa", format=name), begun=FORKED),
        lambda scene: breaks(law, scene.pair, scene.at, scene.probe),
        settings=searching,
    )

    assert scene.pair.lazy.peek(scene.at) == scene.pair.reference.peek(scene.at)
    assert scene.pair.lazy.load(scene.at) != scene.pair.reference.load(scene.at)


def test_every_law_of_forking_is_bound() -> None:
    bound = {
        *AT_A_PLACE,
        *OF_A_CAPABILITY_STORE,
        *OF_A_DATA_STORE,
        *OF_A_MAPPING,
        *OF_A_SHARED_MAPPING,
        *OF_A_PROTECTION,
        *OF_FORK,
        *OF_EXIT,
    }
    false = forking.a_data_load_of_a_capability_agrees_with_full_copy
    laws = {
        value
        for name, value in vars(forking).items()
        if name.endswith(
            (
                *("_agrees_with_full_copy", "_looks_the_same"),
                *("_keeps_the_invariant", "_changes_nothing"),
            )
        )
    }

    assert laws == bound | {false}
