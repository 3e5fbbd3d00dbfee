"""Arithmetic on words of a stated width; knows nothing of capabilities."""

from collections.abc import Sequence


def ones(width: int) -> int:
    """The number whose ``width`` bits are all set."""
    return (1 << width) - 1


def truncate(value: int, width: int) -> int:
    """The low ``width`` bits of ``value``, as a natural number."""
    return value & ones(width)


def signed(value: int, width: int) -> int:
    """The low ``width`` bits of ``value``, read as two's complement."""
    low = truncate(value, width)
    return low - ((low >> (width - 1)) << width)


def align_down(value: int, bits: int) -> int:
    """The greatest multiple of ``2**bits`` that is not above ``value``."""
    return (value >> bits) << bits


def round_up(value: int, step: int) -> int:
    """The least multiple of ``step`` that is not below ``value``; both are natural."""
    return -(-value // step) * step


def is_aligned(value: int, bits: int) -> bool:
    """Whether ``value`` is a multiple of ``2**bits``."""
    return align_down(value, bits) == value


def select(values: Sequence[int], index: int) -> int:
    """The value at ``index``, counted from 0."""
    # Binary search, because a symbolic index cannot subscript a tuple.
    first, room = 0, len(values)
    while room > 1:
        room = (room + 1) >> 1
        if index >= first + room:
            first += room
    return values[first]
