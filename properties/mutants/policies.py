"""Mutants of the lazy fork: policies with one decision wrong, and its handler."""

from abc import abstractmethod

import attrs

from model.isa.capability import Capability
from model.isa.encoding import encode
from model.memory.layout import Layout
from model.memory.page_table import PRIVATE, PTE
from model.memory.tagged_memory import Granule, capability_of, granule_of
from optimized.entries import Entry, marked_as
from optimized.frames import Frame
from optimized.policies.copa import CoPA
from optimized.relocation import shift
from properties.mutants.mutant import (
    PROTOTYPE,
    Area,
    Assertion,
    Decisions,
    Fuzz,
    Mutant,
    Oracle,
    Proof,
)


class NoLoadBarrier(CoPA):
    """The child may load capabilities from shared pages."""

    def child_entry(self, entry: Entry) -> Entry:
        """Read-only, and nothing else."""
        return self.parent_entry(entry)


class RelocateByAddress(CoPA):
    """Capabilities that point into the home region are moved, and no others."""

    def copied(self, granule: Granule, home: int, slot: int) -> Granule:
        """Decide by where it points."""
        capability = capability_of(self.layout.format, granule)
        region = self.layout.region(home)
        points_home = (region.base <= capability.value) & (
            capability.value < region.top
        )
        if not (granule.tag & points_home):
            return granule
        return granule_of(shift(capability, self.layout.displacement(home, slot)))


class ParentKeepsWrite(CoPA):
    """The parent may go on writing the pages that it shares."""

    def parent_entry(self, entry: Entry) -> Entry:
        """Unchanged."""
        return entry


class ReuseWithoutRelocating(CoPA):
    """The last page that uses a frame takes it over with its content as it is."""

    def taken_over(self, granule: Granule, home: int, slot: int) -> Granule:
        """The same bits."""
        del home, slot
        return granule


class RefcountNotDropped(CoPA):
    """A page that leaves a shared frame is still counted."""

    def frame_after_leaving(self, frame: Frame) -> Frame:
        """Unchanged."""
        return frame


class SecondChildForgotten(CoPA):
    """A frame that is shared already is not counted again."""

    def frame_after_fork(self, frame: Frame) -> Frame:
        """Two pages use it, whoever did before."""
        return attrs.evolve(frame, references=2)


class Arriving(CoPA):
    """What is relocated arrives with something changed."""

    def copied(self, granule: Granule, home: int, slot: int) -> Granule:
        """As it should be, and then changed, if it has its tag."""
        moved = super().copied(granule, home, slot)
        if not moved.tag:
            return moved
        capability = capability_of(self.layout.format, moved)
        return granule_of(self.arrived(capability, slot))

    @abstractmethod
    def arrived(self, capability: Capability, slot: int) -> Capability:
        """What ``slot`` gets in place of a capability."""


class WidenOnRelocation(Arriving):
    """Bounds are taken from what memory can be mapped, rounded up to granules."""

    def arrived(self, capability: Capability, slot: int) -> Capability:
        """One granule too long."""
        del slot
        return _widened(self.layout, capability)


def _widened(layout: Layout, capability: Capability) -> Capability:
    """The capability with a granule more at its top."""
    bounds = capability.bounds
    longer = bounds.length + layout.format.granule
    field = encode(layout.format, bounds.base, longer).field
    return attrs.evolve(capability, bounds_field=field)


class SealLost(Arriving):
    """What was sealed arrives unsealed."""

    def arrived(self, capability: Capability, slot: int) -> Capability:
        """Everything but the otype."""
        del slot
        return attrs.evolve(capability, otype=capability.format.otypes.unsealed)


class ProtectIgnoresSharing(CoPA):
    """A page that is given other bits gets all of them, shared or not."""

    def protected_entry(self, entry: Entry, pte: PTE, frame: Frame, slot: int) -> Entry:
        """What was asked for, at once."""
        del frame, slot
        return attrs.evolve(entry, pte=marked_as(pte, entry.pte), mapping=pte)


class ProtectLiftsBarrier(CoPA):
    """A shared page that is given other bits is read-only, and no more than that."""

    def protected_entry(self, entry: Entry, pte: PTE, frame: Frame, slot: int) -> Entry:
        """Read-only if another page is known to use the frame."""
        del slot
        is_shared = (entry.shows == PRIVATE) & (frame.references > 1)
        hardware = marked_as(pte, entry.pte)
        if is_shared:
            hardware = self.shared_at_home(hardware)
        return attrs.evolve(entry, pte=hardware, mapping=pte)


