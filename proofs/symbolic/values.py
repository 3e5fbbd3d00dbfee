"""Symbolic integers and booleans that behave as Python's own do.

Nothing wraps: each integer knows the interval it lies in, and each operation yields
exactly what Python's does, a plain int or bool when it is the same for all inputs. What
cannot be exact raises ``EngineLimit``. Which numbers these are, and what is done with
them, is not known here.
"""

from types import ModuleType
from typing import TypeAlias, TypeGuard

import z3

from proofs.symbolic import intervals, operations, paths, terms
from proofs.symbolic.bitvectors import Operand
from proofs.symbolic.errors import EngineLimit
from proofs.symbolic.intervals import Interval
from proofs.symbolic.refusals import Refusing
from proofs.symbolic.terms import Term

Integral: TypeAlias = "int | Symbolic"
"""An integer in Python's sense, which includes booleans."""
Number: TypeAlias = "int | SymbolicInt"
Truth: TypeAlias = "bool | SymbolicBool"


class Symbolic(Refusing):
    """What integers and booleans share: booleans are integers, in Python."""

    __slots__ = ("term",)

    def __init__(self, term: Term) -> None:
        self.term = term

    def __add__(self, other: object) -> Integral:
        return calculate(operations.ADD, self, other)

    def __radd__(self, other: object) -> Integral:
        return calculate(operations.ADD, other, self)

    def __sub__(self, other: object) -> Integral:
        return calculate(operations.SUBTRACT, self, other)

    def __rsub__(self, other: object) -> Integral:
        return calculate(operations.SUBTRACT, other, self)

    def __mul__(self, other: object) -> Integral:
        return calculate(operations.MULTIPLY, self, other)

    def __rmul__(self, other: object) -> Integral:
        return calculate(operations.MULTIPLY, other, self)

    def __and__(self, other: object) -> Integral:
        return calculate(operations.CONJOIN, self, other)

    def __rand__(self, other: object) -> Integral:
        return calculate(operations.CONJOIN, other, self)

    def __or__(self, other: object) -> Integral:
        return calculate(operations.DISJOIN, self, other)

    def __ror__(self, other: object) -> Integral:
        return calculate(operations.DISJOIN, other, self)

    def __xor__(self, other: object) -> Integral:
        return calculate(operations.EXCLUDE, self, other)

    def __rxor__(self, other: object) -> Integral:
        return calculate(operations.EXCLUDE, other, self)

    def __lshift__(self, other: object) -> Integral:
        return calculate(operations.SHIFT_LEFT, self, other)

    def __rlshift__(self, other: object) -> Integral:
        return calculate(operations.SHIFT_LEFT, other, self)

    def __rshift__(self, other: object) -> Integral:
        return calculate(operations.SHIFT_RIGHT, self, other)

    def __rrshift__(self, other: object) -> Integral:
        return calculate(operations.SHIFT_RIGHT, other, self)

    def __floordiv__(self, other: object) -> Integral:
        return calculate(
            operations.SHIFT_RIGHT, self, operations.power(other).bit_length() - 1
        )

    def __mod__(self, other: object) -> Integral:
        return calculate(operations.CONJOIN, self, operations.power(other) - 1)

    def __neg__(self) -> Integral:
        return 0 - self

    def __pos__(self) -> Integral:
        return 0 + self

    def __invert__(self) -> Integral:
        return -1 - self

    def __abs__(self) -> Integral:
        backend, operand, _ = meet(self, 0)
        return number(*operations.absolute(backend, operand))

    def bit_length(self) -> Integral:
        """The number of bits, as of a plain integer."""
        size = abs(self)
        if not isinstance(size, SymbolicInt):
            return size.bit_length()
        interval = intervals.bit_length(size.interval)
        backend = operations.backend_of([size.term])
        return number(backend.bit_length(lift(size, backend), interval), interval)

    def __lt__(self, other: object) -> Truth:
        return compare(operations.LESS, self, other)

    def __le__(self, other: object) -> Truth:
        return compare(operations.LESS_EQUAL, self, other)

    def __gt__(self, other: object) -> Truth:
        return compare(operations.LESS, other, self)

    def __ge__(self, other: object) -> Truth:
        return compare(operations.LESS_EQUAL, other, self)

    def __eq__(self, other: object) -> Truth:  # type: ignore[override]
        return compare(operations.EQUAL, self, other)

    def __ne__(self, other: object) -> Truth:  # type: ignore[override]
        return truth(z3.Not(boolean_term(self == other)))

    def __repr__(self) -> str:
        return f"<{terms.outline(self.term)}>"

    def __format__(self, _spec: str) -> str:
        return repr(self)

    __hash__ = Refusing.__hash__


