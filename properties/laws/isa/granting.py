"""Laws of what is granted, and not only of what is refused.

A model that refused everything would break none of the laws before these. The laws here
say what must succeed, and what is removed when a request is granted only in part.
"""

from model.isa.authority import authorize_store, authorize_store_capability
from model.isa.building import build
from model.isa.capability import Capability
from model.isa.derivation import as_loaded, as_stored, clear_tag
from model.isa.permissions import Permission
from model.isa.sealing import seal, unseal
from properties.laws.assumption import assume
from properties.laws.isa.encoding import is_canonical
from properties.laws.isa.texts import (
    is_local,
    is_malformed,
    is_sealed,
    otype_of,
    reserved_bits,
    text_of,
)
from properties.laws.refusal import is_inside, kind_of_refusal


def sealing_succeeds_iff_the_authority_points_at_an_otype_to_seal_with(
    capability: Capability, authority: Capability
) -> None:
    """The result is tagged iff both are tagged and unsealed, and the authority may
    seal and points within bounds at an otype that the architecture lets it seal with.
    """
    text, otype = text_of(capability.format), authority.address
    is_code = capability.has(Permission.EXECUTE)
    sealable = text.sealable if is_code or not text.data_otypes else text.sealable_data
    allowed = False
    for least, most in sealable:
        allowed |= (least <= otype) & (otype <= most)
    free = capability.tag & (not is_sealed(capability))
    fits = free & allowed & _is_over_its_otype(authority, Permission.SEAL)
    assert seal(capability, authority).tag == fits


def unsealing_succeeds_iff_the_authority_points_at_the_otype(
    capability: Capability, authority: Capability
) -> None:
    """The result is tagged iff the capability is tagged and sealed, with an otype that
    is not reserved, and the authority may unseal and points at that otype.
    """
    text = text_of(capability.format)
    closed = capability.tag & is_sealed(capability)
    closed &= (text.reserved_otypes == 0) | (capability.otype < text.reserved_otypes)
    fits = closed & (authority.address == otype_of(capability))
    fits &= _is_over_its_otype(authority, Permission.UNSEAL)
    assert unseal(capability, authority).tag == fits


def _is_over_its_otype(authority: Capability, permission: Permission) -> bool:
    """Whether the authority has this permission over the otype at which it points."""
    bounds, otype = authority.bounds, authority.address
    inside = (bounds.base <= otype) & (otype < bounds.top)
    usable = authority.tag & (not is_sealed(authority)) & authority.has(permission)
    return usable & inside & (not is_malformed(authority))


def faults_of_a_store_follow_the_order_of_the_checks(
    authority: Capability, address: int, size: int
) -> None:
    """Of several reasons not to store data, the first is reported; and if there is
    none, nothing is.
    """
    kind = kind_of_refusal(authorize_store, authority, address, size)
    if not authority.tag:
        assert kind == "TagViolation"
    elif is_sealed(authority):
        assert kind == "SealViolation"
    elif not authority.has(Permission.STORE):
        assert kind == "PermitStoreViolation"
    elif not is_inside(authority, address, size):
        assert kind == "BoundsViolation"
    else:
        assert kind == ""


def faults_of_storing_a_capability_follow_the_order_of_the_checks(
    authority: Capability, address: int, value: Capability
) -> None:
    """The same of a capability, whose tag asks for more, where the lack of a permission
    is a fault and does not cost the tag.
    """
    kind = kind_of_refusal(authorize_store_capability, authority, address, value)
    strips = text_of(authority.format).strips
    needed = value.tag & ("store_cap" not in strips)
    needed_by_local = value.tag & ("store_local" not in strips) & is_local(value)
    if not authority.tag:
        assert kind == "TagViolation"
    elif is_sealed(authority):
        assert kind == "SealViolation"
    elif not authority.has(Permission.STORE):
        assert kind == "PermitStoreViolation"
    elif needed and not authority.has(Permission.STORE_CAP):
        assert kind == "PermitStoreCapViolation"
    elif needed_by_local and not authority.has(Permission.STORE_LOCAL):
        assert kind == "PermitStoreLocalCapViolation"
    elif not is_inside(authority, address, authority.format.granule):
        assert kind == "BoundsViolation"
    else:
        assert kind == ""


def a_load_takes_what_its_authority_lacks(
    capability: Capability, authority: Capability
) -> None:
    """Without LoadCap the tag goes; without MutableLoad an unsealed capability may not
    write; without LoadGlobal it is local, and loads only such. Else nothing changes.
    """
    loaded = as_loaded(capability, authority)
    loads = authority.has(Permission.LOAD_CAP)
    mutable = authority.has(Permission.MUTABLE_LOAD)
    elevates = authority.has(Permission.LOAD_GLOBAL)
    assert loaded.tag == capability.tag & loads
    if loaded.tag and not mutable and not is_sealed(capability):
        assert not loaded.has(Permission.STORE)
        assert not loaded.has(Permission.STORE_CAP)
        assert not loaded.has(Permission.MUTABLE_LOAD)
    if loaded.tag and not elevates:
        assert not loaded.has(Permission.GLOBAL)
        assert is_sealed(capability) or not loaded.has(Permission.LOAD_GLOBAL)
    if loaded.tag and elevates and text_of(capability.format).writing:
        lost = 0 if mutable | is_sealed(capability) else _writing(capability)
        assert loaded.perms == capability.perms & ~lost
    if mutable and elevates:
        assert loaded.bits == capability.bits


def _writing(capability: Capability) -> int:
    """The bits of what a load without MutableLoad takes."""
    form = capability.format
    return form.permissions.bits_of(text_of(form).writing)


def a_store_takes_a_tag_only_for_want_of_a_permission(
    capability: Capability, authority: Capability
) -> None:
    """Where the lack of StoreCap, or of StoreLocal for a local capability, costs the
    tag, it is kept iff there is no such lack; nothing else costs it.
    """
    strips = text_of(capability.format).strips
    lacks = ("store_cap" in strips) & (not authority.has(Permission.STORE_CAP))
    lacks |= (
        ("store_local" in strips)
        & is_local(capability)
        & (not authority.has(Permission.STORE_LOCAL))
    )
    stored = as_stored(capability, authority)
    assert stored.tag == capability.tag & (not lacks)
    assert stored.bits == capability.bits


def what_was_derived_can_be_built_again(capability: Capability) -> None:
    """Bits saved without their tag get it back from the capability that they were."""
    coding = capability.format.permissions
    assume(capability.tag & (not is_sealed(capability)))
    assume(is_canonical(capability) & (not is_malformed(capability)))
    assume(capability.base <= capability.top)
    assume(capability.top <= capability.format.address_space)
    assume(reserved_bits(capability) == 0)
    field, mode = capability.perms_field, coding.mode(capability.perms_field)
    assume(coding.write(coding.legal(coding.read(field)), mode) == field)
    built = build(clear_tag(capability), capability)
    assert built.tag
    assert built.bits == capability.bits
