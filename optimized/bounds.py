"""Bounds on bare numbers: what a fork and its checks compute most often.

The rules are those of ``model.isa.mantissas``, ``encoding`` and ``representability``.
They are restated here for speed: whatever follows from the format alone is computed
ahead, and the answers are plain tuples. Read ``Numbers``, ``mantissas``, ``decode``,
``encode``, ``is_representable``.
"""

import functools

import attrs

from model.isa.format import Format, ReservedExponents
from model.isa.mantissas import OWN_EXPONENTS
from model.isa.words import ones

_TOO_LARGE = 1 << 16
"""More than any exponent."""


@attrs.frozen(eq=False, kw_only=True)
class Numbers:
    """What follows from a format alone."""

    form: Format
    own_exponent: bool
    """Whether the exponent has a field of its own."""
    length_bit: bool
    internal_bit: int
    format_bit: int
    short_bit: int
    """The format bit of bounds without a stored exponent, in its place."""
    first: int
    step: int
    emax: int
    clamp: int
    """The greatest exponent that decodes as itself; greater ones decode as this one."""
    whole_from: int
    """The least exponent whose bounds are the whole address space."""
    can_be_malformed: bool
    MW: int
    stored: int
    """Bits of the T field."""
    K: int
    mantissa_mask: int
    stored_mask: int
    exponent_mask: int
    region_bits: int
    region_room: int
    address_bits: int
    """The number of an address's highest bit."""
    address_mask: int
    top_mask: int
    space: int
    value_bits: int
    """The number of a value's highest bit."""
    value_mask: int
    flags_mask: int
    """Ones where an address has software flags."""
    corrects_below: int
    """The exponent below which a top too far from its base is corrected."""
    halves_below: int
    """The exponent below which an address may not leave its half of the space."""


@functools.cache
def numbers(form: Format) -> Numbers:
    """The numbers of a format."""
    reserved, emax = form.reserved_exponents, form.emax
    whole = reserved is ReservedExponents.WHOLE_SPACE
    clamped = reserved is ReservedExponents.CLAMPED
    uses_address = form.address_width - form.mantissa_width
    return Numbers(
        form=form,
        own_exponent=form.has_exponent_field,
        length_bit=form.length_bit,
        internal_bit=form.internal_bit,
        format_bit=form.format_bit,
        short_bit=1 - form.internal_bit << form.format_bit,
        first=form.first_exponent,
        step=form.exponent_step,
        emax=emax,
        clamp=emax if clamped else _TOO_LARGE,
        whole_from=emax + 1 if whole else _TOO_LARGE,
        can_be_malformed=reserved is ReservedExponents.MALFORMED,
        MW=form.mantissa_width,
        stored=form.stored_mantissa_width,
        K=form.exponent_width,
        mantissa_mask=ones(form.mantissa_width),
        stored_mask=ones(form.stored_mantissa_width),
        exponent_mask=ones(form.exponent_width),
        region_bits=form.region_bits,
        region_room=form.region_room,
        address_bits=form.address_width - 1,
        address_mask=ones(form.address_width),
        top_mask=ones(form.address_width + 1),
        space=form.address_space,
        value_bits=form.value_width - 1,
        value_mask=ones(form.value_width),
        flags_mask=ones(form.address_width) - ones(form.value_width),
        corrects_below=emax - 1 if form.corrects_top else -_TOO_LARGE,
        halves_below=uses_address if form.signed_values else -_TOO_LARGE,
    )


def mantissas(form: Numbers, field: int) -> tuple[int, int, int, bool]:
    """E, B and T of a bounds field, and whether its exponent is stored."""
    MW, stored = form.MW, form.stored
    B, T = field & form.mantissa_mask, field >> MW & form.stored_mask
    if form.own_exponent:
        E = field >> (MW + stored)
        return (E if E < OWN_EXPONENTS else form.emax), B, T, True
    extra = field >> (form.format_bit - 1) & 1 if form.length_bit else 0
    if field >> form.format_bit != form.internal_bit:
        T += ((B >> stored) + (T < (B & form.stored_mask)) + extra & 3) << stored
        return 0, B, T, False
    K, low = form.K, form.exponent_mask
    E = form.first + form.step * ((((extra << K) | (T & low)) << K) | (B & low))
    B, T = B & ~low, T & ~low
    T += ((B >> stored) + (T < (B & form.stored_mask)) + 1 & 3) << stored
    return E, B, T, True


