"""Memories as programs leave them, and places to look at in them.

The memories of a pair agree, because they ran the same program, as the laws of
``forking`` assume. The laws of ``transparency`` are given what a program leaves in
separate address spaces, and the one address space that agrees with them.
"""

from collections.abc import Iterator, Sequence
from itertools import count, islice

import attrs
from hypothesis import strategies as st

from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import KERNEL_SLOT, Layout, Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import PRIVATE
from model.memory.tagged_memory import Granule, granule_of
from model.operations import Operation
from model.system import System
from optimized.frames import FramePool
from optimized.lazy_memory import LazyMemory
from properties.laws.agreement import Counterparts, Pair, counterparts
from properties.laws.memory.invariants import Probe
from properties.machines.lockstep import Lockstep
from properties.machines.setups import SEPARATE, Setup
from properties.strategies.capabilities import confined_capabilities
from properties.strategies.programs import programs, resolved


@attrs.frozen
class Scene:
    """A pair of memories that agree, with everything that an operation could name."""

    pair: Pair
    at: Location
    granule: Granule
    """A granule that the owner of the slot of ``at`` may hold."""
    bytes: tuple[int, int, int]
    """Offset, size and value of a data store."""
    parent: int
    child: int
    """A slot that no process owns."""
    shown: int
    """A page of the kernel's, if it has any."""
    probe: Probe


@attrs.frozen
class ApartScene:
    """Separate address spaces, and what an operation on them could name."""

    pair: Counterparts
    at: Location
    granule: Granule
    """A granule that the owner of the slot of ``at`` may hold."""
    bytes: tuple[int, int, int]
    """Offset, size and value of a data store."""
    parent: int
    child: int
    """A slot that no process owns."""
    shown: int
    """A page of the kernel's, if it has any."""
    seen: Location


@st.composite
def locksteps(
    draw: st.DrawFn, *, setup: Setup, begun: Sequence[Operation] = ()
) -> Lockstep:
    """Two systems after one program, which some operations may begin."""
    lockstep = Lockstep(setup)
    for operation in begun:
        lockstep.run(operation)
    for operation in resolved(lockstep.reference, draw(programs())):
        lockstep.run(operation)
    return lockstep


@st.composite
def systems(draw: st.DrawFn, *, setup: Setup) -> System:
    """The system under test after a program."""
    return draw(locksteps(setup=setup)).subject


@st.composite
def scenes(draw: st.DrawFn, *, setup: Setup, begun: Sequence[Operation] = ()) -> Scene:
    """What a program left behind, and an operation to come."""
    lockstep = draw(locksteps(setup=setup, begun=begun))
    lazy, reference = lockstep.subject.memory, lockstep.reference.memory
    if not (isinstance(lazy, LazyMemory) and isinstance(reference, FullCopyMemory)):
        message = f"{setup} is no lazy memory beside a full copy"
        raise TypeError(message)
    live = sorted(process.slot for process in lockstep.reference.processes.values())
    free, other, third = islice(_unowned(lazy.layout, live), 3)
    places = _places(lazy, [KERNEL_SLOT, *live, free])
    at = draw(places)
    parent = draw(st.sampled_from(live or [other]))
    bystanders = {*live, other, third} - {at.slot, parent}
    return Scene(
        pair=Pair(lazy, reference),
        at=at,
        granule=draw(granules(layout=lazy.layout, slot=at.slot)),
        bytes=draw(writes(layout=lazy.layout)),
        parent=parent,
        child=free,
        shown=draw(_shown(lazy)),
        probe=draw(
            st.builds(
                _probe,
                places,
                st.sampled_from([KERNEL_SLOT, *live, free]),
                st.sampled_from(sorted(bystanders)),
                _frames(lazy),
            )
        ),
    )


@st.composite
def apart_scenes(draw: st.DrawFn, *, begun: Sequence[Operation] = ()) -> ApartScene:
    """What a program left behind in separate address spaces."""
    lockstep = draw(locksteps(setup=Setup(SEPARATE), begun=begun))
    memory = lockstep.subject.memory
    if not isinstance(memory, SeparateMemory):
        message = "no address space for each process"
        raise TypeError(message)
    live = sorted(process.slot for process in lockstep.subject.processes.values())
    free = next(_unowned(memory.layout, live))
    slots = [KERNEL_SLOT, *live, free]
    at = draw(_places(memory, slots))
    place = memory.place(at.slot)
    return ApartScene(
        pair=counterparts(memory, slots),
        at=at,
        granule=draw(granules(layout=memory.layout, slot=place)),
        bytes=draw(writes(layout=memory.layout)),
        parent=draw(st.sampled_from(live or [free + 1])),
        child=free,
        shown=draw(_shown(memory)),
        seen=draw(_places(memory, slots)),
    )


def _shown(memory: MemorySystem) -> st.SearchStrategy[int]:
    """The kernel's pages, or one that the kernel does not have."""
    there = list(memory.mapped_pages(KERNEL_SLOT))
    return st.sampled_from(there or [memory.layout.region_pages])


def _unowned(layout: Layout, live: Sequence[int]) -> Iterator[int]:
    """Slots that no process owns, those beyond the last of a μprocess among them."""
    return (slot for slot in count(layout.first_user_slot) if slot not in live)


def locations(*, layout: Layout, slots: Sequence[int]) -> st.SearchStrategy[Location]:
    """Granules of these slots: those at the edges of the pages that programs use."""
    last = layout.page_granules - 1
    return st.builds(
        Location,
        st.sampled_from(slots),
        st.integers(0, min(7, layout.region_pages - 1)),
        st.sampled_from(sorted({0, min(1, last), last})),
    )


def granules(*, layout: Layout, slot: int) -> st.SearchStrategy[Granule]:
    """Granules that the owner of a slot may hold."""
    return confined_capabilities(layout=layout, slot=slot).map(granule_of)


@st.composite
def writes(draw: st.DrawFn, *, layout: Layout) -> tuple[int, int, int]:
    """Data stores into one granule: an aligned offset, a size and a value."""
    granule = layout.format.granule
    size = draw(st.sampled_from([1 << n for n in range(granule.bit_length())]))
    offset = size * draw(st.integers(0, granule // size - 1))
    return offset, size, draw(st.integers(0, (1 << (8 * size)) - 1))


def _places(memory: MemorySystem, slots: Sequence[int]) -> st.SearchStrategy[Location]:
    """Places that hold something, pages that show or are shown, and any place."""
    filled = [at for slot in slots for at in memory.populated(slot)]
    showing = [
        Location(slot, page, 0)
        for slot in slots
        for page in memory.mapped_pages(slot)
        if slot == KERNEL_SLOT or memory.shows(slot, page) != PRIVATE
    ]
    anywhere = locations(layout=memory.layout, slots=slots)
    known = [st.sampled_from(places) for places in (filled, showing) if places]
    return st.one_of(*known, anywhere)


def _frames(memory: LazyMemory) -> st.SearchStrategy[int]:
    """The frames in use, and one that is not."""
    pool = memory.frames
    used = sorted(pool.in_use()) if isinstance(pool, FramePool) else []
    return st.sampled_from([*used, len(used)])


def _probe(at: Location, other: int, bystander: int, frame: int) -> Probe:
    """A place to look at."""
    return Probe(
        slot=at.slot,
        other=other,
        bystander=bystander,
        page=at.page,
        granule=at.granule,
        frame=frame,
    )
