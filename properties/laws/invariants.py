"""What every reachable lazy memory satisfies, said of one arbitrary page at a time.

Where an invariant needs all pages or all slots, it is a predicate of a few of them that
holds whichever they are.
"""

from collections.abc import Sequence

import attrs

from model.memory.page_table import ALLOW, TRAP
from optimized.entries import Entry
from optimized.frames import FramePool
from optimized.lazy_memory import LazyMemory
from properties.laws.confinement import holds_confined


@attrs.frozen
class Probe:
    """One arbitrary place to look at: nothing is said of it but that it is there."""

    slot: int
    other: int
    """A second slot, which may be the same."""
    bystander: int
    """A slot that takes no part in the operation."""
    page: int
    granule: int
    frame: int


def entry_is_sound(memory: LazyMemory, slot: int, page: int) -> bool:
    """A mapped page has a frame that knows it; with less than all its bits only while
    shared, and with all of them only at home.
    """
    entry = memory.pages.get(slot, page)
    known = memory.frames.get(entry.frame)
    if not entry.pte.mapped:
        return not entry.mapping.mapped
    return (
        _hardware_allows_what_was_asked(entry)
        & (known.references >= 1)
        & (known.page == page)
        & ((known.home == slot) | _is_shared(entry))
    )


def _hardware_allows_what_was_asked(entry: Entry) -> bool:
    """The hardware bits are those of the mapping, or those of a shared page."""
    pte, mapping = entry.pte, entry.mapping
    return (
        mapping.mapped
        & (pte.readable == mapping.readable)
        & (pte.executable == mapping.executable)
        & (pte.capability_store == mapping.capability_store)
        & (mapping.capability_load == ALLOW)
        & ((pte.capability_load == ALLOW) | (pte.capability_load == TRAP))
        & (mapping.writable | (pte.writable == mapping.writable))
    )


def _is_shared(entry: Entry) -> bool:
    """Whether the hardware refuses both to write and to load a capability."""
    return (entry.pte.writable == False) & (entry.pte.capability_load == TRAP)  # noqa: E712


def frame_is_confined(memory: LazyMemory, frame: int, granule: int) -> bool:
    """What a frame in use holds may be held by the owner of its home."""
    known = memory.frames.get(frame)
    content = memory.granules.get(frame, granule)
    if known.references < 1:
        return True
    return holds_confined(memory.layout, content, known.home)


def writable_means_unshared(
    memory: LazyMemory, slot: int, other: int, page: int
) -> bool:
    """A page that its owner can write has a frame that no other slot maps."""
    here, there = memory.pages.get(slot, page), memory.pages.get(other, page)
    both = here.pte.mapped & there.pte.mapped & here.pte.writable
    return (not both) | (slot == other) | (here.frame != there.frame)


def maps(memory: LazyMemory, slot: int, frame: int) -> bool:
    """Whether ``slot`` maps ``frame``: it can only at the page that the frame knows."""
    entry = memory.pages.get(slot, memory.frames.get(frame).page)
    return entry.pte.mapped & (entry.frame == frame)


def references_cover(memory: LazyMemory, frame: int, slots: Sequence[int]) -> bool:
    """A frame has at least as many references as there are slots here that map it."""
    sharers = 0
    for index, slot in enumerate(slots):
        counted = maps(memory, slot, frame)
        for earlier in slots[:index]:
            counted = counted & (slot != earlier)
        sharers = sharers + counted
    return memory.frames.get(frame).references >= sharers


def assert_invariant(memory: LazyMemory, probe: Probe) -> None:
    """Every invariant, at one arbitrary place."""
    assert entry_is_sound(memory, probe.slot, probe.page)
    assert frame_is_confined(memory, probe.frame, probe.granule)
    assert writable_means_unshared(memory, probe.slot, probe.other, probe.page)


def references_follow_the_mappings(
    before: LazyMemory,
    after: LazyMemory,
    frame: int,
    slots: Sequence[int],
    bystander: int,
) -> None:
    """A frame's references change by as many as the mappings of ``slots``, and nobody
    else's mappings change.

    ``slots`` are distinct, and ``bystander`` is none of them. That references are the
    number of mappings follows by summing over all slots: that step is arithmetic,
    outside the solver.
    """
    gained = 0
    for slot in slots:
        gained = gained + maps(after, slot, frame) - maps(before, slot, frame)
    was, now = before.frames.get(frame).references, after.frames.get(frame).references
    assert now - was == gained
    assert maps(after, bystander, frame) == maps(before, bystander, frame)


def references_are_counted(memory: LazyMemory, slots: Sequence[int]) -> None:
    """Every frame has as many references as entries map it: the whole sum at once."""
    counted: dict[int, int] = {}
    for slot in slots:
        for page in memory.mapped_pages(slot):
            frame = memory.pages.get(slot, page).frame
            counted[frame] = counted.get(frame, 0) + 1
    for frame, mappings in counted.items():
        known = memory.frames.get(frame)
        assert known.references == mappings, (
            f"frame {frame} counts {known.references} references, and "
            f"{mappings} pages map it"
        )
    pool = memory.frames
    assert isinstance(pool, FramePool), "only a pool can say which frames are in use"
    for frame in pool.in_use():
        assert frame in counted, (
            f"frame {frame} counts {pool.get(frame).references} references, "
            "and no page maps it"
        )
