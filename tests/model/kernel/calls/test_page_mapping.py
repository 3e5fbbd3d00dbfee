"""Shared memory, mapped files and what children get: over all three memories."""

import pytest

from model.kernel.state.supply import Resource
from model.system import System, boot
from tests.model.kernel.running import memories, run

FILE = ("a store c1 8 0x1111", "a open f rw+creat", "a write 0 c1 8")


@pytest.fixture(params=range(3), ids=("separate", "full-copy", "copa"))
def system(request: pytest.FixtureRequest) -> System:
    return boot(memories()[request.param])


def test_shared_memory_is_shared_with_children_and_private_memory_is_not(
    system: System,
) -> None:
    run(system, "a mmap c5 4096 rw shared", "a mmap c6 4096 rw", "a fork b")
    run(system, "b store c5 8 7", "b store c6 8 8", "a store c5+8 8 9")

    assert ["0x7", "0x0", "0x9"] == run(
        system, "a load c7 c5 8", "a load c7 c6 8", "b load c7 c5+8 8"
    )


def test_shared_memory_outlives_who_made_it(system: System) -> None:
    left = system.kernel.supply.left[Resource.PAGE]
    run(system, "a mmap c5 4096 rw shared", "a fork b", "a store c5 8 7")
    run(system, "a munmap c5")

    assert ["NotMapped", "0x7"] == run(system, "a load c7 c5 8", "b load c7 c5 8")
    run(system, "b exit", "a waitpid b")
    assert left == system.kernel.supply.left[Resource.PAGE]


def test_a_shared_mapping_of_a_file_and_the_file_are_the_same(system: System) -> None:
    run(system, *FILE, "a mmapfile c5 4096 rw shared 0", "a store c5+2 1 0x22")
    run(system, "a lseek 0 0 set", "a fork b", "b read 0 c1+64 8")

    assert ["0x221111"] == run(system, "b load c7 c1+64 8")
    run(system, "b lseek 0 0 set", "b store c1 1 0x33", "b write 0 c1 1")
    assert ["0x221133"] == run(system, "a load c7 c5 8")


def test_a_private_mapping_follows_the_file_until_it_is_stored_to(
    system: System,
) -> None:
    run(system, *FILE, "a mmapfile c5 4096 rw private 0", "a fork b")
    run(system, "a store c1 1 0x33", "a lseek 0 0 set", "a write 0 c1 1")
    assert ["0x1133", "0x1133"] == run(system, "a load c7 c5 8", "b load c7 c5 8")

    run(system, "b store c5+1 1 0x44", "a lseek 0 0 set", "a store c1 1 0x55")
    run(system, "a write 0 c1 1", "a lseek 0 0 set", "a read 0 c1+64 2")
    assert ["0x1155", "0x4433", "0x1155"] == run(
        system, "a load c7 c5 8", "b load c7 c5 8", "a load c7 c1+64 2"
    )


def test_a_capability_can_be_kept_in_a_private_page_of_a_file(system: System) -> None:
    run(system, *FILE, "a mmapfile c5 4096 rw private 0", "a storecap c1 c5+16")
    run(system, "a loadcap c6 c5+16")

    registers = system.processes["a"].registers
    assert registers["c1"] == registers["c6"]
    assert ["0x1111"] == run(system, "a load c7 c5 8")


def test_what_is_beyond_the_end_of_a_file_is_not_there_until_it_grows(
    system: System,
) -> None:
    run(system, *FILE, "a mmapfile c5 8192 rw shared 0")
    assert ["0x0", "NotMapped"] == run(
        system, "a load c7 c5+4088 8", "a load c7 c5+4096 8"
    )

    run(system, "a ftruncate 0 4097")
    assert ["0x0", "done"] == run(system, "a load c7 c5+4096 8", "a ftruncate 0 0")
    assert ["NotMapped"] * 2 == run(system, "a load c7 c5 8", "a load c7 c5+4096 8")


def test_a_mapping_keeps_a_file_that_is_closed_and_has_no_name(
    system: System,
) -> None:
    left = system.kernel.supply.left[Resource.PAGE]
    run(system, *FILE, "a mmapfile c5 4096 r shared 0", "a close 0", "a unlink f")

    assert ["0x1111"] == run(system, "a load c7 c5 8")
    run(system, "a munmap c5")
    assert left == system.kernel.supply.left[Resource.PAGE]


def test_a_child_gets_no_page_or_zeros_where_the_parent_says_so(
    system: System,
) -> None:
    run(system, "a mmap c5 4096 rw", "a mmap c6 4096 rw", "a store c5 8 5")
    run(system, "a store c6 8 6", "a minherit c5 none", "a minherit c6 wipe")
    run(system, "a fork b", "b fork c")

    assert ["NotMapped", "0x0"] == run(system, "b load c7 c5 8", "b load c7 c6 8")
    assert ["0x5", "0x6"] == run(system, "a load c7 c5 8", "a load c7 c6 8")
    run(system, "b store c6 8 7")
    assert ["NotMapped", "0x0"] == run(system, "c load c7 c5 8", "c load c7 c6 8")
    run(system, "b fork d")
    assert ["0x0"] == run(system, "d load c7 c6 8")


