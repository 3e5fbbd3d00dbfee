"""The extent of a capability: the addresses it covers, read off the definition.

This is a second reading of bounds. ``model.isa.encoding`` decodes as the hardware does,
correcting the high bits of two mantissas one by one. Here the representable region is
found first: it is as long as all mantissas at this exponent, it begins at R, and the
address is in it. Base and top are then the first places in the region where B and T
occur. Laws that judge what capabilities reach use this reading, so that an error of the
decoder cannot hide.

Source:
    CHERI ISA v9, section on compressed capabilities, figure of the three regions.
"""

from typing import Final, NamedTuple

from model.isa.capability import Capability
from properties.laws.isa.codings import Coding, coding_of

OWN_EXPONENTS: Final = 14
"""The greatest exponent that CHERIoT stores as it is; the one code left means EMAX."""


class Extent(NamedTuple):
    """The addresses ``[base, top)``, if there are any such bounds."""

    base: int
    top: int
    exists: bool
    """Whether the exponent is one that bounds can have."""
    greatest: bool = False
    """Whether the exponent is the greatest. The mantissas then wrap around the address
    space, and every derivation encodes bounds that do not need this exponent with a
    smaller one."""


def extent_of(capability: Capability) -> Extent:
    """What a capability covers, its tag and seal apart."""
    coding = coding_of(capability.format)
    E, B, T = _stored(coding, capability.bounds_field)
    exists = (E >= 0) & (E <= coding.greatest)
    if not exists:
        return Extent(0, 0, exists=False)
    mantissas = (1 << coding.mantissa) - 1
    space = (1 << (E + coding.mantissa)) - 1
    R = _edge(coding, B)
    address = _signed_value(coding, capability.address)
    region = address - (address - (R << E) & space)
    base = region + ((B - R & mantissas) << E)
    top = region + ((T - R & mantissas) << E)
    words = (1 << coding.address) - 1
    base &= words
    top &= 2 * words + 1
    if coding.corrects_top and E < coding.greatest - 1:
        half = base & ~(words >> 1)
        top = half + (top - half & words)
    return Extent(base, top, exists=True, greatest=E == coding.greatest)


def needs_the_address(capability: Capability) -> bool:
    """Whether the mantissas leave bits of the bounds that only the address tells."""
    coding = coding_of(capability.format)
    return exponent_of(capability) + coding.mantissa < coding.address


def exponent_of(capability: Capability) -> int:
    """The exponent that the bounds field stores, or that a field without one has."""
    return _stored(coding_of(capability.format), capability.bounds_field)[0]


def _edge(coding: Coding, mantissa: int) -> int:
    """The mantissa R at which the region of B begins; it may be negative."""
    if not coding.below:
        return mantissa
    part = (1 << coding.mantissa) // coding.below
    return (mantissa & -part if coding.rounds else mantissa) - part


def _stored(coding: Coding, field: int) -> tuple[int, int, int]:
    """The exponent E and the mantissas B and T, the two upper bits of T included.

    Codings without an exponent field do not store these two bits: T is then the first
    mantissa from B up that ends in the stored bits, one quarter of all mantissas
    further if the length has its leading bit.
    """
    MW, K = coding.mantissa, coding.taken
    B = field & (1 << MW) - 1
    rest = field >> MW
    if coding.field:
        T, own = rest & (1 << MW) - 1, rest >> MW
        return own if own <= OWN_EXPONENTS else coding.greatest, B, T
    quarter = 1 << MW - 2
    T, rest = rest & quarter - 1, rest >> MW - 2
    bit, format_bit = (rest & 1, rest >> 1) if coding.extra else (0, rest)
    E, leading = 0, bit
    if format_bit == coding.internal:
        ones = (1 << K) - 1
        number = (bit << 2 * K) + ((T & ones) << K) + (B & ones)
        E, leading = coding.zero - number if coding.zero else number, 1
        B, T = B - (B & ones), T - (T & ones)
    length = (T - B & quarter - 1) + leading * quarter
    return E, B, B + length


def _signed_value(coding: Coding, address: int) -> int:
    """The address that bounds depend on: its flags count as copies of its sign."""
    sign = 1 << coding.address - coding.flags - 1
    value = address & 2 * sign - 1
    return (value ^ sign) - sign if coding.flags else value
