"""Compressed bounds: the addresses that a bounds field stands for, and back.

Everything is a pure function of a format, a bounds field and an address; permissions,
seals and tags play no part here.

Source:
    Sail Morello, ``CapGetBounds`` and ``CapSetBounds``; where other formats differ,
    their data in ``formats`` say how. Sail CHERIoT, ``getCapBounds``, ``setCapBounds``.
"""

import attrs

from model.isa.formats import Format, Outliers
from model.isa.mantissas import OWN_EXPONENTS, Mantissas, field_of, mantissas_of
from model.isa.words import align_down, is_aligned, truncate


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


def decode(form: Format, field: int, address: int) -> Bounds:
    """The bounds that ``field`` stands for around ``address``.

    Law:
        ``decoding_inverts_encoding``
    """
    mantissas = mantissas_of(form, field)
    E = mantissas.E
    if form.outliers is Outliers.WHOLE_SPACE and E > form.emax:
        return Bounds(0, form.address_space, E == form.first_exponent)
    if form.outliers is Outliers.MALFORMED and _is_malformed(form, mantissas):
        return Bounds(0, 0, well_formed=False)
    E = min(E, form.emax)
    base = _boundary(form, E, mantissas.B, mantissas.B, address)
    top = _boundary(form, E, mantissas.B, mantissas.T, address)
    sign = form.address_width - 1
    far = truncate((top >> sign) - (base >> sign) % 2, 2) > 1
    if form.corrects_top and E < form.emax - 1 and far:
        top = truncate(top + form.address_space, form.address_width + 1)
    return Bounds(truncate(base, form.address_width), top)


def _is_malformed(form: Format, mantissas: Mantissas) -> bool:
    """Whether an exponent and mantissa are none that encoding gives.

    Source:
        RISC-V specification for CHERI, malformed capability bounds.
    """
    if not mantissas.internal:
        return False
    E, B = mantissas.E, mantissas.B
    below = E <= 0 if form.length_bit else E < 0
    beyond = (E == form.emax) & (B != 0)
    halfway = (E == form.emax - 1) & (B >> (form.mantissa_width - 1) == 1)
    return below | beyond | halfway


def _boundary(form: Format, E: int, B: int, mantissa: int, address: int) -> int:
    """The address at which ``mantissa`` puts a boundary, modulo 2^(W+1).

    The bits above the mantissa are the address's, corrected by one when mantissa and
    address lie on different sides of the representable region's lower edge R.
    """
    MW = form.mantissa_width
    value = form.value_of(address)
    R = region_edge(form, B)
    address_is_below = truncate(value >> E, MW) < R
    mantissa_is_below = mantissa < R
    correction = (mantissa_is_below - address_is_below) << (E + MW)
    boundary = align_down(value, E + MW) + correction + (mantissa << E)
    return truncate(boundary, form.address_width + 1)


def region_edge(form: Format, B: int) -> int:
    """R, the mantissa at which the representable region around B begins."""
    edge = align_down(B, form.region_bits) - form.region_room
    return truncate(edge, form.mantissa_width)


@attrs.frozen
class Encoding:
    """A bounds field, and whether it stands for exactly the bounds asked for."""

    field: int
    exact: bool


def encode(form: Format, base: int, length: int) -> Encoding:
    """The bounds field for ``[base, base + length)``, rounded outward by the least.

    ``length`` is at most 2^W; the top may lie beyond 2^W.

    Law:
        ``decoding_inverts_encoding``, ``encoded_bounds_cover_the_request``
    """
    if form.has_exponent_field:
        return _encode_whole(form, base, length)
    top = base + length
    MW, stored = form.mantissa_width, form.stored_mantissa_width
    E = max(0, length.bit_length() - MW + 1)
    if E == 0 and (form.length_bit or length < 1 << stored):
        plain = Mantissas(0, truncate(base, MW), top, internal=False)
        return Encoding(field_of(form, plain, length >> stored), exact=True)
    K = form.exponent_width
    B, T = _round(base, top, E + K, MW - K)
    if truncate(T - B, MW - K) >> (MW - K - 1):
        E += 1
        B, T = _round(base, top, E + K, MW - K)
    exact = is_aligned(base, E + K) & is_aligned(top, E + K)
    return Encoding(field_of(form, Mantissas(E, B << K, T << K)), exact)


def _round(base: int, top: int, shift: int, width: int) -> tuple[int, int]:
    """Base rounded down and top rounded up to units of ``2**shift``, modulo 2^width."""
    up = (top >> shift) + (not is_aligned(top, shift))
    return truncate(base >> shift, width), truncate(up, width)


def _encode_whole(form: Format, base: int, length: int) -> Encoding:
    """The same with an exponent that takes nothing from the mantissas.

    Exponents between those that are stored and EMAX do not exist. Rounding that needs
    one bit more than the mantissas have takes the next exponent.
    """
    top, MW = base + length, form.mantissa_width
    E = _existing(form, max(0, length.bit_length() - MW))
    B, T = _round(base, top, E, MW + 1)
    if truncate(T - B, MW + 1) >> MW:
        E = _existing(form, E + 1)
        B, T = _round(base, top, E, MW + 1)
    exact = is_aligned(base, E) & is_aligned(top, E)
    return Encoding(field_of(form, Mantissas(E, truncate(B, MW), T)), exact)


def _existing(form: Format, E: int) -> int:
    """The least exponent from ``E`` up that can be stored."""
    return E if E < OWN_EXPONENTS else form.emax
