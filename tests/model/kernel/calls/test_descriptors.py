from tests.model.kernel.running import fresh, run


def test_descriptors_of_one_description_share_offset_and_status_flags() -> None:
    system = fresh("a open f rw+creat", "a write 0 c1 8", "a dup 0", "a fork b")

    assert ["0x8", "0x8"] == run(system, "a lseek 1 0 cur", "b lseek 0 0 cur")
    run(system, "b setfl 1 append")
    assert ["0x402"] == run(system, "a getfl 0")
    run(system, "b read 0 c1 4", "b lseek 0 -2 cur")
    assert ["0x6"] == run(system, "a lseek 0 0 cur")


def test_a_second_opening_has_an_offset_of_its_own() -> None:
    system = fresh("a open f rw+creat", "a write 0 c1 8", "a open f r")

    assert ["0x0", "0x0"] == run(system, "a lseek 1 0 cur", "a getfl 1")


def test_close_on_exec_is_the_descriptor_s_own() -> None:
    system = fresh("a open f rw+creat+cloexec", "a dup 0", "a fork b", "b setfd 0 -")

    assert ["0x1", "0x0", "0x0"] == run(system, "a getfd 0", "a getfd 1", "b getfd 0")


def test_the_lowest_free_number_is_used() -> None:
    system = fresh("a open f rw+creat", "a dup 0", "a dup 0", "a close 1")

    assert ["0x1", "0x3", "0x5"] == run(system, "a dup 0", "a dup 0", "a dupfd 0 5")


def test_dup2_replaces_what_its_target_named() -> None:
    system = fresh("a open f rw+creat", "a open g rw+creat", "a write 0 c1 3")
    (file,) = [f for name, f in system.kernel.names.items() if name == "g"]
    assert 1 == len(file.openings)

    assert ["0x1", "0x3"] == run(system, "a dup2 0 1", "a lseek 1 0 cur")
    assert [] == file.openings
    assert ["0x1"] == run(system, "a dup2 1 1")


def test_numbers_out_of_range_are_refused() -> None:
    system = fresh("a open f rw+creat", "a set nofile 4")

    assert ["EBADF", "EBADF", "EBADF", "EINVAL", "EINVAL"] == run(
        system, "a dup2 0 4", "a dup2 0 -1", "a dup2 3 0", "a dupfd 0 4", "a dup3 0 0 -"
    )
    assert ["0x1", "0x2", "0x3", "EMFILE", "EMFILE", "EMFILE"] == run(
        system,
        *("a dup 0", "a dup 0", "a dup 0"),
        *("a dup 0", "a open g rw+creat", "a pipe"),
    )
    assert "g" not in system.kernel.names


def test_a_file_is_freed_with_its_last_name_and_opening() -> None:
    system = fresh()
    left = dict(system.kernel.supply.left)
    run(system, "a open f rw+creat", "a write 0 c1 8", "a unlink f", "a fork b")

    run(system, "a close 0", "b lseek 0 0 set")
    assert ["0x8"] == run(system, "b read 0 c1 8")
    run(system, "b exit", "a waitpid b")
    assert left == system.kernel.supply.left
