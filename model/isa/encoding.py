"""Compressed bounds: the field (B, T, exponent) around an address, and back.

The upper-case names are the architecture's: ``E`` the exponent, ``B`` and ``T`` the
mantissas of base and top. Everything is a pure function of a format, a bounds field
and an address; permissions, seals and tags play no part here.

Source:
    Sail Morello, ``CapGetBounds``, ``CapSetBounds``, ``CapIsRepresentable`` and
    ``CapIsRepresentableFast``.
"""

import attrs

from model.isa.formats import Format
from model.isa.words import align_down, is_aligned, signed, truncate


@attrs.frozen
class Bounds:
    """The addresses ``[base, top)``: top is exclusive and may be 2^W."""

    base: int
    top: int
    well_formed: bool = True
    """Whether the field is an encoding at all; only then may a tag be set."""

    @property
    def length(self) -> int:
        """Bytes between base and top."""
        return self.top - self.base

    def within(self, other: "Bounds") -> bool:
        """Whether both boundaries lie inside ``other``, its ends included."""
        return (
            (other.base <= self.base)
            & (self.base <= self.top)
            & (self.top <= other.top)
        )


@attrs.frozen
class Mantissas:
    """A bounds field taken apart: exponent, and B and T with T's top bits inferred."""

    E: int
    B: int
    T: int


def exponent_of(format_: Format, field: int) -> int:
    """The exponent E of a bounds field: 0 when it is not internal."""
    if field >> (format_.bounds_width - 1):
        return 0
    low = 1 << format_.exponent_width
    T_field = field >> format_.mantissa_width
    return format_.null_exponent - ((T_field % low) * low + field % low)


def mantissas_of(format_: Format, field: int) -> Mantissas:
    """Take a bounds field apart.

    The top two bits of T are not stored: T continues B, one step of 2^(MW-2) further
    when its stored part is below B's, and one more when the exponent is internal,
    because then the length has its leading bit at MW-2.
    """
    stored = format_.stored_mantissa_width
    B = truncate(field, format_.mantissa_width)
    T = truncate(field >> format_.mantissa_width, stored)
    leading_bit = 0
    if not field >> (format_.bounds_width - 1):
        B = align_down(B, format_.exponent_width)
        T = align_down(T, format_.exponent_width)
        leading_bit = 1
    carry = T < truncate(B, stored)
    T += truncate((B >> stored) + carry + leading_bit, 2) << stored
    return Mantissas(exponent_of(format_, field), B, T)


def decode(format_: Format, field: int, address: int) -> Bounds:
    """The bounds that ``field`` stands for around ``address``.

    Exponents above EMAX do not encode bounds: they read as the whole address space,
    well-formed only for NULL's.

    Law:
        ``decoding_inverts_encoding``
    """
    mantissas = mantissas_of(format_, field)
    E = mantissas.E
    if E > format_.emax:
        return Bounds(0, format_.address_space, E == format_.null_exponent)
    base = _boundary(format_, mantissas, mantissas.B, address)
    top = _boundary(format_, mantissas, mantissas.T, address)
    sign = format_.address_width - 1
    if E < format_.emax - 1 and truncate((top >> sign) - (base >> sign) % 2, 2) > 1:
        top = truncate(top + format_.address_space, format_.address_width + 1)
    return Bounds(truncate(base, format_.address_width), top)


def _boundary(
    format_: Format, mantissas: Mantissas, mantissa: int, address: int
) -> int:
    """The address at which ``mantissa`` puts a boundary, modulo 2^(W+1).

    The bits above the mantissa are the address's, corrected by one when mantissa and
    address lie on different sides of the representable region's lower edge R.
    """
    E, MW = mantissas.E, format_.mantissa_width
    value = format_.value_of(address)
    R = truncate((mantissas.B >> (MW - 3)) - 1, 3)
    address_is_high = truncate(value >> (E + MW - 3), 3) < R
    mantissa_is_high = (mantissa >> (MW - 3)) < R
    correction = (mantissa_is_high - address_is_high) << (E + MW)
    boundary = align_down(value, E + MW) + correction + (mantissa << E)
    return truncate(boundary, format_.address_width + 1)


@attrs.frozen
class Encoding:
    """A bounds field, and whether it stands for exactly the bounds asked for."""

    field: int
    exact: bool


