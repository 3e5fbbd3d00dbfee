"""A bounds field taken apart, and put together: its exponent and its two mantissas.

The upper-case names are the architecture's: ``E`` the exponent, ``B`` and ``T`` the
mantissas of base and top, ``K`` the bits that an internal exponent takes from each.

Source:
    Sail Morello, ``CapGetExponent``, ``CapGetBottom``, ``CapGetTop``; the other formats
    differ as their data say. Sail CHERIoT, ``getCapBounds``.
"""

from typing import NamedTuple

from model.isa.format import Format
from model.isa.words import align_down, truncate

OWN_EXPONENTS = 15
"""How many exponents CHERIoT stores as they are; the next number stands for EMAX."""


class Mantissas(NamedTuple):
    """What a bounds field stores, with T's top bits inferred."""

    E: int
    """As it is stored: it may be out of range."""
    B: int
    T: int
    internal: bool = True
    """Whether the exponent is stored, in bits of B and T or in a field of its own."""


def is_internal(form: Format, field: int) -> bool:
    """Whether the exponent is stored; it is 0 if not."""
    return mantissas_of(form, field).internal


def exponent_of(form: Format, field: int) -> int:
    """The exponent E of a bounds field, in range or not; on RVY it may be negative."""
    return mantissas_of(form, field).E


def mantissas_of(form: Format, field: int) -> Mantissas:
    """The exponent and the mantissas of a bounds field.

    Only CHERIoT stores the top two bits of T. Elsewhere they are those of B, plus one
    if the stored part of T is below that of B, and plus one if the length has its
    leading bit at MW-2, as it always has if the exponent is internal.
    """
    MW, stored_width = form.mantissa_width, form.stored_mantissa_width
    B, T = truncate(field, MW), truncate(field >> MW, stored_width)
    if form.has_exponent_field:
        stored = field >> (MW + stored_width)
        return Mantissas(stored if stored < OWN_EXPONENTS else form.emax, B, T)
    length_bit = truncate(field >> (form.format_bit - 1), 1) if form.length_bit else 0
    internal = field >> form.format_bit == form.internal_bit
    if internal:
        K = form.exponent_width
        high, low = truncate(T, K), truncate(B, K)
        stored = (((length_bit << K) | high) << K) | low
        E, leading_bit = form.first_exponent + form.exponent_step * stored, 1
        B, T = align_down(B, K), align_down(T, K)
    else:
        E, leading_bit = 0, length_bit
    carry = T < truncate(B, stored_width)
    top_bits = truncate((B >> stored_width) + carry + leading_bit, 2)
    return Mantissas(E, B, T | (top_bits << stored_width), internal)


def field_with_exponent(form: Format, E: int, B: int, T: int) -> int:
    """The field with this exponent, and as much of the mantissas as fits beside it."""
    MW = form.mantissa_width
    B, T = truncate(B, MW), truncate(T, form.stored_mantissa_width)
    if form.has_exponent_field:
        return (((min(E, OWN_EXPONENTS) << MW) | T) << MW) | B
    K, last = form.exponent_width, form.format_bit
    stored = (E - form.first_exponent) * form.exponent_step
    high, low = truncate(stored >> K, K), truncate(stored, K)
    field = ((T | high) << MW) | B | low
    field |= form.internal_bit << last
    return field | (stored >> (2 * K) << (last - 1)) if form.length_bit else field


def field_without_exponent(form: Format, B: int, T: int, length_bit: int) -> int:
    """The field that implies exponent 0, and as much of the mantissas as fits."""
    MW, last = form.mantissa_width, form.format_bit
    B, T = truncate(B, MW), truncate(T, form.stored_mantissa_width)
    field = (T << MW) | B
    field |= (1 - form.internal_bit) << last
    return field | (length_bit << (last - 1)) if form.length_bit else field
