"""Small worlds: every lazy memory of one page and one granule that is sound.

Up to three slots map up to two frames, whose homes may be slots that live no more. What
a sound memory is, the invariants say; the full copy beside it is what it abstracts to.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import product

import attrs

from model.memory.full_copy import FullCopyMemory
from model.memory.layout import TOY_LAYOUT, Layout, Location
from model.memory.page_table import ALLOW, PTE, TRAP
from model.memory.tagged_memory import Granule
from optimized.entries import ABSENT, Entry
from optimized.frames import Frame
from optimized.lazy_memory import LazyMemory
from optimized.policies import CoPA
from properties.laws.forking import Pair
from properties.laws.invariants import (
    Probe,
    entry_is_sound,
    frame_is_confined,
    writable_means_unshared,
)

LIVE = (1, 2, 3)
"""The slots that may map the page."""

SLOTS = (1, 2, 3, 4)
"""Those, and one that is empty but may be the home of a frame."""

PAGE = 0


@attrs.frozen
class World:
    """A lazy memory as values; what is not here is empty."""

    entries: tuple[tuple[int, Entry], ...]
    """By slot."""
    homes: tuple[int, ...]
    """By frame."""
    contents: tuple[Granule, ...]
    """By frame."""
    policy: Callable[[Layout], CoPA] = CoPA

    @property
    def slots(self) -> tuple[int, ...]:
        """The slots that map the page."""
        return tuple(slot for slot, _ in self.entries)

    def lazy(self) -> LazyMemory:
        """The memory, made anew."""
        memory = LazyMemory(self.policy(TOY_LAYOUT))
        frames = [entry.frame for _, entry in self.entries]
        for slot, entry in self.entries:
            memory.pages.set(slot, PAGE, entry)
        for frame, home in enumerate(self.homes):
            memory.frames.set(frame, Frame(frames.count(frame), home, PAGE))
            memory.granules.set(frame, 0, self.contents[frame])
        return memory

    def pair(self) -> Pair:
        """The memory, and the full copy of what can be seen in it."""
        lazy = self.lazy()
        return Pair(lazy, abstracted(lazy))


def abstracted(lazy: LazyMemory) -> FullCopyMemory:
    """The full copy that shows what a lazy memory shows."""
    reference = FullCopyMemory(TOY_LAYOUT)
    for slot in SLOTS:
        reference.pages.set(slot, PAGE, lazy.pte(slot, PAGE))
        seen = lazy.peek(Location(slot, PAGE, 0))
        reference.granules.set(slot, (PAGE, 0), seen)
    return reference


def is_sound(world: World) -> bool:
    """Whether every invariant holds everywhere."""
    memory = world.lazy()
    return (
        all(entry_is_sound(memory, slot, PAGE) for slot in SLOTS)
        and all(frame_is_confined(memory, frame, 0) for frame in range(2))
        and all(
            writable_means_unshared(memory, slot, other, PAGE)
            for slot, other in product(SLOTS, repeat=2)
        )
    )


@cache
def tables() -> tuple[tuple[tuple[int, Entry], ...], ...]:
    """Every page table of the slots that live, frames numbered as they appear."""
    bits = [
        (PTE(writable=now, capability_load=load), PTE(writable=asked))
        for now, asked in ((True, True), (False, True), (False, False))
        for load in (ALLOW, TRAP)
    ]
    entries = [Entry(frame, *pair) for frame in range(2) for pair in bits]
    return tuple(
        tuple(
            (slot, entry)
            for slot, entry in zip(LIVE, row, strict=True)
            if entry.pte.mapped
        )
        for row in product((ABSENT, *entries), repeat=len(LIVE))
        if _is_numbered(row)
    )


def _is_numbered(row: Sequence[Entry]) -> bool:
    """Whether the first frame that is mapped is 0, and the next 1."""
    used = list(dict.fromkeys(entry.frame for entry in row if entry.pte.mapped))
    return used == list(range(len(used)))


def worlds(contents: Callable[[int], Sequence[Granule]]) -> Iterator[World]:
    """Every sound world with these contents, given by the home of the frame."""
    for entries in tables():
        frames = len({entry.frame for _, entry in entries})
        for homes in product(SLOTS, repeat=frames):
            if is_sound(
                World(entries, homes, tuple(contents(home)[0] for home in homes))
            ):
                for held in product(*(contents(home) for home in homes)):
                    yield World(entries, homes, held)


def probes(acting: Sequence[int]) -> list[Probe]:
    """Every place to look at; ``acting`` take part in the operation.

    A law looks at slot and other, and apart from them at frame and bystander: each two
    are there in every combination, not all four.
    """
    pairs = list(product(SLOTS, repeat=2))
    bystanders = [slot for slot in (*SLOTS, 5) if slot not in acting]
    frames = list(product(range(3), bystanders))
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
