"""Laws of the program text: it reads back as written, and errors name their place.

The laws separate the words of a line with ``str.split``. They do not restate how each
kind of operand is read, only that what was written reads back.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from model import operations as ops
from model.expectations import Expectation, read_expectation
from model.language import OperationError, parse, parse_program, parse_script
from model.outcomes import Derived, Faulted, Number, Outcome, Waited
from model.posix.signal_numbers import Signal
from properties.laws.assumption import assume

RESERVED: Final = frozenset({"all", "any", "group", "least", "nobody"})
"""The names of targets that are not one process."""

_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
_OTHERS: Final = frozenset("0123456789_")
"""What names are made of."""


def an_operation_reads_as_itself(operation: ops.Operation) -> None:
    """The line that an operation is written as reads as that operation."""
    line = str(operation)
    assert parse(line) == operation, line
    assert line.split()[:2] == [operation.process, operation.verb]
    assert line == " ".join(line.split())


def blanks_and_comments_say_nothing(operation: ops.Operation) -> None:
    """Blanks around words, and what follows ``#``, do not change what a line says."""
    line = str(operation)
    assert parse(f"\t {'   '.join(line.split())} # {line}") == operation
    assert parse(f"# {line}") is None
    assert parse(" " * len(line)) is None


def operands_that_have_a_default_may_be_left_out(operation: ops.Operation) -> None:
    """A line that ends early has the defaults of what it leaves out, and is no
    operation if that has none; a word more than there are operands is left over.
    """
    fields = attrs.fields(type(operation))[1:]
    assume(all(getattr(operation, field.name) is not None for field in fields))
    words = [
        operation.process,
        operation.verb,
        *(f.metadata["kind"].write(getattr(operation, f.name)) for f in fields),
    ]
    for length in range(1, len(words) + 1):
        left_out = fields[max(0, length - 2) :]
        has_all = all(f.default is not attrs.NOTHING for f in left_out)
        read = _read(" ".join(words[:length]))
        if length > 1 and has_all:
            defaults = {f.name: f.default for f in left_out}
            assert read == attrs.evolve(operation, **defaults), words[:length]
        else:
            missing = "a verb is missing" if length == 1 else f"{operation.verb} needs"
            assert isinstance(read, OperationError), words[:length]
            assert str(read.args[0]).startswith(missing)
            assert length == 1 or left_out[0].metadata["kind"].hint in read.args[0]
    line = " ".join(words)
    read = _read(f"{line} more")
    assert isinstance(read, OperationError), line
    assert read.column == len(line) + len(" m")
    assert read.args[0] == "'more' is left over"


def a_line_is_read_or_blamed_at_a_word(line: str) -> None:
    """Any text is blank, an operation, or blamed at one of its words.

    A missing word is reported after the last word: a missing verb directly after it, a
    missing operand after one blank.
    """
    assume("\n" not in line)
    said = line.partition("#")[0]
    words, read = said.split(), _read(line)
    if not words:
        assert read is None
    elif isinstance(read, OperationError):
        _assert_blamed(said, words, read)
    else:
        assert read is not None
        assert [read.process, read.verb] == words[:2]


def _assert_blamed(said: str, words: Sequence[str], error: OperationError) -> None:
    """The error names a word that begins at its column, or its column is after all
    words.
    """
    message, before = str(error.args[0]), said[: error.column - 1]
    assert str(error) == message
    named = [word for word in words if repr(word) in message]
    if named:
        assert any(said[error.column - 1 :].startswith(word) for word in named), message
        assert not before or before[-1].isspace()
        assert before.split() == list(words[: len(before.split())])
    else:
        room = 1 if len(words) == 1 else 2
        assert error.column == len(said.rstrip()) + room, message


def some_words_are_no_names(name: str) -> None:
    """A process cannot have a name that a call uses for several processes, or none."""
    reserved = name in RESERVED
    assert isinstance(_read(f"a fork {name}"), OperationError) == reserved, name
    assert isinstance(_read(f"a kill {name} TERM"), ops.Kill), name


def names_are_made_of_letters(word: str) -> None:
    """A process, or a group, is named by a word that begins with a small letter and
    goes on with small letters, digits and underscores; any other word is blamed.
    """
    assume(word.split() == [word] and "#" not in word and word not in RESERVED)
    assume(not word.startswith("group:"))
    is_name = set(word) <= _LETTERS | _OTHERS and word[0] in _LETTERS
    for line in (f"a fork {word}", f"a kill {word} TERM", f"a kill group:{word} TERM"):
        assert isinstance(_read(line), OperationError) != is_name, line


