"""A whole frame relocated at once.

Nearly all capabilities of a slot are much shorter than it. Their metadata words stay as
they are when they are relocated, because the distance between slots is a multiple of
what their mantissas span, and only the distance is added to the address. If NumPy is
installed, that is one pass over an array for the shortest, whose bounds have no stored
exponent. For all others it is told by the metadata word, once for each that is met, at
which addresses the addition is enough; what is left is relocated one by one.
"""

import functools
from typing import Any, Final

import attrs

from model.isa.words import truncate
from model.memory.layout import Layout
from model.memory.tagged_memory import Granule
from optimized.bounds import mantissas, numbers
from optimized.relocation import relocate_granule

try:
    import numpy as np
except ImportError:  # the extra ``fast`` is not installed
    HAS_ARRAYS = False
else:
    HAS_ARRAYS = True

KNOWN_WORDS: Final = 1 << 16
"""Of how many metadata words, and pairs of slots, the answer is remembered."""


def plain_offsets(layout: Layout, word: int) -> range:
    """From where in a slot a capability relocates by an addition to its address.

    Args:
        word: The metadata word, as it is in memory.

    Returns:
        Offsets of addresses from the beginning of the slot for which the capability
        for certain has its bounds in the region, and keeps the word elsewhere. There
        are none if the bounds span a slot or more, those that do not depend on the
        address among them.

    Law:
        ``where_the_word_stays_only_the_address_moves``
    """
    form = layout.format
    field = (word ^ form.null_metadata) & (1 << form.bounds_width) - 1
    plain = numbers(form)
    E, B, _, _ = mantissas(plain, field)
    edge = (B >> plain.region_bits << plain.region_bits) - plain.region_room
    span = 1 << E + plain.MW
    return range((edge & plain.mantissa_mask) << E, layout.region_size - span)


_remembered = functools.lru_cache(KNOWN_WORDS)(plain_offsets)


def relocate_frame(
    layout: Layout, data: bytearray, tags: int, home: int, slot: int
) -> tuple[bytearray, int]:
    """The bytes and tags of a frame that is written for ``home``, as for ``slot``.

    Args:
        tags: One bit for each granule, the lowest for the first.

    Law:
        ``a_frame_is_relocated_as_its_granules_are``
    """
    made = data[:]
    left = _add_to_short(layout, made, tags, home, slot) if HAS_ARRAYS else tags
    lost = _one_by_one(layout, made, left, home, slot) if left else 0
    return made, tags - lost


@attrs.frozen
class _Addition:
    """Which capabilities an addition to their addresses relocates, in words."""

    first: Any
    """The lowest address that is well inside the region of their home."""
    room: Any
    """How far above that an address may be."""
    form_bit: Any
    short_bit: Any
    """What the metadata of short bounds has in that bit."""
    distance: Any
    """What is added."""


@functools.lru_cache(KNOWN_WORDS)
def _addition(layout: Layout, home: int, slot: int) -> _Addition | None:
    """The addition from one slot to another; None if the format has none."""
    form = layout.format
    plain, size = numbers(form), form.address_width // 8
    low, end = 1 << plain.MW, layout.region_size - (1 << plain.MW)
    has_two_words = form.width == 2 * form.address_width
    if not has_two_words or plain.own_exponent or plain.length_bit or low > end:
        return None
    of_word, form_bit = np.dtype(f"<u{size}").type, 1 << plain.format_bit
    return _Addition(
        first=of_word(layout.region(home).base + low),
        room=of_word(end - low),
        form_bit=of_word(form_bit),
        short_bit=of_word(plain.short_bit ^ form.null_metadata & form_bit),
        distance=of_word(layout.displacement(home, slot) % form.address_space),
    )


def _add_to_short(
    layout: Layout, made: bytearray, tags: int, home: int, slot: int
) -> int:
    """Relocate in place what is short, has a tag, and points well into the region.

    Short are bounds without a stored exponent: they are less than the span of their
    mantissas away from the address.

    Returns:
        The tags of all that is not relocated yet.
    """
    adding = _addition(layout, home, slot)
    if adding is None or not tags:
        return tags
    words = np.frombuffer(made, adding.distance.dtype)
    addresses, metadata = words[::2], words[1::2]
    count = len(addresses)
    short = metadata & adding.form_bit == adding.short_bit
    short &= addresses - adding.first <= adding.room
    if tags.bit_count() != count:
        bits = np.frombuffer(tags.to_bytes(count // 8, "little"), np.uint8)
        short &= np.unpackbits(bits, bitorder="little").view(bool)
    if np.count_nonzero(short) == count:
        addresses += adding.distance
        return 0
    addresses[short] += adding.distance
    return tags & ~int.from_bytes(
        np.packbits(short, bitorder="little").tobytes(), "little"
    )


def _one_by_one(
    layout: Layout, made: bytearray, tags: int, home: int, slot: int
) -> int:
    """Relocate each granule with one of these tags, in place.

    Returns:
        The tags of those that arrive without.
    """
    form, size, lost = layout.format, layout.format.granule, 0
    start, distance = layout.region(home).base, layout.displacement(home, slot)
    while tags:
        bit = tags & -tags
        tags -= bit
        at = (bit.bit_length() - 1) * size
        value = int.from_bytes(made[at : at + size], "little")
        address = truncate(value, form.address_width)
        if address - start in _remembered(layout, value >> form.address_width):
            value += distance
        else:
            moved = relocate_granule(layout, Granule(True, value), home, slot)
            value, lost = moved.data, lost if moved.tag else lost | bit
        made[at : at + size] = value.to_bytes(size, "little")
    return lost
