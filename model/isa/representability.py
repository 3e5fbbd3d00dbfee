"""Whether an address can move without its bounds moving: the representable region.

Source:
    Sail Morello, ``CapIsRepresentable``, ``CapIsRepresentableFast`` and
    ``CapGetRepresentableMask``; Sail CHERI-RISC-V, ``capBoundsEqual``,
    ``fastRepCheck`` and ``getRepresentableAlignmentMask``.
"""

import attrs

from model.isa.encoding import decode, encode, region_edge
from model.isa.format import Format
from model.isa.mantissas import exponent_of, is_internal, mantissas_of
from model.isa.words import align_down, signed, truncate


def is_representable(form: Format, field: int, old: int, new: int) -> bool:
    """Whether moving the address from ``old`` to ``new`` keeps the bounds.

    The exact rule: decode again and compare. If values are signed and the bounds use
    the address, a move to the other half of the address space never keeps them.
    """
    here, there = decode(form, field, old), decode(form, field, new)
    if not here.well_formed:
        return False
    if form.signed_values and _changes_half(form, exponent_of(form, field), old, new):
        return False
    return (there.base == here.base) & (there.top == here.top)


def is_representable_fast(form: Format, field: int, old: int, new: int) -> bool:
    """Whether the adder's approximation accepts ``new``: it implies the exact rule.

    The approximation looks only at the increment and the middle bits of the old
    address, and wrongly refuses addresses in the last unit of the representable region.
    Formats without a fast rule use the exact one.

    Law:
        ``the_fast_rule_implies_the_exact_rule``
    """
    if not form.has_fast_rule:
        return is_representable(form, field, old, new)
    mantissas = mantissas_of(form, field)
    E, MW = mantissas.E, form.mantissa_width
    if E >= form.emax - 2:
        return decode(form, field, old).well_formed
    if form.signed_values and _changes_half(form, E, old, new):
        return False
    increment = signed(form.value_of(new - old), form.address_width)
    distance = increment >> (E + MW)
    middle = truncate(increment >> E, MW)
    R = region_edge(form, mantissas.B)
    old_middle = truncate(form.value_of(old) >> E, MW)
    room = truncate(R - old_middle, MW)
    if distance == 0:
        return middle < truncate(room - 1, MW)
    return (distance == -1) & (middle >= room) & (old_middle != R)


def _changes_half(form: Format, E: int, old: int, new: int) -> bool:
    """Whether bounds use the address and its highest value bit changes."""
    sign = form.value_width - 1
    differs = (old >> sign) % 2 != (new >> sign) % 2
    return form.bounds_use_the_address(E) & differs


@attrs.frozen
class Region:
    """The addresses from ``base`` up, ``size`` of them, modulo the address space."""

    base: int
    size: int


def representable_region(form: Format, field: int, address: int) -> Region:
    """The addresses at which ``field`` decodes to the same bounds as at ``address``.

    Signs of values are ignored. If the bounds are not well-formed, the region is empty.

    Law:
        ``the_representable_region_is_where_bounds_stay``
    """
    mantissas, bounds = mantissas_of(form, field), decode(form, field, address)
    E = mantissas.E
    if not bounds.well_formed:
        return Region(0, 0)
    if E >= form.emax - 2:
        return Region(0, form.address_space)
    low_bits = truncate(mantissas.B, form.region_bits)
    room = (low_bits + form.region_room) << E
    base = truncate(bounds.base - room, form.address_width)
    return Region(base, 1 << (E + form.mantissa_width))


def unit_bits(form: Format, field: int) -> int:
    """The binary logarithm of the encoding unit, of which both bounds are multiples."""
    E = mantissas_of(form, field).E
    if not is_internal(form, field):
        return 0
    return E + form.exponent_width


def region_unit_bits(form: Format, field: int) -> int:
    """The binary logarithm of the steps at which the representable region can begin.

    If bounds do not depend on the address, it is that of the encoding unit.
    """
    E = mantissas_of(form, field).E
    unit = unit_bits(form, field)
    if E >= form.emax - 2:
        return unit
    return max(unit, E + form.region_bits)


def representable_mask(form: Format, length: int) -> int:
    """The alignment mask a base needs for bounds of ``length`` bytes to be exact.

    The architecture computes the mask by setting bounds of that length: from zero or,
    if values are signed, as high as possible, which near a change of exponent gives the
    next exponent.
    """
    all_ones = form.address_space - 1
    base = all_ones - length if form.signed_values else 0
    field = encode(form, base, length).field
    if not is_internal(form, field):
        return all_ones
    return align_down(all_ones, exponent_of(form, field) + form.exponent_width)


def representable_length(form: Format, length: int) -> int:
    """``length`` rounded up to one that can be exact, modulo 2^W.

    Law:
        ``the_representable_length_is_the_least``
    """
    mask = representable_mask(form, length)
    below = form.address_space - 1 - mask
    return truncate(length + below, form.address_width) & mask


def exact_bounds(form: Format, length: int) -> tuple[int, int]:
    """The least exact bounds for ``length`` bytes.

    Returns:
        Their length, and the power of two of which their base must be a multiple.
    """
    exact = representable_length(form, length)
    return exact, form.address_space - representable_mask(form, exact)