def test_protection_can_be_taken_and_given_back_while_memory_is_shared(
    system: System,
) -> None:
    run(system, "a mmap c5 4096 rw", "a store c5 8 5", "a fork b")
    for name in "ab":
        run(system, f"{name} mprotect c5 r", f"{name} mprotect c5 rw")
    run(system, "a store c5 8 6")

    assert ["0x5"] == run(system, "b load c7 c5 8")
    run(system, "b store c5 8 7")
    assert ["0x6"] == run(system, "a load c7 c5 8")


def test_protection_is_kept(system: System) -> None:
    run(system, "a mmap c5 8192 rw", "a setbounds c6 c5 4096", "a mprotect c6 none")

    assert ["ReadProtected", "WriteProtected", "done"] == run(
        system, "a load c7 c5 8", "a store c5 8 1", "a store c5+4096 8 1"
    )
    run(system, "a mprotect c6 r")
    assert ["0x0", "WriteProtected"] == run(system, "a load c7 c5 8", "a store c5 8 1")


@pytest.mark.parametrize(
    ("flags", "line", "errno"),
    [
        ("w", "a mmapfile c5 4096 r shared 0", "EACCES"),
        ("r", "a mmapfile c5 4096 rw shared 0", "EACCES"),
        ("r", "a mmapfile c5 4096 r shared 1", "EBADF"),
        ("r", "a mmapfile c5 0 r shared 0", "EINVAL"),
        ("r", "a mmapfile c5 4096 r shared 0 8", "EINVAL"),
        ("r", "a mprotect c3 r", "EINVAL"),
        ("r", "a mprotect c4 r", "ENOMEM"),
        ("r", "a minherit c4 none", "ENOMEM"),
    ],
)
def test_what_cannot_be_mapped_is_refused(
    system: System, flags: str, line: str, errno: str
) -> None:
    run(system, f"a open f {flags}+creat")

    assert [errno] == run(system, line)


def test_what_was_opened_for_reading_stays_so(system: System) -> None:
    run(system, "a open f rw+creat", "a ftruncate 0 4096", "a open f r")
    run(system, "a mmapfile c5 4096 r shared 1", "a mmapfile c6 4096 r private 1")

    assert ["EACCES", "done", "EINVAL"] == run(
        system, "a mprotect c5 rw", "a mprotect c6 rw", "a minherit c5 wipe"
    )


def test_a_place_can_be_asked_for(system: System) -> None:
    run(system, "a mmap c5 8192 rw", "a store c5+4096 8 9", "a store c5 8 8")

    assert ["EEXIST", "EINVAL", "EINVAL"] == run(
        system,
        "a mmapat c6 c5+4096 4096 rw new",
        "a mmapat c6 c5+16 4096 rw",
        "a mmapat c6 c5 0 rw",
    )
    run(system, "a mmapat c6 c5+4096 4096 rw")
    assert ["0x0", "0x8"] == run(system, "a load c7 c5+4096 8", "a load c7 c5 8")


def test_tags_are_kept_in_shared_memory_only_where_addresses_mean_the_same(
    system: System,
) -> None:
    run(system, "a mmap c5 4096 rw shared", "a store c1 8 0x111", "a fork b")
    run(system, "b store c1 8 0x222")
    (said,) = run(system, "a storecap c1 c5")

    if system.memory.has_one_address_space:
        assert "CapabilityStoreTrap" == said
    else:
        run(system, "b loadcap c6 c5")
        assert ["0x222"] == run(system, "b load c7 c6 8")


def test_a_fork_takes_the_memory_that_its_child_can_come_to_need(
    system: System,
) -> None:
    supply = system.kernel.supply
    run(system, "a mmap c5 4096 rw shared", "a mmap c6 4096 rw", "a mmap c7 4096 rw")
    run(system, "a minherit c7 none")
    before = supply.left[Resource.PAGE]
    run(system, "a fork b")

    assert before - 7 == supply.left[Resource.PAGE]
    supply.left[Resource.PAGE] = 6
    assert ["ENOMEM"] == run(system, "a fork c")
    supply.left[Resource.PAGE] = 7
    assert ["0x4"] == run(system, "a fork c")


def test_shared_memory_has_all_the_pages_that_its_capability_covers(
    system: System,
) -> None:
    length = (1 << 24) + 1
    run(system, f"a mmap c5 {length} rw shared", "a fork b")
    last = system.processes["a"].registers["c5"].length - 8
    assert last > length

    run(system, f"b store c5+{last} 8 7")
    assert ["0x7"] == run(system, f"a load c7 c5+{last} 8")
