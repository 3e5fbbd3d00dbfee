"""The machine: what one step of each kind does."""

import pytest

from model import language
from model.isa.faults import Fault
from model.isa.registers import REGISTERS
from model.kernel.state.choices import Choices, OnFault
from model.memories.full_copy import FullCopyMemory
from model.memory.layout import MORELLO_LAYOUT, TOY_LAYOUT
from model.outcomes import (
    Blocked,
    Derived,
    Done,
    Failed,
    Faulted,
    Number,
    Outcome,
    Reason,
    Skipped,
    Waited,
)
from model.posix.signal_numbers import Signal
from model.system import System, boot, step

PAGE = MORELLO_LAYOUT.page_size


def machine() -> System:
    return boot(FullCopyMemory(MORELLO_LAYOUT))


def run(system: System, *lines: str) -> Outcome:
    """The outcome of the last line."""
    outcome: Outcome = Done()
    for line in lines:
        operation = language.parse(line)
        assert operation is not None
        outcome = step(system, operation)
    return outcome


def kind(outcome: Outcome) -> str:
    return outcome.fault.kind if isinstance(outcome, Faulted) else str(outcome)


def test_a_number_stored_is_loaded_again() -> None:
    assert Number(0xBEEF) == run(machine(), "a store c1+2 2 0xbeef", "a load c4 c1+2 2")


def test_a_capability_stored_is_loaded_again() -> None:
    system = machine()
    given = system.processes["a"].registers["c1"]

    assert Derived(given) == run(system, "a storecap c1 c1", "a loadcap c4 c1")
    assert given == system.processes["a"].registers["c4"]


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("a load c5 c6 1", "TagViolation"),
        ("a load c5 c3 1", "SealViolation"),
        ("a store pcc 1 1", "PermitStoreViolation"),
        ("a load c5 c2 1", "PermitLoadViolation"),
        ("a load c5 c1-1 1", "BoundsViolation"),
        ("a load c5 c1+1 2", "AlignmentFault"),
        ("a load c5 c4+0x10000 1", "NotMapped"),
        ("a store c4 1 1", "WriteProtected"),
        ("a mmap c5 0 rw", "EINVAL"),
        ("a mmap c5 -1 rw", "EINVAL"),
        ("a mmap c5 0x80000000 rw", "ENOMEM"),
        ("a munmap c6", "EINVAL"),
        ("z exit", "skipped"),
        ("a fork a", "skipped"),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(
    line: str, cause: str
) -> None:
    system = machine()
    before = dict(system.processes["a"].registers)

    assert cause == kind(run(system, line))
    assert before == system.processes["a"].registers


def test_faults_are_equal_if_their_kind_is() -> None:
    class Other(Fault):
        pass

    assert Faulted(Fault("x", "y")) == Faulted(Fault())
    assert hash(Faulted(Fault("x", "y"))) == hash(Faulted(Fault()))
    assert Faulted(Fault()) != Faulted(Other())


def test_fork_tells_parent_and_child_apart() -> None:
    system = machine()

    assert Number(3) == run(system, "a fork b")
    assert 3 == system.processes["a"].registers["c0"].address
    assert 0 == system.processes["b"].registers["c0"].address


def test_a_child_sees_the_past_and_not_the_future() -> None:
    system = machine()
    run(system, "a store c1 8 1", "a fork b", "a store c1 8 2")

    assert Number(1) == run(system, "b load c5 c1 8")


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("a fork b", "a kill b STOP", "b getpid"), Reason.STOPPED),
        (("a fork b", "b exit", "b getpid"), Reason.ENDED),
        (("a fork b", "b exit", "a waitpid b", "b getpid"), Reason.ENDED),
        (("b getpid",), Reason.NEVER_FORKED),
        (("a fork b", "a fork b"), Reason.NAME_TAKEN),
    ],
)
def test_what_is_skipped_says_why(lines: tuple[str, ...], reason: Reason) -> None:
    outcome = run(machine(), *lines)

    assert Skipped(reason) == outcome
    assert "skipped" == str(outcome)


def test_a_process_that_ended_does_nothing_and_its_name_is_free() -> None:
    system = machine()
    assert Done() == run(system, "a fork b", "a exit")

    assert Skipped(Reason.ENDED) == run(system, "a load c5 c1 8")
    assert Number(4) == run(system, "b fork a")


def test_fork_fails_when_every_slot_is_taken() -> None:
    system = boot(FullCopyMemory(TOY_LAYOUT))
    slots = TOY_LAYOUT.last_user_slot - TOY_LAYOUT.first_user_slot
    for number in range(slots):
        assert Number(number + 3) == run(system, f"a fork b{number}")

    assert Failed("EAGAIN") == run(system, "a fork z")


