"""What a drawer is."""

from collections.abc import Callable, Mapping

from model import operations as ops
from properties.programs.draw import Draw

Drawer = Callable[[Draw], ops.Operation]
"""Makes an operation of one class, for the process that is to execute it."""

Drawers = Mapping[type[ops.Operation], Drawer]
"""The drawers of some operations."""


def alone(operation: Callable[[str], ops.Operation]) -> Drawer:
    """A drawer for an operation without operands."""
    return lambda draw: operation(draw.name)


def flags(kind: ops.Kind, *texts: str) -> tuple[frozenset[str], ...]:
    """Sets of flags, as they are written."""
    return tuple(kind.read(text) for text in texts)