def encode(format_: Format, base: int, length: int) -> Encoding:
    """The bounds field for ``[base, base + length)``, rounded outward by the least.

    ``length`` is at most 2^W; the top may lie beyond 2^W.

    Law:
        ``decoding_inverts_encoding``, ``encoded_bounds_cover_the_request``
    """
    top = base + length
    stored = format_.stored_mantissa_width
    E = max(0, length.bit_length() - format_.mantissa_width + 1)
    if E == 0 and length < 1 << stored:
        B = truncate(base, format_.mantissa_width)
        T = truncate(top, stored)
        return Encoding(_field(format_, is_plain=True, T=T, B=B), exact=True)
    rounded = _round(format_, base, top, E)
    if truncate(rounded.T - rounded.B, _kept(format_)) >> (_kept(format_) - 1):
        rounded = _round(format_, base, top, E + 1)
    K = format_.exponent_width
    exponent = format_.null_exponent - rounded.E
    B = (rounded.B << K) | truncate(exponent, K)
    T = (truncate(rounded.T, stored - K) << K) | (exponent >> K)
    exact = is_aligned(base, rounded.E + K) & is_aligned(top, rounded.E + K)
    return Encoding(_field(format_, is_plain=False, T=T, B=B), exact)


def _kept(format_: Format) -> int:
    """Bits of a mantissa that an internal exponent leaves: MW - K."""
    return format_.mantissa_width - format_.exponent_width


def _round(format_: Format, base: int, top: int, E: int) -> Mantissas:
    """The kept bits of base rounded down and of top rounded up, at exponent ``E``."""
    shift = E + format_.exponent_width
    T = (top >> shift) + (not is_aligned(top, shift))
    return Mantissas(
        E, truncate(base >> shift, _kept(format_)), truncate(T, _kept(format_))
    )


def _field(format_: Format, *, is_plain: bool, T: int, B: int) -> int:
    """A bounds field from its stored parts; plain means exponent zero, not internal."""
    T_and_B = (T << format_.mantissa_width) | B
    return T_and_B + (is_plain << (format_.bounds_width - 1))


def is_representable(format_: Format, field: int, old: int, new: int) -> bool:
    """Whether moving the address from ``old`` to ``new`` keeps the bounds.

    The exact rule: decode again and compare. Addresses on different sides of the
    highest value bit are never representable where bounds use the address.

    Source:
        Sail Morello, ``CapIsRepresentable`` with the checks of ``CapSetValue``.
    """
    here = decode(format_, field, old)
    if not here.well_formed:
        return False
    if _changes_half(format_, exponent_of(format_, field), old, new):
        return False
    there = decode(format_, field, new)
    return (here.base == there.base) & (here.top == there.top)


def is_representable_fast(format_: Format, field: int, old: int, new: int) -> bool:
    """Whether the adder's approximation accepts ``new``: it implies the exact rule.

    It looks at the increment and the middle bits of the old address only, and wrongly
    refuses addresses in the last unit of the representable region.

    Source:
        Sail Morello, ``CapIsRepresentableFast`` with the checks of ``CapAdd``.
    """
    mantissas = mantissas_of(format_, field)
    E, MW = mantissas.E, format_.mantissa_width
    if E >= format_.emax - 2:
        return (E <= format_.emax) | (E == format_.null_exponent)
    if _changes_half(format_, E, old, new):
        return False
    increment = signed(format_.value_of(new - old), format_.address_width)
    distance = increment >> (E + MW)
    middle = truncate(increment >> E, MW)
    R = truncate((mantissas.B >> (MW - 3)) - 1, 3) << (MW - 3)
    old_middle = truncate(format_.value_of(old) >> E, MW)
    room = truncate(R - old_middle, MW)
    if distance == 0:
        return middle < truncate(room - 1, MW)
    return (distance == -1) & (middle >= room) & (old_middle != R)


def _changes_half(format_: Format, E: int, old: int, new: int) -> bool:
    """Whether bounds use the address and its highest value bit changes."""
    sign = format_.value_width - 1
    differs = (old >> sign) % 2 != (new >> sign) % 2
    return format_.bounds_use_the_address(E) & differs


def representable_mask(format_: Format, length: int) -> int:
    """The alignment mask a base needs for bounds of ``length`` bytes to be exact.

    The architecture answers by setting bounds of that length as high as they go,
    which near a change of exponent gives the next one.

    Source:
        Sail Morello, ``CapGetRepresentableMask``.
    """
    top = format_.address_space - 1
    field = encode(format_, top - length, length).field
    if field >> (format_.bounds_width - 1):
        return top
    shift = exponent_of(format_, field) + format_.exponent_width
    return align_down(top, shift)


def representable_length(format_: Format, length: int) -> int:
    """``length`` rounded up to one that can be exact, modulo 2^W."""
    mask = representable_mask(format_, length)
    return truncate(
        length + format_.address_space - 1 - mask, format_.address_width
    ) & (mask)
