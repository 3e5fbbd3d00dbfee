"""The invariants of every reachable lazy memory, each said of one arbitrary page.

An invariant of all pages or all slots is a predicate of a few of them that holds
whichever they are.
"""

from collections.abc import Iterator, Sequence

import attrs

from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import KERNEL_SLOT
from model.memory.memory_system import MemorySystem
from model.memory.page_table import ALLOW, PRIVATE, UNMAPPED
from model.memory.tagged_memory import ZERO
from optimized.entries import Entry
from optimized.frames import FramePool
from optimized.lazy_memory import LazyMemory
from properties.laws.comparison import counted_once, implies, isnt, same_entry
from properties.laws.confinement import holds_confined

CopiedMemory = FullCopyMemory | SeparateMemory
"""A memory that shares no frames: every page that shows no other has its own content.
"""


@attrs.frozen
class Probe:
    """One arbitrary place to look at, of which nothing is assumed."""

    slot: int
    other: int
    """A second slot, which may be the same."""
    bystander: int
    """A slot that takes no part in the operation."""
    page: int
    granule: int
    frame: int


def entry_is_sound(memory: LazyMemory, slot: int, page: int) -> bool:
    """A mapped page allows what was asked for, or less as its policy says while it is
    shared; it has a frame that knows it, or shows a page of the kernel's.
    """
    entry = memory.pages.get(slot, page)
    is_private = entry.shows == PRIVATE
    return (
        implies(entry.pte.mapped, _hardware_allows_no_more_than_was_asked(entry))
        & implies(entry.pte.mapped & is_private, _has_its_frame(memory, slot, page))
        & (entry.pte.mapped | same_entry(entry.mapping, UNMAPPED))
        & implies(isnt(is_private), _is_barred_from_tags(entry))
        & shows_what_is_there(memory, slot, page)
    )


def _hardware_allows_no_more_than_was_asked(entry: Entry) -> bool:
    """The mapping passes on capability loads unchanged, and the hardware bits refuse
    every access that the mapping refuses.
    """
    pte, mapping = entry.pte, entry.mapping
    return (
        mapping.mapped
        & (mapping.capability_load == ALLOW)
        & implies(pte.readable, mapping.readable)
        & implies(pte.writable, mapping.writable)
        & implies(pte.executable, mapping.executable)
        & implies(pte.capability_store, mapping.capability_store)
    )


def _has_its_frame(memory: LazyMemory, slot: int, page: int) -> bool:
    """The frame knows the page, and the hardware bits are what the policy says they may
    be. The kernel's pages are never shared by a fork, so the kernel can write them.
    """
    entry = memory.pages.get(slot, page)
    known = memory.frames.get(entry.frame)
    return (
        (known.references >= 1)
        & (known.page == page)
        & memory.policy.is_sound(entry, known, slot)
        & implies(slot == KERNEL_SLOT, entry.pte.writable & (known.home == slot))
    )


def _is_barred_from_tags(entry: Entry) -> bool:
    """A page that shows a kernel page has all hardware bits that its mapping asks for,
    and in one address space no mapping asks for capability stores there.
    """
    return same_entry(entry.pte, entry.mapping) & (isnt(entry.mapping.capability_store))


def shows_what_is_there(memory: MemorySystem, slot: int, page: int) -> bool:
    """What a page shows is a mapped page of the kernel's, which shows no other; the
    kernel's own pages, and pages that are not mapped, show nothing.
    """
    shown = memory.shows(slot, page)
    return (shown == PRIVATE) | (
        (slot != KERNEL_SLOT)
        & memory.pte(slot, page).mapped
        & memory.pte(KERNEL_SLOT, shown).mapped
        & (memory.shows(KERNEL_SLOT, shown) == PRIVATE)
    )


def page_is_sound(memory: MemorySystem, slot: int, page: int) -> bool:
    """A page of a memory that shares no frames: capabilities are loaded as they are,
    and what it shows is there.
    """
    pte = memory.pte(slot, page)
    as_it_is = implies(pte.mapped, pte.capability_load == ALLOW)
    return as_it_is & shows_what_is_there(memory, slot, page)


