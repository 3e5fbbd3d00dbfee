"""The checks that a capability must pass before an access, in the ISA's order.

Tag, seal, permission, bounds. Alignment and translation come after:
see ``model.memory.access``.

Source:
    Sail Morello, ``CheckCapability`` and ``VACheckAddress``.
"""

from model.isa import faults
from model.isa.capability import Capability, Held, is_local
from model.isa.encoding import Bounds
from model.isa.permissions import Permission


def authorize_load(authority: Capability, address: int, size: int) -> None:
    """Pass if ``authority`` allows loading ``[address, address + size)``.

    Raises:
        TagViolation: The authority has no tag.
        SealViolation: It is sealed.
        PermitLoadViolation: It lacks Load.
        BoundsViolation: Some byte is outside its bounds.

    Law:
        ``faults_follow_the_order_of_the_checks``,
        ``a_malformed_authority_grants_nothing``
    """
    require_usable(authority)
    if not authority.has(Permission.LOAD):
        raise faults.PermitLoadViolation("r", Held(authority))
    require_in_bounds(authority, address, size)


def authorize_store(authority: Capability, address: int, size: int) -> None:
    """Pass if ``authority`` allows storing data to ``[address, address + size)``.

    Raises:
        TagViolation: The authority has no tag.
        SealViolation: It is sealed.
        PermitStoreViolation: It lacks Store.
        BoundsViolation: Some byte is outside its bounds.

    Law:
        ``faults_follow_the_order_of_the_checks``
    """
    require_usable(authority)
    if not authority.has(Permission.STORE):
        raise faults.PermitStoreViolation("w", Held(authority))
    require_in_bounds(authority, address, size)


def authorize_store_capability(
    authority: Capability, address: int, value: Capability
) -> None:
    """Pass if ``authority`` allows storing the capability ``value`` at ``address``.

    In formats where a missing permission costs the tag instead (see
    ``derivation.as_stored``), it is not a fault.

    Raises:
        TagViolation: The authority has no tag.
        SealViolation: It is sealed.
        PermitStoreViolation: It lacks Store.
        PermitStoreCapViolation: The value is tagged, and the authority lacks StoreCap.
        PermitStoreLocalCapViolation: The value is tagged and local, and the authority
            lacks StoreLocal.
        BoundsViolation: Some byte is outside its bounds.

    Law:
        ``a_tag_is_stored_only_with_the_permissions_that_it_needs``
    """
    require_usable(authority)
    if not authority.has(Permission.STORE):
        raise faults.PermitStoreViolation("w", Held(authority))
    if value.tag and _faults_without(authority, Permission.STORE_CAP):
        raise faults.PermitStoreCapViolation("W", Held(authority))
    is_strict = _faults_without(authority, Permission.STORE_LOCAL)
    if value.tag and is_local(value) and is_strict:
        raise faults.PermitStoreLocalCapViolation(
            "StoreLocal, to store a local capability", "no StoreLocal"
        )
    require_in_bounds(authority, address, authority.format.granule)


def _faults_without(authority: Capability, permission: Permission) -> bool:
    """Whether the authority lacks ``permission``, and that is a fault in its format."""
    if authority.format.store_strips & permission:
        return False
    return not authority.has(permission)


def require_usable(authority: Capability) -> None:
    """Pass if ``authority`` is tagged and unsealed."""
    if not authority.tag:
        raise faults.TagViolation("a tagged capability", "no tag")
    if authority.is_sealed:
        raise faults.SealViolation("an unsealed capability", "a sealed one")


def require_in_bounds(authority: Capability, address: int, size: int) -> None:
    """Pass if every byte of the access is within bounds; ``size`` is in bytes."""
    first = authority.format.value_of(address)
    if not covers(authority, first, size):
        raise faults.BoundsViolation(Bounds(first, first + size), authority.bounds)


def covers(authority: Capability, first: int, size: int) -> bool:
    """Whether every byte of ``[first, first + size)`` is within the authority's bounds.

    A malformed capability covers nothing, whatever its bounds decode to: on Morello
    they decode to the whole address space. In formats where accesses wrap, an access
    that wraps includes the byte at address 0. A top above 2^W does not cover that byte:
    only infinite bounds do.

    Source:
        Sail Morello, ``CapIsRangeInBounds`` and ``CapIsInBounds``. RISC-V specification
        for CHERI, memory space: every byte is checked, addresses are modulo 2^XLEN, and
        the top is not; so does Sail of December 2024, ``inCapBounds``, but that it lets
        tops above 2^XLEN cover the byte at 0.
    Law:
        ``a_malformed_authority_grants_nothing``,
        ``every_byte_of_a_granted_access_is_within_bounds``
    """
    form = authority.format
    base, top, well_formed = authority.bounds
    inside = (base <= first) & (first + size <= top)
    if form.accesses_wrap:
        infinite = (base == 0) & (form.address_space <= top)
        inside &= first + size <= form.address_space
        inside |= infinite
    return well_formed & inside