def an_access_is_of_a_size_that_there_is(size: int) -> None:
    """A program loads 1, 2, 4, 8 or 16 bytes at once; any other number is blamed."""
    read = _read(f"a load c4 c1 {size}")
    if size in (1, 2, 4, 8, 16):
        assert isinstance(read, ops.LoadData)
        assert read.size == size
    else:
        assert isinstance(read, OperationError)
        assert repr(str(size)) in read.args[0]


def a_script_is_its_lines(lines: Sequence[str]) -> None:
    """A script says what its lines say, each with its number, up to the first that is
    no operation: that one is blamed with its number.
    """
    assume(all(line.splitlines() in ([], [line]) for line in lines))
    expected: list[tuple[int, ops.Operation]] = []
    wrong = None
    for number, line in enumerate(lines, start=1):
        read = _read(line)
        if isinstance(read, OperationError):
            wrong = (*read.args, number)
            break
        if read is not None:
            expected.append((number, read))
    found, blamed = _read_all("\n".join(lines))
    assert blamed == wrong
    assert found == expected


def a_script_states_outcomes(operation: ops.Operation, outcome: Outcome) -> None:
    """After ``=>`` a script states the outcome of an operation, in any form in which an
    outcome may be written; what is no outcome is blamed where it begins, and so is an
    outcome that belongs to no operation.
    """
    stated = written(outcome)
    (line,) = parse_script(f"# said: so\n{operation}  => {stated} # so")
    assert (line.number, line.operation) == (2, operation)
    assert line.expected == Expectation(stated)
    (line,) = parse_script(str(operation))
    assert line.expected is None
    for wrong, column in (
        (f"{operation} => nothing {stated}", len(f"{operation} => ") + 1),
        (f"{operation} =>", len(f"{operation} =>") + 1),
        (f"  => {stated}", 3),
    ):
        assert _blamed(wrong) == (column, 1), wrong


def _blamed(text: str) -> tuple[int, int] | None:
    """Column and line of the first error of a script, if it has any."""
    try:
        list(parse_script(text))
    except OperationError as error:
        return error.column, error.args[1]
    return None


def an_outcome_meets_what_it_is_written_as(
    outcome: Outcome, other: Outcome, pids: Mapping[str, int]
) -> None:
    """An outcome meets the text that it is written as, with pids and sets in either
    notation, and no outcome meets a text unless it is written so.
    """
    stated = written(outcome)
    for text in (stated, *_in_other_words(outcome, pids)):
        expectation = read_expectation(text)
        assert expectation.is_met(outcome, pids), text
        assert expectation.is_met(other, pids) == (written(other) == stated), text


def written(outcome: Outcome) -> str:
    """How a program states an outcome."""
    match outcome:
        case Derived(capability=capability):
            return "capability" if capability.tag else "invalid"
        case Faulted(fault=fault):
            return type(fault).__name__
        case _:
            return str(outcome)


def _in_other_words(outcome: Outcome, pids: Mapping[str, int]) -> Iterator[str]:
    """The other notations of an outcome that is a number, or begins with a pid."""
    match outcome:
        case Number(value=number):
            yield str(number)
            yield from (f"@{name}" for name, pid in pids.items() if pid == number)
            chosen = [each for each in Signal if number >> each & 1]
            if number == sum(1 << each for each in chosen):
                yield f"{{{'+'.join(each.name for each in chosen)}}}"
        case Waited(pid=number):
            told = str(outcome).partition(" ")[2]
            for name, pid in pids.items():
                if pid == number:
                    yield f"@{name}  {told}"
        case _:
            pass


def _read_all(
    text: str,
) -> tuple[list[tuple[int, ops.Operation]], tuple[object, ...] | None]:
    """The operations of a script up to its first error, and what that error says."""
    found: list[tuple[int, ops.Operation]] = []
    try:
        found.extend(parse_program(text))
    except OperationError as error:
        return found, error.args
    return found, None


def _read(line: str) -> ops.Operation | OperationError | None:
    """What a line says, or what is wrong with it."""
    try:
        return parse(line)
    except OperationError as error:
        return error
