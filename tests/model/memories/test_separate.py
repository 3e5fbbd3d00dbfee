import pytest

from model.isa import faults
from model.kernel.calls.mappings import DATA
from model.kernel.calls.page_mapping import pages_root
from model.memories.full_copy import FullCopyMemory
from model.memories.separate import HOME, NOWHERE, SeparateMemory
from model.memory.layout import KERNEL_SLOT, TOY_LAYOUT, Location
from model.memory.page_table import PTE
from model.memory.tagged_memory import ZERO, Granule, granule_of

HERE, THERE = Location(1, 0, 0), Location(2, 0, 0)
POINTER = granule_of(pages_root(TOY_LAYOUT, HOME, 0, 1, DATA))
SHARED = 3
"""A page of the kernel's slot."""


def memory_with(granule: Granule) -> SeparateMemory:
    memory = SeparateMemory(TOY_LAYOUT)
    memory.map(1, 0, PTE())
    memory.store_capability(HERE, granule)
    return memory


def test_a_fork_moves_nothing() -> None:
    memory = memory_with(POINTER)
    memory.fork(1, 2)

    assert POINTER == memory.load_capability(THERE)


def test_after_a_fork_neither_sees_what_the_other_stores() -> None:
    memory = memory_with(POINTER)
    memory.fork(1, 2)
    memory.store(HERE, 0, 1, 1)

    assert POINTER == memory.peek(THERE)


@pytest.mark.parametrize("slot", [1, 2, 5])
def test_every_process_finds_its_memory_at_home(slot: int) -> None:
    memory = SeparateMemory(TOY_LAYOUT)
    address = TOY_LAYOUT.address_of(Location(HOME, 2, 0))

    assert HOME == memory.place(slot)
    assert Location(slot, 2, 0) == memory.locate(slot, address)


def test_the_kernel_s_place_is_its_own() -> None:
    assert KERNEL_SLOT == SeparateMemory(TOY_LAYOUT).place(KERNEL_SLOT)


@pytest.mark.parametrize("slot", [KERNEL_SLOT, 2])
def test_elsewhere_there_is_nothing(slot: int) -> None:
    memory = memory_with(POINTER)
    memory.fork(1, 2)
    address = TOY_LAYOUT.address_of(Location(slot, 0, 0))
    nowhere = memory.locate(2, address)

    assert NOWHERE == nowhere.slot
    assert ZERO == memory.peek(nowhere)
    with pytest.raises(faults.NotMapped):
        memory.load(nowhere)


def test_a_pointer_in_shared_memory_is_everybody_s_own() -> None:
    memory = SeparateMemory(TOY_LAYOUT)
    memory.map(KERNEL_SLOT, SHARED, PTE())
    for slot in (1, 2):
        memory.map(slot, 0, PTE(), shows=SHARED)
    memory.store_capability(HERE, POINTER)

    assert POINTER == memory.load_capability(THERE)


def test_an_address_means_another_place_to_each() -> None:
    memory = SeparateMemory(TOY_LAYOUT)

    assert not memory.has_one_address_space
    assert memory.may_share_tags


def test_a_child_inherits_the_capabilities_of_its_parent_as_they_are() -> None:
    memory = memory_with(POINTER)
    pointer = pages_root(TOY_LAYOUT, HOME, 0, 1, DATA)

    assert pointer == memory.inherit(pointer, 1, 2)


def test_in_one_address_space_a_child_inherits_them_relocated() -> None:
    memory = FullCopyMemory(TOY_LAYOUT)
    pointer, there = (pages_root(TOY_LAYOUT, slot, 0, 1, DATA) for slot in (1, 2))

    assert there == memory.inherit(pointer, 1, 2)


def test_the_two_memories_of_the_specification_share_no_method() -> None:
    assert SeparateMemory.__mro__[1:] == FullCopyMemory.__mro__[1:] == (object,)


def test_a_page_keeps_what_it_shows_when_its_bits_change() -> None:
    memory = SeparateMemory(TOY_LAYOUT)
    memory.map(KERNEL_SLOT, SHARED, PTE())
    memory.map(1, 0, PTE(), shows=SHARED)
    memory.protect(1, 0, PTE(writable=False))

    assert SHARED == memory.shows(1, 0)
    assert PTE(writable=False) == memory.pte(1, 0)


def test_what_is_shared_is_found_where_it_is_shown_and_nowhere_else() -> None:
    memory = SeparateMemory(TOY_LAYOUT)
    memory.map(KERNEL_SLOT, SHARED, PTE())
    memory.map(1, 0, PTE(), shows=SHARED)
    memory.map(1, 1, PTE())
    memory.store(Location(1, 0, 1), 0, 1, 7)
    memory.store(Location(1, 1, 1), 0, 1, 8)

    assert {Location(1, 0, 1), Location(1, 1, 1)} == set(memory.populated(1))
    assert [Location(KERNEL_SLOT, SHARED, 1)] == memory.populated(KERNEL_SLOT)


def test_an_address_space_that_ends_leaves_nothing() -> None:
    memory = memory_with(POINTER)
    memory.exit(1)

    assert [] == memory.mapped_pages(1)
    assert [] == memory.populated(1)
    assert ZERO == memory.peek(HERE)


def test_a_page_that_is_unmapped_is_empty_when_it_is_mapped_again() -> None:
    memory = memory_with(POINTER)
    memory.unmap(1, 0)
    memory.map(1, 0, PTE())

    assert ZERO == memory.load(HERE)
