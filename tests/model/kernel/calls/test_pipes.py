import pytest

from model.kernel.state.open_files import PIPE_BUF, PIPE_CAPACITY
from tests.model.kernel.running import fresh, run


def test_bytes_come_out_in_the_order_they_went_in() -> None:
    system = fresh("a store c1 2 0x4241", "a store c1+16 1 0x43", "a pipe")

    run(system, "a write 1 c1 2", "a write 1 c1+16 1")
    assert ["0x3", "0x434241"] == run(system, "a read 0 c1+32 8", "a load c5 c1+32 4")


def test_a_reader_waits_for_writers_and_the_end_comes_after_the_last_of_them() -> None:
    system = fresh("a pipe", "a fork b", "b write 1 c1 1", "a close 1")

    assert ["0x1", "blocked"] == run(system, "a read 0 c1 8", "a read 0 c1 8")
    assert ["done", "0x0"] == run(system, "b close 1", "a read 0 c1 8")


def test_whoever_may_not_wait_is_told_to_try_again() -> None:
    system = fresh("a pipe nonblock")

    assert ["EAGAIN", "0x0"] == run(system, "a read 0 c1 1", "a read 0 c1 0")


def test_without_readers_a_write_is_an_error_and_a_signal() -> None:
    system = fresh("a pipe", "a sigaction PIPE pcc", "a close 0")

    assert ["EPIPE", hex(1 << 13)] == run(system, "a write 1 c1 1", "a caught")
    run(system, "a sigaction PIPE default", "a fork b")
    assert ["EPIPE", "0x3 killed by PIPE"] == run(
        system, "b write 1 c1 1", "a waitpid b"
    )


@pytest.mark.parametrize(
    ("size", "said"), [(PIPE_BUF, "EAGAIN"), (PIPE_BUF + 1, hex(PIPE_BUF - 1))]
)
def test_small_writes_are_whole_or_nothing_and_large_ones_fill_up(
    size: int, said: str
) -> None:
    system = fresh("a mmap c5 65536 rw", "a pipe nonblock")
    left = PIPE_BUF - 1

    run(system, f"a write 1 c5 {PIPE_CAPACITY - left}")
    assert [said] == run(system, f"a write 1 c5 {size}")


def test_a_full_pipe_makes_writers_wait() -> None:
    system = fresh("a mmap c5 65536 rw", "a pipe", "a write 1 c5 65536")

    assert ["blocked", "0x10", "0x10"] == run(
        system, "a write 1 c5 16", "a read 0 c5 16", "a write 1 c5 16"
    )


def test_messages_of_a_queue_are_read_whole() -> None:
    system = fresh("a open q rw+creat+queue", "a write 0 c1 3", "a write 0 c1 5")

    assert ["EMSGSIZE", "0x3", "0x5", "blocked"] == run(
        system, "a read 0 c1 2", *["a read 0 c1 8"] * 3
    )


def test_pipes_and_queues_have_no_offset() -> None:
    system = fresh("a pipe", "a open q rw+creat+queue")

    assert ["ESPIPE", "ESPIPE"] == run(system, "a lseek 0 0 set", "a lseek 2 0 set")
