"""Making one capability from another: authority is only ever kept or lost.

Nothing here raises. A derivation that the architecture does not allow clears the
tag, and the result can still be looked at and stored.
"""

import attrs

from model.isa import otypes
from model.isa.capability import Capability
from model.isa.encoding import (
    Bounds,
    encode,
    exponent_of,
    is_representable,
    is_representable_fast,
)
from model.isa.permissions import WRITING, Permission
from model.isa.words import truncate


def clear_tag(capability: Capability) -> Capability:
    """The same bits without authority."""
    return attrs.evolve(capability, tag=False)


def clear_tag_if(condition: bool, capability: Capability) -> Capability:
    """``capability``, without its tag if ``condition`` holds."""
    return attrs.evolve(capability, tag=capability.tag & (not condition))


def keep_tag_if(condition: bool, capability: Capability) -> Capability:
    """``capability``, with its tag only if ``condition`` holds."""
    return attrs.evolve(capability, tag=capability.tag & condition)


def set_address(capability: Capability, address: int) -> Capability:
    """Point it at ``address``, which is taken modulo 2^W.

    The tag is cleared if it is sealed, or if its bounds are not representable around
    the new address. The metadata word never changes.

    Source:
        Sail Morello, ``CapSetValue`` (instruction SCVALUE).
    Law:
        ``set_address_keeps_bounds_while_the_tag_stays``
    """
    address = truncate(address, capability.format.address_width)
    kept = is_representable(
        capability.format, capability.bounds_field, capability.address, address
    )
    moved = attrs.evolve(capability, address=address)
    return clear_tag_if(capability.is_sealed, keep_tag_if(kept, moved))


def increment(capability: Capability, amount: int) -> Capability:
    """Move its address by ``amount`` bytes, modulo 2^W, as an adder does.

    The tag is cleared if it is sealed, or if the fast rule refuses the new address.

    Source:
        Sail Morello, ``CapAdd`` (instruction ADD).
    Law:
        ``increment_keeps_bounds_while_the_tag_stays``
    """
    address = truncate(capability.address + amount, capability.format.address_width)
    kept = is_representable_fast(
        capability.format, capability.bounds_field, capability.address, address
    )
    moved = attrs.evolve(capability, address=address)
    return clear_tag_if(capability.is_sealed, keep_tag_if(kept, moved))


def set_bounds(capability: Capability, length: int) -> tuple[Capability, bool]:
    """Narrow it to ``length`` bytes from its address; ``length`` is at most 2^W.

    Bounds that cannot be represented are widened by the least amount. The tag is
    cleared if it is sealed or not well-formed, if the request leaves its bounds, or if
    bounds that ignore the address's flags come out of an address with flags.

    Returns:
        The new capability, and whether its bounds are exactly the request.

    Source:
        Sail Morello, ``CapSetBounds`` (instructions SCBNDS, SCBNDSE).
    Law:
        ``set_bounds_never_exceeds_its_source``
    """
    form = capability.format
    source = capability.bounds
    base = _requested_base(capability)
    encoding = encode(form, base, length)
    is_small = form.bounds_use_the_address(exponent_of(form, encoding.field))
    loses_flags = is_small & (base != capability.value)
    narrowed = attrs.evolve(capability, bounds_field=encoding.field)
    allowed = _contains(source, base, base + length)
    refused = capability.is_sealed | loses_flags
    return clear_tag_if(refused, keep_tag_if(allowed, narrowed)), encoding.exact


def _contains(source: Bounds, base: int, top: int) -> bool:
    """Whether ``[base, top)`` lies within bounds that are an encoding's at all."""
    return source.well_formed & (source.base <= base) & (top <= source.top)


def _requested_base(capability: Capability) -> int:
    """The base of bounds set on it: its address, without flags if its bounds use it."""
    form = capability.format
    if form.bounds_use_the_address(exponent_of(form, capability.bounds_field)):
        return capability.value
    return capability.address


def set_bounds_exact(capability: Capability, length: int) -> Capability:
    """Narrow it to ``length`` bytes, without its tag if that needs rounding.

    Source:
        Sail Morello, instruction SCBNDSE.
    """
    narrowed, exact = set_bounds(capability, length)
    return keep_tag_if(exact, narrowed)


def and_perms(capability: Capability, mask: int) -> Capability:
    """Keep only the permissions in ``mask``; a sealed capability loses its tag."""
    kept = attrs.evolve(capability, perms=capability.perms & mask)
    return clear_tag_if(capability.is_sealed, kept)


def seal(capability: Capability, authority: Capability) -> Capability:
    """Seal it with the otype that ``authority`` points at.

    The tag is cleared unless both are tagged and unsealed, and the authority holds
    Seal, points within its bounds, and at an otype that software may choose.

    Source:
        Sail Morello, instruction SEAL.
    Law:
        ``unsealing_inverts_sealing``
    """
    allowed = _is_type_authority(authority, Permission.SEAL)
    chosen = authority.value
    greatest = (1 << capability.format.otype_width) - 1
    fits = (chosen >= otypes.FIRST_SEALED) & (chosen <= greatest)
    otype = truncate(chosen, capability.format.otype_width)
    sealed = attrs.evolve(capability, otype=otype)
    return clear_tag_if(capability.is_sealed | (not allowed) | (not fits), sealed)


def unseal(capability: Capability, authority: Capability) -> Capability:
    """Unseal it with an authority that points at its otype.

    The tag is cleared unless it is sealed with just that otype and the authority holds
    Unseal. An authority that is not global makes the result local.

    Source:
        Sail Morello, instruction UNSEAL.
    Law:
        ``unsealing_inverts_sealing``
    """
    allowed = _is_type_authority(authority, Permission.UNSEAL)
    matches = capability.is_sealed & (authority.value == capability.otype)
    perms = capability.perms
    if not authority.has(Permission.GLOBAL):
        perms &= ~Permission.GLOBAL
    opened = attrs.evolve(capability, otype=otypes.UNSEALED, perms=perms)
    return clear_tag_if((not allowed) | (not matches), opened)


def _is_type_authority(authority: Capability, permission: Permission) -> bool:
    """Whether it may seal or unseal with the otype it points at."""
    bounds = authority.bounds
    points_inside = (bounds.base <= authority.value) & (authority.value < bounds.top)
    return (
        authority.tag
        & (not authority.is_sealed)
        & authority.has(permission)
        & points_inside
    )


def seal_entry(capability: Capability) -> Capability:
    """Make a sealed entry of it: something to branch to and nothing else.

    Source:
        Sail Morello, instruction SEAL (form RB).
    """
    sealed = attrs.evolve(capability, otype=otypes.SENTRY)
    return clear_tag_if(capability.is_sealed, sealed)


def as_loaded(capability: Capability, authority: Capability) -> Capability:
    """What a capability load through ``authority`` makes of the value in memory.

    Without LoadCap the tag is cleared. Without MutableLoad an unsealed capability
    loses the permissions to write.

    Source:
        Sail Morello, ``MemC`` load filtering.
    Law:
        ``loading_never_adds_authority``
    """
    loaded = keep_tag_if(authority.has(Permission.LOAD_CAP), capability)
    immutable = (not authority.has(Permission.MUTABLE_LOAD)) & loaded.tag
    if immutable & (not loaded.is_sealed):
        return attrs.evolve(loaded, perms=loaded.perms & ~WRITING)
    return loaded
