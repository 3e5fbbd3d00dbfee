"""The back end of unbounded integers: z3's ``Int``, for use with unknown functions.

It has the functions of ``bitvectors``. Its numbers are not made of bits, so bitwise
operations and shifts are limited to those that multiply or divide by a constant power
of two.
"""

import z3

from proofs.symbolic.bitvectors import Operand
from proofs.symbolic.errors import EngineLimit
from proofs.symbolic.intervals import Interval, is_low_mask
from proofs.symbolic.terms import Term


def constant(value: int) -> Term:
    """The term of a number."""
    return z3.IntVal(value)


def from_truth(term: z3.BoolRef) -> Term:
    """One or zero."""
    return z3.If(term, z3.IntVal(1), z3.IntVal(0))


def accept(term: Term) -> Term:
    """The term of another back end's number of the same interval.

    Choices between constants belong to no back end, and are made bit-vectors first.
    """
    if z3.is_int(term):
        return term
    if z3.is_bv_value(term):
        return z3.IntVal(term.as_signed_long())
    if z3.is_app_of(term, z3.Z3_OP_ITE):
        condition, yes, no = term.children()
        return z3.If(condition, accept(yes), accept(no))
    raise EngineLimit("a bit-vector meets an unbounded integer")


def number(term: Term) -> int | None:
    """The value of a term that is a numeral."""
    return int(term.as_long()) if z3.is_int_value(term) else None


def add(a: Operand, b: Operand, _result: Interval) -> Term:
    """The term of ``a + b``."""
    return a.term + b.term


def subtract(a: Operand, b: Operand, _result: Interval) -> Term:
    """The term of ``a - b``."""
    return a.term - b.term


def multiply(a: Operand, b: Operand, _result: Interval) -> Term:
    """The term of ``a * b``."""
    return a.term * b.term


def conjoin(a: Operand, b: Operand, _result: Interval) -> Term:
    """The term of ``a & b``, where one is ``2**k - 1`` or ``-2**k``."""
    for operand, mask in ((a, b.interval.constant), (b, a.interval.constant)):
        if mask is not None and is_low_mask(mask):
            return operand.term % (mask + 1)
        if mask is not None and is_low_mask(~mask):
            return operand.term - operand.term % -mask
    raise EngineLimit("& of an unbounded integer, other than with a low mask")


def disjoin(_a: Operand, _b: Operand, _result: Interval) -> Term:
    """Refuse ``a | b``."""
    raise EngineLimit("| of an unbounded integer")


def exclude(_a: Operand, _b: Operand, _result: Interval) -> Term:
    """Refuse ``a ^ b``."""
    raise EngineLimit("^ of an unbounded integer")


def shift_left(a: Operand, amount: Operand, _result: Interval) -> Term:
    """The term of ``a << amount``, by a constant amount."""
    return a.term * (1 << _places(amount))


def shift_right(a: Operand, amount: Operand, _result: Interval) -> Term:
    """The term of ``a >> amount``, by a constant amount; it rounds down."""
    return a.term / (1 << _places(amount))


def _places(amount: Operand) -> int:
    places = amount.interval.constant
    if places is None:
        raise EngineLimit("a shift of an unbounded integer by an unknown amount")
    return places


def bit_length(a: Operand, result: Interval) -> Term:
    """The term of ``a.bit_length()``, for a natural number with bounds."""
    least, most = result.bounds()
    term = z3.IntVal(least)
    for length in range(least + 1, most + 1):
        term = z3.If(a.term >= 1 << (length - 1), z3.IntVal(length), term)
    return term


def join(high: Operand, low: Operand, low_width: int, _result: Interval) -> Term:
    """The term of ``high * 2**low_width + low``."""
    return high.term * (1 << low_width) + low.term


def choose(condition: z3.BoolRef, a: Operand, b: Operand, _result: Interval) -> Term:
    """The term of ``a if condition else b``."""
    return z3.If(condition, a.term, b.term)


def less(a: Operand, b: Operand) -> z3.BoolRef:
    """The term of ``a < b``."""
    return a.term < b.term


def less_equal(a: Operand, b: Operand) -> z3.BoolRef:
    """The term of ``a <= b``."""
    return a.term <= b.term


def equal(a: Operand, b: Operand) -> z3.BoolRef:
    """The term of ``a == b``."""
    return a.term == b.term
