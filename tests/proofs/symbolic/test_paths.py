"""Exploration finds every path of a function, once, and tells what each does."""

import itertools
from collections.abc import Callable, Iterator, Sequence

import pytest
import z3

from proofs.symbolic import (
    EngineFailure,
    EngineLimit,
    NonDeterministic,
    Path,
    PathLimit,
    Raised,
    assume_fact,
    boolean,
    decide,
    explore,
    exploring,
    integer,
    natural,
)
from tests.proofs.symbolic.adequacy import (
    NATURAL,
    SIGNED,
    TRUTH,
    Domain,
    Function,
    disagreements,
)
from tests.proofs.symbolic.samples import BRANCHY, returned


@pytest.mark.parametrize("function", BRANCHY)
@pytest.mark.parametrize("a", [NATURAL, SIGNED], ids=str)
@pytest.mark.parametrize("b", [NATURAL, SIGNED], ids=str)
def test_exploration_agrees_with_calls(
    function: Function, a: Domain, b: Domain
) -> None:
    assert [] == disagreements(function, a, b)


def test_truths_are_branched_on() -> None:
    assert [] == disagreements(lambda a, b: 1 if a and not b else 2, TRUTH, TRUTH)


def two_decisions() -> tuple[bool, bool]:
    return bool(boolean("a")), bool(boolean("b"))


def test_true_is_first() -> None:
    expected = [(True, True), (True, False), (False, True), (False, False)]

    assert expected == returned(explore(two_decisions))


def test_conditions_are_the_decisions() -> None:
    a, b = z3.Bools("a b")
    conditions = [path.conditions for path in explore(two_decisions)]

    assert [(a, b), (a, z3.Not(b)), (z3.Not(a), b), (z3.Not(a), z3.Not(b))] == (
        conditions
    )


def test_arguments_are_passed_on() -> None:
    assert [3] == returned(explore(max, 2, 3))


def test_a_condition_is_decided_once() -> None:
    def again() -> tuple[bool, bool]:
        a, b = natural("a", 4), natural("b", 4)
        return bool(a < b), not a >= b

    assert [(True, True), (False, False)] == returned(explore(again))


def test_parts_of_a_decided_condition_are_known() -> None:
    def both() -> tuple[bool, bool, bool]:
        a, b = boolean("a"), boolean("b")
        return bool(a & b), bool(a), bool(b)

    expected = [
        (True, True, True),
        (False, True, True),
        (False, True, False),
        (False, False, True),
        (False, False, False),
    ]

    assert expected == returned(explore(both))


def test_parts_of_a_refused_condition_are_known() -> None:
    def either() -> tuple[bool, bool]:
        return bool(boolean("a") | boolean("b")), bool(boolean("b"))

    assert [(True, True), (True, False), (False, False)] == returned(explore(either))


def test_exceptions_are_outcomes() -> None:
    def fail() -> None:
        assert boolean("a"), "reason"
        raise KeyError("key")

    outcomes = [path.outcome for path in explore(fail)]

    assert [KeyError, AssertionError] == [
        type(outcome.exception) for outcome in outcomes if isinstance(outcome, Raised)
    ]


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (EngineFailure("mine"), EngineFailure),
        (z3.Z3Exception("z3's"), EngineLimit),
        (RecursionError("endless"), EngineLimit),
    ],
)
def test_failures_of_the_engine_are_no_outcomes(
    failure: Exception, expected: type[Exception]
) -> None:
    def fail() -> None:
        raise failure

    with pytest.raises(expected):
        explore(fail)
    assert not exploring()


def test_failures_are_never_taken_for_assertions() -> None:
    assert not issubclass(EngineFailure, AssertionError)


def test_the_number_of_paths_is_limited() -> None:
    with pytest.raises(PathLimit):
        explore(two_decisions, limit=3)
    assert 4 == len(explore(two_decisions, limit=4))


def other_condition(executions: Iterator[int]) -> bool:
    return bool(boolean(f"a{next(executions)}"))


def no_condition(executions: Iterator[int]) -> bool:
    return next(executions) == 0 and bool(boolean("a"))


@pytest.mark.parametrize("function", [other_condition, no_condition])
def test_other_decisions_the_second_time_are_noticed(
    function: Callable[[Iterator[int]], bool],
) -> None:
    with pytest.raises(NonDeterministic):
        explore(function, itertools.count())


def test_facts_belong_to_their_path() -> None:
    def learn() -> None:
        integer("a", 0, 9)
        integer("a", 0)
        if boolean("b"):
            assume_fact(z3.Bool("c"))
        assume_fact(z3.BoolVal(True))

    with_c, without = (set(path.facts) for path in explore(learn))

    assert {z3.Bool("c")} == with_c - without
    assert 2 == len(without)


def test_explorations_nest() -> None:
    def outer() -> tuple[bool, int]:
        a = bool(boolean("a"))
        return a, len(explore(two_decisions))

    assert [(True, 4), (False, 4)] == returned(explore(outer))


def possible(conditions: Sequence[z3.BoolRef]) -> bool:
    return decide(conditions, budget=10, theory="bitvectors").verdict != "unsat"


@pytest.mark.parametrize("function", BRANCHY)
def test_impossible_paths_are_left_out_on_request(function: Function) -> None:
    def execute() -> object:
        return function(natural("a", 4), natural("b", 4))

    kept = explore(execute, feasible=possible)
    expected = [path for path in explore(execute) if possible(path.conditions)]

    assert texts(expected) == texts(kept)


def texts(paths: Sequence[Path]) -> list[str]:
    """The conditions that are not implied by those before them."""
    return [str(path.conditions) for path in paths]


def test_asking_before_deciding_ends_a_loop() -> None:
    def loop() -> int:
        a, steps = natural("a", 4), 0
        while a > steps:
            steps += 1
        return steps

    assert {*range(16)} == set(returned(explore(loop, feasible=possible, limit=40)))