def decode(form: Numbers, field: int, address: int) -> tuple[int, int, bool]:
    """Base, top, and whether the field is a valid encoding.

    Law:
        ``the_fast_bounds_are_the_bounds``
    """
    E, B, T, internal = mantissas(form, field)
    if E >= form.whole_from:
        return 0, form.space, E == form.first
    if form.can_be_malformed and internal and _is_malformed(form, E, B):
        return 0, 0, False
    E = min(E, form.clamp)
    value = address & form.value_mask
    if form.flags_mask:
        value += (value >> form.value_bits) * form.flags_mask
    bits, mask = form.region_bits, form.mantissa_mask
    edge = (B >> bits << bits) - form.region_room & mask
    shift = E + form.MW
    high = (value >> shift) - ((value >> E & mask) < edge)
    base = (high + (B < edge) << shift) + (B << E)
    top = (high + (T < edge) << shift) + (T << E) & form.top_mask
    sign = form.address_bits
    if E < form.corrects_below and (top >> sign) - (base >> sign & 1) & 3 > 1:
        top ^= form.space
    return base & form.address_mask, top, True


def _is_malformed(form: Numbers, E: int, B: int) -> bool:
    """Whether encoding never gives this stored exponent and base mantissa."""
    if E >= form.emax - 1:
        return B != 0 if E == form.emax else B >> (form.MW - 1) == 1
    return E < form.length_bit


def encode(form: Numbers, base: int, length: int) -> tuple[int, bool]:
    """The bounds field for ``[base, base + length)``, and whether it is exact.

    Law:
        ``the_fast_encoding_is_the_encoding``
    """
    if form.own_exponent:
        return _encode_whole(form, base, length)
    top, MW, last = base + length, form.MW, form.format_bit
    E = length.bit_length() - MW + 1
    if E <= 0 and (form.length_bit or length <= form.stored_mask):
        field = ((top & form.stored_mask) << MW) + (base & form.mantissa_mask)
        field += (1 - form.internal_bit << last) + (length >> form.stored << last - 1)
        return field, True
    K = form.K
    shift = (max(0, E)) + K
    B, T = base >> shift, -(-top >> shift)
    if T - B >> (MW - K - 1) & 1:
        shift += 1
        B, T = base >> shift, -(-top >> shift)
    number, low = (shift - K - form.first) * form.step, form.exponent_mask
    field = ((T << K & form.stored_mask) + (number >> K & low)) << MW
    field += (B << K & form.mantissa_mask) + (number & low)
    field += (form.internal_bit << last) + (number >> 2 * K << last - 1)
    return field, (base | top) & (1 << shift) - 1 == 0


def _encode_whole(form: Numbers, base: int, length: int) -> tuple[int, bool]:
    """``encode`` for formats whose exponent has a field of its own."""
    top, MW, emax = base + length, form.MW, form.emax
    E = length.bit_length() - MW
    E = max(0, E) if E < OWN_EXPONENTS else emax
    B, T = base >> E, -(-top >> E)
    if T - B >> MW & 1:
        E = E + 1 if E + 1 < OWN_EXPONENTS else emax
        B, T = base >> E, -(-top >> E)
    number = min(OWN_EXPONENTS, E)
    field = (((number << MW) + (T & form.stored_mask)) << MW) + (B & form.mantissa_mask)
    return field, (base | top) & (1 << E) - 1 == 0


def is_representable(form: Numbers, field: int, old: int, new: int) -> bool:
    """Whether moving the address from ``old`` to ``new`` keeps the bounds.

    Law:
        ``fast_representability_is_representability``
    """
    here = decode(form, field, old)
    if not here[2]:
        return False
    if (old ^ new) >> form.value_bits & 1 and mantissas(form, field)[0] < (
        form.halves_below
    ):
        return False
    return here == decode(form, field, new)
