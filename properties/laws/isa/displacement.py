"""Laws of relocation by a displacement: which moves lose nothing, and what others lose.

The laws say what fork needs of a format, whatever the layout. They assume that bounds
and address stay inside the address space, and inside one half of it where values are
signed.

Source:
    The theorems R1 to R4 of this project: statements about the encodings, proved here.
"""

from model.isa.capability import Capability
from model.isa.encoding import Encoding, decode, encode
from model.isa.format import Format
from model.isa.mantissas import mantissas_of
from model.isa.representability import (
    is_representable,
    is_representable_fast,
    region_unit_bits,
    unit_bits,
)
from model.isa.words import is_aligned
from optimized.relocation import shift_field
from properties.laws.assumption import assume
from properties.laws.isa.codings import coding_of
from properties.laws.isa.encoding import is_canonical


def bounds_move_exactly_when_the_displacement_is_aligned(
    form: Format, base: int, length: int, displacement: int
) -> None:
    """Exact bounds, moved, are exact iff they move by whole units of what their
    exponent leaves of the mantissas; then only B and T change, both by as much.
    """
    encoding = _exact(form, base, length)
    _assume_inside(form, displacement, (base, length))
    moved = encode(form, base + displacement, length)
    assert moved.exact == is_aligned(displacement, unit_bits(form, encoding.field))
    if moved.exact:
        assert moved.field == shift_field(form, encoding.field, displacement)


def addresses_in_bounds_move_with_their_bounds(
    capability: Capability, displacement: int
) -> None:
    """Where bounds move exactly, an address in bounds, or at the top, moves along: both
    rules accept it from the new base.
    """
    _assume_movable(capability, displacement)
    form, address = capability.format, capability.value
    assume(is_aligned(displacement, unit_bits(form, capability.bounds_field)))
    assume((capability.base <= address) & (address <= capability.top))
    _assert_address_moves(capability, displacement)
    there = capability.base + displacement
    field = shift_field(form, capability.bounds_field, displacement)
    assert is_representable_fast(form, field, there, address + displacement)


def addresses_out_of_bounds_move_by_units_of_the_region(
    capability: Capability, displacement: int
) -> None:
    """A representable address, in bounds or not, moves with its bounds if these move by
    whole steps of where the representable region can begin.
    """
    _assume_movable(capability, displacement)
    form, field = capability.format, capability.bounds_field
    assume(is_aligned(displacement, region_unit_bits(form, field)))
    _assert_address_moves(capability, displacement)


def addresses_out_of_bounds_move_with_their_bounds(
    capability: Capability, displacement: int
) -> None:
    """Any representable address moves wherever bounds move exactly: true where the
    region begins at a fixed distance below the base.
    """
    _assume_movable(capability, displacement)
    form, field = capability.format, capability.bounds_field
    assume(is_aligned(displacement, unit_bits(form, field)))
    _assert_address_moves(capability, displacement)


def addresses_out_of_bounds_move_by_half_units_of_the_region(
    capability: Capability, displacement: int
) -> None:
    """Half the step is enough as well: false where the region moves in such steps."""
    _assume_movable(capability, displacement)
    form, field = capability.format, capability.bounds_field
    step = region_unit_bits(form, field) - 1
    assume(step >= unit_bits(form, field))
    assume(is_aligned(displacement, step))
    _assert_address_moves(capability, displacement)


def addresses_near_the_base_move_with_their_bounds(
    capability: Capability, displacement: int
) -> None:
    """Offsets in the region whatever B is move wherever bounds move exactly."""
    _assume_movable(capability, displacement)
    form, field = capability.format, capability.bounds_field
    MW, E = form.mantissa_width, mantissas_of(form, field).E  # noqa: N806
    offset = capability.value - capability.base
    assume(is_aligned(displacement, unit_bits(form, field)))
    assume(-(form.region_room << E) <= offset)
    furthest = ((1 << MW) - form.region_room - (1 << form.region_bits) + 1) << E
    assume(offset < furthest)
    _assert_address_moves(capability, displacement)


def _assert_address_moves(capability: Capability, displacement: int) -> None:
    """From the new base, the moved address is representable in the moved bounds."""
    form, there = capability.format, capability.base + displacement
    field = shift_field(form, capability.bounds_field, displacement)
    assert is_representable(form, field, there, capability.value + displacement)


def metadata_stays_when_the_displacement_is_a_multiple_of_the_region(
    capability: Capability, displacement: int
) -> None:
    """The same metadata word at the moved address stands for the moved bounds iff
    they move by whole regions.
    """
    _assume_movable(capability, displacement)
    form, field, bounds = capability.format, capability.bounds_field, capability.bounds
    there = decode(form, field, capability.value + displacement)
    size = mantissas_of(form, field).E + form.mantissa_width
    same = (there.base == bounds.base + displacement) & (
        there.top == bounds.top + displacement
    )
    assert same == is_aligned(displacement, size)


def aligned_slots_of_powers_of_two_lose_nothing(
    capability: Capability, slot_bits: int, displacement: int
) -> None:
    """Bounds inside a slot aligned to its size move to any other such slot exactly,
    with any representable address; bounds shorter than half a slot keep their metadata.

    The law assumes that a slot has at least 2^(MW - 3) bytes, an eighth of the number
    of mantissa values.
    """
    _assume_movable(capability, displacement)
    form, field, bounds = capability.format, capability.bounds_field, capability.bounds
    assume(slot_bits >= form.mantissa_width - 3)
    assume(bounds.base < bounds.top)
    assume(bounds.base >> slot_bits == (bounds.top - 1) >> slot_bits)
    assume(is_aligned(displacement, slot_bits))
    assert is_aligned(displacement, unit_bits(form, field))
    _assert_address_moves(capability, displacement)
    if mantissas_of(form, field).E + form.mantissa_width <= slot_bits:
        assert shift_field(form, field, displacement) == field


def _assume_movable(capability: Capability, displacement: int) -> None:
    """Assume bounds that a derivation makes, and that stay inside, like the address."""
    form, bounds = capability.format, capability.bounds
    assume(bounds.well_formed & is_canonical(capability))
    assume((bounds.base <= bounds.top) & (bounds.top <= form.address_space))
    _assume_inside(
        form, displacement, (bounds.base, bounds.length), (capability.value, 1)
    )


def _exact(form: Format, base: int, length: int) -> Encoding:
    """The encoding of these bounds, which is assumed to be exact."""
    assume((form.value_of(base) == base) & (base + length <= form.address_space))
    encoding = encode(form, base, length)
    assume(encoding.exact)
    return encoding


def _assume_inside(form: Format, displacement: int, *spans: tuple[int, int]) -> None:
    """Assume that everything that is moved stays inside the address space, and inside
    one half of it if values are signed. Each span is a base and a length; an empty span
    counts as its first byte.
    """
    low, high = True, True
    limit = 1 << (form.value_width - 1)
    for base, length in spans:
        there, size = base + displacement, max(length, 1)
        assume((0 <= there) & (there + size <= form.address_space))
        low &= (base + size <= limit) & (there + size <= limit)
        high &= (base >= form.address_space - limit) & (
            there >= form.address_space - limit
        )
    if coding_of(form).signed:
        assume(low | high)
