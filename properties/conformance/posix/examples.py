"""Assertions of POSIX test suites as examples: programs with the outcomes they expect.

An example is a script. Its heading says what is asserted, in words, and may say its
``tier`` and its ``mutant``. An operation without a stated outcome must succeed. Every
example is run over every memory.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from model.expectations import succeeded
from model.kernel.state.choices import Choices, OnFault
from model.language import Line, OperationError, heading, parse_script
from model.outcomes import Outcome
from model.system import System, step
from properties.machines.setups import MEMORIES, Setup

TIERS: Final = ("core", "attribute")
"""What an assertion is about: memory, descriptors and processes, or an attribute. One
that does not say is core."""


class MalformedExampleError(ValueError):
    """A file is no example; the message says where and why."""


@attrs.frozen
class Example:
    """What one assertion says, and the program that shows it."""

    suite: str
    name: str
    words: str
    """What is asserted."""
    tier: str
    mutant: str
    """The changed line that must make it fail; empty if there is none."""
    faults_kill: bool
    lines: tuple[Line, ...]

    @property
    def key(self) -> str:
        """What identifies the example among all others."""
        return f"{self.suite}/{self.name}"


@attrs.frozen
class Difference:
    """Where an example went wrong."""

    line: Line
    outcome: str
    """The outcome that came instead."""


def examples_in(folder: Path) -> list[Example]:
    """Every example in the folders of the suites.

    Raises:
        MalformedExampleError: There are none, or a file is not one.
    """
    paths = sorted(folder.glob("*/*.uf"))
    if not paths:
        raise MalformedExampleError(f"{folder}: there are no examples, SUITE/NAME.uf")
    return [read_example(path) for path in paths]


def read_example(path: Path) -> Example:
    """The example in a file.

    Raises:
        MalformedExampleError: The file is no example.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MalformedExampleError(f"{path}: cannot be read: {error}") from None
    words, said = attrs.astuple(heading(text))
    tier = said.get("tier", TIERS[0])
    if tier not in TIERS:
        raise MalformedExampleError(f"{path}: its tier is none of {', '.join(TIERS)}")
    lines = tuple(_lines(path, text))
    if not (words and lines):
        raise MalformedExampleError(f"{path}: it says or does nothing")
    return Example(
        suite=path.parent.name,
        name=path.stem,
        words=words,
        tier=tier,
        mutant=said.get("mutant", ""),
        faults_kill=said.get("faults") == "kill",
        lines=lines,
    )


def _lines(path: Path, text: str) -> Iterator[Line]:
    """The operations of an example."""
    try:
        yield from parse_script(text)
    except OperationError as error:
        message, number = error.args
        place = f"{path}:{number}:{error.column}"
        raise MalformedExampleError(f"{place}: {message}") from None


def run_example(
    example: Example, memory: str, mutant: str | None = None
) -> Difference | None:
    """Run an example over a memory; where it first went wrong, if it did.

    A mutant's policy replaces the one of its name; the caller puts other changes in
    force.
    """
    system = Setup(memory, mutant).boot()
    if example.faults_kill:
        system.kernel.choices = Choices(on_fault=OnFault.SIGNAL)
    for line in example.lines:
        outcome = step(system, line.operation)
        if not is_expected(system, line, outcome):
            return Difference(line, outcome.explained)
    return None


def first_difference(
    example: Example, mutant: str | None = None
) -> tuple[str, Difference] | None:
    """The first memory over which an example goes wrong, and where; if one does."""
    for memory in MEMORIES:
        if (found := run_example(example, memory, mutant)) is not None:
            return memory, found
    return None


def is_expected(system: System, line: Line, outcome: Outcome) -> bool:
    """Whether an outcome is the one that is stated, or a success if none is."""
    if line.expected is None:
        return succeeded(outcome)
    return line.expected.is_met(outcome, system.kernel.pids)
