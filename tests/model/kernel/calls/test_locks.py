from tests.model.kernel.running import fresh, run

BOTH = ("a open f rw+creat", "a fork b")


def test_locks_are_not_inherited_and_keep_the_child_out() -> None:
    system = fresh("a open f rw+creat", "a setlk 0 w 4 4", "a fork b")

    assert ["EAGAIN", "0x1 0x4 0x4 0x2", "0x2"] == run(
        system, "b setlk 0 r 0 5", "b getlk 0 r 0 0", "a getlk 0 r 0 0"
    )
    assert ["done", "0x2"] == run(system, "b setlk 0 w 8 4", "b getlk 0 w 0 4")


def test_readers_share_and_a_writer_does_not() -> None:
    system = fresh(*BOTH, "a setlk 0 r 0 0")

    assert ["done", "EAGAIN"] == run(system, "b setlk 0 r 0 0", "b setlk 0 w 0 0")
    assert ["EAGAIN"] == run(system, "a setlk 0 w 0 0")


def test_a_part_in_the_middle_is_unlocked_and_the_ends_stay() -> None:
    system = fresh(*BOTH, "a setlk 0 w 0 30", "a setlk 0 u 10 10")

    assert ["0x1 0x0 0xa 0x2", "0x2", "0x1 0x14 0xa 0x2"] == run(
        system, "b getlk 0 r 0 0", "b getlk 0 r 10 10", "b getlk 0 r 10 0"
    )


def test_neighbours_of_one_kind_become_one_lock() -> None:
    system = fresh(*BOTH, "a setlk 0 w 0 10", "a setlk 0 w 10 10", "a setlk 0 r 20 5")

    assert ["0x1 0x0 0x14 0x2"] == run(system, "b getlk 0 w 0 0")
    run(system, "a setlk 0 r 5 5")
    assert ["0x1 0x0 0x5 0x2", "0x0 0x5 0x5 0x2"] == run(
        system, "b getlk 0 w 0 0", "b getlk 0 w 5 0"
    )


def test_any_close_of_the_file_drops_the_locks_of_the_process() -> None:
    system = fresh("a open f rw+creat", "a open f r", "a setlk 0 w 0 0", "a fork b")

    assert ["done", "EAGAIN"] == run(system, "b close 1", "b setlk 0 w 0 0")
    assert ["done", "done"] == run(system, "a close 1", "b setlk 0 w 0 0")


def test_waiting_in_a_circle_is_refused() -> None:
    system = fresh(*BOTH, "a setlk 0 w 0 1", "b setlk 0 w 1 1")

    assert ["blocked", "EDEADLK"] == run(
        system, "a setlk 0 w 1 1 wait", "b setlk 0 w 0 1 wait"
    )
    run(system, "b setlk 0 u 1 1")
    assert ["done", "blocked"] == run(
        system, "a setlk 0 w 1 1 wait", "b setlk 0 w 0 1 wait"
    )


def test_a_lock_needs_the_access_that_it_is_about() -> None:
    system = fresh("a open f w+creat", "a open f r")

    assert ["EBADF", "EBADF", "done", "EINVAL", "EINVAL"] == run(
        system,
        *("a setlk 0 r 0 0", "a setlk 1 w 0 0", "a setlk 1 r 8 -8"),
        *("a setlk 1 r 4 -8", "a getlk 0 u 0 0"),
    )


def test_a_lock_on_the_whole_file_belongs_to_the_description() -> None:
    system = fresh("a open f rw+creat", "a flock 0 ex", "a fork b", "b open f rw")

    assert ["EAGAIN", "blocked", "done"] == run(
        system, "b flock 1 sh+nb", "b flock 1 sh", "b flock 0 un"
    )
    assert ["done", "EAGAIN", "done"] == run(
        system, "b flock 1 sh", "a flock 0 ex+nb", "a flock 0 sh"
    )
