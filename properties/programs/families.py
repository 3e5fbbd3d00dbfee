"""The processes of a program: a parent and its child merged into one process."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from model import operations as ops

Program = tuple[ops.Operation, ...]


def collapsed(program: Program) -> Iterator[Program]:
    """The programs with one fork fewer, in which parent and child are one process.

    The merged process does what both did, without the exits of one of them, because an
    exit of one would end the other too; or it does only what the child did.
    """
    for index, operation in enumerate(program):
        if isinstance(operation, ops.Birth):
            parent, child = operation.process, operation.child
            before, after = program[:index], program[index + 1 :]
            for ending in (child, parent):
                kept = [op for op in after if not _ends(op, ending)]
                yield (*before, *_as_one(kept, parent, child))
            kept = [op for op in after if op.process != parent]
            yield (*before, *_as_one(kept, parent, child))


def _ends(operation: ops.Operation, name: str) -> bool:
    """Whether an operation is the end of a process."""
    return isinstance(operation, ops.Exit) and operation.process == name


def _as_one(
    operations: list[ops.Operation], parent: str, child: str
) -> Iterator[ops.Operation]:
    """Operations in which the parent does what the child did."""
    return (with_names(operation, {child: parent}) for operation in operations)


def with_names(operation: ops.Operation, names: Mapping[str, str]) -> ops.Operation:
    """An operation with its processes renamed."""
    changes: dict[str, Any] = {
        "process": names.get(operation.process, operation.process)
    }
    for field in attrs.fields(type(operation))[1:]:
        known = getattr(operation, field.name)
        if known and field.metadata["kind"] in (ops.PROCESS, ops.TARGET):
            kind, colon, name = known.rpartition(":")
            changes[field.name] = kind + colon + names.get(name, name)
    return attrs.evolve(operation, **changes)
