import pytest

from model.isa import faults
from model.kernel.calls.mappings import DATA
from model.kernel.calls.page_mapping import pages_root
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
    assert not SeparateMemory(TOY_LAYOUT).has_one_address_space
