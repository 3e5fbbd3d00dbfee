"""Mutants of the policies that leave nothing unhidden, copa-strict and coa."""

import attrs

from model.memory.page_table import PTE
from model.memory.tagged_memory import Granule
from optimized.entries import Entry
from optimized.policies.coa import CoA
from optimized.policies.copa_strict import CoPAStrict
from properties.mutants.mutant import Area, Decisions, Fuzz, Mutant, Proof


class SharedPageLeftReadable(CoA):
    """A shared page may be read, as under copy on write."""

    def shared_at_home(self, pte: PTE) -> PTE:
        """Read-only."""
        return attrs.evolve(pte, writable=False)


class ChildInheritsAccess(CoA):
    """The child may do with a shared page what the parent could."""

    def child_entry(self, entry: Entry) -> Entry:
        """The parent's."""
        return entry


class HandlerForgetsRelocation(CoA):
    """A page gets a frame of its own with the content as it is."""

    def copied(self, granule: Granule, home: int, slot: int) -> Granule:
        """The same bits."""
        del home, slot
        return granule


class MarkIgnored(CoPAStrict):
    """The child may read every page, whether it may hold tags or not."""

    def shared_away(self, pte: PTE) -> PTE:
        """Read-only."""
        return self.shared_at_home(pte)


class MarkNotHandedDown(CoPAStrict):
    """The child's pages are not marked, whatever they hold."""

    def child_entry(self, entry: Entry) -> Entry:
        """Barred as it should be, and without the mark."""
        barred = super().child_entry(entry)
        return barred.with_hardware(attrs.evolve(barred.pte, capability_dirty=False))


MUTANTS = (
    Mutant(
        "shared-page-left-readable",
        Area.POLICY,
        "under coa, pages that are shared can be read",
        Decisions(SharedPageLeftReadable),
        (Proof("fork_keeps_the_invariant"), Fuzz(policy=CoA.name)),
    ),
    Mutant(
        "child-inherits-access",
        Area.POLICY,
        "under coa, the child's pages are as accessible as the parent's were",
        Decisions(ChildInheritsAccess),
        (Proof("fork_keeps_the_invariant"), Fuzz(policy=CoA.name)),
    ),
    Mutant(
        "handler-forgets-relocation",
        Area.POLICY,
        "under coa, a page is copied for the child without relocating it",
        Decisions(HandlerForgetsRelocation),
        (Proof("the_fast_relocation_is_the_relocation"), Fuzz(policy=CoA.name)),
    ),
    Mutant(
        "mark-ignored",
        Area.POLICY,
        "under copa-strict, the child reads pages that hold capabilities",
        Decisions(MarkIgnored),
        (Proof("fork_keeps_the_invariant"), Fuzz(policy=CoPAStrict.name)),
    ),
    Mutant(
        "mark-not-handed-down",
        Area.POLICY,
        "under copa-strict, a child's page is not known to hold tags when it forks",
        Decisions(MarkNotHandedDown),
        (Proof("fork_keeps_the_invariant"), Fuzz(policy=CoPAStrict.name)),
    ),
)
"""The mutants."""
