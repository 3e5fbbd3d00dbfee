"""Naive copy on write: what a Unix kernel does, in one address space."""

from typing import ClassVar

import attrs

from model.memory.page_table import PTE
from model.memory.tagged_memory import Granule
from optimized.entries import Entry
from optimized.frames import Frame
from optimized.policy import Observation, Policy


@attrs.frozen
class NaiveCoW(Policy):
    """Share read-only until one side writes: unsound on purpose.

    Nothing in memory is relocated and no capability load traps, so the child loads the
    parent's capabilities as they are.
    """

    name: ClassVar[str] = "naive-cow"
    unhidden: ClassVar[frozenset[Observation]] = frozenset(
        {Observation.CAPABILITY_BYTES}
    )

    def shared_at_home(self, pte: PTE) -> PTE:
        """Read-only."""
        return attrs.evolve(pte, writable=False)

    def shared_away(self, pte: PTE) -> PTE:
        """Read-only."""
        return attrs.evolve(pte, writable=False)

    def is_sound(self, entry: Entry, frame: Frame, slot: int) -> bool:
        """A page may be written only if its frame is written for its slot."""
        return (frame.home == slot) | (entry.pte.writable == False)  # noqa: E712

    def copied(self, granule: Granule, home: int, slot: int) -> Granule:
        """A granule of a shared frame, in the copy: the same bits."""
        del home, slot
        return granule
