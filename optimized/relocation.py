"""One granule relocated by adding to its mantissas, without encoding it again.

The distance between slots is a multiple of every alignment that a confined capability
can need, so base and top move by whole units of its exponent: the distance is added to
B and T, shifted down by E, and to the address. For capabilities shorter than half a
slot that leaves the metadata word as it is.
"""

import attrs

from model.isa.capability import Capability
from model.isa.derivation import keep_tag_if
from model.isa.encoding import exponent_of
from model.isa.words import truncate
from model.memory.layout import Layout
from model.memory.relocation import is_shared_authority
from model.memory.tagged_memory import Granule, capability_of, granule_of


def relocate_granule(layout: Layout, granule: Granule, home: int, slot: int) -> Granule:
    """What the owner of ``slot`` finds where ``granule`` is written for ``home``.

    Law:
        ``the_fast_relocation_is_the_relocation``
    """
    if not granule.tag:
        return granule
    capability = capability_of(layout.format, granule)
    return granule_of(relocate(layout, capability, home, slot))


def relocate(
    layout: Layout, capability: Capability, home: int, slot: int
) -> Capability:
    """A tagged capability relocated, or without its tag if it may not go along."""
    if capability.bounds.within(layout.region(home)):
        return shift(capability, layout.displacement(home, slot))
    return keep_tag_if(is_shared_authority(layout, capability), capability)


def shift(capability: Capability, displacement: int) -> Capability:
    """Add ``displacement`` to bounds and address."""
    return attrs.evolve(
        capability,
        bounds_field=shift_field(capability, displacement),
        address=truncate(
            capability.address + displacement, capability.format.address_width
        ),
    )


def shift_field(capability: Capability, displacement: int) -> int:
    """The bounds field with both mantissas moved by ``displacement`` bytes."""
    form, field = capability.format, capability.bounds_field
    units = displacement >> exponent_of(form, field)
    MW = form.mantissa_width
    B = truncate(field + units, MW)
    T = truncate((field >> MW) + units, form.stored_mantissa_width)
    return (field >> (form.bounds_width - 1) << (form.bounds_width - 1)) + (T << MW) + B
