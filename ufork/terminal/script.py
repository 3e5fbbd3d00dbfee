"""The script: operations, one a line, from a file or from those that ship here.

A script may state the outcomes of its operations. In one that states any, an operation
without a stated outcome must succeed.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import attrs
import click

from model import operations as ops
from model.expectations import succeeded
from model.language import Line, OperationError, heading, parse_script
from model.outcomes import Outcome
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
    lines: tuple[Line, ...]
    remarks: Mapping[int, tuple[str, ...]] = attrs.Factory(dict)
    """The comments above an operation, by the operation's index."""
    check: str = CONFINEMENT
    faults_kill: bool = False
    """Whether its heading says so: a fault ends its process, or calls a handler."""
    image: str | None = None
    """The image of its first process, if its heading says which."""

    @property
    def operations(self) -> tuple[ops.Operation, ...]:
        """What it does."""
        return tuple(line.operation for line in self.lines)

    @property
    def states_outcomes(self) -> bool:
        """Whether it says what is to come of any operation."""
        return any(line.expected is not None for line in self.lines)

    def number(self, index: int) -> int:
        """The line of an operation, counted from 1."""
        return self.lines[index].number

    def unmet(self, index: int, outcome: Outcome, pids: Mapping[str, int]) -> str:
        """What an operation should have come to, in words; empty if it has."""
        expected = self.lines[index].expected
        if expected is not None:
            return "" if expected.is_met(outcome, pids) else str(expected)
        is_fine = succeeded(outcome) or not self.states_outcomes
        return "" if is_fine else "to succeed"


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
        lines = (Line(n, op, None) for n, op in enumerate(generate(), start=1))
        return Script(name, tuple(lines), check=check)
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
        found = tuple(parse_script(text))
    except OperationError as error:
        message, number = error.args
        raise click.UsageError(f"{file}:{number}:{error.column}: {message}") from None
    for line, known in _with_names(found):
        if line.operation.process not in known:
            written = lines[line.number - 1]
            column = len(written) - len(written.lstrip()) + 1
            message = f"there is no process {line.operation.process!r} yet"
            raise click.UsageError(f"{file}:{line.number}:{column}: {message}")
    remarks = dict(_remarks(lines, [line.number for line in found]))
    said = heading(text).said
    faults_kill, image = said.get("faults") == "kill", said.get("image")
    return Script(name, found, remarks, faults_kill=faults_kill, image=image)


def _with_names(lines: Sequence[Line]) -> Iterator[tuple[Line, set[str]]]:
    """Every operation with the names that were given to processes before it."""
    known = {FIRST}
    for line in lines:
        yield line, known
        if isinstance(line.operation, ops.Birth):
            known.add(line.operation.child)


def _remarks(
    lines: list[str], numbers: Sequence[int]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The lines of comment between operations; the last are past the last index."""
    ends = (*numbers, len(lines) + 1)
    for index, end in enumerate(ends):
        begin = numbers[index - 1] if index else 0
        between = [line.strip() for line in lines[begin : end - 1]]
        if any(between):
            yield index, tuple(between)
