"""ISA only, not read by the machine yet: the bits of an entry that decide about tags.

The entries have 64 bits; the machine takes them decoded. Which bits they are is data of
the format. If a format has none, because its addresses have 32 bits or nothing
translates them, tags are loaded and stored as they are.
"""

from typing import Final

import attrs

from model.isa.capability_bits import CapabilityBits, OnLoad, OnStore
from model.isa.faults import ModelDefect
from model.isa.words import select
from model.memory.page_table import ALLOW, PTE, TRAP


@attrs.frozen
class Generations:
    """The current generations, 0 or 1, in the control register of the architecture."""

    user: int
    """Morello: TGEN0, for addresses whose bit 55 is clear."""
    kernel: int
    """Morello: TGEN1, for the others."""


HALF_BIT: Final = 55
"""The bit of an address by which Morello chooses between translation tables."""


def generation_of(
    kind: CapabilityBits, entry: int, address: int, generations: Generations
) -> int:
    """The generation in force for a load from ``address`` through ``entry``.

    Law:
        ``each_half_has_a_generation_of_its_own``
    """
    if kind.user_bit is None:
        is_user = (address >> HALF_BIT) % 2 == 0
    else:
        is_user = (entry >> kind.user_bit) % 2 == 1
    return generations.user if is_user else generations.kernel


def on_load(kind: CapabilityBits, entry: int, generation: int) -> int:
    """What a capability load does with set tags: STRIP, ALLOW or TRAP.

    Law:
        ``what_a_descriptor_allows_depends_on_the_generation_only_where_it_says``
    """
    meaning = select(kind.loads, _spelt(entry, kind.load_bits))
    if meaning == OnLoad.RESERVED:
        return TRAP
    if meaning in (OnLoad.GENERATION_0, OnLoad.GENERATION_1):
        return ALLOW if generation == meaning - OnLoad.GENERATION_0 else TRAP
    return meaning


def on_store(
    kind: CapabilityBits, entry: int, *, hardware_marks: bool
) -> tuple[bool, int]:
    """Whether a set tag may be stored through ``entry``, and the entry afterwards.

    A clear tag may always be stored, and marks nothing.

    Law:
        ``where_a_set_tag_was_stored_the_entry_is_dirty``,
        ``a_handler_can_do_what_marking_hardware_does``
    """
    if select(kind.loads, _spelt(entry, kind.load_bits)) == OnLoad.RESERVED:
        return False, entry
    meaning = select(kind.stores, _spelt(entry, kind.store_bits))
    if meaning == OnStore.MARK and hardware_marks:
        return True, entry | 1 << kind.dirty_bit
    return meaning == OnStore.TAKE, entry


def trapping(kind: CapabilityBits, entry: int, generation: int) -> int:
    """The entry with the load barrier up: set tags that are loaded now trap.

    Raises:
        ModelDefect: The architecture has no such bits.

    Law:
        ``any_descriptor_can_be_made_to_trap_set_tags``
    """
    for number, meaning in enumerate(kind.loads):
        raised = _spelling(entry, kind.load_bits, number)
        if meaning != OnLoad.RESERVED and on_load(kind, raised, generation) == TRAP:
            return raised
    raise ModelDefect(f"{kind.name} has no load barrier")


def with_capability_bits(
    pte: PTE, kind: CapabilityBits, entry: int, generation: int
) -> PTE:
    """The hardware bits of a page, its capability bits taken from ``entry``.

    A store that would have to mark the entry is refused, so that a fault handler can
    mark it.
    """
    taken, _ = on_store(kind, entry, hardware_marks=False)
    return attrs.evolve(
        pte,
        capability_load=on_load(kind, entry, generation),
        capability_store=taken,
    )


def _spelt(entry: int, bits: tuple[int, ...]) -> int:
    """The number that these bits of the entry form."""
    number = 0
    for bit in bits:
        number = 2 * number + (entry >> bit) % 2
    return number


def _spelling(entry: int, bits: tuple[int, ...], number: int) -> int:
    """The entry with these bits changed so that they form ``number``."""
    for place, bit in enumerate(reversed(bits)):
        entry -= (entry >> bit) % 2 << bit
        entry |= (number >> place) % 2 << bit
    return entry
