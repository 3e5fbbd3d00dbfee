"""Laws of derivation: authority is kept or lost, never gained."""

from model.isa.capability import Capability
from model.isa.derivation import (
    and_perms,
    as_loaded,
    as_stored,
    clear_tag,
    increment,
    set_address,
    set_bounds,
    set_bounds_exact,
)
from model.isa.mantissas import exponent_of
from model.isa.permissions import Permission
from model.isa.sealing import seal, seal_entry, unseal
from properties.laws.assumption import assume
from properties.laws.isa.encoding import is_canonical


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
    assert one.perms_field == other.perms_field
    assert one.otype == other.otype
    here, there = one.bounds, other.bounds
    assert here.base == there.base
    assert here.top == there.top


def set_bounds_never_exceeds_its_source(capability: Capability, length: int) -> None:
    """Narrowing is monotonic, rounding included.

    Narrowing is not monotonic for tagged encodings whose top lies beyond the address
    space, which no derivation makes.
    """
    source = capability.bounds
    assume(source.top <= capability.format.address_space)
    narrowed, _ = set_bounds(capability, length)
    assume(narrowed.tag)
    bounds = narrowed.bounds
    assert capability.tag & (narrowed.perms_field == capability.perms_field)
    assert source.base <= bounds.base
    assert bounds.top <= source.top


def set_bounds_covers_its_request(capability: Capability, length: int) -> None:
    """What was asked for is inside, and the answer says whether it is all.

    The request begins at the address, flags included only if the source's bounds take
    no high bits from the address.
    """
    form, first = capability.format, capability.address
    assume(capability.top <= form.address_space)
    narrowed, exact = set_bounds(capability, length)
    assume(narrowed.tag)
    if form.bounds_use_the_address(exponent_of(form, capability.bounds_field)):
        first = capability.value
    bounds = narrowed.bounds
    assert bounds.well_formed
    assert (bounds.base <= first) & (first + length <= bounds.top)
    assert exact == ((bounds.base == first) & (bounds.top == first + length))
    assert set_bounds_exact(capability, length).tag == exact


def set_bounds_makes_canonical_encodings(capability: Capability, length: int) -> None:
    """However its source is encoded, a tagged result is as encoding gives it."""
    assume(capability.top <= capability.format.address_space)
    narrowed, _ = set_bounds(capability, length)
    assume(narrowed.tag)
    assert is_canonical(narrowed)


def and_perms_never_adds_authority(capability: Capability, mask: int) -> None:
    """What is left was there before and is in the mask; nothing else changes."""
    lesser = and_perms(capability, mask)
    coding = capability.format.permissions
    granted = lesser.perms & ~coding.ones
    assert granted & capability.perms & mask == granted
    assert lesser.mode <= capability.mode
    assert _is_same_but_for_permissions(lesser, capability)
    assert lesser.tag == capability.tag & (not capability.is_sealed)


def _is_same_but_for_permissions(one: Capability, other: Capability) -> bool:
    """Whether otype, bounds and address are equal."""
    same = (one.otype == other.otype) & (one.bounds_field == other.bounds_field)
    return same & (one.address == other.address)


def loading_never_adds_authority(capability: Capability, authority: Capability) -> None:
    """The filter of a capability load takes permissions and tags, and gives none."""
    loaded = as_loaded(capability, authority)
    assert loaded.perms & capability.perms == loaded.perms
    assert _is_same_but_for_permissions(loaded, capability)
    if loaded.tag:
        assert capability.tag
        assert authority.has(Permission.LOAD_CAP)
    else:
        assert loaded.perms_field == capability.perms_field


def storing_never_adds_authority(capability: Capability, authority: Capability) -> None:
    """What arrives in memory is what was stored, at most without its tag."""
    stored = as_stored(capability, authority)
    assert stored.bits == capability.bits
    assert stored.tag <= capability.tag


def sealed_capabilities_do_not_change(
    capability: Capability, authority: Capability, number: int
) -> None:
    """Whatever is derived from a sealed capability has no tag, but by unsealing it."""
    assume(capability.is_sealed)
    assert not set_address(capability, number).tag
    assert not increment(capability, number).tag
    assert not set_bounds(capability, number)[0].tag
    assert not set_bounds_exact(capability, number).tag
    assert not and_perms(capability, number).tag
    assert not seal_entry(capability).tag
    assert not seal(capability, authority).tag


def no_derivation_makes_a_tag_from_none(
    capability: Capability, authority: Capability, number: int
) -> None:
    """What has no tag gets none, whatever the authority."""
    assume(not capability.tag)
    assert not clear_tag(capability).tag
    assert not set_address(capability, number).tag
    assert not increment(capability, number).tag
    assert not set_bounds(capability, number)[0].tag
    assert not set_bounds_exact(capability, number).tag
    assert not and_perms(capability, number).tag
    assert not seal_entry(capability).tag
    assert not seal(capability, authority).tag
    assert not unseal(capability, authority).tag
    assert not as_loaded(capability, authority).tag
    assert not as_stored(capability, authority).tag
