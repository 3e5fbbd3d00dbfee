"""Compressed bounds: the addresses that a bounds field stands for, and back.

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
    Parts,
    field_with_exponent,
    field_without_exponent,
    parts_of,
)

WHOLE_SPACE, CLAMPED, MALFORMED, _ = ReservedExponents
"""How a bounds field with a reserved exponent decodes."""


class Bounds(NamedTuple):
    """The addresses ``[base, top)``: top is exclusive and may be 2^W."""

    base: int
    top: int
    well_formed: bool = True
    """Whether the field is an encoding at all; only then may a tag be set."""

    @property
    def length(self) -> int:
        """Bytes between base and top."""
        return self.top - self.base

    def __str__(self) -> str:
        """As people read an interval."""
        return f"[{self.base:#x}, {self.top:#x})"

    def within(self, other: "Bounds") -> bool:
        """Whether both boundaries lie inside ``other``, its ends included."""
        return (
            (other.base <= self.base)
            & (self.base <= self.top)
            & (self.top <= other.top)
        )


def decode(form: Format, field: int, address: int) -> Bounds:
    """The bounds that ``field`` stands for around ``address``.

    Law:
        ``decoding_inverts_encoding``
    """
    return Bounds(*boundaries(form, parts_of(form, field), address))


def boundaries(form: Format, parts: Parts, address: int) -> tuple[int, int, bool]:
    """``Bounds`` as bare numbers, from a bounds field that was taken apart.

    The bits above a mantissa are the address's, corrected by one when mantissa and
    address lie on different sides of the representable region's lower edge R.
    """
    E, B, T, _ = parts
    if form.reserved_exponents is WHOLE_SPACE and E > form.emax:
        return 0, form.address_space, E == form.first_exponent
    if form.reserved_exponents is MALFORMED and _is_malformed(form, parts):
        return 0, 0, False
    if form.reserved_exponents is CLAMPED:
        E = min(E, form.emax)
    value, R = form.value_of(address), region_edge(form, B)
    above = E + form.mantissa_width
    high = value >> above << above
    is_below = (value >> E & form.mantissa_mask) < R
    base = high + (((B < R) - is_below) << above) + (B << E)
    top = high + (((T < R) - is_below) << above) + (T << E) & form.top_mask
    sign = form.address_width - 1
    if (
        form.corrects_top
        and E < form.emax - 1
        and ((top >> sign) - (base >> sign & 1)) & 3 > 1
    ):
        top = (top + form.address_space) & form.top_mask
    return base & form.address_mask, top, True


def _is_malformed(form: Format, parts: Parts) -> bool:
    """Whether an exponent and mantissa are none that encoding gives.

    Source:
        RISC-V specification for CHERI, malformed capability bounds.
    """
    E, B, _, internal = parts
    if not internal:
        return False
    below = E <= 0 if form.length_bit else E < 0
    beyond = (E == form.emax) & (B != 0)
    halfway = (E == form.emax - 1) & (B >> (form.mantissa_width - 1) == 1)
    return below | beyond | halfway


def region_edge(form: Format, B: int) -> int:
    """R, the mantissa at which the representable region around B begins."""
    edge = (B >> form.region_bits << form.region_bits) - form.region_room
    return edge & form.mantissa_mask


class Encoding(NamedTuple):
    """A bounds field, and whether it stands for exactly the bounds asked for."""

    field: int
    exact: bool


def encode(form: Format, base: int, length: int) -> Encoding:
    """The bounds field for ``[base, base + length)``, rounded outward by the least.

    ``length`` is at most 2^W; the top may lie beyond 2^W.

    Law:
        ``decoding_inverts_encoding``, ``encoded_bounds_cover_the_request``
    """
    field, exact, _ = fit(form, base, length)
    return Encoding(field, exact)


def fit(form: Format, base: int, length: int) -> tuple[int, bool, int]:
    """``Encoding`` as bare numbers, and its exponent E."""
    if form.has_exponent_field:
        return _fit_whole(form, base, length)
    top = base + length
    MW, K = form.mantissa_width, form.exponent_width
    E = max(0, length.bit_length() - MW + 1)
    if E == 0 and (form.length_bit or length <= form.stored_mask):
        length_bit = length >> form.stored_mantissa_width
        return field_without_exponent(form, base, top, length_bit), True, 0
    B, T, exact = _round(base, top, E + K)
    if (T - B) >> (MW - K - 1) & 1:
        E += 1
        B, T, exact = _round(base, top, E + K)
    return field_with_exponent(form, E, B << K, T << K), exact, E


def _round(base: int, top: int, shift: int) -> tuple[int, int, bool]:
    """Base rounded down and top up to units of ``2**shift``, and if neither changed."""
    lost = (1 << shift) - 1
    up = (top >> shift) + (top & lost != 0)
    return base >> shift, up, (base | top) & lost == 0


def _fit_whole(form: Format, base: int, length: int) -> tuple[int, bool, int]:
    """The same where the exponent takes nothing from the mantissas.

    Exponents between those that are stored and EMAX do not exist. Rounding that needs
    one bit more than the mantissas have takes the next exponent.
    """
    top, MW = base + length, form.mantissa_width
    E = _existing(form, max(0, length.bit_length() - MW))
    B, T, exact = _round(base, top, E)
    if (T - B) >> MW & 1:
        E = _existing(form, E + 1)
        B, T, exact = _round(base, top, E)
    return field_with_exponent(form, E, B, T), exact, E


def _existing(form: Format, E: int) -> int:
    """The least exponent from ``E`` up that can be stored."""
    return E if E < OWN_EXPONENTS else form.emax
