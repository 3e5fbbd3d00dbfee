import pytest

from model.isa.faults import SyscallError
from model.kernel.state.kernel import PID_MAX, descriptor
from model.memory.layout import KERNEL_SLOT, Location
from model.memory.page_table import PTE
from tests.model.kernel.running import fresh, run


def test_pids_begin_again_behind_init_and_leave_out_those_in_use() -> None:
    system = fresh("a fork b", "a fork c", "c fork d", "c exit")
    assert [2, 3, 4, 5] == sorted(p.pid for p in system.kernel.everyone())

    system.kernel.last_pid = PID_MAX - 2

    assert [hex(PID_MAX - 1), hex(6)] == run(system, "a fork e", "a fork f")


def test_a_pid_is_not_given_away_while_it_is_that_of_a_group() -> None:
    system = fresh("a fork b", "b setpgid b", "b fork c", "b exit", "a waitpid b")
    system.kernel.last_pid = 2

    assert ["0x5"] == run(system, "a fork d")
    run(system, "c exit", "d exit", "a waitpid d")
    system.kernel.last_pid = 2
    assert ["0x3"] == run(system, "a fork e")


def test_pages_of_the_kernel_are_used_again_and_hold_zeros() -> None:
    kernel = fresh().kernel
    page = kernel.new_page()
    at = Location(KERNEL_SLOT, page, 0)
    kernel.memory.store(at, 0, 1, 9)
    kernel.drop_page(page)
    assert not kernel.memory.pte(KERNEL_SLOT, page).mapped

    assert page == kernel.new_page()
    assert PTE() == kernel.memory.pte(KERNEL_SLOT, page)
    assert 0 == kernel.memory.peek(at).data
    assert page + 1 == kernel.new_page()


def test_no_address_reaches_a_page_of_the_kernel_that_others_show() -> None:
    kernel = fresh().kernel

    assert kernel.new_page() >= kernel.memory.layout.region_pages


def test_a_number_that_is_not_open_is_no_descriptor() -> None:
    with pytest.raises(SyscallError) as caught:
        descriptor(fresh().processes["a"], 0)

    assert "EBADF" == caught.value.errno
