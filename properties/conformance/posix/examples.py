"""Assertions of POSIX test suites as examples: programs with the outcomes they expect.

An example is a script. Its first comment says what is asserted, the next ones ``tier:``
and ``mutant:``, and after `` => `` stands the outcome of an operation; an operation
without one must succeed. Every example is run over every memory.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from model import language
from model import operations as ops
from model.kernel.state.choices import Choices, OnFault
from model.outcomes import Blocked, Derived, Failed, Faulted, Outcome, Skipped
from model.posix.signal_numbers import signal_set
from model.system import System, step
from properties.machines.setups import MEMORIES, Setup

TIERS: Final = ("core", "attribute")
"""What an assertion is about: memory, descriptors and processes, or an attribute."""

ARROW: Final = " => "
"""What stands between an operation and its expected outcome."""


class MalformedExampleError(ValueError):
    """A file is no example; the message says where and why."""


@attrs.frozen
class Line:
    """One operation of an example."""

    number: int
    """The line in its file, counted from 1."""
    operation: ops.Operation
    expected: str | None
    """The outcome, as it is written; None if it only has to succeed."""


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
    said, words = _header(text)
    tier = said.get("tier", "")
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


def _header(text: str) -> tuple[dict[str, str], str]:
    """What the first comments say: properties, and the assertion in words."""
    said: dict[str, str] = {}
    words = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        comment = line.lstrip("#").strip()
        if found := re.fullmatch(r"(tier|mutant|faults):\s*(\S+)", comment):
            said[found[1]] = found[2]
        elif not said:
            words.append(comment)
    return said, " ".join(words)


def _lines(path: Path, text: str) -> Iterator[Line]:
    """The operations of an example."""
    for number, line in enumerate(text.splitlines(), start=1):
        written, arrow, expected = line.split("#", 1)[0].partition(ARROW)
        try:
            operation = language.parse(written)
        except language.OperationError as error:
            place = f"{path}:{number}:{error.column}"
            raise MalformedExampleError(f"{place}: {error.args[0]}") from None
        if operation is not None:
            yield Line(number, operation, expected.strip() if arrow else None)


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
        if not _is_expected(system, line, outcome):
            return Difference(line, _explained(outcome))
    return None


def _explained(outcome: Outcome) -> str:
    """An outcome as text."""
    return outcome.explained if isinstance(outcome, Skipped) else str(outcome)


def first_difference(
    example: Example, mutant: str | None = None
) -> tuple[str, Difference] | None:
    """The first memory over which an example goes wrong, and where; if one does."""
    for memory in MEMORIES:
        if (found := run_example(example, memory, mutant)) is not None:
            return memory, found
    return None


def _is_expected(system: System, line: Line, outcome: Outcome) -> bool:
    """Whether an outcome is the one that an example expects."""
    if line.expected is None:
        return not isinstance(outcome, Failed | Faulted | Blocked | Skipped)
    if line.expected == "capability":
        return isinstance(outcome, Derived) and outcome.capability.tag
    said = outcome.fault.kind if isinstance(outcome, Faulted) else str(outcome)
    plain = [_plain(system, word) for word in said.split()]
    return plain == [_plain(system, word) for word in line.expected.split()]


def _plain(system: System, word: str) -> str:
    """A word of an outcome in one notation, as examples may use several."""
    if word.startswith("@"):
        return hex(system.kernel.pids.get(word[1:], -1))
    if found := re.fullmatch(r"\{([A-Z0-9+]*)\}", word):
        return hex(signal_set(frozenset(found[1].split("+")) - {""}))
    return hex(int(word, 0)) if re.fullmatch(r"0x[0-9a-f]+|\d+", word) else word
