"""One value out of two: their parts, each chosen by the same condition."""

from typing import TypeVar, cast

import z3

from proofs.symbolic import structure
from proofs.symbolic.errors import CannotMerge
from proofs.symbolic.operations import choose
from proofs.symbolic.values import (
    Number,
    SymbolicBool,
    Truth,
    boolean_term,
    is_number,
    meet,
    number,
    truth,
)

T = TypeVar("T")


def ite(condition: bool, a: T, b: T) -> T:
    """``a if condition else b``, without a decision.

    Tuples, attrs instances and exceptions are chosen part by part, without running
    constructors; any other two objects must be the same or equal.

    Raises:
        CannotMerge: The values differ in more than integers and truths.
    """
    term = boolean_term(condition)
    if z3.is_true(term):
        return a
    return b if z3.is_false(term) else cast("T", merge(term, a, b))


def merge(condition: z3.BoolRef, a: object, b: object) -> object:
    """``a`` where the condition holds, else ``b``.

    Raises:
        CannotMerge: The values differ in more than integers and truths.
    """
    if a is b:
        return a
    if isinstance(a, SymbolicBool | bool) and isinstance(b, SymbolicBool | bool):
        return _merge_truths(condition, a, b)
    if is_number(a) and is_number(b):
        return _merge_numbers(condition, a, b)
    ours, theirs = structure.parts(a), structure.parts(b)
    if ours is None or theirs is None:
        return _same(a, b)
    if structure.kind(a) != structure.kind(b):
        raise CannotMerge(f"{structure.kind(a)} and {structure.kind(b)}")
    merged = [merge(condition, *pair) for pair in zip(ours, theirs, strict=True)]
    if all(new is old for new, old in zip(merged, ours, strict=True)):
        return a
    return structure.rebuild(a, merged)


def _merge_truths(condition: z3.BoolRef, a: Truth, b: Truth) -> Truth:
    return truth(z3.If(condition, boolean_term(a), boolean_term(b)))


def _merge_numbers(condition: z3.BoolRef, a: Number, b: Number) -> Number:
    if type(a) is type(b) is int and a == b:
        return a
    return number(*choose(condition, *meet(a, b, condition)))


def _same(a: object, b: object) -> object:
    """The one of two values that stands for both."""
    if type(a) is type(b) and not structure.is_symbolic((a, b)) and a == b:
        return a
    raise CannotMerge(f"a {type(a).__name__} and a {type(b).__name__}")
