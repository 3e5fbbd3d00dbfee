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
from model.isa.format import Format
from properties.laws.isa.texts import text_of

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
    form = capability.format
    E, B, T = _stored(form, capability.bounds_field)
    exists = (E >= 0) & (E <= form.emax)
    if not exists:
        return Extent(0, 0, exists=False)
    mantissas = (1 << form.mantissa_width) - 1
    space = (1 << (E + form.mantissa_width)) - 1
    granularity = 1 << form.region_bits
    R = B - (B & granularity - 1) - form.region_room
    address = _signed_value(form, capability.address)
    region = address - (address - (R << E) & space)
    base = region + ((B - R & mantissas) << E)
    top = region + ((T - R & mantissas) << E)
    words = (1 << form.address_width) - 1
    base &= words
    top &= 2 * words + 1
    if text_of(form).corrects_top and E < form.emax - 1:
        half = base & ~(words >> 1)
        top = half + (top - half & words)
    return Extent(base, top, exists=True, greatest=E == form.emax)


def _stored(form: Format, field: int) -> tuple[int, int, int]:
    """The exponent E and the mantissas B and T, the two upper bits of T included.

    Formats without an exponent field do not store these two bits: T is then the first
    mantissa from B up that ends in the stored bits, one quarter of all mantissas
    further if the length has its leading bit.
    """
    MW, K = form.mantissa_width, form.exponent_width
    B = field & (1 << MW) - 1
    rest = field >> MW
    if form.has_exponent_field:
        T, own = rest & (1 << MW) - 1, rest >> MW
        return own if own <= OWN_EXPONENTS else form.emax, B, T
    quarter = 1 << MW - 2
    T, rest = rest & quarter - 1, rest >> MW - 2
    bit, format_bit = (rest & 1, rest >> 1) if form.length_bit else (0, rest)
    E, leading = 0, bit
    if format_bit == form.internal_bit:
        taken = (1 << K) - 1
        number = (bit << 2 * K) + ((T & taken) << K) + (B & taken)
        E, leading = form.first_exponent + form.exponent_step * number, 1
        B, T = B - (B & taken), T - (T & taken)
    length = (T - B & quarter - 1) + leading * quarter
    return E, B, B + length


def _signed_value(form: Format, address: int) -> int:
    """The address that bounds depend on: its flags count as copies of its sign."""
    sign = 1 << form.value_width - 1
    value = address & 2 * sign - 1
    return value if form.value_width == form.address_width else (value ^ sign) - sign