def granule_is_sound(memory: CopiedMemory, slot: int, page: int, granule: int) -> bool:
    """A granule of a page of its own is what the owner of the slot may hold, where it
    finds its memory, and no capability if it is the kernel's; elsewhere are zeros.
    """
    content = memory.granules.get(slot, (page, granule))
    untagged = isnt(content.tag)
    is_there = memory.pte(slot, page).mapped & (memory.shows(slot, page) == PRIVATE)
    return (
        implies(is_there, holds_confined(memory.layout, content, memory.place(slot)))
        & implies(slot == KERNEL_SLOT, untagged)
        & (is_there | (untagged & (content.data == ZERO.data)))
    )


def frame_is_confined(memory: LazyMemory, frame: int, granule: int) -> bool:
    """What a frame in use holds may be held by the owner of its home; what the kernel
    shows to others is no capability.
    """
    known = memory.frames.get(frame)
    content = memory.granules.get(frame, granule)
    untagged = isnt(content.tag)
    return implies(
        known.references >= 1,
        holds_confined(memory.layout, content, known.home)
        & implies(known.home == KERNEL_SLOT, untagged),
    )


def a_tag_marks_its_page(
    memory: LazyMemory, slot: int, page: int, granule: int
) -> bool:
    """A page whose frame holds a tag is marked capability-dirty; others may be too."""
    entry = memory.pages.get(slot, page)
    content = memory.granules.get(entry.frame, granule)
    return implies(_maps_its_own(entry) & content.tag, entry.pte.capability_dirty)


def writable_means_unshared(
    memory: LazyMemory, slot: int, other: int, page: int
) -> bool:
    """A page that its owner can write has a frame that no other slot maps, unless it
    shows a page of the kernel's.
    """
    here, there = memory.pages.get(slot, page), memory.pages.get(other, page)
    both = _maps_its_own(here) & _maps_its_own(there) & here.pte.writable
    return implies(both, (slot == other) | (here.frame != there.frame))


def _maps_its_own(entry: Entry) -> bool:
    """Whether the entry maps a page with a frame, and does not show a kernel page."""
    return entry.pte.mapped & (entry.shows == PRIVATE)


def maps(memory: LazyMemory, slot: int, frame: int) -> bool:
    """Whether ``slot`` maps ``frame``: it can only at the page that the frame knows."""
    entry = memory.pages.get(slot, memory.frames.get(frame).page)
    return _maps_its_own(entry) & (entry.frame == frame)


def references_cover(memory: LazyMemory, frame: int, slots: Sequence[int]) -> bool:
    """A frame has at least as many references as there are slots here that map it."""
    sharers = counted_once(slots, lambda slot: maps(memory, slot, frame))
    return memory.frames.get(frame).references >= sharers


def unsound_places(memory: LazyMemory, slots: Sequence[int]) -> Iterator[str]:
    """Where an invariant does not hold, in words: nowhere if the memory is sound.

    The function looks at every entry of these slots, and at every granule of every
    frame in use. It does not look at how many references a frame has.
    """
    for slot in slots:
        for page in memory.mapped_pages(slot):
            yield from _unsound_at(memory, slots, slot, page)
    for frame in memory.frames.in_use():
        for granule, _ in memory.granules.cells(frame):
            if not frame_is_confined(memory, frame, granule):
                yield f"granule {granule} of frame {frame}"


def _unsound_at(
    memory: LazyMemory, slots: Sequence[int], slot: int, page: int
) -> Iterator[str]:
    """The invariants that do not hold of one page, in words."""
    place = f"page {page} of slot {slot}"
    if not entry_is_sound(memory, slot, page):
        yield f"the entry of {place}"
    for other in slots:
        if not writable_means_unshared(memory, slot, other, page):
            yield f"{place} is writable and shared with slot {other}"
    for granule, _ in memory.granules.cells(memory.pages.get(slot, page).frame):
        if not a_tag_marks_its_page(memory, slot, page, granule):
            yield f"{place} holds a tag and is not marked"


def assert_invariant(memory: LazyMemory, probe: Probe) -> None:
    """Every invariant, at one arbitrary place."""
    assert entry_is_sound(memory, probe.slot, probe.page)
    assert frame_is_confined(memory, probe.frame, probe.granule)
    assert writable_means_unshared(memory, probe.slot, probe.other, probe.page)
    assert a_tag_marks_its_page(memory, probe.slot, probe.page, probe.granule)


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
            entry = memory.pages.get(slot, page)
            if entry.shows == PRIVATE:
                counted[entry.frame] = counted.get(entry.frame, 0) + 1
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
