"""The laws of transparency, sampled on what programs leave in separate memories."""

from collections.abc import Callable

import attrs
import pytest
from hypothesis import find, given
from hypothesis import strategies as st

from model.memory.layout import KERNEL_SLOT, Location
from model.memory.page_table import PRIVATE, PTE
from properties.laws.memory import transparency
from properties.laws.memory.invariants import granule_is_sound, page_is_sound
from properties.strategies.memories import ApartScene, apart_scenes
from tests.properties.sampling import (
    FORKED,
    SHARED,
    breaks,
    lawful_memories,
    sample,
    searching,
)

Law = Callable[..., None]

AT_A_PLACE = (
    transparency.a_capability_load_agrees_with_separate_memory,
    transparency.a_data_load_of_an_untagged_granule_agrees_with_separate_memory,
    transparency.an_unmapping_agrees_with_separate_memory,
    transparency.a_cleared_tag_agrees_with_separate_memory,
)

OTHERS = (
    transparency.a_capability_store_agrees_with_separate_memory,
    transparency.a_data_store_agrees_with_separate_memory,
    transparency.a_mapping_agrees_with_separate_memory,
    transparency.a_mapping_of_shared_memory_agrees_with_separate_memory,
    transparency.a_protection_agrees_with_separate_memory,
    transparency.fork_agrees_with_separate_memory,
    transparency.exit_agrees_with_separate_memory,
)
"""Those that are sampled one by one."""

scenes = given(scene=apart_scenes())


@pytest.mark.parametrize("law", AT_A_PLACE)
@lawful_memories
@scenes
def test_laws_of_a_place(law: Law, scene: ApartScene) -> None:
    sample(law, scene.pair, scene.at, scene.seen)


@lawful_memories
@scenes
def test_a_capability_store_agrees(scene: ApartScene) -> None:
    law = transparency.a_capability_store_agrees_with_separate_memory
    sample(law, scene.pair, scene.at, scene.granule, scene.seen)


@lawful_memories
@scenes
def test_a_data_store_agrees(scene: ApartScene) -> None:
    law = transparency.a_data_store_agrees_with_separate_memory
    sample(law, scene.pair, scene.at, scene.bytes, scene.seen)


@lawful_memories
@given(scene=apart_scenes(), page=st.integers(1, 40), writable=st.booleans())
def test_a_mapping_agrees(scene: ApartScene, page: int, writable: bool) -> None:
    law = transparency.a_mapping_agrees_with_separate_memory
    at = attrs.evolve(scene.at, page=page)
    sample(law, scene.pair, at, PTE(writable=writable), scene.seen)


@lawful_memories
@given(apart_scenes(begun=SHARED), st.integers(1, 40), st.booleans())
def test_a_mapping_of_shared_memory_agrees(
    scene: ApartScene, page: int, writable: bool
) -> None:
    law = transparency.a_mapping_of_shared_memory_agrees_with_separate_memory
    at = attrs.evolve(scene.at, page=page)
    sample(law, scene.pair, at, PTE(writable=writable), scene.shown, scene.seen)


@lawful_memories
@given(scene=apart_scenes(), writable=st.booleans(), readable=st.booleans())
def test_a_protection_agrees(scene: ApartScene, writable: bool, readable: bool) -> None:
    law = transparency.a_protection_agrees_with_separate_memory
    bits = PTE(readable=readable, writable=writable)
    sample(law, scene.pair, scene.at, bits, scene.seen)


@lawful_memories
@scenes
def test_fork_agrees(scene: ApartScene) -> None:
    law = transparency.fork_agrees_with_separate_memory
    sample(law, scene.pair, scene.parent, scene.child, scene.seen)


@lawful_memories
@scenes
def test_exit_agrees(scene: ApartScene) -> None:
    law = transparency.exit_agrees_with_separate_memory
    sample(law, scene.pair, scene.parent, scene.seen)


@lawful_memories
@scenes
def test_every_separate_memory_that_a_program_leaves_is_sound(
    scene: ApartScene,
) -> None:
    at, memory = scene.seen, scene.pair.separate

    assert page_is_sound(memory, at.slot, at.page)
    assert granule_is_sound(memory, at.slot, at.page, at.granule)


def test_the_bytes_of_a_capability_tell_where_it_is() -> None:
    law = transparency.a_data_load_of_a_capability_agrees_with_separate_memory

    scene = find(
        apart_scenes(begun=FORKED),
        lambda scene: breaks(law, scene.pair, scene.at),
        settings=searching,
    )

    assert scene.at.slot != scene.pair.separate.place(scene.at.slot)


@lawful_memories
@given(scene=apart_scenes(), page=st.integers(30, 40))
def test_a_shared_pointer_means_the_same_with_separate_memory(
    scene: ApartScene, page: int
) -> None:
    law = transparency.a_shared_pointer_means_the_same_with_separate_memory
    memory, granule = scene.pair.separate, scene.at.granule
    shown = memory.layout.region_pages + page
    memory.map(KERNEL_SLOT, shown, PTE())
    for slot in (1, 2):
        memory.map(slot, page, PTE(), shows=shown)
    held = attrs.evolve(scene.at, slot=1, page=page)
    sample(law, memory, held, scene.granule, Location(2, page, granule))


def test_a_shared_pointer_is_anothers_in_one_address_space() -> None:
    """It would be: the kernel keeps capabilities out of shared memory."""
    law = transparency.a_pointer_in_shared_memory_means_the_same_to_all

    def is_anothers(scene: ApartScene) -> bool:
        memory, page = scene.pair.full_copy, 40
        memory.map(KERNEL_SLOT, page, PTE())
        for slot in (1, 2):
            memory.map(slot, page, PTE(), shows=page)
        here = Location(1, page, 0)
        return breaks(law, memory, here, scene.granule, attrs.evolve(here, slot=2))

    scene = find(
        apart_scenes(),
        lambda scene: scene.at.slot != KERNEL_SLOT and is_anothers(scene),
        settings=searching,
    )

    assert scene.granule.tag
    assert all(
        not scene.pair.full_copy.pte(slot, page).capability_store
        for slot in (1, 2)
        for page in scene.pair.separate.mapped_pages(slot)
        if scene.pair.separate.shows(slot, page) != PRIVATE
    )


def test_every_law_of_transparency_is_bound() -> None:
    false = transparency.a_data_load_of_a_capability_agrees_with_separate_memory
    laws = {
        value
        for name, value in vars(transparency).items()
        if name.endswith("_agrees_with_separate_memory")
    }

    assert laws == {*AT_A_PLACE, *OTHERS, false}
