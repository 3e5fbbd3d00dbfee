"""The language of programs."""

import re

import pytest

from model import operations as ops
from model.language import OperationError, parse, parse_program

EXAMPLES = (
    ops.LoadData("a", "c4", ("c1", 16), 8),
    ops.LoadCapability("a", "c4", ("csp", -32)),
    ops.Move("a", "c4", "pcc"),
    ops.SetOffset("a", "c4", "c1", -1),
    ops.SetAddress("a", "c4", "c1", "c5"),
    ops.SetAddress("a", "c4", "c1", 4096),
    ops.Increment("b2", "c4", "c1", 16),
    ops.SetBounds("a", "c4", "c1", 64),
    ops.SetBoundsExact("a", "c4", "c1", 64),
    ops.AndPerms("a", "c4", "c1", ops.PERMS.read("rxW")),
    ops.AndPerms("a", "c4", "c1", 0),
    ops.ClearTag("a", "c4", "c1"),
    ops.Seal("a", "c4", "c1", "c2"),
    ops.Unseal("a", "c4", "c1", "c2"),
    ops.SealEntry("a", "c4", "pcc"),
    ops.StoreData("a", ("c1", 0), 16, -1),
    ops.StoreData("a", ("c1", 0), 1, "c7"),
    ops.StoreCapability("a", "c4", ("c1", 0)),
    ops.Mmap("a", "c4", 4096, True),
    ops.Mmap("a", "c4", 4096, False),
    ops.Munmap("a", "c4"),
    ops.Exit("a"),
    ops.Fork("a", "b_1"),
)


def test_there_is_an_example_of_every_operation() -> None:
    assert set(ops.CLASSES) == {type(example) for example in EXAMPLES}


@pytest.mark.parametrize("operation", EXAMPLES, ids=str)
def test_the_text_of_an_operation_reads_as_that_operation(
    operation: ops.Operation,
) -> None:
    assert operation == parse(str(operation))


@pytest.mark.parametrize("line", ["", "   ", "# a exit", "\t# x"])
def test_blank_lines_and_comments_are_no_operation(line: str) -> None:
    assert parse(line) is None


def test_numbers_may_be_hexadecimal_and_comments_may_follow() -> None:
    expected = ops.LoadData("a", "c4", ("c1", -16), 8)

    assert expected == parse("  a load c4 c1-0x10 8  # the length")


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("A exit", 1, "'A' is not a name"),
        ("a", 2, "a verb is missing"),
        ("a  frob", 4, "unknown verb 'frob'"),
        ("a move c4", 11, "move needs a register"),
        ("a exit now", 8, "'now' is left over"),
        ("a move c31 c1", 8, "'c31' is not a register"),
        ("a load c4 c1*2 8", 11, "'c1*2' is not a register and an offset"),
        ("a load c4 c1+z 8", 11, "'c1+z'"),
        ("a load c4 c1 3", 14, "'3' is not a size"),
        ("a add c4 c1 1.5", 13, "'1.5' is not a number"),
        ("a andperms c4 c1 q", 18, "'q' is not letters"),
        ("a mmap c4 16 w", 14, "'w' is not r or rw"),
        ("a fork 2", 8, "'2' is not a name"),
        ("a store c1 8 c99", 14, "'c99' is not a number or a register"),
    ],
)
def test_an_error_says_what_is_wrong_and_where(
    line: str, column: int, words: str
) -> None:
    with pytest.raises(OperationError, match=re.escape(words)) as caught:
        parse(line)

    assert column == caught.value.column


def test_a_program_numbers_its_lines_from_1() -> None:
    text = "# first\na exit\n\nb exit\n"

    assert [(2, ops.Exit("a")), (4, ops.Exit("b"))] == list(parse_program(text))


def test_an_error_in_a_program_knows_its_line() -> None:
    with pytest.raises(OperationError) as caught:
        list(parse_program("a exit\na frob\n"))

    assert 2 == caught.value.args[1]
