"""Laws of derivation: authority is kept or lost, never gained."""

from model.isa import otypes
from model.isa.capability import Capability
from model.isa.derivation import (
    as_loaded,
    increment,
    seal,
    set_address,
    set_bounds,
    unseal,
)
from model.isa.permissions import Permission
from properties.laws.assumption import assume
from properties.laws.encoding import is_canonical


def set_address_keeps_bounds_while_the_tag_stays(
    capability: Capability, address: int
) -> None:
    """A capability that may point elsewhere still has the same authority."""
    moved = set_address(capability, address)
    assume(moved.tag)
    _assert_same_authority(moved, capability)


def increment_keeps_bounds_while_the_tag_stays(
    capability: Capability, amount: int
) -> None:
    """The adder's approximation is safe: what it accepts keeps its bounds."""
    moved = increment(capability, amount)
    assume(moved.tag)
    _assert_same_authority(moved, capability)


def _assert_same_authority(one: Capability, other: Capability) -> None:
    """Bounds, permissions and otype are equal, and so is the tag."""
    assert one.tag == other.tag
    assert one.perms == other.perms
    assert one.otype == other.otype
    here, there = one.bounds, other.bounds
    assert here.base == there.base
    assert here.top == there.top


def set_bounds_never_exceeds_its_source(capability: Capability, length: int) -> None:
    """Narrowing is monotonic, rounding included.

    It is not for tagged encodings that no derivation makes: those whose top lies beyond
    the address space.
    """
    source = capability.bounds
    assume(source.top <= capability.format.address_space)
    narrowed, _ = set_bounds(capability, length)
    assume(narrowed.tag)
    bounds = narrowed.bounds
    assert capability.tag & (narrowed.perms == capability.perms)
    assert source.base <= bounds.base
    assert bounds.top <= source.top


def set_bounds_makes_canonical_encodings(capability: Capability, length: int) -> None:
    """However its source is encoded, a tagged result is as encoding gives it."""
    assume(capability.top <= capability.format.address_space)
    narrowed, _ = set_bounds(capability, length)
    assume(narrowed.tag)
    assert is_canonical(narrowed)


def unsealing_inverts_sealing(capability: Capability, authority: Capability) -> None:
    """What is sealed and unsealed with one authority is what it was."""
    sealed = seal(capability, authority)
    assume(sealed.tag)
    assert sealed.is_sealed
    opened = unseal(sealed, authority)
    assume(authority.has(Permission.UNSEAL))
    assert opened.tag
    assert opened.otype == otypes.UNSEALED
    assert opened.bounds_field == capability.bounds_field
    assert opened.address == capability.address
    assert opened.perms | Permission.GLOBAL == capability.perms | Permission.GLOBAL


def loading_never_adds_authority(capability: Capability, authority: Capability) -> None:
    """The filter of a capability load takes permissions and tags, and gives none."""
    loaded = as_loaded(capability, authority)
    assert loaded.perms & capability.perms == loaded.perms
    assert loaded.otype == capability.otype
    assert loaded.bounds_field == capability.bounds_field
    assert loaded.address == capability.address
    if loaded.tag:
        assert capability.tag
        assert authority.has(Permission.LOAD_CAP)
