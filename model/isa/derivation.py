"""Making one capability from another: authority is only ever kept or lost.

Nothing here raises. A derivation that the architecture does not allow clears the
tag, and the result can still be looked at and stored.
"""

import attrs

from model.isa.capability import Capability, is_local
from model.isa.encoding import encode
from model.isa.mantissas import exponent_of
from model.isa.permissions import Permission
from model.isa.representability import is_representable, is_representable_fast
from model.isa.words import truncate


def clear_tag(capability: Capability) -> Capability:
    """The same bits without authority."""
    return attrs.evolve(capability, tag=False)


def clear_tag_if(condition: bool, capability: Capability) -> Capability:
    """``capability``, without its tag if ``condition`` holds."""
    return clear_tag(capability) if condition else capability


def keep_tag_if(condition: bool, capability: Capability) -> Capability:
    """``capability``, with its tag only if ``condition`` holds."""
    return capability if condition else clear_tag(capability)


def set_address(capability: Capability, address: int) -> Capability:
    """Point the capability at ``address``, which is taken modulo 2^W.

    The tag is cleared if the capability is sealed, or if its bounds are not
    representable around the new address. The metadata word never changes.

    Source:
        Morello SCVALUE, CHERI-RISC-V CSetAddr, RVY YADDRW, CHERIoT CSetAddr.
    Law:
        ``set_address_keeps_bounds_while_the_tag_stays``
    """
    form, field = capability.format, capability.bounds_field
    address = truncate(address, form.address_width)
    kept = is_representable(form, field, capability.address, address)
    moved = attrs.evolve(capability, address=address)
    return clear_tag_if(capability.is_sealed, keep_tag_if(kept, moved))


def increment(capability: Capability, amount: int) -> Capability:
    """Add ``amount`` bytes to the address, modulo 2^W, as an adder does.

    The tag is cleared if the capability is sealed, or if the fast rule refuses the new
    address.

    Source:
        Morello ADD, CHERI-RISC-V CIncOffset, RVY YADD, CHERIoT CIncAddr.
    Law:
        ``increment_keeps_bounds_while_the_tag_stays``
    """
    form, field = capability.format, capability.bounds_field
    address = truncate(capability.address + amount, form.address_width)
    kept = is_representable_fast(form, field, capability.address, address)
    moved = attrs.evolve(capability, address=address)
    return clear_tag_if(capability.is_sealed, keep_tag_if(kept, moved))


def set_bounds(capability: Capability, length: int) -> tuple[Capability, bool]:
    """Narrow the bounds to ``length`` bytes, at most 2^W, from the address.

    Bounds that cannot be represented are widened by the least amount. The tag is
    cleared if the capability is sealed or not well-formed, if the requested bounds are
    not within its own, or if the requested base has address flags that the new bounds
    ignore.

    Returns:
        The new capability, and whether its bounds are exactly those requested.

    Source:
        Morello SCBNDS and SCBNDSE, CHERI-RISC-V CSetBounds, RVY YBNDSRW, CHERIoT
        CSetBounds.
    Law:
        ``set_bounds_never_exceeds_its_source``
    """
    form = capability.format
    source, value = capability.bounds, capability.value
    uses_address = form.bounds_use_the_address(
        exponent_of(form, capability.bounds_field)
    )
    base = value if uses_address else capability.address
    field, exact, exponent = encode(form, base, length)
    loses_flags = form.bounds_use_the_address(exponent) & (base != value)
    narrowed = attrs.evolve(capability, bounds_field=field)
    inside = (source.base <= base) & (base + length <= source.top)
    refused = capability.is_sealed | loses_flags
    kept = keep_tag_if(source.well_formed & inside, narrowed)
    return clear_tag_if(refused, kept), exact


def set_bounds_exact(capability: Capability, length: int) -> Capability:
    """Narrow the bounds to ``length`` bytes; clear the tag if that needs rounding.

    Source:
        Morello SCBNDSE, CHERI-RISC-V CSetBoundsExact, RVY YBNDSW, CHERIoT
        CSetBoundsExact.
    """
    narrowed, exact = set_bounds(capability, length)
    return keep_tag_if(exact, narrowed)


def with_perms(capability: Capability, value: int) -> Capability:
    """The capability with permissions ``value``, or the part that can be stored."""
    coding, field = capability.format.permissions, capability.perms_field
    written = coding.write(coding.legal(value), coding.mode(field))
    written |= field & coding.reserved
    return attrs.evolve(capability, perms_field=written)


def and_perms(capability: Capability, mask: int) -> Capability:
    """Keep only the permissions in ``mask``, a permission value of the architecture.

    A permission that cannot be stored without a cleared one is cleared too. A sealed
    capability loses its tag.

    Source:
        Morello CLRPERM, CHERI-RISC-V CAndPerm, RVY YPERMC, CHERIoT CAndPerm.
    Law:
        ``and_perms_never_adds_authority``
    """
    kept = with_perms(capability, capability.perms & mask)
    return clear_tag_if(capability.is_sealed, kept)


def as_loaded(capability: Capability, authority: Capability) -> Capability:
    """``capability`` in memory, as a load through ``authority`` returns it.

    Without LoadCap the tag is cleared. Without LoadGlobal a tagged capability becomes
    local and, if it is unsealed, loses LoadGlobal too. Without MutableLoad an unsealed
    capability loses the permissions to write. A format that lacks one of these
    permissions never withholds it.

    Source:
        Sail Morello, ``MemC`` load filtering; Sail CHERIoT, ``LoadCapImm``.
    Law:
        ``loading_never_adds_authority``
    """
    loaded = keep_tag_if(authority.has(Permission.LOAD_CAP), capability)
    coding, lost = capability.format.permissions, 0
    if not loaded.tag:
        return loaded
    if not authority.has(Permission.LOAD_GLOBAL):
        lost |= coding.bits_of(Permission.GLOBAL)
        if not loaded.is_sealed:
            lost |= coding.bits_of(Permission.LOAD_GLOBAL)
    if not authority.has(Permission.MUTABLE_LOAD) and not loaded.is_sealed:
        lost |= coding.writing
    return with_perms(loaded, loaded.perms & ~lost) if lost else loaded


def as_stored(capability: Capability, authority: Capability) -> Capability:
    """What a capability store through ``authority`` leaves in memory.

    In formats that say so, a missing StoreCap, or a missing StoreLocal for a local
    capability, costs the tag; in the others it is a fault: see ``model.isa.authority``.

    Source:
        Sail CHERIoT, ``StoreCapImm``; RISC-V specification for CHERI, store of
        capabilities.
    Law:
        ``storing_never_adds_authority``
    """
    strips = capability.format.store_strips
    kept = True
    if strips & Permission.STORE_CAP:
        kept &= authority.has(Permission.STORE_CAP)
    if strips & Permission.STORE_LOCAL:
        kept &= authority.has(Permission.STORE_LOCAL) | (not is_local(capability))
    return keep_tag_if(kept, capability)
