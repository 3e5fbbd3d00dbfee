"""Mutants after defects of the published prototype, each with its source.

Source:
    Kressel, Lefeuvre, Olivier, "μFork", SOSP 2025: the artifact's ``copy_page``,
    ``move_capability``, ``sfork`` and its fault handlers, as they were published.
"""

import attrs

from model.isa.capability import Capability, root
from model.memory.tagged_memory import Granule, capability_of, granule_of
from optimized.entries import Entry
from optimized.policies.copa import CoPA
from optimized.relocation import shift
from properties.mutants.mutant import (
    PROTOTYPE,
    Area,
    Decisions,
    Edit,
    Fuzz,
    Killer,
    Mutant,
    Proof,
)
from properties.mutants.policies import Arriving


class WholeRegionOnRelocation(Arriving):
    """What arrives has authority over the child's whole region."""

    def arrived(self, capability: Capability, slot: int) -> Capability:
        """The right address, and the bounds of the region."""
        region = self.layout.region(slot)
        whole = root(self.layout.format, region.base, region.top)
        return attrs.evolve(capability, bounds_field=whole.bounds_field)


class RootPermissionsOnRelocation(Arriving):
    """What arrives has every permission."""

    def arrived(self, capability: Capability, slot: int) -> Capability:
        """The right bounds, and the permissions of a root."""
        del slot
        everything = root(self.layout.format).perms_field
        return attrs.evolve(capability, perms_field=everything)


class OtherRegionsKept(CoPA):
    """What leads to a third region arrives as it is."""

    def copied(self, granule: Granule, home: int, slot: int) -> Granule:
        """Moved if it is the home's; else the same bits, tag included."""
        capability = capability_of(self.layout.format, granule)
        is_homes = capability.bounds.within(self.layout.region(home))
        return super().copied(granule, home, slot) if is_homes else granule


class DistanceWithoutSign(CoPA):
    """What moves to a lower slot is moved upwards."""

    def copied(self, granule: Granule, home: int, slot: int) -> Granule:
        """Moved by the distance between the slots, whichever is lower."""
        moved = super().copied(granule, home, slot)
        if not (granule.tag & moved.tag):
            return moved
        distance = abs(self.layout.displacement(home, slot))
        capability = capability_of(self.layout.format, granule)
        return granule_of(shift(capability, distance))


class ChildMapsWritable(CoPA):
    """Pages that the parent cannot write are mapped writable for the child."""

    def child_entry(self, entry: Entry) -> Entry:
        """Barred as it should be; the mapping asks for stores, too."""
        barred = super().child_entry(entry)
        mapping = attrs.evolve(barred.mapping, writable=barred.mapping.mapped)
        return attrs.evolve(barred, mapping=mapping)


def of_policy(
    name: str,
    text: str,
    policy: type[CoPA],
    law: str,
    source: str = PROTOTYPE,
    *also: Killer,
) -> Mutant:
    """A policy, refuted by the proof of a law, and found by random programs."""
    killers = (Proof(law), Fuzz(), *also)
    return Mutant(name, Area.POLICY, text, Decisions(policy), killers, source=source)


_RELOCATION = "the_fast_relocation_is_the_relocation"

MUTANTS = (
    of_policy(
        "whole-region-on-relocation",
        "a relocated capability has authority over the child's whole region",
        WholeRegionOnRelocation,
        _RELOCATION,
    ),
    of_policy(
        "root-permissions-on-relocation",
        "a relocated capability has every permission",
        RootPermissionsOnRelocation,
        _RELOCATION,
    ),
    of_policy(
        "other-regions-kept",
        "a capability to a third region arrives with its tag",
        OtherRegionsKept,
        _RELOCATION,
    ),
    of_policy(
        "distance-without-sign",
        "what is relocated to a lower slot is moved upwards",
        DistanceWithoutSign,
        _RELOCATION,
    ),
    of_policy(
        "child-maps-writable",
        "a child may write pages that its parent may only read",
        ChildMapsWritable,
        "fork_agrees_with_full_copy",
    ),
    Mutant(
        "slot-not-scrubbed",
        Area.MEMORY,
        "the pages of a process that ended stay in its slot until it is forked into",
        Edit(
            "optimized.lazy_memory:LazyMemory.exit",
            "self.pages.clear(slot)",
            "self.pages.get(slot, 0)",
        ),
        (Proof("exit_agrees_with_full_copy"),),
        source=PROTOTYPE,
    ),
    Mutant(
        "page-granted-before-it-is-copied",
        Area.MEMORY,
        "the fault handler grants access to the frame that others share",
        Edit(
            "optimized.lazy_memory:LazyMemory._make_own",
            "known.references == 1",
            "known.references >= 1",
        ),
        (Proof("a_data_store_agrees_with_full_copy"), Fuzz()),
        source=PROTOTYPE,
    ),
)
"""The mutants."""
