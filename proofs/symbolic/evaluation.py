"""From symbolic values to terms, and from a solver's model to plain values."""

from typing import TypeVar, cast

import z3

from proofs.symbolic import bitvectors, integers, structure
from proofs.symbolic.errors import EngineLimit
from proofs.symbolic.solver import Theory
from proofs.symbolic.terms import Term
from proofs.symbolic.values import (
    Symbolic,
    SymbolicBool,
    boolean_term,
    is_integral,
    lift,
)

T = TypeVar("T")


def term_of(value: object, theory: Theory) -> Term:
    """The term of a truth, or of an integer in the back end of a theory.

    A bit-vector has the width that the interval of the integer needs.

    Raises:
        EngineLimit: The value is neither, or an integer of the other back end.
    """
    if isinstance(value, bool | SymbolicBool):
        return boolean_term(value)
    if not is_integral(value):
        raise EngineLimit(f"a {type(value).__name__} as a term")
    return lift(value, bitvectors if theory == "bitvectors" else integers).term


def evaluate(model: z3.ModelRef, value: T) -> T:
    """The plain value in a model; what the model leaves open is chosen.

    Tuples, attrs instances and exceptions are rebuilt without running constructors.
    """
    if isinstance(value, Symbolic):
        return cast("T", _evaluate(model, value))
    parts = structure.parts(value)
    if parts is None or not structure.is_symbolic(parts):
        return value
    return cast(
        "T", structure.rebuild(value, [evaluate(model, part) for part in parts])
    )


def _evaluate(model: z3.ModelRef, value: Symbolic) -> int:
    term = model.eval(value.term, model_completion=True)
    if isinstance(value, SymbolicBool):
        if z3.is_true(term) or z3.is_false(term):
            return bool(z3.is_true(term))
    else:
        backend = integers if z3.is_int(term) else bitvectors
        plain = backend.number(term)
        if plain is not None:
            return int(plain)
    raise EngineLimit(f"the model gives no value to {value}")
