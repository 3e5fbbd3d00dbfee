"""One granule of memory: its bytes, and the one tag for all of them.

Source:
    CHERI ISA v9, tagged memory; Sail Morello, ``MemC``.
"""

import attrs

from model.isa.capability import Capability, from_bits
from model.isa.format import Format
from model.isa.words import truncate


@attrs.frozen
class Granule:
    """The contents of one granule; the byte at the lowest address is lowest in data."""

    tag: bool
    data: int


ZERO = Granule(tag=False, data=0)
"""What memory holds before anything is stored to it."""


def granule_of(capability: Capability) -> Granule:
    """What a capability store leaves in memory."""
    return Granule(capability.tag, capability.bits)


def capability_of(form: Format, granule: Granule) -> Capability:
    """The capability that a granule holds, whatever its bits."""
    return from_bits(form, granule.data, tag=granule.tag)


def read_bytes(granule: Granule, offset: int, size: int) -> int:
    """The ``size`` bytes from ``offset``, little-endian; tags play no part."""
    return truncate(granule.data >> (8 * offset), 8 * size)


def write_bytes(granule: Granule, offset: int, size: int, value: int) -> Granule:
    """The granule after a data store of ``size`` bytes at ``offset``: never tagged."""
    hole = ((1 << (8 * size)) - 1) << (8 * offset)
    data = granule.data - (granule.data & hole)
    return Granule(tag=False, data=data | (truncate(value, 8 * size) << (8 * offset)))
