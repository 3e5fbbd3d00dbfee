"""Every combination of the bits, against the tables of the architectures as printed."""

import itertools
from collections.abc import Iterator

import pytest

from model.isa.capability_bits import CapabilityBits
from model.isa.faults import ModelDefect
from model.isa.formats import CHERIV9_128, FORMATS, MORELLO128, RVY128
from model.memory.page_table import ALLOW, PTE, STRIP, TRAP
from model.memory.pte_capability_bits import (
    Generations,
    generation_of,
    on_load,
    on_store,
    trapping,
    with_capability_bits,
)

(MORELLO,), (CHERIV9,) = MORELLO128.capability_bits, CHERIV9_128.capability_bits
RVY, RVY_SVYRG = RVY128.capability_bits

NOISE = (0, ~(0x1FF << 55) % (1 << 64))
"""None of the other bits, and all of them."""

# By bits 62 and 61, in generation 0 and in generation 1.
MORELLO_LOADS = {
    (0, 0): (STRIP, STRIP),
    (0, 1): (ALLOW, ALLOW),
    (1, 0): (ALLOW, TRAP),
    (1, 1): (TRAP, ALLOW),
}

# By bits 62, 60 and 59.
CHERIV9_LOADS = {
    (0, 0, 0): (STRIP, STRIP),
    (0, 0, 1): (TRAP, TRAP),
    (0, 1, 0): (TRAP, TRAP),
    (0, 1, 1): (TRAP, TRAP),
    (1, 0, 0): (ALLOW, ALLOW),
    (1, 0, 1): (TRAP, TRAP),
    (1, 1, 0): (ALLOW, TRAP),
    (1, 1, 1): (TRAP, ALLOW),
}
CHERIV9_RESERVED = {(0, 0, 1), (0, 1, 1), (1, 0, 1)}

# By bits 55 and 56.
SVYRG_LOADS = {
    (0, 0): (STRIP, STRIP),
    (0, 1): (ALLOW, ALLOW),
    (1, 0): (ALLOW, TRAP),
    (1, 1): (TRAP, ALLOW),
}


