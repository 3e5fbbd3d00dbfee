"""Operations on integers and the back ends in which they are carried out.

Knows terms and intervals; how Python spells the operations is for ``values``.
"""

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import NamedTuple

import z3

from proofs.symbolic import bitvectors, integers, intervals
from proofs.symbolic.bitvectors import Operand
from proofs.symbolic.errors import EngineLimit
from proofs.symbolic.intervals import Interval
from proofs.symbolic.terms import Term


class Operation(NamedTuple):
    """An operation on two integers that yields an integer."""

    interval: Callable[[Interval, Interval], Interval]
    name: str
    """The name of its function in both back ends."""


class Relation(NamedTuple):
    """An operation on two integers that yields a truth."""

    verdict: Callable[[Interval, Interval], bool | None]
    name: str
    """The name of its function in both back ends."""


ADD = Operation(intervals.add, "add")
SUBTRACT = Operation(intervals.subtract, "subtract")
MULTIPLY = Operation(intervals.multiply, "multiply")
CONJOIN = Operation(intervals.conjoin, "conjoin")
DISJOIN = Operation(intervals.disjoin, "disjoin")
EXCLUDE = Operation(intervals.exclude, "exclude")
SHIFT_LEFT = Operation(intervals.shift_left, "shift_left")
SHIFT_RIGHT = Operation(intervals.shift_right, "shift_right")
LESS = Relation(intervals.less, "less")
LESS_EQUAL = Relation(intervals.less_equal, "less_equal")
EQUAL = Relation(intervals.equal, "equal")


def operate(
    operation: Operation, backend: ModuleType, a: Operand, b: Operand
) -> Operand:
    """The result of an operation, and where it lies."""
    if operation is CONJOIN:
        for operand, mask in ((a, b.interval.constant), (b, a.interval.constant)):
            if mask is not None and _keeps(mask, operand.interval):
                return operand
    interval = operation.interval(a.interval, b.interval)
    return Operand(getattr(backend, operation.name)(a, b, interval), interval)


def _keeps(mask: int, interval: Interval) -> bool:
    """Whether ``& mask`` changes no number of the interval."""
    return intervals.is_low_mask(mask) and interval.inside(0, mask)


def relate(
    relation: Relation, backend: ModuleType, a: Operand, b: Operand
) -> z3.BoolRef:
    """The truth of a relation: a constant term where the intervals tell."""
    verdict = relation.verdict(a.interval, b.interval)
    if verdict is None:
        return getattr(backend, relation.name)(a, b)
    return z3.BoolVal(verdict)


def choose(
    condition: z3.BoolRef, backend: ModuleType, a: Operand, b: Operand
) -> Operand:
    """The first number where the condition holds, else the second."""
    interval = intervals.hull(a.interval, b.interval)
    return Operand(backend.choose(condition, a, b, interval), interval)


def absolute(backend: ModuleType, a: Operand) -> Operand:
    """The number without its sign."""
    zero = Operand(backend.constant(0), intervals.constant(0))
    negated = operate(SUBTRACT, backend, zero, a)
    interval = intervals.absolute(a.interval)
    is_negative = relate(LESS, backend, a, zero)
    return Operand(backend.choose(is_negative, negated, a, interval), interval)


def greatest(backend: ModuleType, a: Operand, b: Operand) -> Operand:
    """The greater of two numbers."""
    interval = intervals.greatest(a.interval, b.interval)
    return Operand(
        backend.choose(relate(LESS, backend, a, b), b, a, interval), interval
    )


def least(backend: ModuleType, a: Operand, b: Operand) -> Operand:
    """The lesser of two numbers."""
    interval = intervals.least(a.interval, b.interval)
    return Operand(
        backend.choose(relate(LESS, backend, a, b), a, b, interval), interval
    )


def power(value: object) -> int:
    """A divisor, which must be a plain power of two."""
    if isinstance(value, int) and value > 0 and value & (value - 1) == 0:
        return int(value)
    raise EngineLimit("division by other than a constant power of two")


def backend_of(roots: Iterable[Term]) -> ModuleType:
    """The back end for terms: that of unbounded integers, if any speaks of such."""
    return integers if any(map(_speaks_of_integers, roots)) else bitvectors


def _speaks_of_integers(root: Term) -> bool:
    """Whether the first number found inside a term is unbounded."""
    waiting, seen = [root], set[int]()
    while waiting:
        term = waiting.pop()
        if not z3.is_bool(term):
            return bool(z3.is_int(term))
        if term.get_id() not in seen:
            seen.add(term.get_id())
            waiting.extend(term.children())
    return False
