"""Compressed bounds: from a bounds field to the addresses it stands for, and back.

Everything is a pure function of a format, a bounds field and an address; permissions,
seals and tags play no part here.

Source:
    Sail Morello, ``CapGetBounds`` and ``CapSetBounds``; where other formats differ,
    their data in ``formats`` say how. Sail CHERIoT, ``getCapBounds``, ``setCapBounds``.
"""

from typing import NamedTuple

from model.isa.format import Format, ReservedExponents
from model.isa.mantissas import (
    OWN_EXPONENTS,
    Mantissas,
    field_with_exponent,
    field_without_exponent,
    mantissas_of,
)
from model.isa.words import align_down, ones, truncate

WHOLE_SPACE, CLAMPED, MALFORMED, _ = ReservedExponents
"""How a bounds field with a reserved exponent decodes."""


class Bounds(NamedTuple):
    """The addresses ``[base, top)``: top is exclusive and may be 2^W."""

    base: int
    top: int
    well_formed: bool = True
    """Whether the field is a valid encoding; only then may a tag be set."""

    @property
    def length(self) -> int:
        """Bytes between base and top."""
        return self.top - self.base

    def __str__(self) -> str:
        """The bounds in interval notation."""
        return f"[{self.base:#x}, {self.top:#x})"

    def within(self, other: "Bounds") -> bool:
        """Whether both boundaries lie inside ``other``, its ends included."""
        begins = (other.base <= self.base) & (self.base <= self.top)
        return begins & (self.top <= other.top)


def decode(form: Format, field: int, address: int) -> Bounds:
    """The bounds that ``field`` stands for around ``address``.

    The bits above a mantissa are the address's, corrected by one when mantissa and
    address lie on different sides of the representable region's lower edge R.

    Law:
        ``decoding_inverts_encoding``
    """
    mantissas = mantissas_of(form, field)
    E, B, T, _ = mantissas
    if form.reserved_exponents is WHOLE_SPACE and E > form.emax:
        return Bounds(0, form.address_space, E == form.first_exponent)
    if form.reserved_exponents is MALFORMED and _is_malformed(form, mantissas):
        return Bounds(0, 0, well_formed=False)
    if form.reserved_exponents is CLAMPED:
        E = min(E, form.emax)
    value, R = form.value_of(address), region_edge(form, B)
    above = E + form.mantissa_width
    high = value >> above << above
    is_below = truncate(value >> E, form.mantissa_width) < R
    base = high + (((B < R) - is_below) << above) + (B << E)
    top = high + (((T < R) - is_below) << above) + (T << E)
    top = _corrected(form, E, base, truncate(top, form.address_width + 1))
    return Bounds(truncate(base, form.address_width), top)


def _corrected(form: Format, E: int, base: int, top: int) -> int:
    """``top``, moved by the size of the address space if too far from ``base``."""
    sign = form.address_width - 1
    distance = truncate((top >> sign) - truncate(base >> sign, 1), 2)
    if form.corrects_top and E < form.emax - 1 and distance > 1:
        return truncate(top + form.address_space, form.address_width + 1)
    return top


def _is_malformed(form: Format, mantissas: Mantissas) -> bool:
    """Whether encoding never gives this exponent and base mantissa.

    Source:
        RISC-V specification for CHERI, malformed capability bounds.
    """
    E, B, _, internal = mantissas
    if not internal:
        return False
    below = E <= 0 if form.length_bit else E < 0
    beyond = (E == form.emax) & (B != 0)
    halfway = (E == form.emax - 1) & (B >> (form.mantissa_width - 1) == 1)
    return below | beyond | halfway


def region_edge(form: Format, B: int) -> int:
    """R, the mantissa at which the representable region around B begins."""
    edge = align_down(B, form.region_bits) - form.region_room
    return truncate(edge, form.mantissa_width)


class Encoding(NamedTuple):
    """A bounds field, and whether it stands for exactly the requested bounds."""

    field: int
    exact: bool
    """Whether nothing was rounded."""
    E: int
    """The exponent of the field."""


def encode(form: Format, base: int, length: int) -> Encoding:
    """The bounds field for ``[base, base + length)``, rounded outward minimally.

    ``length`` is at most 2^W; the top may lie beyond 2^W.

    Law:
        ``decoding_inverts_encoding``, ``encoded_bounds_cover_the_request``
    """
    if form.has_exponent_field:
        return _encode_whole(form, base, length)
    top = base + length
    MW, K = form.mantissa_width, form.exponent_width
    E = max(0, length.bit_length() - MW + 1)
    length_bit = length >> form.stored_mantissa_width
    if E == 0 and (form.length_bit or length_bit == 0):
        return Encoding(field_without_exponent(form, base, top, length_bit), True, 0)
    B, T, exact = _round(base, top, E + K)
    if (T - B) >> (MW - K - 1) & 1:
        E += 1
        B, T, exact = _round(base, top, E + K)
    return Encoding(field_with_exponent(form, E, B << K, T << K), exact, E)


def _round(base: int, top: int, shift: int) -> tuple[int, int, bool]:
    """Base rounded down, top rounded up to units of ``2**shift``; if both are exact."""
    lost = ones(shift)
    up = (top >> shift) + (top & lost != 0)
    return base >> shift, up, (base | top) & lost == 0


def _encode_whole(form: Format, base: int, length: int) -> Encoding:
    """``encode`` for formats whose exponent takes no bits from the mantissas.

    Only exponents below OWN_EXPONENTS exist, and EMAX. If rounding needs one bit more
    than the mantissas have, the next exponent is used.
    """
    top, MW = base + length, form.mantissa_width
    E = _existing(form, max(0, length.bit_length() - MW))
    B, T, exact = _round(base, top, E)
    if (T - B) >> MW & 1:
        E = _existing(form, E + 1)
        B, T, exact = _round(base, top, E)
    return Encoding(field_with_exponent(form, E, B, T), exact, E)


def _existing(form: Format, E: int) -> int:
    """The least exponent from ``E`` up that can be stored."""
    return E if E < OWN_EXPONENTS else form.emax