def entries(*bits: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Every combination of some bits, and the entries that have it."""
    for values in itertools.product((0, 1), repeat=len(bits)):
        entry = sum(value << bit for value, bit in zip(values, bits, strict=True))
        for noise in NOISE:
            yield values, entry | noise


def loads(kind: CapabilityBits, entry: int) -> tuple[int, int]:
    return on_load(kind, entry, 0), on_load(kind, entry, 1)


def test_loads_on_morello() -> None:
    for (high, low, *_), entry in entries(62, 61, 63, 60, 59, 58, 57, 56, 55):
        assert MORELLO_LOADS[high, low] == loads(MORELLO, entry)


def test_loads_on_cheri_risc_v() -> None:
    for (cr, crm, crg, *_), entry in entries(62, 60, 59, 63, 61, 58, 57, 56, 55):
        assert CHERIV9_LOADS[cr, crm, crg] == loads(CHERIV9, entry)


def test_loads_on_rvy() -> None:
    for (y, *_), entry in entries(58, 63, 62, 61, 60, 59, 57, 56, 55):
        assert ((ALLOW, ALLOW) if y else (STRIP, STRIP)) == loads(RVY, entry)


def test_loads_on_rvy_with_svyrg() -> None:
    for (yr, yrg, *_), entry in entries(55, 56, 63, 62, 61, 60, 59, 58, 57):
        assert SVYRG_LOADS[yr, yrg] == loads(RVY_SVYRG, entry)


@pytest.mark.parametrize("marks", [False, True])
def test_stores_on_morello(marks: bool) -> None:
    for (sc, cdbm, *_), entry in entries(60, 59, 63, 62, 61, 58, 57, 56, 55):
        is_marked = bool(cdbm) and marks
        after = entry | 1 << 60 if is_marked else entry

        assert (bool(sc) or is_marked, after) == on_store(
            MORELLO, entry, hardware_marks=marks
        )


@pytest.mark.parametrize("marks", [False, True])
def test_stores_on_cheri_risc_v(marks: bool) -> None:
    for (cw, cd, *load), entry in entries(63, 61, 62, 60, 59, 58, 57, 56, 55):
        is_usable = bool(cw) and tuple(load[:3]) not in CHERIV9_RESERVED
        after = entry | 1 << 61 if is_usable and marks else entry

        assert (is_usable and bool(cd or marks), after) == on_store(
            CHERIV9, entry, hardware_marks=marks
        )


@pytest.mark.parametrize("marks", [False, True])
def test_stores_on_rvy(marks: bool) -> None:
    for (y, *_), entry in entries(58, 63, 62, 61, 60, 59, 57, 56, 55):
        assert (bool(y), entry) == on_store(RVY, entry, hardware_marks=marks)


@pytest.mark.parametrize("marks", [False, True])
def test_stores_on_rvy_with_svyrg(marks: bool) -> None:
    for (yw, yd, *_), entry in entries(57, 58, 63, 62, 61, 60, 59, 56, 55):
        after = entry | 1 << 58 if yw and marks else entry

        assert (bool(yw and (yd or marks)), after) == on_store(
            RVY_SVYRG, entry, hardware_marks=marks
        )


@pytest.mark.parametrize(
    ("kind", "entry", "address", "expected"),
    [
        (MORELLO, 0, 0, "user"),
        (MORELLO, 1 << 4, 1 << 54, "user"),
        (MORELLO, 0, 1 << 55, "kernel"),
        (MORELLO, 0, 0xFF << 56, "user"),
        (CHERIV9, 1 << 4, 1 << 55, "user"),
        (CHERIV9, 0, 0, "kernel"),
        (RVY_SVYRG, 1 << 4, 1 << 55, "user"),
        (RVY_SVYRG, 0, 0, "kernel"),
    ],
)
def test_the_address_or_the_entry_says_whose_generation_counts(
    kind: CapabilityBits, entry: int, address: int, expected: str
) -> None:
    only_user = generation_of(kind, entry, address, Generations(user=1, kernel=0))
    only_kernel = generation_of(kind, entry, address, Generations(user=0, kernel=1))

    assert (expected == "user", expected == "kernel") == (only_user, only_kernel)


@pytest.mark.parametrize(
    ("kind", "generation", "expected"),
    [
        (MORELLO, 0, 0b11 << 61),
        (MORELLO, 1, 0b10 << 61),
        (CHERIV9, 0, 1 << 60),
        (CHERIV9, 1, 1 << 60),
        (RVY_SVYRG, 0, 0b11 << 55),
        (RVY_SVYRG, 1, 0b01 << 55),
    ],
)
def test_the_barrier_is_spelt_as_each_architecture_has_it(
    kind: CapabilityBits, generation: int, expected: int
) -> None:
    assert expected == trapping(kind, 0, generation)


def test_plain_rvy_has_no_barrier() -> None:
    with pytest.raises(ModelDefect, match="RVY has no load barrier"):
        trapping(RVY, 0, 0)


def test_a_page_takes_its_capability_bits_from_the_entry() -> None:
    pte = PTE(writable=False)
    entry = 0b10 << 61 | 1 << 60

    assert pte == with_capability_bits(pte, MORELLO, entry, 0)
    assert PTE(writable=False, capability_load=TRAP) == with_capability_bits(
        pte, MORELLO, entry, 1
    )
    assert PTE(capability_load=STRIP, capability_store=False) == with_capability_bits(
        PTE(), MORELLO, 1 << 59, 0
    )


def test_only_formats_with_addresses_of_64_bits_have_such_entries() -> None:
    having = {form.name for form in FORMATS.values() if form.capability_bits}

    assert {"morello128", "cheriv9-128", "rvy128"} == having
