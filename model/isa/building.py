"""ISA only, not run by the machine yet: capabilities built from saved bits."""

import attrs

from model.isa.capability import Capability
from model.isa.derivation import clear_tag, keep_tag_if
from model.isa.encoding import encode
from model.isa.format import Building


def build(capability: Capability, authority: Capability) -> Capability:
    """The bits of ``capability`` with a tag, if ``authority`` includes all they grant.

    The authority must be tagged and unsealed, its bounds and permissions must include
    those of the bits, and the format must allow a tag on the bits. If a format builds
    only what derivations would make (DERIVED), neither the bits nor the authority may
    have reserved bits set, because derivations keep those of the authority. The tag of
    ``capability`` matters only if a format takes the bits as they are (RAW): a tagged,
    unsealed capability then stays tagged.

    Source:
        Morello BUILD; Sail CHERI-RISC-V, CBuildCap, as its remark has it: its
        comparison passes if both have the same reserved bits, which only a tag set by
        force can bring about; RVY YBLD.
    Law:
        ``building_never_adds_authority``,
        ``nothing_is_built_where_reserved_bits_are_set``
    """
    form = capability.format
    bits = _unsealed(capability)
    usable = authority.tag & (not authority.is_sealed)
    allowed = usable & is_subset(bits, authority)
    if form.building is Building.MISSING:
        return clear_tag(capability)
    if form.building is Building.RAW:
        kept = capability.tag & (not capability.is_sealed)
        return attrs.evolve(bits, tag=allowed | kept)
    if form.building is Building.DERIVED:
        allowed &= encodes_itself(bits) & (bits.reserved | authority.reserved == 0)
    else:
        allowed &= is_intact(bits)
    return keep_tag_if(allowed, attrs.evolve(bits, tag=True))


def _unsealed(capability: Capability) -> Capability:
    """The bits that are built: unsealed, unless the format keeps the seal."""
    form = capability.format
    if form.building is Building.CHECKED:
        return capability
    if form.building is Building.DERIVED and capability.is_sentry:
        return capability
    return attrs.evolve(capability, otype=form.otypes.unsealed)


def is_subset(one: Capability, other: Capability) -> bool:
    """Whether the bounds and permissions of ``one`` are within those of ``other``."""
    here, there = one.bounds, other.bounds
    fits = here.within(there) & here.well_formed & there.well_formed
    return fits & (one.perms & other.perms == one.perms)


def encodes_itself(capability: Capability) -> bool:
    """Whether encoding the decoded bounds gives the same bounds field."""
    form, bounds = capability.format, capability.bounds
    if bounds.top < bounds.base:
        return False
    return encode(form, bounds.base, bounds.length).field == capability.bounds_field


def is_intact(capability: Capability) -> bool:
    """Whether derivations can produce these bits: RVY's integrity check."""
    coding, field = capability.format.permissions, capability.perms_field
    legal = coding.write(coding.legal(coding.read(field)), coding.mode(field))
    return capability.bounds.well_formed & (field == legal)
