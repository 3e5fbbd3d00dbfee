import pytest

from model.kernel.calls.contents import SIZE_MAX
from model.kernel.state.supply import Resource
from model.system import boot
from tests.model.kernel.running import fresh, memories, run


def test_what_is_written_is_read_and_the_offset_moves() -> None:
    system = fresh("a store c1 8 0x1122334455667788", "a open f rw+creat")

    assert ["0x8", "0x5", "0x3", "0x0"] == run(
        system,
        *("a write 0 c1 8", "a lseek 0 -3 cur", "a read 0 c1+64 8", "a read 0 c1 8"),
    )
    assert ["0x112233"] == run(system, "a load c5 c1+64 4")


def test_bytes_go_across_granules_and_pages() -> None:
    for memory in memories():
        system = boot(memory)
        run(system, "a store c1+4088 8 0x1122334455667788", "a open f rw+creat")
        run(system, "a lseek 0 4091 set", "a write 0 c1+4085 11", "a lseek 0 4093 set")

        assert ["0x1006", "0x9", "0x0"] == run(
            system, "a fstat 0", "a read 0 c1+30 64", "a load c5 c1+30 1"
        )
        assert ["0x88", "0x11"] == run(system, "a load c5 c1+31 1", "a load c5 c1+38 1")


def test_a_hole_is_zeros_and_takes_no_memory() -> None:
    system = fresh("a open f rw+creat")
    left = system.kernel.supply.left[Resource.PAGE]
    run(system, "a lseek 0 65536 set", "a write 0 c1 1", "a lseek 0 0 set")
    run(system, "a store c1 1 9")

    assert ["0x1", "0x0", "0x10001"] == run(
        system, "a read 0 c1 1", "a load c5 c1 1", "a fstat 0"
    )
    assert left - 1 == system.kernel.supply.left[Resource.PAGE]


def test_an_offset_goes_up_to_the_greatest_number_of_64_bits_with_a_sign() -> None:
    greatest = (1 << 63) - 1
    system = fresh("a open f rw+creat", f"a lseek 0 {greatest} set")

    assert [hex(greatest), "EOVERFLOW", hex(greatest)] == run(
        system, "a lseek 0 0 cur", "a lseek 0 1 cur", "a lseek 0 0 cur"
    )


def test_what_is_appended_goes_to_the_end_wherever_the_offset_is() -> None:
    system = fresh("a open f rw+creat+append", "a write 0 c1 4", "a lseek 0 0 set")

    assert ["0x2", "0x6", "0x6"] == run(
        system, "a write 0 c1 2", "a fstat 0", "a lseek 0 0 cur"
    )


def test_a_file_is_cut_off_and_what_comes_back_is_zeros() -> None:
    system = fresh("a store c1 8 -1", "a open f rw+creat", "a write 0 c1 8")
    run(system, "a ftruncate 0 2", "a ftruncate 0 8", "a lseek 0 0 set")

    assert ["0x8", "0xffff"] == run(system, "a read 0 c1 8", "a load c5 c1 8")
    run(system, "a open f w+trunc")
    assert ["0x0"] == run(system, "a fstat 0")


def test_names_lead_to_files() -> None:
    system = fresh()

    assert ["ENOENT", "EINVAL", "0x0", "EEXIST", "0x1"] == run(
        system,
        *("a open f r", "a open f creat", "a open f rw+creat"),
        *("a open f rw+creat+excl", "a open f r"),
    )
    assert ["done", "ENOENT", "ENOENT", "0x0"] == run(
        system, "a unlink f", "a unlink f", "a open f r", "a fstat 1"
    )
    assert ["EISDIR", "EINVAL", "0x2"] == run(
        system, "a open . rw", "a open g rw+creat+directory", "a open . r+directory"
    )


def test_a_directory_is_read_entry_by_entry_and_a_child_goes_on() -> None:
    system = fresh("a open f w+creat", "a open g w+creat", "a open . r", "a fork b")

    assert ["0x1", "0x1", "0x0", "EISDIR", "ENOTDIR"] == run(
        system,
        *("a readdir 2", "b readdir 2", "a readdir 2", "a read 2 c1 1", "a readdir 0"),
    )


def test_access_modes_are_kept() -> None:
    system = fresh("a open f w+creat", "a open f r")

    assert ["EBADF", "EBADF", "EBADF", "EINVAL", "EINVAL"] == run(
        system,
        *("a read 0 c1 1", "a write 1 c1 1", "a write 9 c1 1"),
        *("a ftruncate 1 0", "a ftruncate 0 -1"),
    )


@pytest.mark.parametrize(
    ("line", "errno"),
    [
        ("a lseek 0 -1 set", "EINVAL"),
        ("a lseek 0 0 invalid", "EINVAL"),
        (f"a lseek 0 {(1 << 63) - 1} end", "EOVERFLOW"),
        ("a lseek 5 0 set", "EBADF"),
        (f"a ftruncate 0 {SIZE_MAX + 1}", "EFBIG"),
        ("a read 0 c1 -1", "EINVAL"),
    ],
)
def test_offsets_out_of_range_are_refused(line: str, errno: str) -> None:
    system = fresh("a open f rw+creat", "a write 0 c1 4")

    assert [errno, "0x4"] == run(system, line, "a lseek 0 0 cur")


def test_without_memory_a_write_fails_and_the_file_stays() -> None:
    system = fresh("a open f rw+creat", "a write 0 c1 1")
    system.kernel.supply.left[Resource.PAGE] = 0

    assert ["0x1", "0x1000", "ENOSPC", "0x2"] == run(
        system,
        *("a write 0 c1 1", "a lseek 0 4096 set", "a write 0 c1 1", "a fstat 0"),
    )


def test_a_file_has_a_greatest_size() -> None:
    system = fresh("a open f rw+creat", f"a lseek 0 {SIZE_MAX} set")

    assert ["EFBIG", "0x0"] == run(system, "a write 0 c1 1", "a fstat 0")


@pytest.mark.parametrize(
    "buffer", ["c0 8", "c1+16384 1", "c1-1 2", "c3 1", "c4+65536 8", "c4 8"]
)
def test_a_buffer_that_the_process_could_not_store_to_is_refused(buffer: str) -> None:
    system = fresh("a open f rw+creat", "a write 0 c1 32", "a lseek 0 0 set")

    assert ["EFAULT", "0x0"] == run(system, f"a read 0 {buffer}", "a lseek 0 0 cur")


def test_a_write_of_what_cannot_be_loaded_is_refused() -> None:
    system = fresh("a open f rw+creat", "a mmap c5 4096 none")

    assert ["EFAULT", "EFAULT", "0x0", "0x0", "0x8"] == run(
        system,
        *("a write 0 c0 8", "a write 0 c5 8", "a write 0 c0 0"),
        *("a fstat 0", "a write 0 pcc 8"),
    )


def test_tags_do_not_pass_through_files() -> None:
    for memory in memories():
        system = boot(memory)
        run(system, "a storecap c1 c1", "a open f rw+creat", "a write 0 c1 16")
        run(system, "a lseek 0 0 set", "a read 0 c1+32 16", "a loadcap c5 c1+32")
        registers = system.processes["a"].registers

        assert registers["c1"].bits == registers["c5"].bits
        assert not registers["c5"].tag


def test_what_is_read_into_a_capability_clears_its_tag() -> None:
    system = fresh("a open f rw+creat", "a write 0 c1 1", "a lseek 0 0 set")
    run(system, "a storecap c1 c1", "a read 0 c1+3 1", "a loadcap c5 c1")

    assert not system.processes["a"].registers["c5"].tag
