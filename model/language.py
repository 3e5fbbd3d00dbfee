"""The language of programs: one operation per line of text.

Blank lines are ignored, and ``#`` begins a comment.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import attrs

from model import operations as ops

VERBS: Final = {operation.verb: operation for operation in ops.CLASSES}
"""The operations by verb."""


class OperationError(ValueError):
    """A line is not an operation.

    Attributes:
        column: The column at which the error starts, counted from 1.
    """

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


def parse(line: str) -> ops.Operation | None:
    """The operation on a line of text, or None if the line is blank or a comment.

    Raises:
        OperationError: The verb is unknown, or an operand is missing, left over or not
            of its kind.
    """
    tokens = list(re.finditer(r"\S+", line.split("#", 1)[0]))
    if not tokens:
        return None
    process = _read(ops.PROCESS, tokens[0])
    if len(tokens) == 1:
        raise OperationError("a verb is missing", tokens[0].end() + 1)
    if (operation := VERBS.get(tokens[1].group())) is None:
        known = ", ".join(sorted(VERBS))
        message = f"unknown verb {tokens[1].group()!r}; the verbs are {known}"
        raise OperationError(message, tokens[1].start() + 1)
    fields = attrs.fields(operation)[1:]
    kinds = [field.metadata["kind"] for field in fields]
    needed = sum(field.default is attrs.NOTHING for field in fields)
    given = tokens[2:]
    if len(given) < needed:
        message = f"{operation.verb} needs {kinds[len(given)].hint} here"
        raise OperationError(message, tokens[-1].end() + 2)
    if len(given) > len(kinds):
        extra = given[len(kinds)]
        message = f"{extra.group()!r} is left over"
        raise OperationError(message, extra.start() + 1)
    operands = [_read(kind, token) for kind, token in zip(kinds, given, strict=False)]
    return operation(process, *operands)


def _read(kind: ops.Kind, token: re.Match[str]) -> Any:  # noqa: ANN401  of the kind's type
    """One operand of a line."""
    try:
        return kind.read(token.group())
    except (ValueError, KeyError, AttributeError):
        message = f"{token.group()!r} is not {kind.hint}"
        raise OperationError(message, token.start() + 1) from None


def parse_program(text: str) -> Iterator[tuple[int, ops.Operation]]:
    """The operations of a script, each with its line number, counted from 1.

    Raises:
        OperationError: As ``parse``; the line is the second argument of the error.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            operation = parse(line)
        except OperationError as error:
            error.args = (*error.args, number)
            raise
        if operation is not None:
            yield number, operation
