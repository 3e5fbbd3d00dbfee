"""One capability relocated from the parent's region to the child's.

Its bounds decide, never its address: where a capability points says nothing about what
it gives authority over.

Source:
    Kressel, Lefeuvre, Olivier, "μFork", SOSP 2025, section on pointer relocation;
    the treatment of capabilities that leave the region is this model's.
"""

import attrs

from model.isa.capability import Capability
from model.isa.derivation import keep_tag_if
from model.isa.encoding import Bounds, encode
from model.isa.words import truncate
from model.memory.layout import Layout
from model.memory.shared_authority import kernel_entry, otype_authority
from model.memory.tagged_memory import Granule, capability_of, granule_of


def is_shared_authority(layout: Layout, capability: Capability) -> bool:
    """Whether every μprocess may hold ``capability``, with its tag, in any region.

    The capability is the kernel's entry, bit for bit, or has no more permissions and no
    wider bounds than the authority over otypes. Nothing else is shared, even if it
    looks harmless: a sealed capability can be passed to a process that can unseal it.
    """
    given = otype_authority(layout)
    over_otypes = capability.bounds.within(given.bounds)
    over_otypes &= capability.perms & ~given.perms == 0
    return over_otypes | (capability.bits == kernel_entry(layout).bits)


def relocate(
    layout: Layout, capability: Capability, parent: int, child: int
) -> Capability:
    """The capability that the child holds where the parent holds ``capability``.

    - Untagged: the same bits; data is not relocated.
    - Bounds inside the parent's region: bounds and address move by the distance
      between the slots; permissions, otype, seal and address flags stay.
    - Shared authority: unchanged.
    - All else, including bounds that straddle the region: the tag is cleared.

    Law:
        ``relocation_keeps_everything_but_the_place``,
        ``relocated_capabilities_are_confined_to_the_child``
    """
    if not capability.tag:
        return capability
    bounds = capability.bounds
    if bounds.within(layout.region(parent)):
        return _shift(capability, bounds, layout.displacement(parent, child))
    return keep_tag_if(is_shared_authority(layout, capability), capability)


def _shift(capability: Capability, bounds: Bounds, displacement: int) -> Capability:
    """Move bounds and address; clear the tag if the new bounds are not exact."""
    base, top = bounds.base + displacement, bounds.top + displacement
    form = capability.format
    encoding = encode(form, base, top - base)
    address = truncate(capability.address + displacement, form.address_width)
    moved = attrs.evolve(capability, bounds_field=encoding.field, address=address)
    return keep_tag_if(encoding.exact, moved)


def relocate_granule(
    layout: Layout, granule: Granule, parent: int, child: int
) -> Granule:
    """What the child's memory holds where the parent's holds ``granule``."""
    if not granule.tag:
        return granule
    capability = capability_of(layout.format, granule)
    return granule_of(relocate(layout, capability, parent, child))
