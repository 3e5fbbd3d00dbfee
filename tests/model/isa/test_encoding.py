import pytest

from model.isa.capability import null
from model.isa.encoding import Bounds, decode, encode
from model.isa.format import Format
from model.isa.formats import (
    CHERIOT,
    CHERIV9_64,
    CHERIV9_128,
    FORMATS,
    MORELLO128,
    RVY64,
    RVY128,
    TOY,
)
from model.isa.mantissas import exponent_of

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"cheriot"}))
def test_null_has_the_bounds_of_the_whole_address_space(name: str) -> None:
    form = FORMATS[name]

    assert Bounds(0, form.address_space) == null(form).bounds


def test_null_of_cheriot_has_no_bounds_to_speak_of() -> None:
    assert Bounds(0, 0) == null(CHERIOT).bounds


@formats
def test_the_whole_address_space_is_exact(form: Format) -> None:
    encoding = encode(form, 0, form.address_space)

    assert encoding.exact
    assert form.emax == exponent_of(form, encoding.field)
    assert Bounds(0, form.address_space) == decode(form, encoding.field, 0)


LONGEST = {
    "morello128": (1 << 14) - 1,
    "cheriv9-128": (1 << 12) - 1,
    "cheriv9-64": (1 << 6) - 1,
    "rvy128": (1 << 12) - 1,
    "rvy64": (1 << 9) - 1,
    "cheriot": (1 << 9) - 1,
    "toy": (1 << 3) - 1,
}
"""The greatest length that is exact at any base."""


@formats
def test_short_bounds_are_exact_at_any_base(form: Format) -> None:
    base, length = 0x57 % (form.address_space // 2), LONGEST[form.name]
    short, long = encode(form, base, length), encode(form, base, length + 1)

    assert (True, False) == (short.exact, long.exact)
    assert Bounds(base, base + length) == decode(form, short.field, base)


@pytest.mark.parametrize(
    ("form", "length", "expected"),
    [
        (MORELLO128, 0x4001, Bounds(0x123450, 0x127458)),
        (CHERIV9_128, 0x1001, Bounds(0x123450, 0x124458)),
        (RVY128, 0x1001, Bounds(0x123450, 0x124458)),
        (CHERIV9_64, 0x41, Bounds(0x123450, 0x123498)),
        (RVY64, 0x201, Bounds(0x123450, 0x123658)),
        (CHERIOT, 0x201, Bounds(0x123456, 0x123658)),
    ],
)
def test_long_bounds_are_rounded_outward(
    form: Format, length: int, expected: Bounds
) -> None:
    encoding = encode(form, 0x123457, length)

    assert not encoding.exact
    assert expected == decode(form, encoding.field, 0x123457)


@pytest.mark.parametrize(
    ("form", "base", "length", "expected"),
    [
        (MORELLO128, 0x10001, 0x7FF8, Bounds(0x10000, 0x18000)),
        (CHERIV9_128, 0x10001, 0x1FF8, Bounds(0x10000, 0x12000)),
        (RVY128, 0x10001, 0x1FF8, Bounds(0x10000, 0x12000)),
        (CHERIV9_64, 0x10001, 0x78, Bounds(0x10000, 0x10080)),
        (RVY64, 0x10001, 0x3F8, Bounds(0x10000, 0x10400)),
        (CHERIOT, 0x10001, 0x3FE, Bounds(0x10000, 0x10400)),
        (CHERIOT, 1, 0x1FF << 14, Bounds(0, 1 << 24)),
    ],
)
def test_rounding_that_needs_another_bit_takes_the_next_exponent(
    form: Format, base: int, length: int, expected: Bounds
) -> None:
    encoding = encode(form, base, length)

    assert not encoding.exact
    assert expected == decode(form, encoding.field, base)


@formats
def test_no_length_is_not_no_bounds(form: Format) -> None:
    field = encode(form, 0x60, 0).field

    assert Bounds(0x60, 0x60) == decode(form, field, 0x60)


@formats
def test_bounds_reach_the_last_address(form: Format) -> None:
    space = form.address_space
    encoding = encode(form, space - 4, 4)

    assert encoding.exact
    assert Bounds(space - 4, space) == decode(form, encoding.field, space - 4)


def test_an_exponent_beyond_emax_is_not_well_formed_unless_it_is_null_s() -> None:
    above = (TOY.first_exponent - TOY.emax - 1) & 3

    assert not decode(TOY, above | (2 << TOY.mantissa_width), 0).well_formed
    assert decode(TOY, 0, 0).well_formed


@pytest.mark.parametrize(("form", "emax"), [(CHERIV9_128, 52), (CHERIV9_64, 26)])
def test_v9_takes_exponents_beyond_emax_for_emax(form: Format, emax: int) -> None:
    def stored(exponent: int) -> int:
        high, low = divmod(exponent, 8)
        return form.internal_bit << (form.bounds_width - 1) | (
            high << form.mantissa_width | low
        )

    assert 63 == exponent_of(form, stored(63))
    assert Bounds(0, form.address_space) == decode(form, stored(emax), 5)
    assert decode(form, stored(emax), 5) == decode(form, stored(63), 5)


EXPONENTS_OF_RVY = (
    (RVY128, 0, 0, True),
    (RVY128, 0, 8, False),
    (RVY128, 1, 8, True),
    (RVY128, 1, 1 << 13, False),
    (RVY128, 1, (1 << 13) - 8, True),
    (RVY128, 2, 1 << 13, True),
    (RVY128, 52, 8, True),
    (RVY128, 53, 0, False),
    (RVY64, 0, 0, True),
    (RVY64, 0, 4, False),
    (RVY64, 1, 1 << 9, False),
    (RVY64, 1, (1 << 9) - 4, True),
    (RVY64, 23, 0, True),
    (RVY64, 24, 0, False),
    (RVY64, 25, 0, False),
)
"""Formats, stored exponents and B: whether they are an encoding at all."""


@pytest.mark.parametrize(("form", "stored", "B", "well_formed"), EXPONENTS_OF_RVY)
def test_rvy_has_bounds_that_are_malformed_and_read_as_nothing(
    form: Format,
    stored: int,
    B: int,  # noqa: N803  the ISA's letter
    well_formed: bool,
) -> None:
    K = form.exponent_width  # noqa: N806  the ISA's letter
    field = (stored >> K) % (1 << K) << form.mantissa_width | B | stored % (1 << K)
    field |= (stored >> 2 * K) << (form.bounds_width - 2)
    bounds = decode(form, field, 0x1234)

    assert well_formed == bounds.well_formed
    assert well_formed or Bounds(0, 0, well_formed=False) == bounds


@pytest.mark.parametrize("form", [CHERIV9_64, RVY64])
def test_bounds_around_the_end_have_a_top_beyond_the_address_space(
    form: Format,
) -> None:
    field = encode(form, 0xFFFF_FFE0, 0x30).field

    assert Bounds(0xFFFF_FFE0, 0x1_0000_0010) == decode(form, field, 0)


def test_those_of_cheriot_have_their_top_below_the_base() -> None:
    field = encode(CHERIOT, 0xFFFF_FFE0, 0x30).field

    assert Bounds(0xFFFF_FFE0, 0x10) == decode(CHERIOT, field, 0)
    assert Bounds(0xFFFF_FFE0, 0x1_0000_0010) == decode(CHERIOT, field, 0xFFFF_FFE0)
