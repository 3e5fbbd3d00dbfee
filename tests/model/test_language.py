"""The language of programs."""

import re

import pytest

from model import operations as ops
from model.language import OperationError, parse, parse_program
from model.posix.attribute import Attribute
from model.posix.signal_numbers import Signal

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
    ops.Malloc("a", "c5", 100),
    ops.Realloc("a", "c6", "c5", 200),
    ops.Free("a", "c6"),
    ops.Vfork("a", "b"),
    ops.Spawn("a", "b"),
    ops.Spawn("a", "b", ("c1", 0), 16),
    ops.Exec("a"),
    ops.Exec("a", ("c1", 16), 8),
    ops.StoreCapability("a", "c4", ("c1", 0)),
    ops.Mmap("a", "c4", 4096, "rw"),
    ops.Mmap("a", "c4", 4096, "r"),
    ops.Mmap("a", "c4", 4096, "none", "shared"),
    ops.MmapFile("a", "c4", 4096, "rw", "private", 3),
    ops.MmapFile("a", "c4", 4096, "r", "shared", 3, 4096),
    ops.MmapAt("a", "c4", ("c5", 4096), 1, "rw"),
    ops.MmapAt("a", "c4", ("c5", 0), 1, "rw", "new"),
    ops.Mremap("a", "c4", "c5", 8192),
    ops.Mremap("a", "c4", "c5", 1, "move"),
    ops.Munmap("a", "c4"),
    ops.Mprotect("a", "c4", "none"),
    ops.Dontneed("a", "c4"),
    ops.Minherit("a", "c4", "wipe"),
    ops.Revoke("a", "c4"),
    ops.Pin("a", "c4"),
    ops.Unpin("a", "c4"),
    ops.DeviceLoad("a", "c5", ("c4", 16), 8),
    ops.DeviceStore("a", ("c4", 16), 8, 7),
    ops.Open("a", "f", frozenset({"rw", "creat", "append"})),
    ops.Open("a", "./d-1/f.txt", frozenset()),
    ops.Close("a", 3),
    ops.Read("a", 3, ("c1", 16), 8),
    ops.Write("a", -1, ("c1", -16), 8),
    ops.Lseek("a", 3, -8, "end"),
    ops.Ftruncate("a", 3, 4096),
    ops.Fstat("a", 3),
    ops.Readdir("a", 3),
    ops.Unlink("a", "f"),
    ops.Dup("a", 3),
    ops.Dup2("a", 3, 4),
    ops.Dup3("a", 3, 4, frozenset({"cloexec"})),
    ops.DupFrom("a", 3, 10),
    ops.DupFrom("a", 3, 10, frozenset({"cloexec"})),
    ops.Pipe("a"),
    ops.Pipe("a", frozenset({"cloexec", "nonblock"})),
    ops.GetDescriptorFlags("a", 3),
    ops.SetDescriptorFlags("a", 3, frozenset()),
    ops.GetStatusFlags("a", 3),
    ops.SetStatusFlags("a", 3, frozenset({"append"})),
    ops.GetLock("a", 3, "w", 0, 0),
    ops.SetLock("a", 3, "u", 0, 8),
    ops.SetLock("a", 3, "r", 8, -8, "wait"),
    ops.SetDescriptionLock("a", 3, "w", 8, 0, "wait"),
    ops.GetDescriptionLock("a", 3, "w", 0, 0),
    ops.Flock("a", 3, "ex+nb"),
    ops.Getpid("a"),
    ops.Getppid("a"),
    ops.Getpgid("a"),
    ops.Getpgid("a", "b"),
    ops.Getsid("a"),
    ops.Getsid("a", "b"),
    ops.Setpgid("a", "a"),
    ops.Setpgid("a", "b", "b"),
    ops.Setsid("a"),
    ops.GetAttribute("a", Attribute.NICE),
    ops.SetAttribute("a", Attribute.OPEN_MAX, 16),
    ops.Waitpid("a", "any"),
    ops.Waitpid("a", "group:b", frozenset({"nohang"})),
    ops.Waitpid("a", "b", frozenset(), ("c1", 8)),
    ops.Waitid("a", "b", frozenset({"exited", "nowait"})),
    ops.Kill("a", "b", Signal.USR1),
    ops.Kill("a", "group", 0),
    ops.Caught("a"),
    ops.Sigpending("a"),
    ops.Sigmask("a", "block", frozenset({"USR1", "CHLD"})),
    ops.Sigaction("a", Signal.USR1, "ignore"),
    ops.Sigaction("a", Signal.USR1, ("pcc", 16)),
    ops.Sigquery("a", Signal.USR1, "c4"),
    ops.Sigaltstack("a", ("csp", 64), 64),
    ops.GetAltstack("a", "c4"),
    ops.SemOpen("a", "s", 1),
    ops.SemPost("a", "s"),
    ops.SemWait("a", "s"),
    ops.SemValue("a", "s"),
    ops.SemUnlink("a", "s"),
    ops.Exit("a"),
    ops.Exit("a", 300),
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
        ("a exit now", 8, "'now' is not a number"),
        ("a exit 1 now", 10, "'now' is left over"),
        ("a fork any", 8, "'any' is not a name"),
        ("a kill b USR9", 10, "'USR9' is not a signal"),
        ("a kill b:c 0", 8, "'b:c' is not a process, group:NAME"),
        ("a open f rw+create", 10, "'rw+create' is not flags such as rw+creat"),
        ("a open f? r", 8, "'f?' is not a file name"),
        ("a lseek 0 0 middle", 13, "'middle' is not set or cur or end"),
        ("a get time", 7, "'time' is not one of"),
        ("a sigaction USR1 c99", 18, "'c99' is not default, ignore or a place"),
        ("a waitpid any nohang+x", 15, "'nohang+x' is not nohang"),
        ("a move c31 c1", 8, "'c31' is not a register"),
        ("a load c4 c1*2 8", 11, "'c1*2' is not a register and an offset"),
        ("a load c4 c1+z 8", 11, "'c1+z'"),
        ("a load c4 c1 3", 14, "'3' is not a size"),
        ("a add c4 c1 1.5", 13, "'1.5' is not a number"),
        ("a andperms c4 c1 q", 18, "'q' is not letters"),
        ("a mmap c4 16 w", 14, "'w' is not r or rw or none"),
        ("a mmap c4 16 rw open", 17, "'open' is not private or shared"),
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
