"""Laws of sealing and building: neither goes beyond the authority presented."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from model.isa.building import build
from model.isa.capability import Capability
from model.isa.derivation import (
    and_perms,
    as_loaded,
    as_stored,
    clear_tag,
    increment,
    set_address,
    set_bounds,
)
from model.isa.permissions import Permission
from model.isa.sealing import seal, seal_entry, unseal
from properties.laws.assumption import assume
from properties.laws.isa.texts import (
    is_malformed,
    is_sealed,
    otype_of,
    reserved_bits,
    text_of,
)

_Operation = Callable[[Capability, Capability, int], Capability]

OPERATIONS: Mapping[str, _Operation] = MappingProxyType(
    {
        "set_address": lambda capability, _, number: set_address(capability, number),
        "increment": lambda capability, _, number: increment(capability, number),
        "set_bounds": lambda capability, _, number: set_bounds(capability, number)[0],
        "and_perms": lambda capability, _, number: and_perms(capability, number),
        "load": lambda capability, authority, _: as_loaded(capability, authority),
        "store": lambda capability, authority, _: as_stored(capability, authority),
        "seal": lambda capability, authority, _: seal(capability, authority),
        "unseal": lambda capability, authority, _: unseal(capability, authority),
        "seal_entry": lambda capability, *_: seal_entry(capability),
        "build": lambda capability, authority, _: build(capability, authority),
    }
)
"""Every way to make one capability of another, with an authority or a number."""


def unsealing_inverts_sealing(capability: Capability, authority: Capability) -> None:
    """What is sealed and unsealed with one authority is what it was."""
    sealed = seal(capability, authority)
    assume(sealed.tag & sealed.is_sealed)
    assume(capability.format.otypes.can_be_unsealed(sealed.otype))
    assume(authority.has(Permission.UNSEAL))
    opened = unseal(sealed, authority)
    assert opened.tag
    assert opened.otype == capability.otype
    assert opened.bounds_field == capability.bounds_field
    assert opened.address == capability.address
    if authority.has(Permission.GLOBAL):
        assert opened.perms_field == capability.perms_field


def sealing_needs_authority_over_the_otype(
    capability: Capability, authority: Capability
) -> None:
    """A tagged result was tagged, and the authority could seal just so; it has the
    same bounds, permissions and address.
    """
    sealed = seal(capability, authority)
    assume(sealed.tag)
    assert capability.tag & (not capability.is_sealed)
    _assert_authority(authority, Permission.SEAL)
    assert sealed.perms_field == capability.perms_field
    assert sealed.bounds_field == capability.bounds_field
    assert sealed.address == capability.address


def unsealing_needs_authority_over_the_otype(
    capability: Capability, authority: Capability
) -> None:
    """A tagged result was sealed and tagged, and the authority could unseal just that;
    its permissions are at most the same.
    """
    opened = unseal(capability, authority)
    assume(opened.tag)
    assert capability.tag & capability.is_sealed
    _assert_authority(authority, Permission.UNSEAL)
    assert not opened.is_sealed
    assert opened.perms & capability.perms == opened.perms
    assert opened.bounds_field == capability.bounds_field
    assert opened.address == capability.address


def _assert_authority(authority: Capability, permission: Permission) -> None:
    """The authority is tagged, unsealed and well-formed, has the permission, and points
    within its bounds.
    """
    assert not is_malformed(authority)
    bounds = authority.bounds
    assert authority.tag & (not authority.is_sealed) & authority.has(permission)
    assert (bounds.base <= authority.address) & (authority.address < bounds.top)


def a_sealed_entry_is_its_target_and_nothing_else(capability: Capability) -> None:
    """It keeps bounds, permissions and address, and is tagged iff the target is and
    there is an instruction that makes it.
    """
    entry = seal_entry(capability)
    assert entry.is_sealed
    assert entry.otype == capability.format.otypes.sentry
    assert entry.tag == (
        capability.tag
        & (not capability.is_sealed)
        & ("seal_entry" not in text_of(capability.format).lacks)
    )
    assert entry.perms_field == capability.perms_field
    assert entry.bounds_field == capability.bounds_field
    assert entry.address == capability.address


def building_never_adds_authority(
    capability: Capability, authority: Capability
) -> None:
    """What is built from untagged bits has no more than an authority that could use
    it: a tag needs a tag.
    """
    assume(not capability.tag)
    built = build(capability, authority)
    assume(built.tag)
    here, there = built.bounds, authority.bounds
    assert authority.tag & (not authority.is_sealed)
    assert (there.base <= here.base) & (here.base <= here.top)
    assert here.top <= there.top
    assert not (is_malformed(capability) | is_malformed(authority))
    assert built.perms & authority.perms == built.perms
    assert built.bounds_field == capability.bounds_field
    assert built.address == capability.address


def a_tag_that_is_there_stays_where_bits_are_taken_as_they_are(
    capability: Capability, authority: Capability
) -> None:
    """Morello's BUILD leaves the tag of a capability that is not sealed, whatever the
    authority; without a tag, or sealed, the bits get one only from the authority.
    """
    assume(text_of(capability.format).keeps_tags_it_builds)
    built = build(capability, authority)
    assert built.bounds_field == capability.bounds_field
    assert built.perms_field == capability.perms_field
    assert built.address == capability.address
    assert not is_sealed(built)
    by_authority = build(clear_tag(capability), authority).tag
    assert built.tag == (capability.tag & (not is_sealed(capability)) | by_authority)


def nothing_is_built_where_reserved_bits_are_set(
    capability: Capability, authority: Capability
) -> None:
    """No reserved bit gets a tag; and where what is built is what derivations would
    make of the authority, which keep reserved bits, that has none either.
    """
    assume(not capability.tag)
    built = build(capability, authority)
    assume(built.tag)
    assert reserved_bits(built) == 0
    if text_of(capability.format).derives_what_it_builds:
        assert reserved_bits(authority) == 0


def an_operation_that_the_format_lacks_gives_no_tag(
    capability: Capability, authority: Capability, number: int
) -> None:
    """No capability comes of an instruction that the architecture has not."""
    for lacking in sorted(text_of(capability.format).lacks):
        assert not OPERATIONS[lacking](capability, authority, number).tag


def no_sealed_capability_comes_without_authority_over_its_otype(
    operation: str, capability: Capability, authority: Capability, number: int
) -> None:
    """What is sealed was sealed so before, or is an entry that the architecture lets
    the operation make by itself, or was sealed with an authority over its otype.
    """
    made = OPERATIONS[operation](capability, authority, number)
    assume(made.tag & is_sealed(made))
    was = capability.tag & (made.otype == capability.otype)
    is_entry = False
    for otype in text_of(made.format).entries.get(operation, ()):
        is_entry |= made.otype == otype
    assert was | is_entry | _is_authority_over_otype_of(made, authority)


def _is_authority_over_otype_of(made: Capability, authority: Capability) -> bool:
    """Whether the authority may seal, and points within bounds at the otype of ``made``
    as software numbers it.
    """
    chosen = otype_of(made)
    bounds = authority.bounds
    return (
        authority.tag
        & (not is_sealed(authority))
        & (not is_malformed(authority))
        & authority.has(Permission.SEAL)
        & (authority.address == chosen)
        & (bounds.base <= chosen)
        & (chosen < bounds.top)
    )
