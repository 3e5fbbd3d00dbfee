"""The laws of isolation, sampled on what programs leave in each of the memories."""

from collections.abc import Callable

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.memory.layout import Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import PTE
from properties.laws.memory import isolation
from properties.machines.setups import Setup
from properties.strategies.memories import Scene, apart_scenes, scenes
from tests.properties.sampling import lawful_memories, sample

Law = Callable[..., None]


@attrs.frozen
class Ready:
    """A memory, and what an operation could name."""

    memory: MemorySystem
    at: Location
    bytes: tuple[int, int, int]
    operands: dict[str, tuple[object, ...]]
    """By what a law takes between the memory and the place that is seen."""
    seen: Location


@st.composite
def ready(draw: st.DrawFn) -> Ready:
    """One of the three memories after a program."""
    scene = draw(st.one_of(scenes(setup=Setup("copa")), apart_scenes()))
    if isinstance(scene, Scene):
        pair = scene.pair
        memory: MemorySystem = pair.lazy if draw(st.booleans()) else pair.reference
        probe = scene.probe
        seen = Location(probe.slot, probe.page, probe.granule)
    else:
        memory, seen = scene.pair.separate, scene.seen
    at, bits = scene.at, PTE(writable=draw(st.booleans()))
    free = attrs.evolve(at, page=draw(st.integers(1, 40)))
    if draw(st.booleans()):
        seen = attrs.evolve(at, slot=seen.slot)
    return Ready(
        memory,
        at,
        scene.bytes,
        {
            "place": (at,),
            "bytes": (at, scene.bytes),
            "granule": (at, scene.granule),
            "new": (free, bits),
            "shown": (free, bits, scene.shown),
            "bits": (at, bits),
            "fork": (scene.parent, scene.child),
            "slot": (scene.parent,),
        },
        seen,
    )


LAWS: dict[Law, str] = {
    isolation.a_data_load_is_seen_by_nobody: "place",
    isolation.a_capability_load_is_seen_by_nobody: "place",
    isolation.a_data_store_is_seen_by_nobody_else: "bytes",
    isolation.a_capability_store_is_seen_by_nobody_else: "granule",
    isolation.a_mapping_is_seen_by_nobody_else: "new",
    isolation.a_mapping_of_shared_memory_is_seen_by_nobody_else: "shown",
    isolation.an_unmapping_is_seen_by_nobody_else: "place",
    isolation.a_cleared_tag_is_seen_by_nobody_else: "place",
    isolation.a_cleared_tag_is_gone: "place",
    isolation.what_a_device_stores_is_seen_by_nobody_else: "bytes",
    isolation.a_protection_is_seen_by_nobody_else: "bits",
    isolation.a_fork_is_seen_by_nobody_but_the_child: "fork",
    isolation.an_exit_is_seen_by_nobody_else: "slot",
}
"""What each law takes."""


@pytest.mark.parametrize("law", LAWS)
@lawful_memories
@given(scene=ready())
def test_what_one_does_nobody_else_sees(law: Law, scene: Ready) -> None:
    sample(law, scene.memory, *scene.operands[LAWS[law]], scene.seen)


@lawful_memories
@given(scene=ready(), page=st.integers(41, 50))
def test_a_store_to_shared_memory_is_seen_by_all(scene: Ready, page: int) -> None:
    """Two slots show what the kernel has put there for them."""
    memory, law = (
        scene.memory,
        isolation.a_store_to_shared_memory_is_seen_by_all_that_show_it,
    )
    shown, bits = memory.layout.region_pages + page, PTE(capability_store=False)
    memory.map(0, shown, PTE())
    memory.map(1, page, bits, shown)
    memory.map(2, page + 1, bits, shown)
    here, there = Location(1, page, 3), Location(2, page + 1, 3)
    sample(law, memory, here, scene.bytes, there)
    sample(law, memory, there, scene.bytes, here)


def test_every_law_of_isolation_is_bound() -> None:
    laws = {
        value
        for name, value in vars(isolation).items()
        if "_is_seen_by_nobody" in name and not name.startswith("_")
    }
    laws.add(isolation.a_cleared_tag_is_gone)

    assert laws == set(LAWS)
