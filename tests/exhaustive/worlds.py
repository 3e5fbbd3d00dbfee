"""Small worlds: every lazy memory of one page and one granule that is sound.

Up to three slots map up to two frames, whose homes may be slots that live no more, or
show the kernel's page. What a sound memory is, the invariants say; the full copy beside
it is what it abstracts to.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import product

import attrs

from model.memory.layout import KERNEL_SLOT, TOY_LAYOUT
from model.memory.page_table import PRIVATE, PTE
from model.memory.tagged_memory import Granule
from optimized.entries import ABSENT, Entry
from optimized.frames import Frame
from optimized.lazy_memory import LazyMemory
from optimized.policies.copa import CoPA
from optimized.policy import Policy
from properties.laws.agreement import Pair, full_copy_of
from properties.laws.memory.invariants import (
    Probe,
    a_tag_marks_its_page,
    entry_is_sound,
    frame_is_confined,
    writable_means_unshared,
)

LIVE = (1, 2, 3)
"""The slots that may map the page."""

SLOTS = (1, 2, 3, 4)
"""Those, and one that is empty but may be the home of a frame."""

PAGE = 1
"""The page of every slot that is looked at; the kernel's is the one that others show.
"""

KERNELS_OWN = PTE()
"""The bits of the kernel's page."""

NO_TAGS = PTE(capability_store=False)
"""The bits of a page that shows it, and may be written."""


@attrs.frozen
class World:
    """A lazy memory as values; what is not here is empty."""

    entries: tuple[tuple[int, Entry], ...]
    """By slot."""
    homes: tuple[int, ...]
    """By frame."""
    contents: tuple[Granule, ...]
    """By frame."""
    policy: type[Policy] = CoPA

    @property
    def slots(self) -> tuple[int, ...]:
        """The slots of processes that map the page."""
        return tuple(slot for slot, _ in self.entries if slot != KERNEL_SLOT)

    @property
    def everyone(self) -> tuple[int, ...]:
        """The slots that an operation may be on: the kernel's if it has a page, or if
        nobody has one.
        """
        with_kernel = len(self.entries) in {0, len(self.slots) + 1}
        return (KERNEL_SLOT, *SLOTS) if with_kernel else SLOTS

    def lazy(self) -> LazyMemory:
        """The memory, made anew."""
        memory = LazyMemory(self.policy(TOY_LAYOUT))
        frames = [e.frame for _, e in self.entries if e.shows == PRIVATE]
        for slot, entry in self.entries:
            memory.pages.set(slot, PAGE, entry)
        for frame, home in enumerate(self.homes):
            memory.frames.set(frame, Frame(frames.count(frame), home, PAGE))
            memory.granules.set(frame, 0, self.contents[frame])
        return memory

    def pair(self) -> Pair:
        """The memory, and the full copy of what can be seen in it."""
        lazy = self.lazy()
        return Pair(lazy, full_copy_of(lazy, (KERNEL_SLOT, *SLOTS)))


def is_sound(world: World) -> bool:
    """Whether every invariant holds everywhere."""
    memory = world.lazy()
    return (
        all(entry_is_sound(memory, slot, PAGE) for slot in world.everyone)
        and all(a_tag_marks_its_page(memory, slot, PAGE, 0) for slot in world.everyone)
        and all(frame_is_confined(memory, frame, 0) for frame in range(3))
        and all(
            writable_means_unshared(memory, slot, other, PAGE)
            for slot, other in product(world.everyone, repeat=2)
        )
    )


Row = tuple[tuple[int, Entry], ...]
"""The entries of one page table, by slot."""


@cache
def private_entries(policy: type[Policy]) -> tuple[Entry, ...]:
    """Every entry of a page that has one of two frames, whatever the policy makes of
    the bits that the page was mapped with; the hardware has marked them all.
    """
    makes = policy(TOY_LAYOUT)
    bits = [
        (hardware, mapping)
        for mapping in (PTE(), PTE(writable=False))
        for marked in (attrs.evolve(mapping, capability_dirty=True),)
        for hardware in dict.fromkeys(
            (marked, makes.shared_at_home(marked), makes.shared_away(marked))
        )
    ]
    return tuple(Entry(frame, *pair) for frame in range(2) for pair in bits)


def _rows(*choices: Sequence[Entry]) -> Iterator[Row]:
    """Every page table of the slots that live, frames numbered as they appear."""
    for row in product(*choices):
        if _is_numbered(row):
            entries = zip(LIVE, row, strict=True)
            yield tuple((slot, entry) for slot, entry in entries if entry.pte.mapped)


def _is_numbered(row: Sequence[Entry]) -> bool:
    """Whether the first frame that is mapped is 0, and the next 1."""
    used = list(
        dict.fromkeys(e.frame for e in row if e.pte.mapped and e.shows == PRIVATE)
    )
    return used == list(range(len(used)))


@cache
def tables(policy: type[Policy]) -> tuple[Row, ...]:
    """Every page table of processes that share nothing but frames."""
    return tuple(_rows(*((ABSENT, *private_entries(policy)),) * len(LIVE)))


@cache
def sharing_tables(policy: type[Policy]) -> tuple[Row, ...]:
    """Page tables with the kernel's page, and of two processes, or three if the third
    shows it; without any process, too.
    """
    showing = [
        Entry(0, bits, bits, shows=PAGE)
        for bits in (NO_TAGS, attrs.evolve(NO_TAGS, writable=False))
    ]
    any_entry = (ABSENT, *private_entries(policy), *showing)
    found = []
    for row in _rows(any_entry, any_entry, (ABSENT, showing[0])):
        if not row or any(entry.shows == PAGE for _, entry in row):
            used = {entry.frame for _, entry in row if entry.shows == PRIVATE}
            kernels = Entry(len(used), KERNELS_OWN, KERNELS_OWN)
            found.append(((KERNEL_SLOT, kernels), *row))
    return tuple(found)


def worlds(
    contents: Callable[[int], Sequence[Granule]], policy: type[Policy] = CoPA
) -> Iterator[World]:
    """Every sound world with these contents, given by the home of the frame."""
    for entries in (*tables(policy), *sharing_tables(policy)):
        frames = {entry.frame for _, entry in entries if entry.shows == PRIVATE}
        has_kernel = bool(entries) and entries[0][0] == KERNEL_SLOT
        own = (KERNEL_SLOT,) * has_kernel
        for theirs in product(SLOTS, repeat=len(frames) - has_kernel):
            homes = (*theirs, *own)
            first = tuple(contents(home)[0] for home in homes)
            if is_sound(World(entries, homes, first, policy)):
                for held in product(*(contents(home) for home in homes)):
                    yield World(entries, homes, held, policy)


def probes(world: World, acting: Sequence[int]) -> list[Probe]:
    """Every place to look at; ``acting`` take part in the operation.

    A law looks at slot and other, and apart from them at frame and bystander: each two
    are there in every combination, not all four.
    """
    pairs = list(product(world.everyone, repeat=2))
    bystanders = [slot for slot in (*world.everyone, 5) if slot not in acting]
    frames = list(product(range(4), bystanders))
    return [
        Probe(
            slot=pairs[index % len(pairs)][0],
            other=pairs[index % len(pairs)][1],
            bystander=frames[index % len(frames)][1],
            page=PAGE,
            granule=0,
            frame=frames[index % len(frames)][0],
        )
        for index in range(max(len(pairs), len(frames)))
    ]
