"""What operations declare, and that they do no more."""

from collections.abc import Iterator

import pytest

from model import operations as ops
from model.language import parse
from model.system import System, step
from properties.laws.kernel.declarations import (
    an_operation_declares_what_it_does,
    an_operation_does_no_more_than_it_declares,
)
from properties.machines.setups import Setup
from tests.properties.made_up import made_up


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
