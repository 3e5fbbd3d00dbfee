import pytest

from model.kernel.state.choices import Choices
from model.kernel.state.kernel import Kernel
from tests.model.kernel.running import fresh, run


def test_a_child_is_waited_for_once_and_its_status_is_what_it_said() -> None:
    system = fresh("a fork b", "b exit 300")

    assert ["0x3 exited 44", "ECHILD"] == run(system, "a waitpid b", "a waitpid b")
    assert {} == system.kernel.zombies


def test_who_has_no_child_of_that_kind_is_told_so() -> None:
    system = fresh("a fork b", "b fork c")

    assert ["ECHILD", "ECHILD", "ECHILD", "EINVAL", "ESRCH"] == run(
        system,
        *("c waitpid any", "a waitpid c", "a waitpid nobody"),
        *("a waitpid any invalid", "a waitpid least"),
    )
    assert ["blocked", "0x0"] == run(system, "a waitpid any", "a waitpid any nohang")


def test_a_zombie_can_be_looked_at_without_being_reaped() -> None:
    system = fresh("a fork b", "b exit 1")

    assert ["0x3 exited 1"] * 2 == run(
        system, "a waitid b exited+nowait", "a waitpid b"
    )


def test_the_oldest_child_is_first_unless_the_kernel_chooses_otherwise() -> None:
    program = ("a fork b", "a fork c", "c exit", "b exit")
    system, other = fresh(*program), fresh(*program)
    other.kernel.choices = Choices(ended_child=lambda ended: ended[-1])

    assert ["0x3 exited 0", "0x4 exited 0"] == run(
        system, "a waitpid any", "a waitpid any"
    )
    assert ["0x4 exited 0"] == run(other, "a waitpid any")


def test_groups_are_waited_for() -> None:
    system = fresh("a fork b", "a fork c", "b setpgid b", "b exit 1", "c exit 2")

    assert ["0x4 exited 2", "ECHILD", "0x3 exited 1"] == run(
        system, "a waitpid group", "a waitpid group", "a waitpid group:b"
    )


def test_stops_and_continuations_are_told_once_to_those_who_ask() -> None:
    system = fresh("a fork b", "a kill b STOP")

    assert ["blocked", "0x3 stopped by STOP", "0x0"] == run(
        system, "a waitpid b", "a waitpid b untraced", "a waitpid b untraced+nohang"
    )
    assert ["skipped", "done"] == run(system, "b getpid", "a kill b CONT")
    assert ["0x3 continued", "0x3"] == run(system, "a waitpid b continued", "b getpid")


def test_a_parent_that_ignores_the_signal_has_no_zombies() -> None:
    system = fresh("a sigaction CHLD ignore", "a fork b", "b exit", "a fork b")

    assert ["0x0", "done", "ECHILD"] == run(
        system, "a waitpid any nohang", "b exit", "a waitpid any"
    )


def test_orphans_are_init_s_which_waits_for_them() -> None:
    system = fresh("a fork b", "b fork c", "b fork d", "d exit", "b exit")

    assert ["0x1"] == run(system, "c getppid")
    assert ["b"] == list(system.kernel.zombies)
    run(system, "c exit")
    assert ["b"] == list(system.kernel.zombies)


@pytest.mark.parametrize("signal", ["TERM", "KILL", "USR1", "ALRM"])
def test_death_by_a_signal_is_told(signal: str) -> None:
    system = fresh("a fork b", f"a kill b {signal}")

    assert [f"0x3 killed by {signal}"] == run(system, "a waitpid b")


def test_a_kernel_alone_has_nobody_in_it() -> None:
    kernel: Kernel = fresh("a exit").kernel

    assert [] == list(kernel.everyone())
