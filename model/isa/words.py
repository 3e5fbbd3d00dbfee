"""Arithmetic on words of a stated width; knows nothing of capabilities."""

from collections.abc import Sequence


def truncate(value: int, width: int) -> int:
    """The low ``width`` bits of ``value``, as a natural number."""
    return value & ((1 << width) - 1)


def sign_extend(value: int, width: int, to: int) -> int:
    """Bits ``[width-1:0]`` of ``value``, bit ``width-1`` copied up to bit ``to-1``.

    The result is a natural number of ``to`` bits.
    """
    low = truncate(value, width)
    sign = low >> (width - 1)
    return low + sign * ((1 << to) - (1 << width))


def signed(value: int, width: int) -> int:
    """The number that the low ``width`` bits of ``value`` are in two's complement."""
    low = truncate(value, width)
    return low - ((low >> (width - 1)) << width)


def align_down(value: int, bits: int) -> int:
    """The greatest multiple of ``2**bits`` that is not above ``value``."""
    return (value >> bits) << bits


def is_aligned(value: int, bits: int) -> bool:
    """Whether ``value`` is a multiple of ``2**bits``."""
    return align_down(value, bits) == value


def select(values: Sequence[int], index: int) -> int:
    """The value at ``index``, counted from 0; looked for, not looked up."""
    for number, value in enumerate(values):
        if number == index:
            return value
    return 0
