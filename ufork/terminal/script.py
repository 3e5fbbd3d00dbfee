"""The script: operations, one a line, from a file or from those that ship here."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import attrs
import click

from model import language
from model import operations as ops
from properties.machines.checks import CONFINEMENT, SNAPSHOT
from properties.names import unknown
from properties.programs import redis_snapshot
from ufork.terminal.files import read_text

EXTENSION = ".uf"
"""How the files of bundled scripts end."""

FIRST = "a"
"""The process that every script begins with."""

PROGRAMS = {redis_snapshot.NAME: (redis_snapshot.operations, SNAPSHOT)}
"""The generated programs by name, each with the check that belongs to it."""


@attrs.frozen
class Script:
    """A program, and what is written around it."""

    name: str
    operations: tuple[ops.Operation, ...]
    numbers: tuple[int, ...]
    """The line of each operation, counted from 1."""
    remarks: Mapping[int, tuple[str, ...]] = attrs.Factory(dict)
    """The comments above an operation, by the operation's index."""
    check: str = CONFINEMENT

    def number(self, index: int) -> int:
        """The line of an operation."""
        return self.numbers[index]


def bundled() -> list[str]:
    """The names of the scripts and programs that come with ufork."""
    names = (entry.name for entry in files("ufork").joinpath("scripts").iterdir())
    scripts = [
        name.removesuffix(EXTENSION) for name in names if name.endswith(EXTENSION)
    ]
    return sorted([*scripts, *PROGRAMS])


def find_script(name: str) -> Script:
    """The script in the file ``name``, or else the bundled one called so.

    Raises:
        UsageError: There is neither, or a line is wrong; the message says where.
    """
    path = Path(name)
    if path.exists():
        return read_script(path.stem, name, read_text(path))
    if name in PROGRAMS:
        generate, check = PROGRAMS[name]
        operations = tuple(generate())
        numbers = tuple(range(1, len(operations) + 1))
        return Script(name, operations, numbers, check=check)
    if name in bundled():
        resource = files("ufork").joinpath("scripts", name + EXTENSION)
        return read_script(name, name + EXTENSION, resource.read_text(encoding="utf-8"))
    raise click.UsageError(unknown("script", name, bundled()))


def read_script(name: str, file: str, text: str) -> Script:
    """The script in a text.

    Raises:
        UsageError: A line is wrong; the message names file, line and column.
    """
    lines = text.splitlines()
    try:
        found = list(language.parse_program(text))
    except language.OperationError as error:
        message, number = error.args
        raise click.UsageError(f"{file}:{number}:{error.column}: {message}") from None
    numbers = tuple(number for number, _ in found)
    operations = tuple(operation for _, operation in found)
    for number, operation, known in _with_names(numbers, operations):
        if operation.process not in known:
            column = len(lines[number - 1]) - len(lines[number - 1].lstrip()) + 1
            message = f"there is no process {operation.process!r} yet"
            raise click.UsageError(f"{file}:{number}:{column}: {message}")
    return Script(name, operations, numbers, dict(_remarks(lines, numbers)))


def _with_names(
    numbers: tuple[int, ...], operations: tuple[ops.Operation, ...]
) -> Iterator[tuple[int, ops.Operation, set[str]]]:
    """Every operation with the names that were given to processes before it."""
    known = {FIRST}
    for number, operation in zip(numbers, operations, strict=True):
        yield number, operation, known
        if isinstance(operation, ops.Fork):
            known.add(operation.child)


def _remarks(
    lines: list[str], numbers: tuple[int, ...]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The lines of comment between operations; the last are past the last index."""
    ends = (*numbers, len(lines) + 1)
    for index, end in enumerate(ends):
        begin = numbers[index - 1] if index else 0
        between = [line.strip() for line in lines[begin : end - 1]]
        if any(between):
            yield index, tuple(between)
