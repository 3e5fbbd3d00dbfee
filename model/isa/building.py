"""ISA only, not run by the machine yet: capabilities built from saved bits."""

import attrs

from model.isa.capability import Capability
from model.isa.derivation import clear_tag, keep_tag_if
from model.isa.encoding import encode
from model.isa.format import Building


def build(capability: Capability, authority: Capability) -> Capability:
    """The bits of ``capability`` with a tag, if ``authority`` has all they stand for.

    The authority must be tagged and unsealed, its bounds and permissions must include
    those of the bits, and the bits must be such as the format can have a tag on: where
    that is what derivations would make of the authority, which keep its reserved bits,
    neither may have any. The tag of ``capability`` plays no part, but for this: where
    bits are taken as they are, what was tagged and unsealed stays so.

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
    """The bits that are built: unsealed, unless the format keeps them as they are."""
    form = capability.format
    if form.building is Building.CHECKED:
        return capability
    if form.building is Building.DERIVED and capability.is_sentry:
        return capability
    return attrs.evolve(capability, otype=form.otypes.unsealed)


def is_subset(one: Capability, other: Capability) -> bool:
    """Whether bounds and permissions of one are among those of the other."""
    here, there = one.bounds, other.bounds
    fits = here.within(there) & here.well_formed & there.well_formed
    return fits & (one.perms & other.perms == one.perms)


def encodes_itself(capability: Capability) -> bool:
    """Whether its bounds field is the one that encoding its bounds gives."""
    form, bounds = capability.format, capability.bounds
    if bounds.top < bounds.base:
        return False
    return encode(form, bounds.base, bounds.length).field == capability.bounds_field


def is_intact(capability: Capability) -> bool:
    """Whether every bit is such as derivations leave it: RVY's integrity check."""
    coding, field = capability.format.permissions, capability.perms_field
    legal = coding.write(coding.legal(coding.read(field)), coding.mode(field))
    return capability.bounds.well_formed & (field == legal)
