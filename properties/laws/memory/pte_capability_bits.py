"""Laws of the capability bits of page-table entries."""

from typing import Final

from model.isa import faults
from model.isa.capability_bits import CapabilityBits
from model.memory.page_table import ALLOW, PTE, TRAP, load_through
from model.memory.pte_capability_bits import (
    Generations,
    generation_of,
    on_load,
    on_store,
    trapping,
    with_capability_bits,
)
from model.memory.tagged_memory import Granule
from properties.laws.assumption import assume
from properties.laws.comparison import implies

USERS_HALF: Final = 55
"""The bit of an address that is clear in the half of user programs: Arm's, of address
ranges with their own translation tables."""


def what_a_descriptor_allows_depends_on_the_generation_only_where_it_says(
    kind: CapabilityBits, entry: int
) -> None:
    """Where it does, set tags may be loaded in one generation and trap in the other."""
    here, there = on_load(kind, entry, 0), on_load(kind, entry, 1)
    bits = sum(1 << bit for bit in kind.generation_bits)
    if kind.generation_bits and entry & bits == bits:
        assert here != there
        assert (here == ALLOW) | (here == TRAP)
        assert (there == ALLOW) | (there == TRAP)
    else:
        assert here == there


def each_half_has_a_generation_of_its_own(
    kind: CapabilityBits, entry: int, address: int, generations: Generations
) -> None:
    """Loads from the half of users, and through entries of users, see the generation of
    users, all others that of the kernel: a fork that raises the barrier for one leaves
    the other alone.
    """
    here = generation_of(kind, entry, address, generations)
    if kind.user_bit is None:
        is_users = (address >> USERS_HALF) % 2 == 0
    else:
        is_users = (entry >> kind.user_bit) % 2 == 1
    assert implies(is_users, here == generations.user)
    assert is_users | (here == generations.kernel)


def without_a_load_barrier_no_entry_traps(
    kind: CapabilityBits, entry: int, generation: int
) -> None:
    """Where no bits raise the barrier, none is raised by pretending: it is a defect to
    ask for it.
    """
    assume(not kind.has_load_barrier)
    assert on_load(kind, entry, generation) != TRAP
    refused = False
    try:
        trapping(kind, entry, generation)
    except faults.ModelDefect:
        refused = True
    assert refused


def any_descriptor_can_be_made_to_trap_set_tags(
    kind: CapabilityBits, entry: int, generation: int
) -> None:
    """Fork's load barrier: whatever the entry, there is one like it through which set
    tags trap when they are loaded, and clear ones do not. Plain RVY has none.
    """
    assume(kind.has_load_barrier)
    barred = trapping(kind, entry, generation)
    changed = entry ^ barred
    for bit in kind.load_bits:
        changed &= ~(1 << bit)
    assert changed == 0
    pte = with_capability_bits(PTE(), kind, barred, generation)
    assert _traps(pte, Granule(tag=True, data=0))
    assert not _traps(pte, Granule(tag=False, data=0))


def where_a_set_tag_was_stored_the_entry_is_dirty(
    kind: CapabilityBits, entry: int, hardware_marks: bool
) -> None:
    """No page takes a set tag in secret: who looks for tags at fork needs only the
    entry. A store changes nothing else, and the next one nothing at all.
    """
    dirty = 1 << kind.dirty_bit
    taken, after = on_store(kind, entry, hardware_marks=hardware_marks)
    if taken:
        assert after == entry | dirty
        assert after & dirty == dirty
        again, still = on_store(kind, after, hardware_marks=hardware_marks)
        assert again
        assert still == after
    else:
        assert after == entry


def a_handler_can_do_what_marking_hardware_does(
    kind: CapabilityBits, entry: int
) -> None:
    """Where hardware does not mark, the store faults, and after a handler has set the
    dirty bit it is as if hardware had.
    """
    by_hardware, marked = on_store(kind, entry, hardware_marks=True)
    assume(by_hardware)
    assert on_store(kind, entry, hardware_marks=False)[1] == entry
    handled = entry | 1 << kind.dirty_bit
    by_handler, after = on_store(kind, handled, hardware_marks=False)
    assert by_handler
    assert after == marked


def _traps(pte: PTE, granule: Granule) -> bool:
    """Whether a capability load of the granule through the entry traps."""
    try:
        load_through(pte, granule)
    except faults.CapabilityLoadTrap:
        return True
    return False
