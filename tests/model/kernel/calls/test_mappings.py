import pytest

from model.isa.derivation import clear_tag, set_address, set_bounds
from model.isa.faults import SyscallError
from model.isa.sealing import seal_entry
from model.kernel.calls.mappings import mmap, munmap
from model.kernel.state.page_use import PageUse
from model.memories.full_copy import FullCopyMemory
from model.memory.layout import MORELLO_LAYOUT, Location
from model.posix.arguments import Protection
from model.system import System, boot

PAGE = MORELLO_LAYOUT.page_size
FIRST_FREE = 6


@pytest.fixture
def system() -> System:
    return boot(FullCopyMemory(MORELLO_LAYOUT))


def test_a_mapping_covers_whole_pages_at_the_lowest_place(system: System) -> None:
    mapped = mmap(
        system.kernel, system.processes["a"], 1, PageUse(Protection.READ_WRITE)
    )

    expected = MORELLO_LAYOUT.address_of(Location(1, FIRST_FREE, 0))
    assert (expected, PAGE) == (mapped.base, mapped.length)


def test_a_read_only_mapping_gives_a_capability_that_cannot_write(
    system: System,
) -> None:
    mapped = mmap(system.kernel, system.processes["a"], PAGE, PageUse(Protection.READ))

    assert mapped.tag
    assert "rR" in str(mapped)
    assert not system.memory.pte(1, FIRST_FREE).writable


def test_a_large_mapping_is_aligned_and_long_enough_to_be_exact(
    system: System,
) -> None:
    length = (1 << 26) + 1
    mapped = mmap(
        system.kernel, system.processes["a"], length, PageUse(Protection.READ_WRITE)
    )

    assert mapped.tag
    assert mapped.length >= length
    assert 0 == mapped.base % (1 << 15)


@pytest.mark.parametrize("length", [1 << 30, 1 << 40])
def test_impossible_lengths_fail(system: System, length: int) -> None:
    with pytest.raises(SyscallError) as caught:
        mmap(
            system.kernel, system.processes["a"], length, PageUse(Protection.READ_WRITE)
        )

    assert caught.value.errno == "ENOMEM"
    assert list(range(FIRST_FREE)) == list(system.memory.mapped_pages(1))


def test_what_is_unmapped_is_mapped_again_as_zeros(system: System) -> None:
    process = system.processes["a"]
    mapped = mmap(system.kernel, process, PAGE, PageUse(Protection.READ_WRITE))
    system.memory.store(Location(1, FIRST_FREE, 0), 0, 1, 9)
    munmap(system.kernel, process, mapped)
    assert not system.memory.pte(1, FIRST_FREE).mapped

    assert mapped == mmap(system.kernel, process, PAGE, PageUse(Protection.READ_WRITE))
    assert 0 == system.memory.peek(Location(1, FIRST_FREE, 0)).data


def test_only_whole_pages_of_one_s_own_are_unmapped(system: System) -> None:
    process = system.processes["a"]
    heap = process.registers["c1"]
    part, _ = set_bounds(heap, PAGE - 16)
    empty, _ = set_bounds(set_address(heap, heap.base), 0)
    refused = (clear_tag(heap), seal_entry(heap), part, empty, process.registers["c3"])

    for capability in refused:
        with pytest.raises(SyscallError) as caught:
            munmap(system.kernel, process, capability)
        assert "EINVAL" == caught.value.errno


def test_unmapping_a_part_leaves_the_rest(system: System) -> None:
    process = system.processes["a"]
    first, _ = set_bounds(process.registers["c1"], PAGE)
    munmap(system.kernel, process, first)

    assert [0, 1, 3, 4, 5] == list(system.memory.mapped_pages(1))
