"""Delta debugging of failing programs: fewer operations, fewer processes, plainer ones.

What it means to fail is handed in, so one shrinker serves every driver. Operations name
their processes, so deleting one leaves the meaning of the others alone. Every change
that is kept makes the program shorter or plainer, so this comes to an end.
"""

import string
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from model import operations as ops
from properties.programs.families import collapsed, with_names

Program = tuple[ops.Operation, ...]

Fails = Callable[[Program], bool]
"""Whether a program still fails, and in the same way."""

REGISTERS = ("c1", "c5", "csp", "c6", "c7", "c8", "c9")
"""The registers that a program is made to use, plainest first."""

PLAIN_CALLS = (ops.Fork, ops.Exit)
"""The calls that are as plain as an exit."""


def shrink(program: Program, fails: Fails) -> Program:
    """The smallest program found that fails; ``program`` itself has to."""
    while True:
        smaller = program
        for simplified in (_deleted, _collapsed, _lowered):
            smaller = simplified(smaller, fails)
        if smaller == program:
            break
        program = smaller
    renamed = _renamed(program)
    return renamed if fails(renamed) else program


def _deleted(program: Program, fails: Fails) -> Program:
    """The program without the runs of operations that it can lose, long ones first."""
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


def _collapsed(program: Program, fails: Fails) -> Program:
    """The program without each fork whose two processes can be one."""
    found: Program | None = program
    while found is not None:
        program = found
        found = next((c for c in collapsed(program) if c and fails(c)), None)
    return program


def _lowered(program: Program, fails: Fails) -> Program:
    """The program with every number, register and process as plain as it can be."""
    for index in range(len(program)):
        for simpler in _simpler(program, index):
            candidate = (*program[:index], simpler, *program[index + 1 :])
            if fails(candidate):
                program = candidate
                break
    return program


def _simpler(program: Program, index: int) -> Iterator[ops.Operation]:
    """Plainer versions of an operation, plainest first.

    A call that is needed because its process ends of it is plainer as an exit.
    """
    operation = program[index]
    if isinstance(operation, ops.Call) and not isinstance(operation, PLAIN_CALLS):
        yield ops.Exit(operation.process)
    for name in _forked_before(program, index, operation.process):
        yield attrs.evolve(operation, process=name)
    for field in attrs.fields(type(operation))[1:]:
        value = getattr(operation, field.name)
        for simpler in _plainer(field.metadata["kind"], value):
            if simpler != value:
                changes: dict[str, Any] = {field.name: simpler}
                yield attrs.evolve(operation, **changes)


def _forked_before(program: Program, index: int, process: str) -> Iterator[str]:
    """The processes that were there before ``process``, oldest first."""
    names = ["a"]
    names += [op.child for op in program[:index] if isinstance(op, ops.Birth)]
    if process in names:
        yield from names[: names.index(process)]


def _plainer(kind: ops.Kind, value: object) -> Sequence[object]:
    """Plainer operands of one kind, plainest first."""
    if kind is ops.MEMORY and isinstance(value, tuple):
        register, offset = value
        plain = [(name, 0) for name in _plainer_registers(register)]
        return [*plain, (register, 0)] if offset else plain
    if kind is ops.REGISTER and isinstance(value, str):
        return _plainer_registers(value)
    if kind is ops.NUMBER and isinstance(value, int):
        return [plain for plain in (0, 16, value // 2) if abs(plain) < abs(value)]
    return []


def _plainer_registers(register: str) -> Sequence[str]:
    """The registers that are plainer than one."""
    known = register in REGISTERS
    return REGISTERS[: REGISTERS.index(register)] if known else REGISTERS


def _renamed(program: Program) -> Program:
    """The program with processes renamed in the order in which they appear."""
    names: dict[str, str] = {}
    for operation in program:
        for name in (operation.process, getattr(operation, "child", None)):
            if name is not None:
                names.setdefault(name, string.ascii_lowercase[len(names) % 26])
    return tuple(with_names(operation, names) for operation in program)
