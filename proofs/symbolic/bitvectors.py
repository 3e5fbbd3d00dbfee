"""The back end of bounded integers: signed bit-vectors that are always wide enough.

A number of an interval is a bit-vector of the least width at which two's complement
holds the whole interval, ``intervals.width``. Sums, products and bitwise operations are
exact modulo a power of two, so they are computed at the width of their result; order
and shifts are not, and are computed at a width that holds the operands.

``integers`` has the same functions for z3's unbounded integers. In both, ``result`` is
the interval of the result, and operands are checked by the caller to have one.
"""

from typing import NamedTuple

import z3

from proofs.symbolic.errors import EngineLimit
from proofs.symbolic.intervals import Interval, width
from proofs.symbolic.terms import Term


class Operand(NamedTuple):
    """A term of a back end and the interval of its value."""

    term: Term
    interval: Interval


def constant(value: int) -> Term:
    """The term of a number."""
    return z3.BitVecVal(value, width(Interval(value, value)))


def from_truth(term: z3.BoolRef) -> Term:
    """One or zero, of the interval [0, 1]."""
    return z3.If(term, z3.BitVecVal(1, 2), z3.BitVecVal(0, 2))


def accept(term: Term) -> Term:
    """The term of another back end's number of the same interval."""
    if not z3.is_bv(term):
        raise EngineLimit("an unbounded integer meets a bit-vector")
    return term


def number(term: Term) -> int | None:
    """The value of a term that is a numeral."""
    return int(term.as_signed_long()) if z3.is_bv_value(term) else None


def add(a: Operand, b: Operand, result: Interval) -> Term:
    """The term of ``a + b``."""
    return _modular(a, result) + _modular(b, result)


def subtract(a: Operand, b: Operand, result: Interval) -> Term:
    """The term of ``a - b``."""
    return _modular(a, result) - _modular(b, result)


def multiply(a: Operand, b: Operand, result: Interval) -> Term:
    """The term of ``a * b``."""
    return _modular(a, result) * _modular(b, result)


def conjoin(a: Operand, b: Operand, result: Interval) -> Term:
    """The term of ``a & b``."""
    return _modular(a, result) & _modular(b, result)


def disjoin(a: Operand, b: Operand, result: Interval) -> Term:
    """The term of ``a | b``."""
    return _modular(a, result) | _modular(b, result)


def exclude(a: Operand, b: Operand, result: Interval) -> Term:
    """The term of ``a ^ b``."""
    return _modular(a, result) ^ _modular(b, result)


def shift_left(a: Operand, amount: Operand, result: Interval) -> Term:
    """The term of ``a << amount``."""
    places = amount.interval.constant
    if places is not None:
        shifted = z3.Concat(a.term, z3.BitVecVal(0, places)) if places else a.term
        return resize(shifted, result, width(result))
    bits = max(width(result), width(amount.interval))
    return resize(at(a, bits) << at(amount, bits), result, width(result))


def shift_right(a: Operand, amount: Operand, result: Interval) -> Term:
    """The term of ``a >> amount``, which rounds down."""
    places = amount.interval.constant
    if places is not None:
        top = a.term.size() - 1
        return resize(z3.Extract(top, min(places, top), a.term), result, width(result))
    bits = max(width(a.interval), width(amount.interval))
    return resize(at(a, bits) >> at(amount, bits), result, width(result))


def bit_length(a: Operand, result: Interval) -> Term:
    """The term of ``a.bit_length()``, for a natural number: its highest one tells."""
    least, most = result.bounds()
    bits = width(result)
    term = z3.BitVecVal(least, bits)
    for length in range(least + 1, most + 1):
        highest = z3.Extract(length - 1, length - 1, a.term)
        term = z3.If(highest == 1, z3.BitVecVal(length, bits), term)
    return term


def join(high: Operand, low: Operand, low_width: int, result: Interval) -> Term:
    """The term of ``high * 2**low_width + low``, for ``low`` in [0, 2**low_width)."""
    joined = z3.Concat(high.term, resize(low.term, low.interval, low_width))
    return resize(joined, result, width(result))


def choose(condition: z3.BoolRef, a: Operand, b: Operand, result: Interval) -> Term:
    """The term of ``a if condition else b``."""
    return z3.If(condition, _modular(a, result), _modular(b, result))


def less(a: Operand, b: Operand) -> z3.BoolRef:
    """The term of ``a < b``."""
    bits = max(width(a.interval), width(b.interval))
    if a.interval.is_natural and b.interval.is_natural:
        return z3.ULT(at(a, bits), at(b, bits))
    return at(a, bits) < at(b, bits)


def less_equal(a: Operand, b: Operand) -> z3.BoolRef:
    """The term of ``a <= b``."""
    bits = max(width(a.interval), width(b.interval))
    if a.interval.is_natural and b.interval.is_natural:
        return z3.ULE(at(a, bits), at(b, bits))
    return at(a, bits) <= at(b, bits)


def equal(a: Operand, b: Operand) -> z3.BoolRef:
    """The term of ``a == b``."""
    bits = max(width(a.interval), width(b.interval))
    return at(a, bits) == at(b, bits)


def _modular(a: Operand, result: Interval) -> Term:
    """The operand modulo two to the width of the result."""
    return at(a, width(result))


def at(a: Operand, bits: int) -> Term:
    """The operand modulo ``2**bits``."""
    return resize(a.term, a.interval, bits)


def resize(term: Term, interval: Interval, bits: int) -> Term:
    """The term's value modulo ``2**bits``, where it lies in ``interval``.

    Zeros above a natural number say the same as copies of its sign, and let more be
    simplified.
    """
    missing = bits - term.size()
    if missing < 0:
        return z3.Extract(bits - 1, 0, term)
    if missing == 0:
        return term
    extend = z3.ZeroExt if interval.is_natural else z3.SignExt
    return extend(missing, term)
