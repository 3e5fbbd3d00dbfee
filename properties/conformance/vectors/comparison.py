"""The comparison of a block of rows with what the model answers."""

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import attrs

from model.isa.formats import FORMATS
from properties.conformance.vectors.answers import ANSWERS
from properties.conformance.vectors.questions import Row, questions
from properties.conformance.vectors.readings import Answerer, accepted, reading
from properties.conformance.vectors.tables import Block, MalformedFileError, Table

NUMBER = r"-?(?:0x[0-9a-fA-F]{1,40}|0|[1-9][0-9]{0,39})"
"""What a cell with a number looks like."""

SHOWN = 40
"""How many characters of a cell that is no number are quoted."""


@attrs.frozen
class Mismatch:
    """A cell that differs from the model's answer."""

    line: int
    column: str
    file_says: str
    model_says: str
    """In the notation of the file."""
    asked: Row


@attrs.frozen
class Result:
    """The result of comparing some rows."""

    rows: int
    wrong_rows: int
    mismatches: int
    first: tuple[Mismatch, ...]
    """The first mismatches, not more than were wanted."""
    told: Mapping[Answerer, int]
    """Where answers are known to differ: how many rows have whose answer."""
    cpu_seconds: float


def compare(block: Block, wanted: int) -> Result:
    """Ask the model every row of a block.

    Args:
        block: Some rows.
        wanted: How many mismatches to describe, at most.

    Raises:
        MalformedFileError: A row does not have the cells that the header names.
    """
    started = time.process_time()
    table, source = block.table, block.table.source
    form, answers_to = FORMATS[source.form], ANSWERS[source.operation]
    allowed = accepted(form, source.operation, table.columns, source.answerer)
    rows, wrong_rows, mismatches, first = 0, 0, 0, list[Mismatch]()
    told: Counter[Answerer] = Counter()
    for line, asked, cells in _rows(block):
        answers = answers_to(form, asked)
        readings = [reading(answers, table.checked, one) for one in allowed]
        said = [int(cell, 0) for cell in cells]
        rows += 1
        if said not in readings:
            nearest = max(readings, key=partial(_agreement, said))
            found = list(_mismatches(table, line, asked, cells, nearest))
            wrong_rows += 1
            mismatches += len(found)
            first += found[: max(0, wanted - len(first))]
        elif readings[0] != readings[-1]:
            told[allowed[readings.index(said)]] += 1
    seconds = time.process_time() - started
    return Result(rows, wrong_rows, mismatches, tuple(first), told, seconds)


def _agreement(said: Sequence[int], answers: Sequence[int]) -> int:
    """How many answers are the same."""
    return sum(one == other for one, other in zip(said, answers, strict=True))


def _mismatches(
    table: Table, line: int, asked: Row, cells: Sequence[str], answers: Sequence[int]
) -> Iterator[Mismatch]:
    """The cells of a row that differ from the model's answers."""
    for column, cell, answer in zip(table.checked, cells, answers, strict=True):
        if answer != int(cell, 0):
            says = hex(answer) if "x" in cell else str(int(answer))
            yield Mismatch(line, column, cell, says, asked)


def _rows(block: Block) -> Iterator[tuple[int, Row, list[str]]]:
    """Every row: its line, what it asks, and the cells to check."""
    table = block.table
    read = [name for name in table.columns if name in {*table.asked, *table.checked}]
    asked_at = {name: read.index(name) for name in table.asked}
    checked_at = [read.index(name) for name in table.checked]
    limits = questions(FORMATS[table.source.form], table.source.operation)
    cells = (f"({NUMBER})" if name in read else "[^,]*" for name in table.columns)
    pattern = re.compile(",".join(cells))
    for line, text in _lines(block):
        matched = pattern.fullmatch(text)
        if matched is None:
            raise _refused(table, line, _malformed(table, text))
        numbers = matched.groups()
        asked = {name: int(numbers[at], 0) for name, at in asked_at.items()}
        for name, limit in limits.items():
            if not 0 <= asked[name] <= limit:
                problem = f"{asked[name]:#x} is not in the range from 0 to {limit:#x}"
                raise _refused(table, line, f"{name}: {problem}")
        if asked.get("top", 0) < asked.get("base", 0):
            raise _refused(table, line, f"top: {asked['top']:#x} is below base")
        yield line, asked, [numbers[at] for at in checked_at]


def _lines(block: Block) -> Iterator[tuple[int, str]]:
    """Every line that is not blank, with its number."""
    try:
        text = block.text.decode("utf-8")
    except UnicodeDecodeError as error:
        line = block.first_line + block.text.count(b"\n", 0, error.start)
        raise _refused(block.table, line, "not UTF-8 text") from None
    for line, row in enumerate(text.split("\n"), start=block.first_line):
        if stripped := row.rstrip("\r"):
            yield line, stripped


def _malformed(table: Table, text: str) -> str:
    """What is wrong with a row."""
    cells = text.split(",")
    if len(cells) != len(table.columns):
        return f"{len(cells)} cells, and the header names {len(table.columns)}"
    for name, cell in zip(table.columns, cells, strict=True):
        read = name in table.asked or name in table.checked
        if read and not re.fullmatch(NUMBER, cell):
            return f"{name}: {cell[:SHOWN]!r} is not a number"
    return "not a row"


def _refused(table: Table, line: int, problem: str) -> MalformedFileError:
    """The refusal of a row."""
    return MalformedFileError(f"{table.source.path}:{line}: {problem}")
