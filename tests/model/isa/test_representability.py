import pytest

from model.isa.encoding import encode
from model.isa.format import Format
from model.isa.formats import (
    CHERIOT,
    CHERIV9_64,
    CHERIV9_128,
    FORMATS,
    MORELLO128,
    RVY64,
    RVY128,
)
from model.isa.representability import (
    Region,
    is_representable,
    is_representable_fast,
    region_unit_bits,
    representable_length,
    representable_mask,
    representable_region,
    unit_bits,
)

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)

WINDOWS = (
    (MORELLO128, 0x1000, Region(0x10000 - 0x2000, 0x10000)),
    (CHERIV9_128, 0x800, Region(0x10000 - 0x800, 0x4000)),
    (CHERIV9_64, 0x20, Region(0x10000 - 0x20, 0x100)),
    (RVY128, 0x800, Region(0x10000 - 0x1000, 0x4000)),
    (RVY64, 0x80, Region(0x10000 - 0x100, 0x400)),
    (CHERIOT, 0x80, Region(0x10000, 0x200)),
)
"""Lengths of bounds from 0x10000, and the addresses that keep them."""


@pytest.mark.parametrize(("form", "length", "window"), WINDOWS)
def test_an_address_may_leave_its_bounds_and_stay_representable(
    form: Format, length: int, window: Region
) -> None:
    old = 0x10000
    field = encode(form, old, length).field
    first, last = window.base, window.base + window.size - 1

    assert window == representable_region(form, field, old)
    for new, expected in ((first, True), (first - 1, False), (old, True)):
        assert expected == is_representable(form, field, old, new)
    for new, expected in ((last, True), (last + 1, False), (old + length, True)):
        assert expected == is_representable(form, field, old, new)


@pytest.mark.parametrize(("form", "length", "window"), WINDOWS)
def test_the_fast_rule_refuses_the_last_unit_that_the_exact_rule_allows(
    form: Format, length: int, window: Region
) -> None:
    old, last = 0x10000, window.base + window.size - 1
    field = encode(form, old, length).field

    refuses = not is_representable_fast(form, field, old, last)
    assert form.has_fast_rule == refuses
    assert is_representable_fast(form, field, old, last - 1)


def test_where_the_window_of_morello_begins_depends_on_where_the_base_lies() -> None:
    for distance in (0, 1, 0x1FFF):
        base = 0x10000 + distance
        field = encode(MORELLO128, base, 16).field

        expected = Region(0x10000 - 0x2000, 0x10000)
        assert expected == representable_region(MORELLO128, field, base)


@pytest.mark.parametrize("form", [RVY128, RVY64, CHERIOT])
def test_the_window_of_the_others_moves_with_the_base(form: Format) -> None:
    near, far = (
        representable_region(form, encode(form, base, 16).field, base)
        for base in (0x10000, 0x10057)
    )

    assert (0x57, near.size) == (far.base - near.base, far.size)


