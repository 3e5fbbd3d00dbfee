"""The bits of a 64-bit page-table entry that decide about set tags.

Where no such bits exist, because addresses have 32 bits or nothing translates them,
tags are loaded and stored as they are.
"""

from types import MappingProxyType
from typing import Final

import attrs

from model.isa.faults import ModelDefect
from model.isa.words import select
from model.memory.page_table import ALLOW, PTE, STRIP, TRAP

GENERATION_0: Final = 3
"""Capability loads: allowed in generation 0, a trap for set tags in generation 1."""
GENERATION_1: Final = 4
"""Capability loads: the same, the other way round."""
RESERVED: Final = 5
"""Not to be used: set tags are neither loaded nor stored, nor may anything else be."""

REFUSE: Final = 0
"""Storing a set tag faults."""
MARK: Final = 1
"""The first store of a set tag marks the entry; if hardware does not, it faults."""
TAKE: Final = 2
"""A set tag is stored."""


@attrs.frozen(eq=False, kw_only=True)
class CapabilityBits:
    """Where an architecture has these bits, and what they mean together.

    Bits are listed from the most significant one of the number that they spell.
    """

    name: str
    load_bits: tuple[int, ...]
    """The numbers of the bits that decide about loads."""
    loads: tuple[int, ...]
    """What each number that they spell means: STRIP, ALLOW, TRAP, or as above."""
    store_bits: tuple[int, ...]
    """The numbers of the bits that decide about stores."""
    stores: tuple[int, ...]
    """What each number that they spell means: REFUSE, MARK or TAKE."""
    dirty_bit: int
    """The number of the bit without which no set tag was stored."""
    user_bit: int | None = None
    """The number of the bit of pages that the user's generation is for; if there is
    none, it is for the lower half of the address space."""


@attrs.frozen
class Generations:
    """The current ones, 0 or 1, in the control register of the architecture."""

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
    if meaning == RESERVED:
        return TRAP
    if meaning in (GENERATION_0, GENERATION_1):
        return ALLOW if generation == meaning - GENERATION_0 else TRAP
    return meaning


def on_store(
    kind: CapabilityBits, entry: int, *, hardware_marks: bool
) -> tuple[bool, int]:
    """Whether a set tag may be stored through ``entry``, and the entry afterwards.

    A clear tag may be stored always, and marks nothing.

    Law:
        ``where_a_set_tag_was_stored_the_entry_is_dirty``,
        ``a_handler_can_do_what_marking_hardware_does``
    """
    if select(kind.loads, _spelt(entry, kind.load_bits)) == RESERVED:
        return False, entry
    meaning = select(kind.stores, _spelt(entry, kind.store_bits))
    if meaning == MARK and hardware_marks:
        return True, entry | 1 << kind.dirty_bit
    return meaning == TAKE, entry


def trapping(kind: CapabilityBits, entry: int, generation: int) -> int:
    """The entry with the load barrier up: set tags that are loaded now trap.

    Raises:
        ModelDefect: The architecture has no such bits.

    Law:
        ``any_descriptor_can_be_made_to_trap_set_tags``
    """
    for number, meaning in enumerate(kind.loads):
        raised = _spelling(entry, kind.load_bits, number)
        if meaning != RESERVED and on_load(kind, raised, generation) == TRAP:
            return raised
    raise ModelDefect(f"{kind.name} has no load barrier")


def with_capability_bits(
    pte: PTE, kind: CapabilityBits, entry: int, generation: int
) -> PTE:
    """The hardware bits of a page, its capability bits taken from ``entry``.

    A store that would have to mark the entry is refused, as to a fault handler.
    """
    taken, _ = on_store(kind, entry, hardware_marks=False)
    return attrs.evolve(
        pte,
        capability_load=on_load(kind, entry, generation),
        capability_store=taken,
    )


def _spelt(entry: int, bits: tuple[int, ...]) -> int:
    """The number that these bits of the entry spell."""
    number = 0
    for bit in bits:
        number = 2 * number + (entry >> bit) % 2
    return number


def _spelling(entry: int, bits: tuple[int, ...], number: int) -> int:
    """The entry with these bits changed so that they spell ``number``."""
    for place, bit in enumerate(reversed(bits)):
        entry -= (entry >> bit) % 2 << bit
        entry |= (number >> place) % 2 << bit
    return entry


MORELLO = CapabilityBits(
    name="Morello",
    load_bits=(62, 61),
    loads=(STRIP, ALLOW, GENERATION_0, GENERATION_1),
    store_bits=(60, 59),
    stores=(REFUSE, MARK, TAKE, TAKE),
    dirty_bit=60,
)
"""LC; SC and CDBM: where SC is clear, CDBM lets hardware set it.

Source:
    Arm Morello supplement, stage 1 descriptors, their bits 59 to 62 in hardware use.
"""

CHERIV9 = CapabilityBits(
    name="CHERI-RISC-V v9",
    load_bits=(62, 60, 59),
    loads=(
        *(STRIP, RESERVED, TRAP, RESERVED),
        *(ALLOW, RESERVED, GENERATION_0, GENERATION_1),
    ),
    store_bits=(63, 61),
    stores=(REFUSE, REFUSE, MARK, TAKE),
    dirty_bit=61,
    user_bit=4,
)
"""CR, CRM and CRG; CW and CD.

Source:
    CheriBSD, ``pte.h``, and CTSRD QEMU, ``get_physical_address``. Sail CHERI-RISC-V has
    CR and CW only.
"""

RVY = CapabilityBits(
    name="RVY",
    load_bits=(58,),
    loads=(STRIP, ALLOW),
    store_bits=(58,),
    stores=(REFUSE, TAKE),
    dirty_bit=58,
)
"""Y, for loads and stores alike.

Source:
    RISC-V specification for CHERI, page-table entries.
"""

RVY_SVYRG = CapabilityBits(
    name="RVY with Svyrg",
    load_bits=(55, 56),
    loads=(STRIP, ALLOW, GENERATION_0, GENERATION_1),
    store_bits=(57, 58),
    stores=(REFUSE, REFUSE, MARK, TAKE),
    dirty_bit=58,
    user_bit=4,
)
"""YR and YRG; YW and YD. Svadu lets hardware set YD.

Source:
    RISC-V specification for CHERI, the extension Svyrg, which ``sstatus`` enables.
"""

KINDS = MappingProxyType(
    {
        "morello128": (MORELLO,),
        "cheriv9-128": (CHERIV9,),
        "rvy128": (RVY, RVY_SVYRG),
    }
)
"""The kinds of bits by the name of the capability format that they go with."""
