"""Laws of relocation: only the place changes."""

from collections.abc import Collection

from model.isa.capability import Capability
from model.memory.layout import Layout
from model.memory.relocation import relocate, relocate_granule
from model.memory.tables import Table
from model.memory.tagged_memory import Granule, capability_of
from optimized.bulk import plain_offsets
from optimized.policy import Policy
from properties.laws.assumption import assume
from properties.laws.confinement import (
    holds_confined,
    is_confined,
    is_given_to_all,
)
from properties.laws.isa.encoding import is_canonical


def relocation_keeps_everything_but_the_place(
    layout: Layout, capability: Capability, parent: int, child: int
) -> None:
    """A capability of the parent's region has the same offset, length, permissions,
    otype and tag in the child's.
    """
    assume(capability.tag)
    bounds = capability.bounds
    assume(bounds.within(layout.region(parent)) & is_canonical(capability))
    moved = relocate(layout, capability, parent, child)
    there = moved.bounds
    distance = layout.displacement(parent, child)
    assert moved.tag
    assert there.base == bounds.base + distance
    assert there.top == bounds.top + distance
    assert moved.address == capability.address + distance
    assert moved.perms == capability.perms
    assert moved.otype == capability.otype


def relocated_capabilities_are_confined_to_the_child(
    layout: Layout, capability: Capability, parent: int, child: int
) -> None:
    """Whatever the parent held, its own or not: what arrives is the child's own, or
    shared by all. Only encodings that no derivation makes are left out.
    """
    assume(is_canonical(capability))
    moved = relocate(layout, capability, parent, child)
    assert is_confined(layout, moved, child)


def shared_authority_stays_as_it_is(
    layout: Layout, capability: Capability, parent: int, child: int
) -> None:
    """What every μprocess may hold arrives with its tag and every bit."""
    assume(capability.tag & is_canonical(capability))
    assume(is_given_to_all(layout, capability))
    moved = relocate(layout, capability, parent, child)
    assert moved.tag
    assert moved.bits == capability.bits


def relocation_home_is_the_identity(
    layout: Layout, capability: Capability, slot: int
) -> None:
    """A confined capability relocated to where it is keeps every bit."""
    assume(is_confined(layout, capability, slot))
    moved = relocate(layout, capability, slot, slot)
    assert moved.tag == capability.tag
    assert moved.bits == capability.bits


def relocations_compose(
    policy: Policy, granule: Granule, home: int, slot: int, other: int
) -> None:
    """A fork of a fork moves a confined capability as one fork would."""
    assume(holds_confined(policy.layout, granule, home))
    twice = policy.copied(policy.copied(granule, home, slot), slot, other)
    once = policy.copied(granule, home, other)
    assert twice.tag == once.tag
    assert twice.data == once.data


def the_fast_relocation_is_the_relocation(
    policy: Policy, granule: Granule, home: int, slot: int
) -> None:
    """What a lazy memory puts in a copied page is what the model says, bit for bit."""
    assume(is_canonical(capability_of(policy.layout.format, granule)))
    fast = policy.copied(granule, home, slot)
    slow = relocate_granule(policy.layout, granule, home, slot)
    assert fast.data == slow.data
    assert fast.tag == slow.tag


def a_frame_is_relocated_as_its_granules_are(
    policy: Policy, content: Table[int, Granule], frame: int, home: int, slot: int
) -> None:
    """A frame that is copied in one pass holds what its granules are one by one."""
    expected = {
        cell: policy.copied(granule, home, slot)
        for cell, granule in content.cells(frame)
    }
    content.overlay(frame + 1, frame, policy.copying(home, slot))
    assert dict(content.cells(frame + 1)) == expected


def the_exact_path_is_for_all_others(
    layout: Layout, exact: Collection[Granule], home: int
) -> None:
    """What is relocated one by one is not what an addition is enough for."""
    width, start = layout.format.address_width, layout.region(home).base
    for granule in exact:
        address, word = granule.data % (1 << width), granule.data >> width
        assert address - start not in plain_offsets(layout, word), granule


def where_the_word_stays_only_the_address_moves(
    layout: Layout, capability: Capability, home: int, slot: int
) -> None:
    """At an address at which a metadata word is said to stay, the capability is the
    home's, and it is relocated by an addition to its address. Such an address is in the
    slot.
    """
    offset = capability.address - layout.region(home).base
    word = capability.bits >> layout.format.address_width
    offsets = plain_offsets(layout, word)
    assert 0 <= offsets.start
    assert offsets.stop <= layout.region_size
    assume(capability.tag & (offset in offsets))
    moved = relocate(layout, capability, home, slot)
    assert moved.tag
    assert moved.register_metadata == capability.register_metadata
    assert moved.address == capability.address + layout.displacement(home, slot)
