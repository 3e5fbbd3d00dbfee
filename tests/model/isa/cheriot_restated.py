"""CHERIoT's capability rules once more, from their description alone.

Nothing here comes from the model: plain integers, so that a test can compare the two.
"""

EXPONENTS: tuple[int, ...] = (*range(15), 24)
"""The exponent that each of the 16 codes stands for."""

PERMISSIONS = ("GL", "LG", "SD", "LM", "SL", "LD", "MC", "SR", "EX", "US", "SE", "U0")
"""The architectural permissions, each at the place of its bit."""

COMPRESSIONS = (
    ("GL 1 1 SL LM LG", "LD SD MC"),
    ("GL 1 0 1 LM LG", "LD MC"),
    ("GL 1 0 0 0 0", "SD MC"),
    ("GL 1 0 0 LD SD", ""),
    ("GL 0 1 SR LM LG", "EX LD MC"),
    ("GL 0 0 U0 SE US", ""),
)
"""Each format's bits, highest first, and what it implies; the first that fits rules."""


def fields(metadata: int) -> tuple[int, int, int, int, int, int]:
    """Reserved bit, permissions code, object type, exponent code, T and B."""
    above_base, base = divmod(metadata, 1 << 9)
    above_top, top = divmod(above_base, 1 << 9)
    above_exponent, exponent = divmod(above_top, 1 << 4)
    above_otype, otype = divmod(above_exponent, 1 << 3)
    reserved, permissions_code = divmod(above_otype, 1 << 6)
    return reserved, permissions_code, otype, exponent, top, base


def permissions(code6: int) -> int:
    """The architectural permissions that bits 30 to 25 of the metadata stand for."""
    for compression, implied in COMPRESSIONS:
        pairs = list(zip(compression.split(), f"{code6:06b}", strict=True))
        if all(name in (bit, *PERMISSIONS) for name, bit in pairs):
            granted = {*implied.split(), *(name for name, bit in pairs if bit == "1")}
            return sum(1 << i for i, name in enumerate(PERMISSIONS) if name in granted)
    raise AssertionError("one of the formats fits every code")


def bounds(metadata: int, address: int) -> tuple[int, int]:
    """Base, modulo 2^32, and top, modulo 2^33.

    B recurs every 2^(E+9) bytes: the base is where it last does, at the address or
    below, even below 0, and top follows within one period.
    """
    _, _, _, code, top, base = fields(metadata)
    unit = 1 << EXPONENTS[code]
    start = address - (address - base * unit) % (512 * unit)
    end = start + (top - base) % 512 * unit
    return start % (1 << 32), end % (1 << 33)


def metadata_bounds_field(base: int, length: int) -> tuple[int, bool]:
    """The 22 bits that cover a request from the address ``base``; whether exactly.

    The request's top is not reduced modulo 2^32, and rounds up before it loses bits.
    """
    for code, exponent in enumerate(EXPONENTS):
        first, lost_below = divmod(base, 1 << exponent)
        last, lost_above = divmod(base + length, 1 << exponent)
        last += lost_above > 0
        if length >> 9 < 1 << exponent and last - first < 1 << 9:
            field = (code << 18) + (last % 512 << 9) + first % 512
            return field, lost_below == lost_above == 0
    raise AssertionError("the highest exponent covers every request")


def representable(metadata: int, old: int, new: int) -> bool:
    """Whether the metadata mean the same bounds at both addresses."""
    return bounds(metadata, old) == bounds(metadata, new)


def in_window(metadata: int, old: int, new: int) -> bool:
    """Whether the new address is in the window from the old one's base.

    Up to exponent 14, it is 2^(E+9) bytes long and does not wrap: a base above the old
    address counts as negative; at exponent 24, it is the whole address space.
    """
    exponent = EXPONENTS[fields(metadata)[3]]
    if exponent == 24:
        return True
    base, _ = bounds(metadata, old)
    start = base if base <= old else base - (1 << 32)
    return start <= new < start + (1 << (exponent + 9))


def representable_mask(length: int) -> int:
    """A mask of 32 bits: ones from the exponent up that the length has at base 0."""
    field, _ = metadata_bounds_field(0, length)
    return (1 << 32) - (1 << EXPONENTS[field >> 18])


def representable_length(length: int) -> int:
    """The length, rounded up to what its mask keeps, modulo 2^32."""
    unit = (1 << 32) - representable_mask(length)
    return -(-length // unit) * unit % (1 << 32)


def smallest_cover(base: int, length: int) -> tuple[int, int]:
    """The shortest interval that covers a request, of all that can be encoded.

    Those are, for each E in 0 to 14 and 24, all from one multiple of 2^E to another at
    most 511 * 2^E above; the search leaves out those that start lower than E asks for.
    """
    covers = [
        (end - start, start, end)
        for unit in (1 << exponent for exponent in EXPONENTS)
        for start in (base - base % unit,)
        for end in range(start, start + 512 * unit, unit)
        if end >= base + length
    ]
    _, start, end = min(covers)
    return start, end
