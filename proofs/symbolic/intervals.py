"""Intervals of integers, both ends included: where the result of an operation lies.

The intervals are sound, but not always the least. Nothing is known of terms here.
"""

from typing import NamedTuple

from proofs.symbolic.errors import EngineLimit

WIDEST = 4096
"""Bits of the largest numbers that a shift may produce."""


class Interval(NamedTuple):
    """The integers from ``low`` to ``high``; None where there is no bound."""

    low: int | None
    high: int | None

    @property
    def is_natural(self) -> bool:
        """Whether no negative number is inside."""
        return self.low is not None and self.low >= 0

    @property
    def constant(self) -> int | None:
        """The only number inside, if there is only one."""
        return self.low if self.low == self.high else None

    def inside(self, low: int, high: int) -> bool:
        """Whether all its numbers are in ``[low, high]``."""
        return (
            self.low is not None
            and self.high is not None
            and low <= self.low
            and self.high <= high
        )

    def bounds(self) -> tuple[int, int]:
        """Both ends.

        Raises:
            EngineLimit: A bound is missing.
        """
        if self.low is None or self.high is None:
            raise EngineLimit("the operation needs a number with bounds")
        return self.low, self.high


def constant(value: int) -> Interval:
    """The interval of one number."""
    return Interval(value, value)


def width(interval: Interval) -> int:
    """The bits that two's complement needs for every number inside, sign included."""
    low, high = interval.bounds()
    return max(_magnitude(low), _magnitude(high)) + 1


def _magnitude(value: int) -> int:
    return (value if value >= 0 else ~value).bit_length()


def is_low_mask(value: int) -> bool:
    """Whether the number is ``2**k - 1``."""
    return value >= 0 and value & (value + 1) == 0


def hull(a: Interval, b: Interval) -> Interval:
    """The least interval around both."""
    return Interval(
        None if a.low is None or b.low is None else min(a.low, b.low),
        None if a.high is None or b.high is None else max(a.high, b.high),
    )


def add(a: Interval, b: Interval) -> Interval:
    """Where ``x + y`` lies."""
    return Interval(
        None if a.low is None or b.low is None else a.low + b.low,
        None if a.high is None or b.high is None else a.high + b.high,
    )


def negate(a: Interval) -> Interval:
    """Where ``-x`` lies."""
    return Interval(
        None if a.high is None else -a.high, None if a.low is None else -a.low
    )


def invert(a: Interval) -> Interval:
    """Where ``~x`` lies."""
    return add(negate(a), constant(-1))


def subtract(a: Interval, b: Interval) -> Interval:
    """Where ``x - y`` lies."""
    return add(a, negate(b))


def multiply(a: Interval, b: Interval) -> Interval:
    """Where ``x * y`` lies."""
    for factor, other in ((a.constant, b), (b.constant, a)):
        if factor is not None:
            return _scale(other, factor)
    corners = [x * y for x in a.bounds() for y in b.bounds()]
    return Interval(min(corners), max(corners))


def _scale(a: Interval, factor: int) -> Interval:
    if factor < 0:
        return negate(_scale(a, -factor))
    if factor == 0:
        return constant(0)
    return Interval(
        None if a.low is None else a.low * factor,
        None if a.high is None else a.high * factor,
    )


def conjoin(a: Interval, b: Interval) -> Interval:
    """Where ``x & y`` lies."""
    for mask, other in ((a.constant, b), (b.constant, a)):
        if mask is not None and is_low_mask(mask):
            return _remainder(other, mask + 1)
        if mask is not None and is_low_mask(~mask):
            return Interval(
                None if other.low is None else other.low & mask,
                None if other.high is None else other.high & mask,
            )
    if a.is_natural or b.is_natural:
        highs = [x.high for x in (a, b) if x.is_natural and x.high is not None]
        return Interval(0, min(highs, default=None))
    low, high = hull(a, b).bounds()
    if a.inside(low, -1) and b.inside(low, -1):
        high = min(a.bounds()[1], b.bounds()[1])
    return Interval(-(1 << _magnitude(low)), high)


def _remainder(a: Interval, modulus: int) -> Interval:
    """Where ``x % modulus`` lies."""
    if (
        a.low is not None
        and a.high is not None
        and a.low // modulus == a.high // modulus
    ):
        return Interval(a.low % modulus, a.high % modulus)
    return Interval(0, modulus - 1)


def disjoin(a: Interval, b: Interval) -> Interval:
    """Where ``x | y`` lies: by De Morgan."""
    return invert(conjoin(invert(a), invert(b)))


def exclude(a: Interval, b: Interval) -> Interval:
    """Where ``x ^ y`` lies."""
    bits = (1 << max(width(a), width(b)) - 1) - 1
    if a.is_natural and b.is_natural:
        return Interval(0, bits)
    return Interval(~bits, bits)


def shift_left(a: Interval, amount: Interval) -> Interval:
    """Where ``x << amount`` lies."""
    least, most = _amounts(amount)
    if most > WIDEST:
        raise EngineLimit(f"shifts left by up to {most}")
    return multiply(a, Interval(1 << least, 1 << most))


def shift_right(a: Interval, amount: Interval) -> Interval:
    """Where ``x >> amount`` lies."""
    ends = _amounts(amount)
    return Interval(
        None if a.low is None else min(a.low >> end for end in ends),
        None if a.high is None else max(a.high >> end for end in ends),
    )


def _amounts(amount: Interval) -> tuple[int, int]:
    least, most = amount.bounds()
    if least < 0:
        raise EngineLimit("a shift by an amount that may be negative")
    return least, most


def absolute(a: Interval) -> Interval:
    """Where ``abs(x)`` lies."""
    if a.is_natural:
        return a
    negated = negate(a)
    if negated.is_natural:
        return negated
    return Interval(0, hull(a, negated).high)


def bit_length(a: Interval) -> Interval:
    """Where ``x.bit_length()`` lies, for natural numbers."""
    low, high = a.bounds()
    return Interval(low.bit_length(), high.bit_length())


def greatest(a: Interval, b: Interval) -> Interval:
    """Where ``max(x, y)`` lies."""
    lows = [low for low in (a.low, b.low) if low is not None]
    return Interval(max(lows, default=None), hull(a, b).high)


def least(a: Interval, b: Interval) -> Interval:
    """Where ``min(x, y)`` lies."""
    return negate(greatest(negate(a), negate(b)))


def less(a: Interval, b: Interval) -> bool | None:
    """Whether ``x < y``, where the intervals tell."""
    if a.high is not None and b.low is not None and a.high < b.low:
        return True
    if a.low is not None and b.high is not None and a.low >= b.high:
        return False
    return None


def less_equal(a: Interval, b: Interval) -> bool | None:
    """Whether ``x <= y``, where the intervals tell."""
    greater = less(b, a)
    return None if greater is None else not greater


def equal(a: Interval, b: Interval) -> bool | None:
    """Whether ``x == y``, where the intervals tell."""
    return False if less(a, b) or less(b, a) else None
