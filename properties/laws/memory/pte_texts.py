"""What each architecture says of its capability bits, in if and else.

The model has the same as tables that one function interprets, so that a wrong number in
a table would be right for every law that reads it there.

Source:
    Arm Morello supplement, stage 1 descriptors; CheriBSD, ``pte.h``, and CTSRD QEMU for
    CHERI-RISC-V version 9; RISC-V specification for CHERI, page-table entries and the
    extension Svyrg.
"""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from model.isa.capability_bits import CapabilityBits
from model.memory.pte_capability_bits import on_load, on_store
from properties.laws.memory.places import ALLOWS, STRIPS, TRAPS

Bit = Callable[[int], bool]
"""Whether the bit of this number is set in an entry."""

Said = tuple[int, bool, int | None]
"""What a load does with a set tag; whether one may be stored; and the bit that hardware
sets so that it may, if there is one."""


def set_tags_come_to_what_the_text_says(
    kind: CapabilityBits, entry: int, generation: int
) -> None:
    """An entry strips, allows or traps loads of set tags, and takes, refuses or is
    marked by stores of them, as its architecture says.
    """

    def bit(number: int) -> bool:
        return entry >> number & 1 == 1

    load, taken, mark = TEXTS[kind.name](bit, generation)
    assert on_load(kind, entry, generation) == load
    by_handler, same = on_store(kind, entry, hardware_marks=False)
    assert by_handler == taken
    assert same == entry
    by_hardware, after = on_store(kind, entry, hardware_marks=True)
    assert by_hardware == (taken | (mark is not None))
    assert after == (entry if mark is None else entry | 1 << mark)


def the_bit_that_tells_whose_page_it_is_is_that_of_the_text(
    kind: CapabilityBits,
) -> None:
    """Where RISC-V has generations the entry tells whose counts, by U, its bit 4; in
    Morello the address does.
    """
    told_by_entry = kind.name in ("RVY with Svyrg", "CHERI-RISC-V v9")
    assert kind.user_bit == (4 if told_by_entry else None)


def _morello(bit: Bit, generation: int) -> Said:
    """LC is in bits 62 and 61, SC is bit 60, CDBM is bit 59."""
    if bit(62):
        load = ALLOWS if bit(61) == (generation == 1) else TRAPS
    else:
        load = ALLOWS if bit(61) else STRIPS
    if bit(60):
        return load, True, None
    return load, False, 60 if bit(59) else None


def _version_9(bit: Bit, generation: int) -> Said:
    """CW is bit 63, CR is bit 62, CD is bit 61, CRM is bit 60, CRG is bit 59."""
    if bit(59) and not (bit(62) and bit(60)):
        return TRAPS, False, None
    if bit(62) and bit(60):
        load = ALLOWS if bit(59) == (generation == 1) else TRAPS
    elif bit(62):
        load = ALLOWS
    else:
        load = TRAPS if bit(60) else STRIPS
    if bit(63) and bit(61):
        return load, True, None
    return load, False, 61 if bit(63) else None


def _rvy(bit: Bit, generation: int) -> Said:
    """Bit 58 decides about loads and stores, in every generation."""
    del generation
    return (ALLOWS, True, None) if bit(58) else (STRIPS, False, None)


def _svyrg(bit: Bit, generation: int) -> Said:
    """Bits 55 and 56 decide about loads, bit 57 about stores; bit 58 is the mark."""
    if bit(55):
        load = ALLOWS if bit(56) == (generation == 1) else TRAPS
    else:
        load = ALLOWS if bit(56) else STRIPS
    if bit(57) and bit(58):
        return load, True, None
    return load, False, 58 if bit(57) else None


TEXTS: Final = MappingProxyType(
    {
        "Morello": _morello,
        "CHERI-RISC-V v9": _version_9,
        "RVY": _rvy,
        "RVY with Svyrg": _svyrg,
    }
)
"""The texts by the names of the kinds."""
