"""The language of programs: one operation per line of text.

Blank lines are ignored, and ``#`` begins a comment. After ``=>`` a script may state the
outcome that an operation is expected to have. The comments before the first operation
are its heading, in which a line such as ``faults: kill`` says something of the whole.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from model import operations as ops
from model.expectations import FORMS, Expectation, read_expectation

ARROW: Final = re.compile(r"(?:^|(?<=\s))=>(?=\s|$)")
"""What stands between an operation and its expected outcome."""

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


@attrs.frozen
class Line:
    """One operation of a script."""

    number: int
    """Its line in the text, counted from 1."""
    operation: ops.Operation
    expected: Expectation | None
    """The outcome that is stated, if one is."""


def parse_script(text: str) -> Iterator[Line]:
    """The operations of a script, with the outcomes that it states.

    Raises:
        OperationError: As ``parse``, or an outcome has none of the forms that there
            are, or belongs to no operation; the line is the second argument.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            found = _parse_line(number, line.split("#", 1)[0])
        except OperationError as error:
            error.args = (*error.args, number)
            raise
        if found is not None:
            yield found


def _parse_line(number: int, line: str) -> Line | None:
    """The operation on a line, and its outcome; None if it is blank."""
    arrow = ARROW.search(line)
    operation = parse(line[: arrow.start()] if arrow else line)
    if arrow is None:
        return None if operation is None else Line(number, operation, None)
    if operation is None:
        raise OperationError("an operation is missing", arrow.start() + 1)
    stated = line[arrow.end() :]
    try:
        return Line(number, operation, read_expectation(stated))
    except ValueError:
        known = "; ".join(form.shape for form in FORMS)
        message = f"{stated.strip()!r} is no outcome; outcomes are: {known}"
        column = arrow.end() + len(stated) - len(stated.lstrip()) + 1
        raise OperationError(message, column) from None


@attrs.frozen
class Heading:
    """What the comments before the first line of a script say."""

    words: str
    """In words, for people."""
    said: Mapping[str, str]
    """Properties of the whole, such as ``faults``, by name."""


def heading(text: str) -> Heading:
    """The heading of a script: words, then lines such as ``faults: kill``."""
    said: dict[str, str] = {}
    words = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        comment = line.lstrip("#").strip()
        if found := re.fullmatch(r"([a-z]+):\s*(\S+)", comment):
            said[found[1]] = found[2]
        elif not said:
            words.append(comment)
    return Heading(" ".join(words), said)
