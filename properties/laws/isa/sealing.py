"""Laws of sealing and building: nobody opens or makes what is not theirs."""

from model.isa.building import build
from model.isa.capability import Capability
from model.isa.permissions import Permission
from model.isa.sealing import seal, seal_entry, unseal
from properties.laws.assumption import assume
from properties.laws.isa.texts import is_malformed


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
    """It is tagged, unsealed, holds the permission, and points within its bounds, which
    malformed ones have not.
    """
    assert not is_malformed(authority)
    bounds = authority.bounds
    assert authority.tag & (not authority.is_sealed) & authority.has(permission)
    assert (bounds.base <= authority.address) & (authority.address < bounds.top)


def a_sealed_entry_is_its_target_and_nothing_else(capability: Capability) -> None:
    """It keeps bounds, permissions and address, and is tagged only if the target is."""
    entry = seal_entry(capability)
    assert entry.is_sealed
    assert entry.otype == capability.format.otypes.sentry
    assert entry.tag == capability.tag & (not capability.is_sealed)
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
