"""Symbolic inputs: numbers, truths and functions of which only a name is known.

They are typed as the plain values that they stand for, and only here. To the type
checker, the code that is executed sees integers and booleans as usual.
"""

from collections.abc import Callable, Hashable
from typing import Literal, TypeVar, cast, overload

import z3

from proofs.symbolic import integers, intervals, paths, terms
from proofs.symbolic.errors import EngineLimit
from proofs.symbolic.intervals import Interval
from proofs.symbolic.structure import is_symbolic
from proofs.symbolic.terms import Term
from proofs.symbolic.values import (
    SymbolicInt,
    boolean_term,
    is_integral,
    lift,
    meet,
    number,
    truth,
)

T = TypeVar("T")
Sort = Literal["int", "bool"]


def natural(name: str, width: int) -> int:
    """Any number of ``width`` bits, as a bit-vector: in ``[0, 2**width)``."""
    term = terms.simplify(z3.ZeroExt(1, z3.BitVec(name, width)))
    return cast("int", SymbolicInt(term, 0, (1 << width) - 1))


def between(name: str, low: int, high: int) -> int:
    """Any number from ``low`` to ``high``, both included, as a bit-vector.

    Raises:
        EngineLimit: Their count is not a power of two.
    """
    span = high - low
    if span <= 0 or not intervals.is_low_mask(span):
        raise EngineLimit("an interval of other than a power of two of numbers")
    return low + natural(name, span.bit_length())


def integer(name: str, low: int | None = None, high: int | None = None) -> int:
    """Any integer in z3's sense, unless there are bounds, which become facts.

    Raises:
        EngineLimit: The integer has bounds, and no function is being explored.
    """
    return cast("int", _bounded(z3.Int(name), Interval(low, high)))


def boolean(name: str) -> bool:
    """Any truth."""
    return cast("bool", truth(z3.Bool(name)))


def join(high: int, low: int, low_width: int) -> int:
    """``high * 2**low_width + low``, kept as two parts that can be taken out again.

    Raises:
        EngineLimit: ``low`` may be outside of ``[0, 2**low_width)``.
    """
    if not is_symbolic((high, low)):
        return (high << low_width) + low
    backend, upper, lower = meet(high, low)
    if not lower.interval.inside(0, (1 << low_width) - 1):
        raise EngineLimit(f"the lower part has more than {low_width} bits")
    scaled = intervals.multiply(upper.interval, intervals.constant(1 << low_width))
    interval = intervals.add(scaled, lower.interval)
    term = backend.join(upper, lower, low_width, interval)
    return cast("int", number(term, interval))


@overload
def uninterpreted(
    name: str,
    *sorts: Sort,
    result: Literal["int"] = ...,
    low: int | None = ...,
    high: int | None = ...,
) -> Callable[..., int]: ...


@overload
def uninterpreted(
    name: str, *sorts: Sort, result: Literal["bool"]
) -> Callable[..., bool]: ...


def uninterpreted(
    name: str,
    *sorts: Sort,
    result: Sort = "int",
    low: int | None = None,
    high: int | None = None,
) -> Callable[..., int]:
    """Any function of unbounded integers and truths.

    Args:
        name: The same name with the same sorts gives the same function.
        sorts: The sorts of its arguments.
        result: The sort of its result.
        low: A bound of integer results, which becomes a fact wherever it is applied.
        high: The same, from above.
    """
    domain = [_SORTS[sort]() for sort in (*sorts, result)]
    function = z3.Function(name, *domain)

    def apply(*arguments: int) -> int:
        if len(arguments) != len(sorts):
            raise EngineLimit(f"{name} takes {len(sorts)} arguments")
        term = function(*map(_argument, sorts, arguments))
        if result == "bool":
            return cast("bool", truth(term))
        return cast("int", _bounded(term, Interval(low, high)))

    return apply


def once(key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` builds of uninterpreted functions, built once in a session.

    Its facts become facts of every path that asks for it.

    Args:
        key: What identifies it among all that is built so; it may name terms by their
            numbers, which what is built must keep alive.
        make: Must depend on nothing but the key, and decide nothing.
    """
    with terms.session() as session:
        known = session.memory.get((once, key))
        if known is None:
            with paths.noting_facts() as facts:
                known = make(), facts
            session.memory[once, key] = known
        else:
            paths.assume_facts(cast("tuple[T, paths.Facts]", known)[1])
        return cast("tuple[T, paths.Facts]", known)[0]


_SORTS = {"int": z3.IntSort, "bool": z3.BoolSort}


def _argument(sort: Sort, value: object) -> Term:
    if sort == "bool":
        return boolean_term(value)
    if not is_integral(value):
        raise EngineLimit(f"{type(value).__name__} as an integer")
    return lift(value, integers).term


def _bounded(term: Term, interval: Interval) -> object:
    """The integer of a term, whose bounds become facts of the current path."""
    if interval.low is not None:
        paths.assume_fact(term >= interval.low)
    if interval.high is not None:
        paths.assume_fact(term <= interval.high)
    return number(term, interval)
