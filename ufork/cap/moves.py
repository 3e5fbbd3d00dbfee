"""What becomes of a capability that fork moves, and which displacements it survives."""

from collections.abc import Iterator

import attrs

from model.isa.capability import Capability, root
from model.isa.derivation import keep_tag_if, set_address
from model.isa.mantissas import exponent_of
from model.isa.representability import region_unit_bits, unit_bits
from model.isa.words import truncate
from ufork.cap.reasons import is_proper, reach
from ufork.cap.words import interval, signed_text


@attrs.frozen
class Alignments:
    """What a displacement has to be a multiple of, in bytes."""

    bounds: int
    """For the bounds to be exact, with any address in bounds."""
    addresses: int
    """For every address that was representable to be so again."""
    metadata: int
    """For the metadata word to stay as it is."""


def alignments(capability: Capability) -> Alignments | None:
    """What a bounds field asks of displacements; None if no derivation makes it.

    The laws of displacements say that these multiples are right, and the least.
    """
    if not is_proper(capability):
        return None
    form, field = capability.format, capability.bounds_field
    return Alignments(
        bounds=1 << unit_bits(form, field),
        addresses=1 << region_unit_bits(form, field),
        metadata=1 << (exponent_of(form, field) + form.mantissa_width),
    )


@attrs.frozen
class Relocated:
    """A capability moved as fork moves it: bounds and address by one displacement."""

    displacement: int
    result: Capability
    reasons: tuple[str, ...]
    alignments: Alignments | None
    """What would be needed; None if no derivation makes the bounds."""
    metadata_stays: bool


def relocated(capability: Capability, displacement: int) -> Relocated:
    """Move a capability: an untagged one stays as it is, and a seal is put on again.

    The result is made from one for the new place: bounds are set exactly, then the
    address.
    """
    moved, reasons = capability, list[str]()
    if capability.tag:
        moved, reasons = _moved(capability, displacement)
    return Relocated(
        displacement,
        keep_tag_if(not reasons, moved),
        tuple(reasons),
        alignments(capability),
        moved.metadata == capability.metadata,
    )


def _moved(capability: Capability, displacement: int) -> tuple[Capability, list[str]]:
    """The capability at the new place, and what is wrong there."""
    form, old = capability.format, capability.bounds
    base, top = old.base + displacement, old.top + displacement
    address = truncate(capability.address + displacement, form.address_width)
    moved = attrs.evolve(capability, address=address)
    if not is_proper(capability):
        return moved, ["Its bounds are none that a derivation makes."]
    if base < 0 or top > form.address_space:
        return moved, ["Its bounds would leave the address space."]
    there = root(form, base, top, 0)
    moved = attrs.evolve(moved, bounds_field=there.bounds_field)
    return moved, list(_stranded(there, top, address))


def _stranded(there: Capability, top: int, address: int) -> Iterator[str]:
    """Why the new place cannot have the capability; ``there`` has the new bounds."""
    form, bounds, wanted = there.format, there.bounds, interval(there.address, top)
    if not there.tag:
        yield (
            f"No encoding has the bounds {wanted} exactly: the closest are "
            f"{interval(bounds.base, bounds.top)}."
        )
    elif (bounds.base, bounds.top) != (there.address, top):
        yield f"No capability has the bounds {wanted}: {signed_text(form)}."
    elif not set_address(there, address).tag:
        region = reach(there)
        last = truncate(region.base + region.size - 1, form.address_width)
        yield (
            f"The bounds {wanted} are exact, but {address:#x} is not representable: "
            f"around them, only {region.base:#x} to {last:#x} are."
        )
