import pytest

from model.kernel.state.choices import Choices, OnFault
from model.posix.signal_numbers import Signal
from model.system import boot
from tests.model.kernel.running import fresh, memories, run


def mask(*signals: Signal) -> str:
    return hex(sum(1 << signal for signal in signals))


def test_a_blocked_signal_waits_until_it_is_not() -> None:
    system = fresh("a sigaction USR1 pcc", "a sigmask block USR1", "a kill a USR1")

    assert [mask(Signal.USR1), "0x0"] == run(system, "a sigpending", "a caught")
    assert [mask(Signal.USR1), mask(Signal.USR1), "0x0"] == run(
        system, "a sigmask setmask -", "a caught", "a caught"
    )


def test_a_child_inherits_mask_and_actions_and_nothing_that_is_pending() -> None:
    system = fresh(
        *("a sigaction USR1 pcc+16", "a sigaction USR2 ignore"),
        *("a sigmask block USR1+TERM", "a kill a USR1", "a fork b"),
    )

    assert ["0x0", mask(Signal.USR1, Signal.TERM)] == run(
        system, "b sigpending", "b sigmask block -"
    )
    assert ["0x1", mask(Signal.USR1)] == run(
        system, "b sigquery USR2 c5", "a sigpending"
    )


def test_handlers_and_their_stack_move_with_a_fork() -> None:
    for memory in memories():
        system = boot(memory)
        run(system, "a sigaction USR1 pcc+16", "a sigaltstack csp 256", "a fork b")
        run(system, "b sigquery USR1 c5", "b getaltstack c6")
        child = system.processes["b"].registers

        assert child["pcc"].bounds == child["c5"].bounds
        assert child["pcc"].address + 16 == child["c5"].address
        assert child["csp"] == child["c6"]


@pytest.mark.parametrize("signal", ["KILL", "STOP"])
def test_two_signals_are_neither_caught_nor_ignored_nor_blocked(signal: str) -> None:
    system = fresh(f"a sigmask block {signal}")

    assert ["EINVAL", "EINVAL", "0x0"] == run(
        system,
        f"a sigaction {signal} ignore",
        f"a sigaction {signal} pcc",
        "a sigmask block -",
    )


def test_ignoring_a_signal_drops_it() -> None:
    system = fresh("a sigmask block USR1", "a kill a USR1", "a sigaction USR1 ignore")

    assert ["0x0"] == run(system, "a sigpending")


def test_signal_zero_asks_and_sends_nothing() -> None:
    system = fresh("a fork b", "b exit", "a fork c")

    assert ["done", "done", "ESRCH", "0x4"] == run(
        system, "a kill b 0", "a kill c 0", "a kill nobody 0", "c getpid"
    )
    run(system, "a waitpid b")
    assert ["ESRCH"] == run(system, "a kill b 0")


def test_what_comes_while_a_process_is_stopped_is_delivered_when_it_goes_on() -> None:
    system = fresh("a fork b", "b sigaction USR1 pcc", "a kill b STOP")

    run(system, "a kill b USR1", "a kill b CONT")
    assert [mask(Signal.USR1)] == run(system, "b caught")
    run(system, "a kill b STOP", "a kill b KILL")
    assert ["0x3 killed by KILL"] == run(system, "a waitpid b")


def test_a_continuation_drops_stops_and_a_stop_drops_continuations() -> None:
    system = fresh("a fork b", "b sigmask block TSTP+CONT", "b sigaction CONT pcc")

    run(system, "a kill b TSTP", "a kill b CONT")
    assert [mask(Signal.CONT)] == run(system, "b sigpending")
    run(system, "a kill b TSTP")
    assert [mask(Signal.TSTP)] == run(system, "b sigpending")


def test_a_group_is_sent_signals() -> None:
    system = fresh("a fork b", "a fork c", "b setpgid b", "a sigaction TERM ignore")

    run(system, "a kill group TERM")
    assert ["a", "b"] == list(system.processes)
    run(system, "a kill group:b TERM")
    assert ["a"] == list(system.processes)


def test_the_end_of_a_child_is_a_signal_to_its_parent() -> None:
    system = fresh("a sigaction CHLD pcc", "a fork b", "b exit")

    assert [mask(Signal.CHLD)] == run(system, "a caught")


def test_a_fault_can_end_a_process_or_call_its_handler() -> None:
    system = fresh("a fork b", "a fork c")
    system.kernel.choices = Choices(on_fault=OnFault.SIGNAL)
    run(system, "c sigaction SEGV pcc", "b load c5 c4+65536 8", "c load c5 c4+65536 8")

    assert ["0x3 killed by SEGV", mask(Signal.SEGV)] == run(
        system, "a waitpid b", "c caught"
    )
    run(system, "c sigmask block SEGV", "c load c5 c4+65536 8")
    assert ["0x4 killed by SEGV"] == run(system, "a waitpid c")


def test_beyond_the_end_of_a_mapped_file_the_signal_is_another() -> None:
    system = fresh("a open f rw+creat", "a fork b")
    system.kernel.choices = Choices(on_fault=OnFault.SIGNAL)
    run(system, "b mmapfile c5 4096 rw shared 0", "b load c6 c5 8")

    assert ["0x3 killed by BUS"] == run(system, "a waitpid b")
