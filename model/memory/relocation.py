"""One capability moved from the parent's region to the child's.

Decided by bounds, never by the address: where a capability points says nothing about
what it gives authority over.

Source:
    Kressel, Lefeuvre, Olivier, "μFork", SOSP 2025, section on pointer relocation;
    the treatment of capabilities that leave the region is this model's.
"""

from model.isa.capability import Capability
from model.isa.derivation import keep_tag_if
from model.isa.encoding import Bounds, fit
from model.memory.layout import KERNEL_SLOT, Layout
from model.memory.tagged_memory import Granule, capability_of, granule_of


def is_shared_authority(layout: Layout, capability: Capability) -> bool:
    """Whether every μprocess may hold it: the kernel's entries and the otypes.

    Its bounds lie in the kernel's region, and it can only be branched to or used to
    seal: it is a sealed entry, or holds no permission that reaches memory.
    """
    harmless = capability.is_sentry | (
        capability.perms & capability.format.permissions.memory == 0
    )
    return harmless & capability.bounds.within(layout.region(KERNEL_SLOT))


def relocate(
    layout: Layout, capability: Capability, parent: int, child: int
) -> Capability:
    """The capability that the child holds where the parent holds ``capability``.

    - Untagged: the same bits; data is not relocated.
    - Bounds inside the parent's region: bounds and address move by the distance of
      the slots; permissions, otype, seal and address flags stay.
    - Shared authority: unchanged.
    - All else, bounds that straddle the region among it: the tag is cleared.

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
    """Move bounds and address alike; the tag is cleared if that is not exact."""
    base, top = bounds.base + displacement, bounds.top + displacement
    field, exact, _ = fit(capability.format, base, top - base)
    address = capability.address + displacement & capability.format.address_mask
    moved = capability.placed(field, address)
    there = moved.bounds
    same = (there.base == base) & (there.top == top)
    return keep_tag_if(exact & same, moved)


def relocate_granule(
    layout: Layout, granule: Granule, parent: int, child: int
) -> Granule:
    """What the child's memory holds where the parent's holds ``granule``."""
    if not granule.tag:
        return granule
    capability = capability_of(layout.format, granule)
    return granule_of(relocate(layout, capability, parent, child))