def test_unmapped_memory_is_gone_and_comes_back_as_zeros() -> None:
    system = machine()
    run(system, "a mmap c5 1 rw", "a store c5 8 7", "a munmap c5")

    assert "NotMapped" == kind(run(system, "a load c6 c5 8"))
    assert Number(0) == run(system, "a mmap c7 1 rw", "a load c6 c5 8")


def test_memory_mapped_for_reading_cannot_be_written() -> None:
    system = machine()

    assert "PermitStoreViolation" == kind(
        run(system, "a mmap c5 1 r", "a store c5 8 1")
    )


def test_sealing_and_unsealing_give_the_same_capability() -> None:
    system = machine()
    given = system.processes["a"].registers["c1"]

    assert Derived(given) == run(system, "a seal c5 c1 c2", "a unseal c6 c5 c2")


@pytest.mark.parametrize("verb", ["setbounds", "setboundsexact"])
@pytest.mark.parametrize("length", [-1, PAGE * 4 + 1, 1 << 63])
def test_bounds_are_never_widened(verb: str, length: int) -> None:
    outcome = run(machine(), f"a {verb} c5 c1 {length}")

    assert isinstance(outcome, Derived)
    assert not outcome.capability.tag


def test_a_call_that_would_wait_says_so_and_can_be_made_again() -> None:
    system = machine()
    run(system, "a pipe", "a fork b")

    assert Blocked() == run(system, "a read 0 c1 8")
    run(system, "b write 1 c1 8")
    assert Number(8) == run(system, "a read 0 c1 8")


def test_a_stopped_process_does_nothing_until_it_is_continued() -> None:
    system = machine()
    run(system, "a fork b", "a kill b STOP")

    assert Skipped(Reason.STOPPED) == run(system, "b getpid")
    assert Number(3) == run(system, "a kill b CONT", "b getpid")


def test_faults_are_told_or_end_the_process_as_is_wanted() -> None:
    system = machine()
    system.kernel.choices = Choices(on_fault=OnFault.SIGNAL)
    run(system, "a fork b")

    assert "TagViolation" == kind(run(system, "b load c5 c6 8"))
    assert Waited(3, Signal.SEGV) == run(system, "a waitpid b")


def test_a_fault_beyond_a_file_ends_the_process_in_another_way() -> None:
    system = machine()
    system.kernel.choices = Choices(on_fault=OnFault.SIGNAL)
    run(system, "a open f rw+creat", "a mmapfile c5 1 rw shared 0", "a fork b")

    assert "NotMapped" == kind(run(system, "b store c5 8 1"))
    assert Waited(3, Signal.BUS) == run(system, "a waitpid b")


def test_the_first_store_to_a_private_page_of_a_file_gives_it_its_own_memory() -> None:
    system = machine()
    run(system, "a open f rw+creat", "a store c1 8 7", "a write 0 c1 8")
    run(system, "a mmapfile c5 1 rw private 0", "a store c5+8 8 9")
    run(system, "a lseek 0 0 set", "a read 0 c1 16")

    assert Number(7) == run(system, "a load c6 c5 8")
    assert Number(8) == run(system, "a fstat 0")


def test_every_register_is_null_but_those_that_are_given() -> None:
    registers = machine().processes["a"].registers
    tagged = {register for register in REGISTERS if registers[register].tag}

    assert {"pcc", "csp", "c1", "c2", "c3", "c4"} == tagged


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a exit", "done"),
        ("a load c5 c1 8", "0x0"),
        ("a move c5 csp", "0x40001000 [rwRW,0x40001000-0x40002000]"),
        ("a load c5 c6 8", "TagViolation: needed a tagged capability, had no tag"),
        ("a munmap c6", "EINVAL"),
        ("b exit", "skipped"),
        ("a pipe", "0x0 0x1"),
        ("a close 3", "EBADF"),
        ("a semwait s", "EINVAL"),
    ],
)
def test_outcomes_are_written_for_people(line: str, words: str) -> None:
    assert words == str(run(machine(), line))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("b exit 3", "0x3 exited 3"),
        ("b exit 300", "0x3 exited 44"),
        ("b kill b TERM", "0x3 killed by TERM"),
        ("b kill b STOP", "0x3 stopped by STOP"),
    ],
)
def test_what_became_of_a_child_is_written_for_people(line: str, words: str) -> None:
    waited = run(machine(), "a fork b", line, "a waitpid any untraced")

    assert words == str(waited)


def test_other_outcomes_are_written_for_people() -> None:
    system = machine()
    continued = run(
        system,
        *("a fork b", "a kill b STOP", "a kill b CONT"),
        "a waitpid any continued",
    )

    assert "0x3 continued" == str(continued)
    assert "blocked" == str(run(system, "a waitpid any"))
