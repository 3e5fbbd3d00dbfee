import attrs
import pytest

from model.isa import faults
from model.isa.capability import Capability, root
from model.isa.derivation import and_perms, clear_tag, set_bounds
from model.isa.permissions import Permission
from model.memories.full_copy import FullCopyMemory
from model.memory.access import (
    load_capability,
    load_data,
    store_capability,
    store_data,
)
from model.memory.layout import MORELLO_LAYOUT, Location
from model.memory.page_table import PTE

PAGE = MORELLO_LAYOUT.address_of(Location(1, 0, 0))
EVERY = root(MORELLO_LAYOUT.format)


@pytest.fixture
def memory() -> FullCopyMemory:
    made = FullCopyMemory(MORELLO_LAYOUT)
    made.map(1, 0, PTE())
    return made


def test_what_is_stored_is_loaded(memory: FullCopyMemory) -> None:
    store_data(memory, 1, EVERY, PAGE + 8, 4, 0xDEADBEEF)

    assert 0xDEADBEEF == load_data(memory, 1, EVERY, PAGE + 8, 4)
    assert 0xEF == load_data(memory, 1, EVERY, PAGE + 8, 1)


def test_a_capability_keeps_its_tag_in_memory(memory: FullCopyMemory) -> None:
    store_capability(memory, 1, EVERY, PAGE, EVERY)

    assert EVERY == load_capability(memory, 1, EVERY, PAGE)


def test_overwriting_one_byte_of_a_capability_clears_its_tag(
    memory: FullCopyMemory,
) -> None:
    store_capability(memory, 1, EVERY, PAGE, EVERY)
    store_data(memory, 1, EVERY, PAGE, 1, EVERY.bits & 0xFF)

    assert clear_tag(EVERY) == load_capability(memory, 1, EVERY, PAGE)


def small(perms: int) -> Capability:
    """A byte of the page, with few permissions."""
    at_page = attrs.evolve(EVERY, address=PAGE)
    return and_perms(set_bounds(at_page, 1)[0], perms)


def test_bounds_are_checked_before_alignment(memory: FullCopyMemory) -> None:
    with pytest.raises(faults.BoundsViolation):
        load_data(memory, 1, small(Permission.LOAD), PAGE + 1, 4)


def test_permissions_are_checked_before_bounds(memory: FullCopyMemory) -> None:
    with pytest.raises(faults.PermitStoreViolation):
        store_data(memory, 1, small(Permission.LOAD), PAGE + 1, 4, 0)


def test_alignment_is_checked_before_translation(memory: FullCopyMemory) -> None:
    with pytest.raises(faults.AlignmentFault):
        load_data(memory, 1, EVERY, PAGE + MORELLO_LAYOUT.page_size + 1, 4)
    with pytest.raises(faults.NotMapped):
        load_data(memory, 1, EVERY, PAGE + MORELLO_LAYOUT.page_size, 4)


def test_capabilities_lie_on_granules(memory: FullCopyMemory) -> None:
    with pytest.raises(faults.AlignmentFault):
        load_capability(memory, 1, EVERY, PAGE + 8)
    with pytest.raises(faults.AlignmentFault):
        store_capability(memory, 1, EVERY, PAGE + 8, EVERY)


def test_a_store_that_faults_stores_nothing(memory: FullCopyMemory) -> None:
    memory.map(1, 1, PTE(writable=False))
    second = PAGE + MORELLO_LAYOUT.page_size
    with pytest.raises(faults.WriteProtected):
        store_data(memory, 1, EVERY, second, 1, 1)

    assert 0 == load_data(memory, 1, EVERY, second, 1)
