"""The decisions of a fork, each a pure function of one entry, frame or granule.

A policy can do only what page-table bits can: there is no trap on one granule except
the capability-load barrier, which looks at its tag.
"""

import attrs

from model.memory.layout import Layout
from model.memory.page_table import ALLOW, PRIVATE, PTE, TRAP
from model.memory.tagged_memory import Granule
from optimized.entries import Entry
from optimized.frames import Frame
from optimized.relocation import relocate_granule


@attrs.frozen
class CoPA:
    """Copy on pointer access: share until somebody writes or loads a pointer.

    After a fork both sides' pages are read-only, and loading a set tag through the
    child's traps. A data load never traps, so the bytes of a capability that is not yet
    relocated show the address it had at home.

    Source:
        Kressel, Lefeuvre, Olivier, "μFork", SOSP 2025, section on CoPA.
    """

    layout: Layout

    def parent_entry(self, entry: Entry) -> Entry:
        """The parent's entry after the fork: it may no longer be written.

        Pages that show the kernel's stay shared and writable.
        """
        if entry.shows != PRIVATE:
            return entry
        return attrs.evolve(entry, pte=attrs.evolve(entry.pte, writable=False))

    def child_entry(self, entry: Entry) -> Entry:
        """The child's entry, from the parent's before: read-only, and trapping."""
        if entry.shows != PRIVATE:
            return entry
        return attrs.evolve(entry, pte=_barred(entry.mapping))

    def protected_entry(self, entry: Entry, pte: PTE, frame: Frame, slot: int) -> Entry:
        """An entry of ``slot`` that is given other bits: what is shared stays barred.

        Whether it is shared is asked of the frame: an entry without its write bit may
        have been mapped so.

        Law:
            ``a_protection_keeps_the_invariant``
        """
        hardware = pte
        if (entry.shows == PRIVATE) & (frame.home != slot):
            hardware = _barred(pte)
        elif (entry.shows == PRIVATE) & (frame.references > 1):
            hardware = attrs.evolve(pte, writable=False)
        return attrs.evolve(entry, pte=hardware, mapping=pte)

    def frame_after_fork(self, frame: Frame) -> Frame:
        """A frame of the parent, when the child has come to share it."""
        return attrs.evolve(frame, references=frame.references + 1)

    def frame_after_leaving(self, frame: Frame) -> Frame:
        """A shared frame, when one page stops using it."""
        return attrs.evolve(frame, references=frame.references - 1)

    def copied(self, granule: Granule, home: int, slot: int) -> Granule:
        """A granule of a shared frame, in the copy made for ``slot``."""
        return relocate_granule(self.layout, granule, home, slot)

    def taken_over(self, granule: Granule, home: int, slot: int) -> Granule:
        """A granule of a frame that only ``slot`` uses, when it becomes its own."""
        return self.copied(granule, home, slot)


def _barred(pte: PTE) -> PTE:
    """The bits of a page whose frame is another's: read-only, and trapping."""
    if pte.capability_load == ALLOW:
        pte = attrs.evolve(pte, capability_load=TRAP)
    return attrs.evolve(pte, writable=False)


@attrs.frozen
class NaiveCoW(CoPA):
    """Copy on write as a Unix kernel does it, in one address space: unsound on purpose.

    Nothing is relocated and no pointer load traps, so the child is handed the parent's
    capabilities as they are.
    """

    def child_entry(self, entry: Entry) -> Entry:
        """The child's entry: the same as the parent's."""
        return self.parent_entry(entry)

    def copied(self, granule: Granule, home: int, slot: int) -> Granule:
        """A granule of a shared frame, in the copy: the same bits."""
        del home, slot
        return granule


POLICIES = {"copa": CoPA, "naive-cow": NaiveCoW}
"""The policies of a lazy memory by name."""
