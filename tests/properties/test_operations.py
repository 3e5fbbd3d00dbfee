"""An operation is known in one place, and every table has a line for it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from model import operations as ops
from model import syscalls
from model.language import VERBS, parse
from model.system import System, step
from properties.adapters.linux.encoding import CODES
from properties.adapters.linux.judged import EXCLUDED
from properties.conformance.posix.examples import examples_in
from properties.laws.kernel.declarations import (
    an_operation_declares_what_it_does,
    an_operation_does_no_more_than_it_declares,
)
from properties.machines.setups import Setup
from properties.programs.generation import DRAWERS
from tests.properties.made_up import made_up

SUITES = Path("properties/conformance/posix")


def concrete(kind: type[ops.Operation]) -> Iterator[type[ops.Operation]]:
    """The operations that have a verb, from this class down."""
    if kind.verb and kind.__module__.startswith("model."):
        yield kind
    for lesser in kind.__subclasses__():
        yield from concrete(lesser)


def names(classes: Iterable[type]) -> list[str]:
    """Classes by name: attrs makes each anew, and what it was made of may linger."""
    return sorted({kind.__name__ for kind in classes})


OPERATIONS = names(concrete(ops.Operation))
"""Every operation that is defined, wherever it is."""


def test_every_operation_is_in_the_list() -> None:
    assert OPERATIONS == names(ops.CLASSES)


def test_every_operation_can_be_read() -> None:
    assert OPERATIONS == names(VERBS.values())


def test_every_operation_can_be_drawn() -> None:
    assert OPERATIONS == names(DRAWERS)


def test_every_system_call_has_a_function_of_the_kernel() -> None:
    called = [kind for kind in ops.CLASSES if kind.is_system_call]

    assert names(called) == names(syscalls.CALLS)
    assert names(called) == names(k for k in ops.CLASSES if issubclass(k, ops.Call))


def test_the_oracle_judges_every_operation_or_says_why_not() -> None:
    assert OPERATIONS == names([*CODES, *EXCLUDED])
    assert not set(CODES) & set(EXCLUDED)


def test_every_system_call_is_run_by_a_suite_or_by_the_kernel() -> None:
    run = {line.operation for each in examples_in(SUITES) for line in each.lines}
    answered = {*CODES, *map(type, run)}

    assert [] == names(kind for kind in syscalls.CALLS if kind not in answered)


@pytest.mark.parametrize("kind", ops.CLASSES, ids=lambda kind: kind.verb)
def test_an_operation_declares_what_it_does(kind: type[ops.Operation]) -> None:
    an_operation_declares_what_it_does(kind)


def steps(number: int) -> Iterator[tuple[System, ops.Operation]]:
    """The operations of a random program, each with the system before it."""
    system = Setup("copa").boot()
    for operation in made_up(system, number):
        yield system, operation


def run_programs(programs: int) -> None:
    for number in range(programs):
        for system, operation in steps(number):
            an_operation_does_no_more_than_it_declares(system, operation)


def test_an_operation_does_no_more_than_it_declares() -> None:
    run_programs(60)


@pytest.mark.parametrize(
    ("kind", "effect", "undeclared"),
    [
        (ops.Ftruncate, "maps", False),
        (ops.Open, "maps", False),
        (ops.Write, "maps", False),
        (ops.Munmap, "maps", False),
        (ops.MmapAt, "maps", False),
        (ops.Mmap, "makes_pointer", False),
        (ops.MmapFile, "makes_pointer", False),
        (ops.Read, "writes", None),
        (ops.StoreData, "writes", None),
        (ops.Kill, "ends", False),
        (ops.Write, "ends", False),
        (ops.Exit, "ends", False),
    ],
)
def test_what_is_declared_is_done(
    monkeypatch: pytest.MonkeyPatch,
    kind: type[ops.Operation],
    effect: str,
    undeclared: object,
) -> None:
    monkeypatch.setattr(kind, effect, undeclared)

    with pytest.raises(AssertionError):
        run_programs(600)


def test_to_unblock_a_signal_can_end_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ops.Sigmask, "ends", False)
    system = Setup("copa").boot()
    *before, last = (
        parse(f"a {line}")
        for line in ("sigmask block TERM", "kill a TERM", "sigmask unblock TERM")
    )
    for operation in before:
        assert operation is not None
        step(system, operation)

    assert last is not None
    with pytest.raises(AssertionError, match="ended or stopped a"):
        an_operation_does_no_more_than_it_declares(system, last)
