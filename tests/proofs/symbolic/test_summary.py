"""Summaries do what calls do, on fewer paths; replaced functions come back."""

import contextlib
import enum
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any, NamedTuple

import pytest
import z3

from proofs.symbolic import (
    EngineLimit,
    Raised,
    Returned,
    boolean,
    explore,
    integer,
    merged,
    natural,
    summaries,
    term_of,
    uninterpreted,
    with_contracts,
)
from tests.proofs.symbolic.adequacy import (
    NATURAL,
    SIGNED,
    Domain,
    Function,
    disagreements,
)
from tests.proofs.symbolic.samples import (
    SAMPLES,
    Span,
    nested,
    refuse,
    returned,
    span,
    various,
)


class Color(enum.Enum):
    RED = 1


@pytest.mark.parametrize("function", SAMPLES)
@pytest.mark.parametrize("domain", [NATURAL, SIGNED], ids=["natural", "signed"])
def test_summaries_agree_with_calls(function: Function, domain: Domain) -> None:
    assert [] == disagreements(function, domain, domain, symbolic=merged(function))


def test_a_summary_is_one_path() -> None:
    a, b = natural("a", 4), natural("b", 4)

    assert 3 == len(explore(span, a, b))
    assert 1 == len(explore(merged(span), a, b))


def test_a_summary_forks_once_for_each_kind_of_exception() -> None:
    paths = explore(merged(refuse), natural("a", 4), natural("b", 4))

    assert 3 == len(paths)
    assert isinstance(paths[0].outcome, Raised)
    assert ("large",) == paths[0].outcome.exception.args
    assert not isinstance(vars(paths[0].outcome.exception)["amount"], int)


def test_a_summary_forks_for_values_without_a_common_form() -> None:
    values = returned(explore(merged(various), natural("a", 4), natural("b", 4)))

    assert [tuple, type(None), str] == [type(value) for value in values]


def counted(calls: list[object]) -> Function:
    def function(options: object, a: int) -> int:
        calls.append(options)
        return 1 if a > 3 else 2

    return merged(function)


def test_plain_arguments_are_not_summarised() -> None:
    calls: list[object] = []
    function = counted(calls)

    assert 1 == function(None, 4)
    assert [2] == returned(explore(function, "x", 3))
    assert [None, "x"] == calls


def test_outside_of_an_exploration_nothing_is_summarised() -> None:
    with pytest.raises(EngineLimit):
        counted([])(None, natural("a", 4))


@pytest.mark.parametrize(
    "options", [None, 3, "x", (1, Span(1, 2)), Color.RED, Span, span, boolean("a")]
)
def test_equal_calls_share_a_summary(options: object) -> None:
    calls: list[object] = []
    function = counted(calls)

    def execute() -> int:
        a = natural("a", 4)
        calls_with = (a, a + 1, a)
        return sum(function(options, argument) for argument in calls_with)

    explore(execute)

    assert 4 == len(calls)


def test_keywords_are_arguments() -> None:
    calls: list[object] = []
    function = counted(calls)
    explore(lambda: [function(a=natural("a", 4), options=n) for n in (1, 2, 1)])

    assert [1, 1, 2, 2] == calls


@pytest.mark.parametrize("options", [[1], {1: 2}, {3}, object(), iter(())])
def test_calls_with_what_may_change_share_nothing(options: object) -> None:
    calls: list[object] = []
    function = counted(calls)
    explore(lambda: [function(options, natural("a", 4)) for _ in range(2)])

    assert 4 == len(calls)


def test_explorations_share_nothing() -> None:
    calls: list[object] = []
    function = counted(calls)
    for _ in range(2):
        explore(function, None, natural("a", 4))

    assert 4 == len(calls)


def test_facts_of_a_summary_hold_where_they_were_learnt() -> None:
    limited = uninterpreted("limited", "int", low=0, high=7)

    def function(a: int) -> int:
        return limited(a) if a > 3 else 100

    (path,) = explore(merged(function), integer("a"))
    solver = z3.Solver()
    solver.add(*path.facts)

    assert isinstance(path.outcome, Returned)
    assert z3.unsat == solver.check(term_of(path.outcome.value == 8, "integers"))
    assert z3.sat == solver.check(z3.Int("a") == 0)


def test_summaries_inside_of_summaries_agree() -> None:
    assert [] == disagreements(nested, NATURAL, SIGNED, symbolic=merged(nested))


PROGRAM = """
def parity(a):
    return "odd" if a % 2 else "even"

def small(a):
    return 1 if a < 4 else 2

def total(a):
    return small(a) + max(small(a), a)

class Thing:
    def method(self, a):
        return small(a)

    @property
    def getter(self):
        return 1

    @staticmethod
    def static(a):
        return small(a)

    @classmethod
    def build(cls, a):
        return small(a)
"""


class Program(NamedTuple):
    """Modules whose names the type checker cannot know."""

    module: Any
    user: Any


@pytest.fixture
def program() -> Iterator[Program]:
    """Two loaded modules of a package, one with names of the other."""
    module, user = ModuleType("sample.program"), ModuleType("sample.user")
    sys.modules |= {"sample.program": module, "sample.user": user}
    exec(PROGRAM, vars(module))  # noqa: S102 -- a module that no file needs to hold
    vars(user).update(renamed=vars(module)["small"], Thing=vars(module)["Thing"])
    yield Program(module, user)
    del sys.modules["sample.program"], sys.modules["sample.user"]


def test_functions_are_summarised_wherever_they_are_named(program: Program) -> None:
    module, user = program.module, program.user
    small, total = module.small, module.total
    before = dict(vars(module)), dict(vars(user))
    a = natural("a", 4)

    assert 4 < len(explore(total, a)) + len(explore(total, a))
    with summaries([small], packages=["sample"]):
        assert 1 == len(explore(total, a))
        assert user.renamed is module.small
        assert user.renamed is not small
        assert 1 == len(explore(module.Thing.static, a))
    assert before == (dict(vars(module)), dict(vars(user)))


@pytest.mark.parametrize(
    "name",
    ["method", "getter", "static", "build"],
)
def test_methods_are_replaced_and_come_back(program: Program, name: str) -> None:
    thing = program.module.Thing
    kept = vars(thing)[name]
    function = getattr(kept, "fget", None) or getattr(kept, "__func__", kept)

    with with_contracts({function: lambda *_: 7}, packages=["sample"]):
        value = getattr(thing(), name)

        assert 7 == (value if name == "getter" else value(1))
    assert kept is vars(thing)[name]


def test_functions_come_back_after_an_exception(program: Program) -> None:
    small = program.module.small
    other = {small: lambda _: 5}
    with contextlib.suppress(KeyError), with_contracts(other, packages=["sample"]):
        assert 10 == program.module.total(2)
        raise KeyError

    assert small is program.module.small


def test_builtin_functions_are_replaced_in_every_module(program: Program) -> None:
    with with_contracts({max: lambda *_: 100}, packages=["sample"]):
        assert 101 == program.module.total(2)
        assert "max" in vars(program.user)
    assert "max" not in vars(program.module) | vars(program.user)


def test_functions_that_are_nowhere_are_refused(program: Program) -> None:
    small = program.module.small
    with (
        pytest.raises(EngineLimit),
        with_contracts({small: max, span: max}, packages=["sample"]),
    ):
        pass

    assert small is program.module.small
