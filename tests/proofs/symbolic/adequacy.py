"""Whether symbolic execution says what Python does: every way it does not, as text.

Each check returns the disagreements that it found. The tests demand that there are
none, and that a bug planted in the engine makes some.
"""

import itertools
import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, NamedTuple, TypeVar

import z3

from proofs.symbolic import (
    Path,
    Raised,
    SymbolicBool,
    SymbolicInt,
    between,
    boolean,
    explore,
    integer,
    intervals,
    ite,
    join,
    structure,
)
from proofs.symbolic.extremes import maximum, minimum

T = TypeVar("T")
Function = Callable[..., Any]
Back = Literal["bits", "integers", "unbounded", "truths"]


class Domain(NamedTuple):
    """The values of one input, and the kind of symbol that stands for them."""

    low: int
    high: int
    back: Back = "bits"

    @property
    def values(self) -> Sequence[int]:
        if self.back == "truths":
            return (False, True)
        return range(self.low, self.high + 1)

    def symbol(self, name: str) -> int:
        if self.back == "truths":
            return boolean(name)
        if self.back == "bits":
            return between(name, self.low, self.high)
        if self.back == "unbounded":
            return integer(name)
        return integer(name, self.low, self.high)

    def binding(self, name: str, value: int) -> tuple[z3.ExprRef, z3.ExprRef]:
        """The variable inside of the symbol, and what it is for a value."""
        if self.back == "truths":
            return z3.Bool(name), z3.BoolVal(value)
        if self.back == "bits":
            width = (self.high - self.low).bit_length()
            return z3.BitVec(name, width), z3.BitVecVal(value - self.low, width)
        return z3.Int(name), z3.IntVal(value)


NATURAL = Domain(0, 15)
SIGNED = Domain(-8, 7)
TRUTH = Domain(0, 1, "truths")
INTEGER = Domain(-8, 7, "integers")
UNBOUNDED = Domain(-8, 7, "unbounded")

BINARY: dict[str, Function] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "and": operator.and_,
    "or": operator.or_,
    "xor": operator.xor,
    "shift left": operator.lshift,
    "shift right": operator.rshift,
    "less": operator.lt,
    "less or equal": operator.le,
    "greater": operator.gt,
    "greater or equal": operator.ge,
    "equal": operator.eq,
    "not equal": operator.ne,
    "max": maximum,
    "min": minimum,
    "choose": lambda a, b: choice(a < b, a, b),
}

UNARY: dict[str, Function] = {
    "negate": operator.neg,
    "plus": operator.pos,
    "invert": operator.invert,
    "abs": operator.abs,
    "bit length": lambda a: a.bit_length(),
    "truth": lambda a: 1 if a else 0,
    "half": lambda a: a // 2,
    "sixty-fourth": lambda a: a // 64,
    "parity": lambda a: a % 2,
    "low bits": lambda a: a % 4,
    "all bits": lambda a: a % 64,
    "far right": lambda a: a >> 1000,
    "align": lambda a: a & ~3,
    "join": lambda a: joined(a, 5, 3),
    "unjoin": lambda a: (joined(a, 5, 3) >> 3, joined(a, 5, 3) % 8),
    "none": lambda a: (a == None, a != None),  # noqa: E711 -- the operator is tested
}

ON_INTEGERS = frozenset(BINARY) - {"and", "or", "xor", "shift left", "shift right"}
"""What unbounded integers allow between two unknowns."""


def choice(condition: bool, a: T, b: T) -> T:
    """``ite``, of plain values as well."""
    if structure.is_symbolic(condition):
        return ite(condition, a, b)
    return a if condition else b


def joined(high: int, low: int, width: int) -> int:
    """``join`` of symbolic values; what it stands for, of plain ones."""
    if structure.is_symbolic((high, low)):
        return join(high, low, width)
    return (high << width) + low