@formats
def test_bounds_of_the_whole_address_space_are_kept_everywhere(form: Format) -> None:
    field = encode(form, 0, form.address_space).field

    assert Region(0, form.address_space) == representable_region(form, field, 0)
    for new in (1, form.address_space // 2, form.address_space - 1):
        assert is_representable(form, field, 0, new)
        assert is_representable_fast(form, field, 0, new)


def test_bit_55_may_not_change_where_bounds_use_the_address() -> None:
    old = (1 << 55) - 16
    field = encode(MORELLO128, old, 16).field

    assert is_representable(MORELLO128, field, old, old + 8)
    assert not is_representable(MORELLO128, field, old, 1 << 55)
    assert not is_representable_fast(MORELLO128, field, old, 1 << 55)
    assert not is_representable(MORELLO128, field, old, 16)


def test_flags_may_change() -> None:
    field = encode(MORELLO128, 0x1000, 16).field

    assert is_representable(MORELLO128, field, 0x1000, 0xAB << 56 | 0x1000)


def test_nothing_is_representable_with_malformed_bounds() -> None:
    negative = 1 << 18 | 0b11 << 10 | 0b11

    assert not is_representable(RVY64, negative, 0, 0)
    assert not is_representable_fast(RVY64, negative, 0, 0)
    assert not is_representable_fast(MORELLO128, 4, 0, 0)


MASKS = (
    (MORELLO128, 0x1000, 0, 0x1000),
    (MORELLO128, 0x3FFF, 0, 0x3FFF),
    (MORELLO128, 1 << 20, 9, 1 << 20),
    (MORELLO128, (1 << 20) + 1, 9, (1 << 20) + (1 << 9)),
    (CHERIV9_128, 1 << 20, 11, 1 << 20),
    (CHERIV9_128, (1 << 20) + 1, 11, (1 << 20) + (1 << 11)),
    (RVY128, (1 << 20) + 1, 11, (1 << 20) + (1 << 11)),
    (CHERIV9_64, (1 << 20) + 1, 17, (1 << 20) + (1 << 17)),
    (RVY64, (1 << 20) + 1, 14, (1 << 20) + (1 << 14)),
    (RVY64, 0x1FF, 0, 0x1FF),
    (RVY64, 0x201, 3, 0x208),
    (CHERIOT, 0x1FF, 0, 0x1FF),
    (CHERIOT, (1 << 20) + 1, 12, (1 << 20) + (1 << 12)),
    (CHERIOT, (1 << 23) + 1, 24, 1 << 24),
)
"""Lengths; then how many bits a base must have clear, and the length that is exact."""


@pytest.mark.parametrize(("form", "length", "bits", "exact"), MASKS)
def test_a_length_says_how_bases_are_aligned_and_what_is_exact(
    form: Format, length: int, bits: int, exact: int
) -> None:
    assert form.address_space - (1 << bits) == representable_mask(form, length)
    assert exact == representable_length(form, length)


@formats
def test_no_length_needs_no_alignment(form: Format) -> None:
    assert form.address_space - 1 == representable_mask(form, 0)
    assert 0 == representable_length(form, 0)


@formats
def test_a_length_beyond_the_greatest_that_is_exact_becomes_zero(form: Format) -> None:
    assert 0 == representable_length(form, form.address_space - 1)


JUST_BELOW = (
    (CHERIV9_128, 0x1FF8),
    (RVY128, 0x1FF8),
    (CHERIV9_64, 0x78),
    (RVY64, 0x3F8),
)
"""The greatest length of an exponent: exact from zero, where it is asked for."""


@pytest.mark.parametrize("doubled", range(0, 20, 3))
@pytest.mark.parametrize(("form", "length"), JUST_BELOW)
def test_the_greatest_length_of_an_exponent_is_exact(
    form: Format, length: int, doubled: int
) -> None:
    assert length << doubled == representable_length(form, length << doubled)


@pytest.mark.parametrize("doubled", range(40))
def test_morello_answers_the_next_exponent_for_it(doubled: int) -> None:
    length = ((1 << 12) - 1) << (3 + doubled)

    assert 0x8000 << doubled == representable_length(MORELLO128, length)
    smaller = length - (8 << doubled)
    assert smaller == representable_length(MORELLO128, smaller)


def test_lengths_of_other_formats_near_morellos_are_rounded_by_their_own() -> None:
    assert [0x8000, 0x8000, 0x8000] == [
        representable_length(form, 0x7FF8) for form in (MORELLO128, CHERIV9_128, RVY128)
    ]
    assert [0x7FF0, 0x8000, 0x8000] == [
        representable_length(form, 0x7FF0) for form in (MORELLO128, CHERIV9_128, RVY128)
    ]


UNITS = (
    (MORELLO128, 16, 0, 13),
    (MORELLO128, 1 << 20, 9, 19),
    (CHERIV9_128, 1 << 22, 13, 21),
    (CHERIV9_64, 1 << 25, 22, 24),
    (RVY128, 1 << 22, 13, 13),
    (RVY64, 1 << 20, 14, 14),
    (RVY64, 0x1FF, 0, 0),
    (CHERIOT, 1 << 20, 12, 12),
)
"""Lengths from 0; how many low bits of both bounds are clear; and of the places where
the region can begin."""


@pytest.mark.parametrize(("form", "length", "unit", "region"), UNITS)
def test_bounds_and_regions_move_in_units(
    form: Format, length: int, unit: int, region: int
) -> None:
    field = encode(form, 0, length).field

    assert (unit, region) == (unit_bits(form, field), region_unit_bits(form, field))


@formats
def test_bounds_that_need_no_address_move_in_their_own_units(form: Format) -> None:
    field = encode(form, 0, form.address_space).field

    assert unit_bits(form, field) == region_unit_bits(form, field)
