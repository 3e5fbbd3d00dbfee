"""Laws of the checks before an access."""

from model.isa import faults
from model.isa.authority import (
    authorize_load,
    authorize_store,
    authorize_store_capability,
)
from model.isa.capability import Capability, is_local
from model.isa.derivation import as_stored
from model.isa.permissions import Permission
from properties.laws.assumption import Unmet


def faults_follow_the_order_of_the_checks(
    authority: Capability, address: int, size: int
) -> None:
    """Of several reasons to refuse, the one reported is the first: tag, seal,
    permission, bounds.
    """
    kind = _kind_of_load(authority, address, size)
    inside = _is_inside(authority, address, size)
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
    try:
        authorize_store(authority, address, size)
    except faults.Fault:
        raise Unmet from None
    assert authority.tag
    assert not authority.is_sealed
    assert authority.has(Permission.STORE)
    assert _is_inside(authority, address, size)


def an_authorized_load_is_inside_its_bounds(
    authority: Capability, address: int, size: int
) -> None:
    """Nothing is read but through a tagged, unsealed, reading authority over it."""
    try:
        authorize_load(authority, address, size)
    except faults.Fault:
        raise Unmet from None
    assert authority.tag
    assert not authority.is_sealed
    assert authority.has(Permission.LOAD)
    assert _is_inside(authority, address, size)


def a_tag_is_stored_only_with_the_permissions_that_it_needs(
    authority: Capability, address: int, value: Capability
) -> None:
    """A granule is written only within bounds; a tag gets there only through StoreCap,
    and that of a local capability only through StoreLocal.
    """
    try:
        authorize_store_capability(authority, address, value)
    except faults.Fault:
        raise Unmet from None
    assert authority.tag & (not authority.is_sealed)
    assert authority.has(Permission.STORE)
    assert _is_inside(authority, address, authority.format.granule)
    if as_stored(value, authority).tag:
        assert value.tag & authority.has(Permission.STORE_CAP)
        assert authority.has(Permission.STORE_LOCAL) | (not is_local(value))


def _kind_of_load(authority: Capability, address: int, size: int) -> str:
    """The kind of fault that a load ends in, or nothing."""
    try:
        authorize_load(authority, address, size)
    except faults.Fault as fault:
        return fault.kind
    return ""


def _is_inside(authority: Capability, address: int, size: int) -> bool:
    """Whether every byte of the access is within bounds."""
    bounds = authority.bounds
    first = authority.format.value_of(address)
    return (bounds.base <= first) & (first + size <= bounds.top)
