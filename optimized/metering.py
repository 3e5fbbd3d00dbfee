"""What lazy copying costs, counted while the memory works; no program observes it.

The counts are those of a kernel that does the same on pages of hardware: a page is
scanned whole, and an entry is written once each time that its bits change.

Source:
    Kressel, Lefeuvre, Olivier, "μFork", SOSP 2025, whose figures are of fork latency,
    of pages copied, and of proportional memory.
"""

from collections import Counter
from fractions import Fraction

import attrs

from model.memory.layout import Location
from model.memory.page_table import PTE
from optimized.fault_handler import Access, Kind
from optimized.lazy_memory import LazyMemory


@attrs.define(eq=False)
class Costs:
    """The work that was done for one μprocess."""

    faults: Counter[Kind] = attrs.field(factory=Counter)
    """Accesses for which a page got a frame of its own, by their kind."""
    eager: int = 0
    """Pages that got a frame of their own at the fork, because the image says so."""
    copied: int = 0
    """Frames copied."""
    taken_over: int = 0
    """Frames that a page took over, because no other used them any more."""
    scanned: int = 0
    """Granules that were looked at for tags."""
    relocated: int = 0
    """Capabilities that were relocated in memory."""
    entries: int = 0
    """Page-table entries written, by forks and by faults."""
    tables: int = 0
    """Page tables copied, directories among them, because another slot has them."""
    invalidations: int = 0
    """Times that the hardware has to forget translations: those of the whole range at a
    fork or exit, and else those of the one page whose entry changes."""

    @property
    def frames(self) -> int:
        """Frames that pages got for themselves, copied or taken over."""
        return self.copied + self.taken_over


@attrs.frozen
class Usage:
    """The memory that one μprocess uses, in pages."""

    mapped: int
    """Pages of its own, not those that show the kernel's."""
    proportional: Fraction
    """Each frame counts as the part of it that falls to this μprocess."""
    unique: int
    """Frames that no other μprocess uses."""


@attrs.define(eq=False)
class MeteredMemory(LazyMemory):
    """A lazy memory that counts its work, and does nothing else otherwise."""

    costs: dict[int, Costs] = attrs.field(factory=dict)
    """Those of the present owners, by slot."""
    past: list[Costs] = attrs.field(factory=list)
    """Those of owners whose slot was forked into since."""

    def costs_of(self, slot: int) -> Costs:
        """The costs of the present owner of a slot."""
        return self.costs.setdefault(slot, Costs())

    def usage(self, slot: int) -> Usage:
        """How much memory the owner of a slot uses now."""
        frames = (self.frame_at(slot, page) for page in self.mapped_pages(slot))
        used = self.sharing()
        sharers = [used[frame].references for frame in frames if frame is not None]
        parts = sum((Fraction(1, count) for count in sharers), Fraction())
        return Usage(len(sharers), parts, sharers.count(1))

    def resolve(self, at: Location, access: Access) -> None:
        """Let an access go on, and count it if its page got a frame for it.

        Raises:
            Fault: The page was not mapped to allow it.
        """
        costs = self.costs_of(at.slot)
        before = costs.frames
        super().resolve(at, access)
        costs.faults[access.kind] += costs.frames - before

    def fork(self, parent: int, child: int) -> None:
        """Share every page of ``parent``; both get entries for all of them."""
        self.past.append(self.costs_of(child))
        self.costs[child] = Costs()
        for slot in (parent, child):
            self.costs_of(slot).entries += self.entries_of_fork(parent)
            self.costs_of(slot).invalidations += 1
        super().fork(parent, child)

    def protect(self, slot: int, page: int, pte: PTE) -> None:
        """Replace the bits of a mapped page."""
        self.costs_of(slot).invalidations += 1
        super().protect(slot, page, pte)

    def unmap(self, slot: int, page: int) -> None:
        """Unmap a page."""
        self.costs_of(slot).invalidations += self.pte(slot, page).mapped
        super().unmap(slot, page)

    def exit(self, slot: int) -> None:
        """Unmap every page of a slot."""
        self.costs_of(slot).invalidations += 1
        super().exit(slot)

    def copy_now(self, slot: int, page: int) -> None:
        """Give a page a frame of its own, and count it if it had none."""
        costs = self.costs_of(slot)
        before = costs.frames
        super().copy_now(slot, page)
        costs.eager += costs.frames - before

    def entries_of_fork(self, parent: int) -> int:
        """How many entries of each side a fork writes: those of all pages."""
        return len(self.mapped_pages(parent))

    def _make_own(self, slot: int, page: int) -> None:
        """Give a page a frame of its own."""
        costs, frame = self.costs_of(slot), self.pages.get(slot, page).frame
        known = self.frames.get(frame)
        if known.references == 1:
            costs.taken_over += 1
        else:
            costs.copied += 1
        if known.home != slot:
            held = self.granules.cells(frame)
            costs.scanned += self.layout.page_granules
            costs.relocated += sum(granule.tag for _, granule in held)
        costs.entries += 1
        costs.invalidations += 1
        super()._make_own(slot, page)
