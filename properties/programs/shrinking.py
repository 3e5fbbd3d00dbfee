"""Delta debugging of failing programs: fewer operations, then smaller numbers.

Operations name their processes, so deleting one leaves the meaning of the others alone.
"""

import string
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from model import operations as ops
from model.operations.kinds import NAME, TARGET
from properties.machines.campaign import Failure
from properties.machines.lockstep import run_program

Program = tuple[ops.Operation, ...]


def shrink(failure: Failure) -> Failure:
    """The smallest program found that breaks the same law in the same setup.

    The law is the first that the whole program breaks when everything is looked at
    after every step.
    """
    program = failure.program
    found = run_program(failure.setup, program, sweep_every=1)
    if found is None:
        return failure
    law = found.law

    def fails(program: Program) -> bool:
        violation = run_program(failure.setup, program, sweep_every=1)
        return violation is not None and violation.law == law

    while True:
        smaller = _lowered(_deleted(program, fails), fails)
        if smaller == program:
            break
        program = smaller
    renamed = _renamed(program)
    program = renamed if fails(renamed) else program
    violation = run_program(failure.setup, program, sweep_every=1) or found
    program = program[: violation.step + 1]
    return attrs.evolve(failure, program=program, violation=violation)


def _renamed(program: Program) -> Program:
    """With names in the order in which they appear."""
    names: dict[str, str] = {}
    renamed = []
    for operation in program:
        for name in (operation.process, getattr(operation, "child", None)):
            if name is not None:
                names.setdefault(name, string.ascii_lowercase[len(names) % 26])
        changes: dict[str, Any] = {
            field.name: _renamed_target(getattr(operation, field.name), names)
            for field in attrs.fields(type(operation))[1:]
            if field.metadata["kind"] in (NAME, TARGET)
        }
        renamed.append(
            attrs.evolve(operation, process=names[operation.process], **changes)
        )
    return tuple(renamed)


def _renamed_target(target: str, names: dict[str, str]) -> str:
    """A process, or a group, by the new name."""
    kind, colon, name = target.rpartition(":")
    return kind + colon + names.get(name, name)


def _deleted(program: Program, fails: Callable[[Program], bool]) -> Program:
    """Without every run of operations that is not needed, long runs first."""
    size = len(program) // 2 or 1
    while size:
        start = 0
        while start < len(program):
            shorter = program[:start] + program[start + size :]
            if shorter and fails(shorter):
                program = shorter
            else:
                start += size
        size //= 2
    return program


def _lowered(program: Program, fails: Callable[[Program], bool]) -> Program:
    """With every number and register made as plain as it can be."""
    for index in range(len(program)):
        for simpler in _simpler(program[index]):
            candidate = (*program[:index], simpler, *program[index + 1 :])
            if fails(candidate):
                program = candidate
                break
    return program


def _simpler(operation: ops.Operation) -> Iterator[ops.Operation]:
    """Plainer versions of an operation, plainest first."""
    for field in attrs.fields(type(operation))[1:]:
        value = getattr(operation, field.name)
        for simpler in _plainer(field.metadata["kind"], value):
            if simpler != value:
                changes: dict[str, Any] = {field.name: simpler}
                yield attrs.evolve(operation, **changes)


def _plainer(kind: ops.Kind, value: object) -> Sequence[object]:
    """Plainer operands of one kind."""
    if kind is ops.MEMORY and isinstance(value, tuple):
        return [("c1", 0), (value[0], 0)] if value[1] else [("c1", 0)]
    if kind is ops.NUMBER and isinstance(value, int):
        return [plain for plain in (0, 16, value // 2) if abs(plain) < abs(value)]
    return []
