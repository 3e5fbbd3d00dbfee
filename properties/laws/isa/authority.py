"""Laws of the checks before an access."""

from types import MappingProxyType

from model.isa.authority import (
    authorize_load,
    authorize_store,
    authorize_store_capability,
)
from model.isa.capability import Capability
from model.isa.derivation import as_stored
from model.isa.jumps import authorize_fetch
from model.isa.permissions import Permission
from model.isa.words import truncate
from properties.laws.assumption import assume
from properties.laws.isa.texts import is_local, text_of
from properties.laws.refusal import is_inside, kind_of_refusal, unless_refused

ACCESSES = MappingProxyType(
    {
        "load": (authorize_load, Permission.LOAD),
        "store": (authorize_store, Permission.STORE),
        "fetch": (authorize_fetch, Permission.EXECUTE),
    }
)
"""The checks of accesses to bytes, and the permission that each needs."""


def faults_follow_the_order_of_the_checks(
    authority: Capability, address: int, size: int
) -> None:
    """Of several reasons to refuse, the one reported is the first: tag, seal,
    permission, bounds.
    """
    kind = kind_of_refusal(authorize_load, authority, address, size)
    inside = is_inside(authority, address, size)
    if not authority.tag:
        assert kind == "TagViolation"
    elif authority.is_sealed:
        assert kind == "SealViolation"
    elif not authority.has(Permission.LOAD):
        assert kind == "PermitLoadViolation"
    elif not inside:
        assert kind == "BoundsViolation"
    else:
        assert kind == ""


def an_authorized_store_is_inside_its_bounds(
    authority: Capability, address: int, size: int
) -> None:
    """Nothing is written but through a tagged, unsealed, writing authority over it."""
    unless_refused(authorize_store, authority, address, size)
    assert authority.tag
    assert not authority.is_sealed
    assert authority.has(Permission.STORE)
    assert is_inside(authority, address, size)


def an_authorized_load_is_inside_its_bounds(
    authority: Capability, address: int, size: int
) -> None:
    """Nothing is read but through a tagged, unsealed, reading authority over it."""
    unless_refused(authorize_load, authority, address, size)
    assert authority.tag
    assert not authority.is_sealed
    assert authority.has(Permission.LOAD)
    assert is_inside(authority, address, size)


def every_byte_of_a_granted_access_is_within_bounds(
    authority: Capability, access: str, address: int, size: int, number: int
) -> None:
    """Each byte that a granted access has is within bounds by itself; where accesses
    wrap, the byte is the one at its address modulo 2^W.
    """
    assume(number < size)
    check, _ = ACCESSES[access]
    unless_refused(check, authority, address, size)
    form, bounds = authority.format, authority.bounds
    byte = form.value_of(address) + number
    if text_of(form).wraps:
        byte = truncate(byte, form.address_width)
    assert (bounds.base <= byte) & (byte < bounds.top)


def a_tag_is_stored_only_with_the_permissions_that_it_needs(
    authority: Capability, address: int, value: Capability
) -> None:
    """A granule is written only within bounds; a tag gets there only through StoreCap,
    and that of a local capability only through StoreLocal.
    """
    unless_refused(authorize_store_capability, authority, address, value)
    assert authority.tag & (not authority.is_sealed)
    assert authority.has(Permission.STORE)
    assert is_inside(authority, address, authority.format.granule)
    if as_stored(value, authority).tag:
        assert value.tag & authority.has(Permission.STORE_CAP)
        assert authority.has(Permission.STORE_LOCAL) | (not is_local(value))
