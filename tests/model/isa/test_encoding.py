import pytest

from model.isa.capability import almighty, null
from model.isa.encoding import (
    Bounds,
    decode,
    encode,
    exponent_of,
    is_representable,
    is_representable_fast,
    representable_length,
    representable_mask,
)
from model.isa.formats import FORMATS, MORELLO128, TOY, Format

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


@formats
def test_null_has_the_bounds_of_the_whole_address_space(form: Format) -> None:
    assert Bounds(0, form.address_space) == null(form).bounds
    assert form.null_exponent == exponent_of(form, 0)


def test_the_almighty_metadata_of_morello_is_cmax() -> None:
    assert 0xFFFFC00000010005 == almighty(MORELLO128).metadata


@formats
def test_the_whole_address_space_is_exact(form: Format) -> None:
    encoding = encode(form, 0, form.address_space)

    assert encoding.exact
    assert form.emax == exponent_of(form, encoding.field)


def test_short_bounds_are_exact_at_any_base() -> None:
    assert encode(MORELLO128, 0x123457, 0x3FFF).exact


def test_long_bounds_are_rounded_outward() -> None:
    encoding = encode(MORELLO128, 0x123457, 0x4001)

    assert not encoding.exact
    expected = Bounds(0x123450, 0x127458)
    assert expected == decode(MORELLO128, encoding.field, 0x123457)


def test_no_length_is_not_no_bounds() -> None:
    field = encode(MORELLO128, 0x1000, 0).field

    assert Bounds(0x1000, 0x1000) == decode(MORELLO128, field, 0x1000)


def test_an_exponent_beyond_emax_is_not_well_formed_unless_it_is_null_s() -> None:
    above = (TOY.null_exponent - TOY.emax - 1) & 3

    assert not decode(TOY, above | (2 << TOY.mantissa_width), 0).well_formed
    assert decode(TOY, 0, 0).well_formed


def test_an_address_may_leave_its_bounds_and_stay_representable() -> None:
    field = encode(MORELLO128, 0x10000, 0x1000).field

    assert is_representable(MORELLO128, field, 0x10000, 0x11000)
    assert is_representable(MORELLO128, field, 0x10000, 0xF000)
    assert not is_representable(MORELLO128, field, 0x10000, 0x40000)


def test_the_fast_rule_refuses_the_last_unit_that_the_exact_rule_allows() -> None:
    field = encode(MORELLO128, 0x10000, 0x1000).field
    allowed = [
        new
        for new in range(0x10000, 0x30000)
        if is_representable(MORELLO128, field, 0x10000, new)
    ]

    assert not is_representable_fast(MORELLO128, field, 0x10000, allowed[-1])
    assert is_representable_fast(MORELLO128, field, 0x10000, allowed[-1] - 1)


def test_bit_55_may_not_change_where_bounds_use_the_address() -> None:
    field = encode(MORELLO128, (1 << 55) - 16, 16).field

    assert not is_representable(MORELLO128, field, (1 << 55) - 16, 16)


def test_a_page_needs_no_alignment_and_a_mebibyte_does() -> None:
    assert (1 << 64) - 1 == representable_mask(MORELLO128, 0x1000)
    assert 1 << 9 == (1 << 64) - representable_mask(MORELLO128, 1 << 20)
    assert (1 << 20) + (1 << 9) == representable_length(MORELLO128, (1 << 20) + 1)
