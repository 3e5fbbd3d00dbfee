"""An operation is known in one place, and every table has a line for it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from model import operations as ops
from model import syscalls
from model.language import VERBS
from properties.adapters.linux.encoding import CODES
from properties.adapters.linux.judged import EXCLUDED
from properties.conformance.posix.examples import examples_in
from properties.programs.generation import DRAWERS

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
