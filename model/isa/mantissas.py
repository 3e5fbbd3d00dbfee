"""A bounds field taken apart, and put together: its exponent and its two mantissas.

The upper-case names are the architecture's: ``E`` the exponent, ``B`` and ``T`` the
mantissas of base and top, ``K`` the bits that an internal exponent takes from each.

Source:
    Sail Morello, ``CapGetExponent``, ``CapGetBottom``, ``CapGetTop``; the other formats
    differ as their data say. Sail CHERIoT, ``getCapBounds``.
"""

from typing import NamedTuple

from model.isa.formats import Format
from model.isa.words import truncate

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


def is_internal(form: Format, field: int) -> bool:
    """Whether the exponent is stored; it is 0 if not."""
    if form.has_exponent_field:
        return True
    return field >> (form.bounds_width - 1) == form.internal_bit


def exponent_of(form: Format, field: int) -> int:
    """The exponent E of a bounds field, whatever it is; on RVY it may be negative."""
    if form.has_exponent_field:
        own = field >> (2 * form.mantissa_width)
        return own if own < OWN_EXPONENTS else form.emax
    return _stored_exponent(form, field) if is_internal(form, field) else 0


def _stored_exponent(form: Format, field: int) -> int:
    """The exponent that the low bits of B and T store."""
    K, low = form.exponent_width, form.exponent_mask
    stored = ((field >> form.mantissa_width & low) << K) + (field & low)
    if form.length_bit:
        stored += _length_bit(form, field) << (2 * K)
    return form.first_exponent + form.exponent_step * stored


def mantissas_of(form: Format, field: int) -> Mantissas:
    """Take a bounds field apart.

    The top two bits of T are not stored, except by CHERIoT: T continues B, one step of
    2^(MW-2) further when its stored part is below B's, and one more when the length has
    its leading bit at MW-2, as it has whenever the exponent is internal.
    """
    B = field & form.mantissa_mask
    T = field >> form.mantissa_width & form.stored_mask
    if form.has_exponent_field:
        return Mantissas(exponent_of(form, field), B, T)
    internal = is_internal(form, field)
    if internal:
        E, leading_bit = _stored_exponent(form, field), 1
        B, T = B & ~form.exponent_mask, T & ~form.exponent_mask
    else:
        E, leading_bit = 0, _length_bit(form, field) if form.length_bit else 0
    stored = form.stored_mantissa_width
    carry = T < B & form.stored_mask
    T += ((B >> stored) + carry + leading_bit & 3) << stored
    return Mantissas(E, B, T, internal)


def _length_bit(form: Format, field: int) -> int:
    """The bit that belongs to the exponent, or to the length if there is none."""
    return truncate(field >> (form.bounds_width - 2), 1)


def field_of(form: Format, mantissas: Mantissas, length_bit: int = 0) -> int:
    """Put a bounds field together.

    B and T are of MW bits, and the low K are clear where an exponent is stored in them.
    ``length_bit`` is bit MW-2 of the length, for a format that stores it.
    """
    E, B, MW, K = mantissas.E, mantissas.B, form.mantissa_width, form.exponent_width
    T = truncate(mantissas.T, form.stored_mantissa_width)
    if form.has_exponent_field:
        return (((min(E, OWN_EXPONENTS) << MW) | T) << MW) | B
    if not mantissas.internal:
        field = (T << MW) | B
        field += (length_bit * form.length_bit) << (form.bounds_width - 2)
        return field + ((1 - form.internal_bit) << (form.bounds_width - 1))
    stored = (E - form.first_exponent) * form.exponent_step
    field = ((T | truncate(stored >> K, K)) << MW) | B | truncate(stored, K)
    field += (stored >> (2 * K) << (form.bounds_width - 2)) * form.length_bit
    return field + (form.internal_bit << (form.bounds_width - 1))