def with_constants(function: Function) -> Iterator[Function]:
    """The function with a constant on either side."""
    for constant in (-17, -8, -3, -1, 0, 1, 2, 7, 8, 15, 16):
        yield lambda a, constant=constant: function(a, constant)
        yield lambda a, constant=constant: function(constant, a)


def disagreements(
    function: Function,
    *domains: Domain,
    points: Sequence[Sequence[int]] | None = None,
    symbolic: Function | None = None,
) -> list[str]:
    """Where exploring a function differs from calling it, at all points or some.

    Args:
        function: Called with plain values.
        domains: Of its arguments.
        points: At which it is called, if not at all of the domains.
        symbolic: What is explored instead, if it is another function.
    """
    names = [f"input{position}" for position in range(len(domains))]
    explored = symbolic or function

    def execute() -> object:
        return explored(*map(Domain.symbol, domains, names))

    paths = explore(execute)
    found = []
    for point in points or itertools.product(*(domain.values for domain in domains)):
        expected = observed(lambda point=point: function(*point))  # type: ignore[misc]
        bindings = [*map(Domain.binding, domains, names, point)]
        actual = [
            outcome_at(path, bindings) for path in paths if is_taken(path, bindings)
        ]
        if [expected] != actual:
            found.append(f"{point}: {expected}, but symbolically {actual}")
    return found


Binding = tuple[z3.ExprRef, z3.ExprRef]


def observed(call: Callable[[], object]) -> object:
    """What a call does, as a value that can be compared."""
    try:
        return typed(call())
    except Exception as exception:  # noqa: BLE001 -- an outcome like another
        return "raised", type(exception), typed(exception.args)


def typed(value: object) -> object:
    """The value with its type, for True equals one."""
    parts = structure.parts(value)
    if parts is None:
        return type(value), value
    return type(value), [typed(part) for part in parts]


def is_taken(path: Path, bindings: Sequence[Binding]) -> bool:
    return all(z3.is_true(at(term, bindings)) for term in path.conditions)


def outcome_at(path: Path, bindings: Sequence[Binding]) -> object:
    if not all(z3.is_true(at(fact, bindings)) for fact in path.facts):
        return "a fact that does not hold"
    if isinstance(path.outcome, Raised):
        exception = path.outcome.exception
        return "raised", type(exception), typed(value_at(exception.args, bindings))
    return typed(value_at(path.outcome.value, bindings))


def at(term: z3.ExprRef, bindings: Sequence[Binding]) -> z3.ExprRef:
    return z3.simplify(z3.substitute(term, *bindings))


def value_at(value: object, bindings: Sequence[Binding]) -> object:
    """The plain value at a point; for an integer, also its interval is checked."""
    if isinstance(value, SymbolicBool):
        return bool(z3.is_true(at(value.term, bindings)))
    if isinstance(value, SymbolicInt):
        return _integer_at(value, at(value.term, bindings))
    parts = structure.parts(value)
    if parts is None:
        return value
    return structure.rebuild(value, [value_at(part, bindings) for part in parts])


def _integer_at(value: SymbolicInt, term: z3.ExprRef) -> object:
    if z3.is_bv(term):
        if term.size() != intervals.width(value.interval):
            return f"{term.size()} bits for {value.interval}"
        plain = int(term.as_signed_long())
    else:
        plain = int(term.as_long())
    if value.low is not None and plain < value.low:
        return f"{plain} below {value.low}"
    if value.high is not None and plain > value.high:
        return f"{plain} above {value.high}"
    return plain


def operator_disagreements(
    name: str, domains: Sequence[Domain] = (NATURAL, SIGNED)
) -> list[str]:
    """Of one operator, on all pairs of domains, and with constants on either side."""
    if name in UNARY:
        return [
            text for domain in domains for text in disagreements(UNARY[name], domain)
        ]
    function = BINARY[name]
    pairs = itertools.product(domains, repeat=2)
    found = [text for pair in pairs for text in disagreements(function, *pair)]
    for domain in domains:
        for partial in with_constants(function):
            found += disagreements(partial, domain)
    return found
