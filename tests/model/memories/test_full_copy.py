import pytest

from model.isa import faults
from model.kernel.calls.mappings import DATA
from model.kernel.calls.page_mapping import pages_root
from model.memories.full_copy import FullCopyMemory
from model.memory.layout import KERNEL_SLOT, TOY_LAYOUT, Location
from model.memory.page_table import PTE, UNMAPPED
from model.memory.relocation import relocate
from model.memory.tables import SparseTable
from model.memory.tagged_memory import ZERO, Granule, granule_of

HERE, THERE = Location(1, 0, 0), Location(2, 0, 0)
DATUM = Granule(tag=False, data=7)


def memory_with(granule: Granule) -> FullCopyMemory:
    memory = FullCopyMemory(TOY_LAYOUT)
    memory.map(1, 0, PTE())
    memory.store_capability(HERE, granule)
    return memory


def test_a_fork_copies_data_as_it_is() -> None:
    memory = memory_with(DATUM)
    memory.fork(1, 2)

    assert DATUM == memory.peek(THERE)
    assert 1 == memory.pages_copied


def test_a_fork_relocates_capabilities() -> None:
    own = pages_root(TOY_LAYOUT, 1, 0, 1, DATA)
    memory = memory_with(granule_of(own))
    memory.fork(1, 2)

    moved = relocate(TOY_LAYOUT, own, 1, 2)
    assert granule_of(moved) == memory.load_capability(THERE)


def test_after_a_fork_neither_sees_what_the_other_stores() -> None:
    memory = memory_with(DATUM)
    memory.fork(1, 2)
    memory.store(HERE, 0, 1, 1)
    memory.store(THERE, 0, 1, 2)

    assert (1, 2) == (memory.peek(HERE).data, memory.peek(THERE).data)


def test_unmapped_memory_is_gone_and_comes_back_as_zeros() -> None:
    memory = memory_with(DATUM)
    memory.unmap(1, 0)
    assert UNMAPPED == memory.pte(1, 0)

    memory.map(1, 0, PTE())

    assert ZERO == memory.peek(HERE)


def test_an_exit_leaves_nothing() -> None:
    memory = memory_with(DATUM)
    memory.exit(1)

    assert [] == memory.mapped_pages(1)
    assert [] == memory.populated(1)


SHARED = 3
"""A page of the kernel's slot."""


def shared_by_two() -> FullCopyMemory:
    """Page 0 of slots 1 and 2 shows one page of the kernel's."""
    memory = FullCopyMemory(TOY_LAYOUT)
    memory.map(KERNEL_SLOT, SHARED, PTE())
    for slot in (1, 2):
        memory.map(slot, 0, PTE(), shows=SHARED)
    return memory


def test_a_store_to_a_shown_page_is_seen_by_all_that_show_it() -> None:
    memory = shared_by_two()
    memory.store(HERE, 0, 1, 9)

    kernels = Location(KERNEL_SLOT, SHARED, 0)
    assert 9 == memory.peek(THERE).data == memory.peek(kernels).data
    assert [HERE] == memory.populated(1)


def test_what_a_page_shows_outlives_it_and_a_fork_shows_it_too() -> None:
    memory = shared_by_two()
    memory.store(HERE, 0, 1, 9)
    memory.fork(1, 3)
    memory.unmap(1, 0)
    memory.exit(2)

    assert SHARED == memory.shows(3, 0)
    assert 9 == memory.load(Location(3, 0, 0)).data
    assert ZERO == memory.peek(HERE) == memory.peek(THERE)


def test_other_bits_leave_a_page_what_it_is() -> None:
    memory = shared_by_two()
    memory.store(HERE, 0, 1, 9)
    memory.protect(1, 0, PTE(writable=False))

    assert SHARED == memory.shows(1, 0)
    assert 9 == memory.load(HERE).data
    with pytest.raises(faults.WriteProtected):
        memory.store(HERE, 0, 1, 1)


def test_a_page_taken_away_leaves_the_others() -> None:
    memory = memory_with(DATUM)
    memory.map(1, 1, PTE())
    memory.store_capability(Location(1, 1, 0), DATUM)
    memory.unmap(1, 0)

    assert DATUM == memory.peek(Location(1, 1, 0))


def test_a_table_has_its_default_in_every_other_cell() -> None:
    table: SparseTable[int, int] = SparseTable(0)
    table.set(1, 5, 9)
    table.overlay(2, 1, lambda value: value + 1)

    assert (9, 10, 0) == (table.get(1, 5), table.get(2, 5), table.get(3, 5))
    table.set(1, 6, 8)
    table.clear(1, lambda cell: cell == 5)
    assert [(6, 8)] == list(table.cells(1))
    table.clear(1)
    assert [] == list(table.cells(1))
