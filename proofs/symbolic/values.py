"""Symbolic integers and booleans that behave as Python's own do.

Nothing wraps: each integer knows the interval it lies in, and each operation yields
exactly what Python's does, a plain int or bool when it is the same for all inputs. What
cannot be exact raises ``EngineLimit``. Which numbers these are, and what is done with
them, is not known here.
"""

from collections.abc import Callable
from types import ModuleType
from typing import NoReturn, TypeAlias, TypeGuard

import z3

from proofs.symbolic import intervals, operations, paths, terms
from proofs.symbolic.bitvectors import Operand
from proofs.symbolic.errors import EngineLimit
from proofs.symbolic.intervals import Interval
from proofs.symbolic.terms import Term

Integral: TypeAlias = "int | Symbolic"
Number: TypeAlias = "int | SymbolicInt"
Truth: TypeAlias = "bool | SymbolicBool"


def _refuse(what: str) -> Callable[..., NoReturn]:
    def refusal(*_arguments: object) -> NoReturn:
        raise EngineLimit(f"{what} of a symbolic value")

    return refusal


class Symbolic:
    """What integers and booleans share: booleans are integers, in Python."""

    __slots__ = ("term",)

    def __init__(self, term: Term) -> None:
        self.term = term

    def __add__(self, other: object) -> Number:
        return calculate(operations.ADD, self, other)

    def __radd__(self, other: object) -> Number:
        return calculate(operations.ADD, other, self)

    def __sub__(self, other: object) -> Number:
        return calculate(operations.SUBTRACT, self, other)

    def __rsub__(self, other: object) -> Number:
        return calculate(operations.SUBTRACT, other, self)

    def __mul__(self, other: object) -> Number:
        return calculate(operations.MULTIPLY, self, other)

    def __rmul__(self, other: object) -> Number:
        return calculate(operations.MULTIPLY, other, self)

    def __and__(self, other: object) -> Number:
        return calculate(operations.CONJOIN, self, other)

    def __rand__(self, other: object) -> Number:
        return calculate(operations.CONJOIN, other, self)

    def __or__(self, other: object) -> Number:
        return calculate(operations.DISJOIN, self, other)

    def __ror__(self, other: object) -> Number:
        return calculate(operations.DISJOIN, other, self)

    def __xor__(self, other: object) -> Number:
        return calculate(operations.EXCLUDE, self, other)

    def __rxor__(self, other: object) -> Number:
        return calculate(operations.EXCLUDE, other, self)

    def __lshift__(self, other: object) -> Number:
        return calculate(operations.SHIFT_LEFT, self, other)

    def __rlshift__(self, other: object) -> Number:
        return calculate(operations.SHIFT_LEFT, other, self)

    def __rshift__(self, other: object) -> Number:
        return calculate(operations.SHIFT_RIGHT, self, other)

    def __rrshift__(self, other: object) -> Number:
        return calculate(operations.SHIFT_RIGHT, other, self)

    def __floordiv__(self, other: object) -> Number:
        return calculate(
            operations.SHIFT_RIGHT, self, operations.power(other).bit_length() - 1
        )

    def __mod__(self, other: object) -> Number:
        return calculate(operations.CONJOIN, self, operations.power(other) - 1)

    def __neg__(self) -> Number:
        return 0 - self

    def __pos__(self) -> Number:
        return 0 + self

    def __invert__(self) -> Number:
        return -1 - self

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
        return negation(self == other)

    def __getattr__(self, name: str) -> NoReturn:
        if hasattr(int, name):
            raise EngineLimit(f"int.{name} of a symbolic value")
        raise AttributeError(name)

    def __repr__(self) -> str:
        return f"<{terms.outline(self.term)}>"

    def __format__(self, _spec: str) -> str:
        return repr(self)

    __hash__ = _refuse("the hash")
    __index__ = _refuse("a use as an index")
    __int__ = _refuse("a conversion to int")
    __float__ = _refuse("a conversion to float")
    __abs__ = _refuse("the absolute value")
    __round__ = __trunc__ = __floor__ = __ceil__ = _refuse("rounding")
    __pow__ = __rpow__ = _refuse("a power")
    __truediv__ = __rtruediv__ = _refuse("true division")
    __divmod__ = __rdivmod__ = _refuse("divmod")
    __rfloordiv__ = __rmod__ = _refuse("division by")


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
        """A bound that no value is below, if there is one."""
        return self.interval.low

    @property
    def high(self) -> int | None:
        """A bound that no value is above, if there is one."""
        return self.interval.high

    def bit_length(self) -> Number:
        """The number of bits, as of a plain natural number."""
        interval = intervals.bit_length(self.interval)
        operand = Operand(self.term, self.interval)
        backend = operations.backend_of([self.term])
        return number(backend.bit_length(operand, interval), interval)

    def __bool__(self) -> bool:
        return bool(self != 0)


class SymbolicBool(Symbolic):
    """A truth that depends on the inputs; to use it in an ``if`` is a decision."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return paths.decide(self.term)

    def __and__(self, other: object) -> Number:
        return _connect(z3.And, self, other, Symbolic.__and__)

    def __or__(self, other: object) -> Number:
        return _connect(z3.Or, self, other, Symbolic.__or__)

    def __xor__(self, other: object) -> Number:
        return _connect(z3.Xor, self, other, Symbolic.__xor__)

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    def __eq__(self, other: object) -> Truth:  # type: ignore[override]
        return _connect(_same, self, other, Symbolic.__eq__)

    __invert__ = _refuse("the bitwise inverse of a truth, which is never zero,")
    __hash__ = Symbolic.__hash__


def is_integral(value: object) -> TypeGuard[Integral]:
    """Whether the value is an integer in Python's sense, symbolic or not."""
    return isinstance(value, int | Symbolic)


def calculate(operation: operations.Operation, left: object, right: object) -> Number:
    """The result of an operation; at least one operand is symbolic."""
    if not is_integral(left) or not is_integral(right):
        return NotImplemented
    backend, a, b = meet(left, right)
    return number(*operations.operate(operation, backend, a, b))


def compare(relation: operations.Relation, left: object, right: object) -> Truth:
    """The truth of a relation; at least one operand is symbolic."""
    if not is_integral(left) or not is_integral(right):
        return NotImplemented
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
        EngineLimit: It is of the other one.
    """
    if isinstance(value, SymbolicInt):
        return Operand(backend.accept(value.term), value.interval)
    if isinstance(value, Symbolic):
        return Operand(backend.from_truth(value.term), Interval(0, 1))
    plain = int(value)
    return Operand(backend.constant(plain), intervals.constant(plain))


def negation(value: Truth) -> Truth:
    """``not value``, without a decision."""
    return truth(z3.Not(value.term)) if isinstance(value, Symbolic) else not value


def _connect(
    connective: Callable[[z3.BoolRef, z3.BoolRef], z3.BoolRef],
    left: SymbolicBool,
    right: object,
    otherwise: Callable[[Symbolic, object], Number],
) -> Number:
    if isinstance(right, bool | SymbolicBool):
        return truth(connective(left.term, boolean_term(right)))
    return otherwise(left, right)


def _same(a: z3.BoolRef, b: z3.BoolRef) -> z3.BoolRef:
    return a == b


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
    if z3.is_true(simple) or z3.is_false(simple):
        return bool(z3.is_true(simple))
    return SymbolicBool(simple)


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
