"""The laws of faults that send signals, and of pipes, on small programs."""

import random
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from itertools import product

import pytest

from model import language
from model import operations as ops
from model.kernel.state.open_files import PIPE_CAPACITY, Pipe
from model.kernel.state.supply import Resource
from model.posix.signal_numbers import NO_SIGNAL, Signal
from model.system import System, step
from properties.laws.assumption import Unmet
from properties.laws.kernel import failing, piping, signalled, transfers
from properties.machines.setups import MEMORIES, Setup

PLACES = ("c5", "c5+4096", "c5+8192", "c4+200000")
"""In the file, beyond its end, beyond the mapping, and where nothing is mapped."""

ACCESSES = ("load c6 {} 8", "store {} 8 7", "loadcap c6 {}", "storecap csp {}")

MAPPINGS = (
    "mmapfile c5 8192 {} shared 0",
    "mmapfile c5 8192 {} private 0",
    "mmap c5 8192 {}",
)

SIZES = (1, 5, 4095, 4096, 4097, 9000, 30_000, 65_535, 65_536, 70_000)


def after(setup: Setup, lines: Sequence[str]) -> System:
    system = setup.boot()
    for line in lines:
        operation = language.parse(line)
        assert operation is not None
        step(system, operation)
    return system


def test_what_is_cut_off_comes_back_as_zeros() -> None:
    filled = ("a open f rw+creat", *(f"a store c1+{n} 8 -1" for n in range(0, 600, 8)))
    written = (*filled, "a write 0 c1 600")
    mapped = (*written, "a mmapfile c5 4096 rw shared 0", "a store c5+1000 8 -1")
    for lines, sizes in product(
        (filled, written, mapped), product((0, 1, 100, 600, 5000), repeat=2)
    ):
        *cut, last = (f"a ftruncate 0 {size}" for size in sizes)
        system, operation = after(Setup("copa"), (*lines, *cut)), language.parse(last)
        assert isinstance(operation, ops.Ftruncate)
        transfers.what_is_cut_off_comes_back_as_zeros(system, operation)


def test_at_the_end_of_a_file_nothing_is_read() -> None:
    for buffer, size, offset in product(("c1", "c4"), (0, 8, 600), (8, 100)):
        lines = ("a open f rw+creat", "a write 0 c1 8", f"a lseek 0 {offset} set")
        system = after(Setup("copa"), lines)
        read = ops.Read("a", 0, (buffer, 1 << 20), size)
        transfers.at_the_end_of_a_file_nothing_is_read(system, read)


def test_signals_are_numbered_as_linux_has_them() -> None:
    signalled.signals_are_numbered_as_linux_has_them(Signal, NO_SIGNAL)


@pytest.mark.parametrize("policy", MEMORIES)
def test_faults_send_the_signal_of_their_page(policy: str) -> None:
    setup, met = Setup(policy, faults_kill=True), set[int | None]()
    for mapping, protection, place, access in product(
        MAPPINGS, ("r", "rw", "none"), PLACES, ACCESSES
    ):
        mapped = f"a {mapping.format(protection)}"
        system = after(setup, ("a open f rw+creat", "a ftruncate 0 4096", mapped))
        process = system.processes["a"]
        operation = language.parse(f"a {access.format(place)}")
        assert isinstance(operation, ops.Access)
        with suppress(Unmet):
            signalled.a_fault_ends_a_process_by_the_signal_of_its_page(
                system, operation
            )
        met.add(process.status)

    assert {None, Signal.BUS, Signal.SEGV} == met


@pytest.mark.parametrize("flags", ["-", "nonblock"])
def test_writes_put_in_a_pipe_what_there_is_room_for(flags: str) -> None:
    chance, levels = random.Random(flags), set[int]()
    system = after(Setup("full-copy"), (f"a pipe {flags}", "a mmap c5 81920 rw"))
    file = system.processes["a"].descriptors[0].description.file
    assert isinstance(file, Pipe)
    for _ in range(60):
        size = chance.choice(SIZES)
        if chance.random() < 0.3:
            step(system, ops.Read("a", 0, ("c5", 0), size))
        else:
            write = ops.Write("a", 1, ("c5", 0), size)
            piping.a_write_puts_in_a_pipe_what_there_is_room_for(system, write)
        levels.add(len(file.content))

    assert {0, PIPE_CAPACITY} < levels


OFFSETS = (0, 1, -1, 4096, -5000, 1 << 62, (1 << 63) - 1, 1 << 63, -(1 << 63))


def test_offsets_go_where_they_are_asked_to() -> None:
    chance, came_to = random.Random(1), set[str]()
    lines = (
        "a open f rw+creat",
        "a ftruncate 0 5000",
        "a pipe -",
        "a open d rw+creat+queue",
    )
    system = after(Setup("full-copy"), lines)
    for number in range(600):
        if number % 5 == 0:
            step(system, ops.Lseek("a", 0, 0, "set"))
        moved = ops.Lseek(
            "a",
            chance.choice((0, 0, 0, 1, 3)),
            chance.choice(OFFSETS),
            chance.choice(("set", "cur", "end")),
        )
        transfers.an_offset_goes_where_it_is_asked_to(system, moved)
        came_to.add(str(step(system, moved)))

    assert {"EINVAL", "EOVERFLOW", "ESPIPE"} <= came_to


def test_messages_are_received_whole_or_not_at_all() -> None:
    chance, came_to = random.Random(2), set[str]()
    system = after(Setup("full-copy"), ("a open q rw+creat+queue+nonblock",))
    for _ in range(300):
        size = chance.randrange(4)
        if chance.random() < 0.4:
            step(system, ops.Write("a", 0, ("c1", 0), size))
        else:
            read = ops.Read("a", 0, ("c1", 0), size)
            transfers.a_message_is_received_whole_or_not_at_all(system, read)
            came_to.add(str(step(system, read)))

    assert {"EAGAIN", "EMSGSIZE"} < came_to


