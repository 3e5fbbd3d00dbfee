"""Copy on pointer access with nothing left unhidden."""

from typing import ClassVar

import attrs

from model.memory.page_table import PTE
from optimized.entries import Entry
from optimized.frames import Frame
from optimized.policy import Observation, Policy


@attrs.frozen
class CoPAStrict(Policy):
    """Share until one side writes, or the child accesses a page that may hold tags.

    The capability-dirty mark tells at the fork which pages may: they are inaccessible
    to the child, so that not even a data load sees a capability of the parent's. All
    other pages are read-only without a barrier, because there is nothing to relocate.
    The mark is set too often, never too seldom: a page may be copied in vain.

    Source:
        Arm Morello supplement, the dirty state of capabilities in translation table
        descriptors. The policy is this project's.
    """

    name: ClassVar[str] = "copa-strict"
    unhidden: ClassVar[frozenset[Observation]] = frozenset()

    def shared_at_home(self, pte: PTE) -> PTE:
        """Read-only."""
        return attrs.evolve(pte, writable=False)

    def shared_away(self, pte: PTE) -> PTE:
        """Read-only, or inaccessible if the page may hold tags."""
        untagged = not pte.capability_dirty
        return attrs.evolve(
            pte,
            readable=pte.readable & untagged,
            writable=False,
            executable=pte.executable & untagged,
        )

    def is_sound(self, entry: Entry, frame: Frame, slot: int) -> bool:
        """Only stores are withheld, or every access.

        While the frame is written for another slot, stores are withheld, and every
        access if the page is marked.
        """
        pte, mapping = entry.pte, entry.mapping
        tags_as_mapped = (pte.capability_load == mapping.capability_load) & (
            pte.capability_store == mapping.capability_store
        )
        reads_as_mapped = (pte.readable == mapping.readable) & (
            pte.executable == mapping.executable
        )
        cannot_write = pte.writable == False  # noqa: E712
        may_be_read = (frame.home == slot) | (
            cannot_write & (pte.capability_dirty == False)  # noqa: E712
        )
        is_inaccessible = cannot_write & ((pte.readable | pte.executable) == False)  # noqa: E712
        return tags_as_mapped & (is_inaccessible | (reads_as_mapped & may_be_read))
