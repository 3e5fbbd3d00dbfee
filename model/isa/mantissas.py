"""A bounds field taken apart, and put together: its exponent and its two mantissas.

The upper-case names are the architecture's: ``E`` the exponent, ``B`` and ``T`` the
mantissas of base and top, ``K`` the bits that an internal exponent takes from each.

Source:
    Sail Morello, ``CapGetExponent``, ``CapGetBottom``, ``CapGetTop``; the other formats
    differ as their data say. Sail CHERIoT, ``getCapBounds``.
"""

from typing import NamedTuple, TypeAlias

from model.isa.format import Format

OWN_EXPONENTS = 15
"""Exponents that CHERIoT stores as they are; the next one stands for EMAX."""


class Mantissas(NamedTuple):
    """What a bounds field stores, with T's top bits inferred."""

    E: int
    """As it is stored: it may be out of range."""
    B: int
    T: int
    internal: bool = True
    """Whether the exponent is stored, in bits of B and T or in a field of its own."""


Parts: TypeAlias = tuple[int, int, int, bool]
"""``Mantissas`` as bare numbers."""


def is_internal(form: Format, field: int) -> bool:
    """Whether the exponent is stored; it is 0 if not."""
    return parts_of(form, field)[3]


def exponent_of(form: Format, field: int) -> int:
    """The exponent E of a bounds field, whatever it is; on RVY it may be negative."""
    return parts_of(form, field)[0]


def mantissas_of(form: Format, field: int) -> Mantissas:
    """Take a bounds field apart: ``parts_of`` with names."""
    return Mantissas(*parts_of(form, field))


def parts_of(form: Format, field: int) -> Parts:
    """E, B, T of a bounds field, and whether its exponent is stored.

    The top two bits of T are not stored, except by CHERIoT: T continues B, one step of
    2^(MW-2) further when its stored part is below B's, and one more when the length has
    its leading bit at MW-2, as it has whenever the exponent is internal.
    """
    B, T = field & form.mantissa_mask, field >> form.mantissa_width & form.stored_mask
    if form.has_exponent_field:
        own = field >> (2 * form.mantissa_width)
        return own if own < OWN_EXPONENTS else form.emax, B, T, True
    extra = field >> (form.format_bit - 1) & 1 if form.length_bit else 0
    internal = field >> form.format_bit == form.internal_bit
    if internal:
        K, low = form.exponent_width, form.exponent_mask
        stored = (((extra << K) | (T & low)) << K) | (B & low)
        E, leading_bit = form.first_exponent + form.exponent_step * stored, 1
        B, T = B >> K << K, T >> K << K
    else:
        E, leading_bit = 0, extra
    carry = T < (B & form.stored_mask)
    top_bits = ((B >> form.stored_mantissa_width) + carry + leading_bit) & 3
    T |= top_bits << form.stored_mantissa_width
    return E, B, T, internal


def field_with_exponent(form: Format, E: int, B: int, T: int) -> int:
    """The field that stores this exponent; of the mantissas what fits beside it."""
    B, T, MW = B & form.mantissa_mask, T & form.stored_mask, form.mantissa_width
    if form.has_exponent_field:
        return (((min(E, OWN_EXPONENTS) << MW) | T) << MW) | B
    K, low, last = form.exponent_width, form.exponent_mask, form.format_bit
    stored = (E - form.first_exponent) * form.exponent_step
    field = ((T | (stored >> K & low)) << MW) | B | (stored & low)
    field |= form.internal_bit << last
    return field | (stored >> (2 * K) << (last - 1)) if form.length_bit else field


def field_without_exponent(form: Format, B: int, T: int, length_bit: int) -> int:
    """The field of exponent 0, if it is not stored; of the mantissas what fits."""
    MW, last = form.mantissa_width, form.format_bit
    field = ((T & form.stored_mask) << MW) | (B & form.mantissa_mask)
    field |= (1 - form.internal_bit) << last
    return field | (length_bit << (last - 1)) if form.length_bit else field
