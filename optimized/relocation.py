"""One granule relocated by adding to its mantissas, without encoding it again.

The distance between slots is a multiple of every alignment that a confined capability
can need, so base and top move by whole units of its exponent: the distance, shifted
down by E, is added to B and T, and the distance itself to the address. For capabilities
shorter than half a slot that leaves the metadata word as it is.
"""

from typing import Final

import attrs

from model.isa.capability import Capability
from model.isa.derivation import keep_tag_if
from model.isa.format import Format
from model.isa.mantissas import exponent_of
from model.isa.permissions import Permission
from model.isa.words import truncate
from model.memory.layout import Layout
from model.memory.tagged_memory import Granule, capability_of, granule_of
from optimized.bounds import decode, numbers

ENTERING: Final = (
    Permission.GLOBAL | Permission.LOAD | Permission.LOAD_CAP | Permission.EXECUTE
)
"""The permissions of the sealed entry to the kernel."""

SEALING: Final = Permission.GLOBAL | Permission.SEAL | Permission.UNSEAL
"""The permissions of an authority over otypes."""

OTYPES: Final = 4
"""How many otypes every μprocess may use."""


def relocate_granule(layout: Layout, granule: Granule, home: int, slot: int) -> Granule:
    """What the owner of ``slot`` finds where ``granule`` is written for ``home``.

    Law:
        ``the_fast_relocation_is_the_relocation``
    """
    if not granule.tag:
        return granule
    capability = capability_of(layout.format, granule)
    return granule_of(relocate(layout, capability, home, slot))


@attrs.frozen
class Relocation:
    """The change of each granule of a frame, from one slot to another.

    It is a function like any other, but one that storage can recognise, and then do to
    a whole frame at once.
    """

    layout: Layout
    home: int
    slot: int

    def __call__(self, granule: Granule) -> Granule:
        """What the owner of the slot finds."""
        return relocate_granule(self.layout, granule, self.home, self.slot)


def relocate(
    layout: Layout, capability: Capability, home: int, slot: int
) -> Capability:
    """A tagged capability relocated, or without its tag if ``slot`` may not have it."""
    region, (base, top, _) = layout.region(home), _bounds(capability)
    if (region.base <= base) & (base <= top) & (top <= region.top):
        return shift(capability, layout.displacement(home, slot))
    return keep_tag_if(stays(layout, capability), capability)


def stays(layout: Layout, capability: Capability) -> bool:
    """Whether the kernel gave the capability to all processes, so it is not relocated.

    The fields of the capability tell: the kernel's entry is sealed, covers the page of
    the kernel that it points to and has exactly ``ENTERING``; an authority over otypes
    has bounds within the first ``OTYPES`` otypes of software, and no permissions beyond
    ``SEALING``.
    """
    coding, otypes = capability.format.permissions, capability.format.otypes
    held = capability.perms
    base, top, _ = _bounds(capability)
    is_entry = (
        (capability.otype == otypes.sentry)
        & (held == coding.bits_of(ENTERING))
        & (capability.address == layout.page_size)
        & (base == layout.page_size)
        & (top == 2 * layout.page_size)
    )
    seals = held | coding.bits_of(SEALING) == coding.bits_of(SEALING)
    ordered = (otypes.free <= base) & (base <= top) & (top <= otypes.free + OTYPES)
    return is_entry | (seals & ordered)


def _bounds(capability: Capability) -> tuple[int, int, bool]:
    """Base, top, and whether they are well-formed."""
    form = capability.format
    return decode(numbers(form), capability.bounds_field, capability.address)


def shift(capability: Capability, displacement: int) -> Capability:
    """Add ``displacement`` to bounds and address."""
    return attrs.evolve(
        capability,
        bounds_field=shift_field(
            capability.format, capability.bounds_field, displacement
        ),
        address=truncate(
            capability.address + displacement, capability.format.address_width
        ),
    )


def shift_field(form: Format, field: int, displacement: int) -> int:
    """The bounds field with both mantissas moved by ``displacement`` bytes.

    Law:
        ``bounds_move_exactly_when_the_displacement_is_aligned``
    """
    units = displacement >> exponent_of(form, field)
    MW = form.mantissa_width
    both = MW + form.stored_mantissa_width
    B = truncate(field + units, MW)
    T = truncate((field >> MW) + units, form.stored_mantissa_width)
    return (field >> both << both) + (T << MW) + B
