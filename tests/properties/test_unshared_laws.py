"""What nobody shares costs nothing, sampled on what programs leave behind."""

import attrs
from hypothesis import given
from hypothesis import strategies as st

from model.memory.layout import Location
from model.memory.page_table import PTE
from optimized.lazy_memory import LazyMemory
from optimized.policies import PLAIN
from properties.laws.memory import unshared as laws
from properties.machines.setups import Setup
from properties.strategies.memories import Scene, scenes
from tests.properties.sampling import FORKED, lawful_memories, sample

any_scenes = st.one_of([scenes(setup=Setup(p), begun=FORKED) for p in PLAIN])
"""What programs leave behind that forked at least once."""


def page_of_its_own(scene: Scene) -> tuple[LazyMemory, Location]:
    """The place of the scene, or the first page that has a frame of its own."""
    memory = scene.pair.lazy
    for slot in memory.used_slots():
        for page in memory.mapped_pages(slot):
            frame = memory.frame_at(slot, page)
            if frame is not None and memory.sharing()[frame].references == 1:
                return memory, attrs.evolve(scene.at, slot=slot, page=page)
    return memory, scene.at


@lawful_memories
@given(scene=any_scenes)
def test_a_page_that_nobody_shares_is_not_copied(scene: Scene) -> None:
    law = laws.a_page_that_nobody_shares_is_not_copied
    sample(law, *page_of_its_own(scene))


@lawful_memories
@given(scene=any_scenes, writable=st.booleans(), readable=st.booleans())
def test_nothing_is_withheld_from_a_page_that_nobody_shares(
    scene: Scene, writable: bool, readable: bool
) -> None:
    law = laws.nothing_is_withheld_from_a_page_that_nobody_shares
    bits = PTE(readable=readable, writable=writable)
    sample(law, *page_of_its_own(scene), bits)
