"""Vector files as tables: the columns they have, and their rows in blocks."""

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

import attrs

from model.isa.formats import FORMATS
from properties.conformance.vectors.answers import ANSWERS, answered
from properties.conformance.vectors.questions import LABEL, questions
from properties.conformance.vectors.readings import Answerer

BLOCK_BYTES = 1 << 17
"""How much text is checked in one piece; it keeps a process busy for some 50 ms."""

_GZIP, _COMMENT = b"\x1f\x8b", b"#"
"""How compressed files begin, and how comments before the header do."""


class MalformedFileError(Exception):
    """A file that is no vector file: the message says where, and what is wrong."""


@attrs.frozen
class Source:
    """A file, and what it is about."""

    path: Path
    form: str
    operation: str
    answerer: Answerer | None = None
    """Whose answers the file has, if that is stated."""


@attrs.frozen
class Table:
    """A vector file whose header was read."""

    source: Source
    columns: tuple[str, ...]
    asked: tuple[str, ...]
    """The columns that are given to the model."""
    checked: tuple[str, ...]
    """The columns that are compared with what the model answers."""

    @property
    def unchecked(self) -> tuple[str, ...]:
        """The columns about which the model knows nothing."""
        known = {LABEL, *self.asked, *self.checked}
        return tuple(name for name in self.columns if name not in known)

    @property
    def missing(self) -> tuple[str, ...]:
        """The columns that the model answers and the file lacks."""
        answers = answered(FORMATS[self.source.form], self.source.operation)
        return tuple(sorted(answers - {*self.columns}))


@attrs.frozen
class Block:
    """Some lines of a table that follow each other."""

    table: Table
    first_line: int
    """The number of the first line; files begin with line 1."""
    text: bytes
    bytes_read: int
    """How much of the file was read for it, compressed or not."""


def source_of(
    path: Path,
    form: str | None,
    operation: str | None,
    answerer: Answerer | None = None,
) -> Source:
    """What a file is about: as stated, or else as its name says.

    Raises:
        MalformedFileError: There is no such format or operation.
    """
    stem = path.name.removesuffix(".gz").removesuffix(".csv")
    first, _, last = stem.rpartition("-")
    source = Source(path, form or first, operation or last, answerer)
    for what, name, known in (
        ("operation", source.operation, ANSWERS),
        ("format", source.form, FORMATS),
    ):
        if name not in known:
            there = ", ".join(known)
            raise MalformedFileError(f"{path}: no {what} {name!r}; there are {there}")
    return source


def blocks(source: Source) -> Iterator[Block]:
    """The rows of a file in pieces, read as they are asked for.

    Raises:
        MalformedFileError: The file cannot be read, or lacks columns that it needs.
    """
    path, before = source.path, 0
    try:
        with path.open("rb") as file:
            lines = _numbered_lines(path, file)
            table = _table(source, lines)
            for first_line, text in _pieces(lines):
                position = file.tell() if file.seekable() else 0
                yield Block(table, first_line, text, position - before)
                before = position
    except OSError as error:
        raise MalformedFileError(f"cannot read {path}: {error.strerror}") from None


def _numbered_lines(path: Path, file: io.BufferedReader) -> Iterator[tuple[int, bytes]]:
    """The lines of a file, compressed or not."""
    number, lines = 0, file
    if file.peek(2).startswith(_GZIP):
        lines = io.BufferedReader(gzip.GzipFile(fileobj=file))
    try:
        for number, line in enumerate(lines, start=1):
            yield number, line
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise MalformedFileError(
            f"{path}:{number + 1}: the compressed data are damaged or end early"
        ) from error


def _pieces(lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Lines joined to pieces of a good size, each with the number of its first.

    There is always a last piece, though it may be empty.
    """
    some: list[bytes] = []
    first, size = 0, 0
    for number, line in lines:
        first = first or number
        some.append(line)
        size += len(line)
        if size >= BLOCK_BYTES:
            yield first, b"".join(some)
            some, first, size = [], 0, 0
    yield first, b"".join(some)


def _table(source: Source, lines: Iterator[tuple[int, bytes]]) -> Table:
    """The table whose header comes next, after lines that begin with ``#``."""
    for number, line in lines:
        if not line.startswith(_COMMENT):
            return _headed(source, number, line)
    raise MalformedFileError(f"{source.path}: it is empty, no line names the columns")


def _headed(source: Source, number: int, line: bytes) -> Table:
    """The table with a line as its header."""
    where, form = f"{source.path}:{number}", FORMATS[source.form]
    try:
        columns = tuple(line.decode("utf-8").rstrip("\r\n").split(","))
    except UnicodeDecodeError:
        raise MalformedFileError(f"{where}: not UTF-8 text") from None
    asked = tuple(questions(form, source.operation))
    for name in asked:
        if name not in columns:
            raise MalformedFileError(
                f"{where}: no column {name!r}, which {source.operation} asks with"
            )
    for name in columns:
        if columns.count(name) > 1:
            raise MalformedFileError(f"{where}: column {name!r} is there twice")
    answers = answered(form, source.operation) - {*asked}
    checked = tuple(name for name in columns if name in answers)
    if not checked:
        raise MalformedFileError(f"{where}: no column is an answer to check")
    return Table(source, columns, asked, checked)