class SymbolicInt(Symbolic):
    """An integer that depends on the inputs."""

    __slots__ = ("interval",)

    def __init__(self, term: Term, low: int | None, high: int | None) -> None:
        """Wrap a simplified term whose value is in ``[low, high]``.

        A bit-vector must have exactly the width that the interval needs.
        """
        super().__init__(term)
        self.interval = Interval(low, high)

    @property
    def low(self) -> int | None:
        """A lower bound of its values, if there is one."""
        return self.interval.low

    @property
    def high(self) -> int | None:
        """An upper bound of its values, if there is one."""
        return self.interval.high

    def __bool__(self) -> bool:
        return bool(self != 0)


class SymbolicBool(Symbolic):
    """A truth that depends on the inputs; to use it in an ``if`` is a decision."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return paths.decide(self.term)

    def __and__(self, other: object) -> Integral:
        if isinstance(other, bool | SymbolicBool):
            return truth(terms.conjunction((self.term, boolean_term(other))))
        return super().__and__(other)

    def __or__(self, other: object) -> Integral:
        if isinstance(other, bool | SymbolicBool):
            return truth(z3.Or(self.term, boolean_term(other)))
        return super().__or__(other)

    def __xor__(self, other: object) -> Integral:
        if isinstance(other, bool | SymbolicBool):
            return truth(z3.Xor(self.term, boolean_term(other)))
        return super().__xor__(other)

    def __eq__(self, other: object) -> Truth:  # type: ignore[override]
        if isinstance(other, bool | SymbolicBool):
            return truth(self.term == boolean_term(other))
        return super().__eq__(other)

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__
    __hash__ = Refusing.__hash__

    def __invert__(self) -> Integral:
        raise EngineLimit("~ of a truth, which Python never makes false")


def is_integral(value: object) -> TypeGuard[Integral]:
    """Whether the value is an integer in Python's sense, symbolic or not."""
    if isinstance(value, float | complex):
        raise EngineLimit(f"a {type(value).__name__} beside a symbolic value")
    return isinstance(value, int | Symbolic)


def is_number(value: object) -> TypeGuard[Number]:
    """Whether the value is an integer, and not a truth or the member of an enum."""
    return type(value) is int or isinstance(value, SymbolicInt)


def calculate(operation: operations.Operation, left: object, right: object) -> Integral:
    """The result of an operation; at least one operand is symbolic."""
    if not is_integral(left) or not is_integral(right):
        return NotImplemented  # type: ignore[no-any-return]
    backend, a, b = meet(left, right)
    if operation in _SHIFTS and not b.interval.is_natural:
        b = _amount(right, b)
    return number(*operations.operate(operation, backend, a, b))


_SHIFTS = (operations.SHIFT_LEFT, operations.SHIFT_RIGHT)


def _amount(amount: Integral, operand: Operand) -> Operand:
    """The amount of a shift on the paths on which it is not negative."""
    if amount < 0:
        raise ValueError("negative shift count")
    return Operand(operand.term, Interval(0, operand.interval.high))


def compare(relation: operations.Relation, left: object, right: object) -> Truth:
    """The truth of a relation; at least one operand is symbolic."""
    if not is_integral(left) or not is_integral(right):
        return NotImplemented  # type: ignore[no-any-return]
    return truth(operations.relate(relation, *meet(left, right)))


def meet(
    left: Integral, right: Integral, *conditions: Term
) -> tuple[ModuleType, Operand, Operand]:
    """Two integers in their common back end.

    It is the back end of the integers among them; if there are none, that of the
    integers which the truths among them and ``conditions`` are about.
    """
    both = [value for value in (left, right) if isinstance(value, Symbolic)]
    numbers = [value.term for value in both if isinstance(value, SymbolicInt)]
    truths = [*(value.term for value in both), *conditions]
    backend = operations.backend_of(numbers or truths)
    return backend, lift(left, backend), lift(right, backend)


def lift(value: Integral, backend: ModuleType) -> Operand:
    """The value in a back end.

    Raises:
        EngineLimit: The value is of the other back end.
    """
    if isinstance(value, SymbolicInt):
        return Operand(backend.accept(value.term), value.interval)
    if isinstance(value, Symbolic):
        return Operand(backend.from_truth(value.term), Interval(0, 1))
    plain = int(value)
    return Operand(backend.constant(plain), intervals.constant(plain))


def number(term: Term, interval: Interval) -> Number:
    """The integer of a term in an interval."""
    if interval.constant is not None:
        return interval.constant
    simple = terms.simplify(term)
    value = operations.backend_of([simple]).number(simple)
    return SymbolicInt(simple, *interval) if value is None else value


def truth(term: z3.BoolRef) -> Truth:
    """The truth of a term."""
    simple = terms.simplify(term)
    known = terms.known(simple)
    return SymbolicBool(simple) if known is None else known


def boolean_term(value: object) -> z3.BoolRef:
    """The term of a truth.

    Raises:
        EngineLimit: The value is not a truth.
    """
    if isinstance(value, SymbolicBool):
        return value.term
    if isinstance(value, bool):
        return z3.BoolVal(value)
    raise EngineLimit(f"{type(value).__name__} as a truth")
