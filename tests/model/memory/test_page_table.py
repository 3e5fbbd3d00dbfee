import pytest

from model.isa import faults
from model.memory.page_table import (
    ALLOW,
    PTE,
    STRIP,
    TRAP,
    UNMAPPED,
    check_capability_store,
    check_load,
    check_store,
    load_through,
)
from model.memory.tagged_memory import Granule

TAGGED, PLAIN = Granule(tag=True, data=5), Granule(tag=False, data=5)


def test_nothing_is_loaded_or_stored_where_nothing_is_mapped() -> None:
    with pytest.raises(faults.NotMapped):
        check_load(UNMAPPED)
    with pytest.raises(faults.NotMapped):
        check_store(UNMAPPED)


def test_reading_and_writing_need_their_bits() -> None:
    with pytest.raises(faults.ReadProtected):
        check_load(PTE(readable=False))
    with pytest.raises(faults.WriteProtected):
        check_store(PTE(writable=False))


def test_capability_loads_allow_strip_or_trap_a_set_tag() -> None:
    assert TAGGED == load_through(PTE(), TAGGED)
    assert PLAIN == load_through(PTE(capability_load=STRIP), TAGGED)
    with pytest.raises(faults.CapabilityLoadTrap):
        load_through(PTE(capability_load=TRAP), TAGGED)


def test_the_barrier_lets_a_clear_tag_pass() -> None:
    assert PLAIN == load_through(PTE(capability_load=TRAP), PLAIN)


def test_set_tags_are_stored_only_where_the_entry_allows() -> None:
    check_capability_store(PTE(capability_store=False), tag=False)
    with pytest.raises(faults.CapabilityStoreTrap):
        check_capability_store(PTE(capability_store=False), tag=True)


@pytest.mark.parametrize("bits", [STRIP, ALLOW, TRAP])
def test_the_capability_bits_of_an_entry_are_plain_integers(bits: int) -> None:
    """A proof merges them with symbolic ones, which no member of an enum allows."""
    assert int is type(bits)