class SharedMemoryCopied(CoPA):
    """Shared memory is copied on write after a fork, like all other memory."""

    def parent_entry(self, entry: Entry) -> Entry:
        """Read-only, whatever the page shows."""
        return attrs.evolve(entry, pte=attrs.evolve(entry.pte, writable=False))

    def child_entry(self, entry: Entry) -> Entry:
        """Read-only, and trapping, whatever the page shows."""
        barred = super().child_entry(attrs.evolve(entry, shows=PRIVATE))
        return attrs.evolve(barred, shows=entry.shows)


class FrameFreedTooEarly(CoPA):
    """A frame is taken to be free when one of the pages that use it leaves."""

    def frame_after_leaving(self, frame: Frame) -> Frame:
        """No page uses it."""
        return attrs.evolve(frame, references=0)


MUTANTS = (
    Mutant(
        "no-load-barrier",
        Area.POLICY,
        "the child loads capabilities from shared pages without a trap",
        Decisions(NoLoadBarrier),
        (Proof("fork_keeps_the_invariant"), Fuzz()),
        source="uFork, SOSP 2025, on why copy-on-write alone is unsound",
    ),
    Mutant(
        "relocate-by-address",
        Area.POLICY,
        "relocation looks at where a capability points, not at its bounds",
        Decisions(RelocateByAddress),
        (Proof("the_fast_relocation_is_the_relocation"), Fuzz()),
        source=PROTOTYPE,
    ),
    Mutant(
        "parent-keeps-write",
        Area.POLICY,
        "the parent's pages stay writable while they are shared",
        Decisions(ParentKeepsWrite),
        (Proof("fork_keeps_the_invariant"), Fuzz(), Oracle("copa")),
    ),
    Mutant(
        "reuse-without-relocating",
        Area.POLICY,
        "the last page of a frame takes it over without relocating it",
        Decisions(ReuseWithoutRelocating),
        (Proof("a_capability_load_agrees_with_full_copy"), Fuzz()),
    ),
    Mutant(
        "refcount-not-dropped",
        Area.POLICY,
        "a page that leaves a frame is still counted",
        Decisions(RefcountNotDropped),
        (Proof("exit_keeps_the_invariant"), Fuzz()),
        source=f"{PROTOTYPE}; phoenix-rtos-kernel 1266",
    ),
    Mutant(
        "second-child-forgotten",
        Area.POLICY,
        "a third page that shares a frame is not counted",
        Decisions(SecondChildForgotten),
        (
            Proof("fork_keeps_the_invariant"),
            Fuzz(),
            Oracle("copa"),
            Assertion("reports/nanvix-2512-chained-forks"),
        ),
        source=PROTOTYPE,
    ),
    Mutant(
        "widen-on-relocation",
        Area.POLICY,
        "relocated capabilities are a granule longer",
        Decisions(WidenOnRelocation),
        (
            Proof("the_fast_relocation_is_the_relocation"),
            Proof("relocations_compose"),
            Fuzz(),
        ),
        source=PROTOTYPE,
    ),
    Mutant(
        "seal-lost",
        Area.POLICY,
        "sealed capabilities arrive unsealed",
        Decisions(SealLost),
        (Proof("the_fast_relocation_is_the_relocation"), Fuzz()),
        source=PROTOTYPE,
    ),
    Mutant(
        "protect-ignores-sharing",
        Area.POLICY,
        "a shared page that is made writable can be written at once",
        Decisions(ProtectIgnoresSharing),
        (Proof("a_protection_keeps_the_invariant"), Fuzz()),
        source="cow.c of Linux, whose tests toggle mprotect",
    ),
    Mutant(
        "protect-lifts-barrier",
        Area.POLICY,
        "a shared page that is given other bits traps capability loads no more",
        Decisions(ProtectLiftsBarrier),
        (Proof("a_protection_keeps_the_invariant"), Fuzz()),
    ),
    Mutant(
        "shared-memory-copied",
        Area.POLICY,
        "after a fork, shared memory is copied when it is stored to",
        Decisions(SharedMemoryCopied),
        (Proof("fork_keeps_the_invariant"), Fuzz()),
        source="SerenityOS 24638; elfuse 16",
    ),
    Mutant(
        "frame-freed-too-early",
        Area.POLICY,
        "a frame is free when one of the pages that use it leaves",
        Decisions(FrameFreedTooEarly),
        (
            Proof("exit_keeps_the_invariant"),
            Fuzz(),
            Assertion("reports/nyx-82-many-children"),
        ),
        source=f"{PROTOTYPE}; nyx-os 82",
    ),
)
"""The mutants."""