SIZED = (
    "mmap c5 {} rw",
    "mmapat c5 c4+40960 {} rw",
    "mmapat c5 c4+1073483776 {} rw",
    "mmapfile c5 {} rw shared 0",
    "mmapfile c5 {} rw shared 2",
    "read 0 c1 {}",
    "write 0 c1 {}",
    "ftruncate 0 {}",
    "ftruncate 2 {}",
    "ftruncate 9 {}",
)


@pytest.mark.parametrize("policy", MEMORIES)
def test_sizes_out_of_range_are_refused(policy: str) -> None:
    system, refused = after(Setup(policy), ("a open f rw+creat", "a pipe -")), 0
    for line, size in product(SIZED, (-(1 << 62), -1, 0, 1, (1 << 40) + 1)):
        operation = language.parse(f"a {line.format(size)}")
        assert isinstance(operation, ops.Call)
        with suppress(Unmet):
            failing.a_size_out_of_range_is_refused(system, operation)
            refused += 1

    assert refused == 2 * len(SIZED) + 5 + 3


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_who_does_not_run_does_nothing(name: str) -> None:
    lines = ("a fork b", "a fork d", "b exit 0", "d kill a STOP")
    for verb in ("move c1 c1", "store c1 8 1", "fork e", "exit 0"):
        system = after(Setup("copa"), lines)
        operation = language.parse(f"{name} {verb}")
        assert operation is not None
        failing.who_does_not_run_does_nothing(system, operation)


@pytest.mark.parametrize("policy", MEMORIES)
def test_a_file_that_cannot_grow_stays_as_it_was(policy: str) -> None:
    """Every page that is mapped would be needed, and there are fewer."""
    refused = 0
    for left, size in product(range(4), (4096, 8192, 12288)):
        lines = ("a open f rw+creat", "a mmapfile c5 12288 rw shared 0")
        system = after(Setup(policy), lines)
        system.kernel.supply.left[Resource.PAGE] = left
        with suppress(Unmet):
            call = ops.Ftruncate("a", 0, size)
            failing.a_call_that_fails_changes_nothing(system, call)
            refused += 1

    assert refused == 3 + 2 + 1


def test_new_descriptors_have_the_flag_that_was_asked() -> None:
    made = 0
    for line in (
        *("open f r", "open f r+cloexec", "dup 0", "dup2 0 7", "dup2 0 1"),
        *("dup3 0 7 -", "dup3 0 7 cloexec", "dup3 0 1 cloexec", "pipe -"),
        *("pipe cloexec", "dup3 9 7 cloexec"),
    ):
        for flag in ("", "+cloexec"):
            lines = (f"a open f rw+creat{flag}", f"a open g rw+creat{flag}")
            operation = language.parse(f"a {line}")
            assert isinstance(operation, ops.Call)
            with suppress(Unmet):
                system = after(Setup("full-copy"), lines)
                law = transfers.a_new_descriptor_has_the_flag_that_was_asked
                law(system, operation)
                made += 1

    assert made == 2 * 10


@pytest.mark.parametrize("signal", ["HUP", "TERM", "USR1", "TSTP", "CHLD", "URG"])
def test_a_signal_that_becomes_ignored_is_dropped(signal: str) -> None:
    for other, action in product((signal, "HUP"), ("ignore", "default", "c3")):
        lines = (f"a sigmask block {signal}", f"a kill a {signal}")
        operation = language.parse(f"a sigaction {other} {action}")
        assert isinstance(operation, ops.Sigaction)
        system = after(Setup("full-copy"), lines)
        signalled.a_signal_that_becomes_ignored_is_dropped(system, operation)


@pytest.mark.parametrize("signal", ["KILL", "CONT", "TERM", "USR1", "STOP", "CHLD"])
def test_a_stopped_process_gets_only_what_ends_or_continues_it(signal: str) -> None:
    for action in ("sigaction USR1 c3", "sigaction TERM ignore", "sigmask block USR1"):
        lines = (f"a {action}", "a fork b", "a kill b STOP")
        operation = language.parse(f"a kill b {signal}")
        assert isinstance(operation, ops.Kill)
        law = signalled.a_stopped_process_gets_only_what_ends_or_continues_it
        law(after(Setup("copa"), lines), operation)


@pytest.mark.parametrize("which", ["all", "group", "group:a", "group:b", "c", "b", "a"])
@pytest.mark.parametrize("sender", ["a", "b", "c"])
def test_a_signal_reaches_whom_it_is_sent_to(sender: str, which: str) -> None:
    lines = ("a sigmask block USR1", "a fork b", "b setpgid b", "b fork c", "a fork d")
    operation = language.parse(f"{sender} kill {which} USR1")
    assert isinstance(operation, ops.Kill)
    law = signalled.a_signal_reaches_whom_it_is_sent_to
    law(after(Setup("full-copy"), lines), operation)


@pytest.mark.parametrize("first", ["HUP", "USR1", "USR2", "TERM"])
@pytest.mark.parametrize("second", ["HUP", "USR1", "USR2", "TERM"])
def test_the_lowest_signal_acts_first(first: str, second: str) -> None:
    both = f"{first}+{second}"
    lines = ("a fork b", f"b sigmask block {both}")
    sent = (f"a kill b {first}", f"a kill b {second}")
    operation = language.parse(f"b sigmask unblock {both}")
    assert isinstance(operation, ops.Sigmask)
    with suppress(Unmet) if first == second else nullcontext():
        law = signalled.the_lowest_signal_acts_first
        law(after(Setup("full-copy"), (*lines, *sent)), operation)
