import pytest

from model.isa.encoding import decode, encode
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
from model.isa.mantissas import (
    Mantissas,
    exponent_of,
    field_with_exponent,
    field_without_exponent,
    is_internal,
    mantissas_of,
)

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


@formats
def test_the_exponent_of_zero_is_the_first(form: Format) -> None:
    assert form.first_exponent == exponent_of(form, 0 ^ internal_zero(form))


def internal_zero(form: Format) -> int:
    """The field that stores exponent and mantissas as zero."""
    if form.has_exponent_field:
        return 0
    return form.internal_bit << (form.bounds_width - 1)


@formats
def test_every_exponent_that_bounds_have_comes_back(form: Format) -> None:
    for E in range(1, form.emax + 1):  # noqa: N806  the ISA's letter
        if form.has_exponent_field and 15 <= E < form.emax:
            continue
        length = 1 << (E + form.mantissa_width - (1 if form.has_exponent_field else 2))
        field = encode(form, 0, length).field

        assert E == exponent_of(form, field)
        assert is_internal(form, field)


@formats
def test_short_bounds_store_no_exponent(form: Format) -> None:
    field = encode(form, 0, 1).field

    assert 0 == exponent_of(form, field)
    assert form.has_exponent_field == is_internal(form, field)


@formats
def test_taking_apart_inverts_putting_together(form: Format) -> None:
    """Lengths that have nothing to round, on both sides of an internal exponent."""
    quarter = 1 << (form.mantissa_width - 2)
    for base, length in ((3, 1), (5, quarter - 1), (0, quarter), (0, 3 * quarter // 2)):
        field = encode(form, base, length).field
        parts = mantissas_of(form, field)

        assert (base, base + length) == (parts.B, parts.T)
        assert field == put_together(form, parts, length)


def put_together(form: Format, parts: Mantissas, length: int) -> int:
    if parts.internal:
        return field_with_exponent(form, parts.E, parts.B, parts.T)
    length_bit = length >> (form.mantissa_width - 2)
    return field_without_exponent(form, parts.B, parts.T, length_bit)


@pytest.mark.parametrize(
    ("form", "field", "expected"),
    [
        (
            MORELLO128,
            1 << 30 | 1 << 16 | 2,
            Mantissas(0, 2, 1 | 1 << 14, internal=False),
        ),
        (MORELLO128, 1 << 16 | 5, Mantissas(50, 0, 1 << 14)),
        (CHERIV9_128, 0x1FFFC018004 & 0x7FF_FFFF, Mantissas(52, 0, 1 << 12)),
        (CHERIV9_64, 0x7C302 & 0x7FFF, Mantissas(26, 0, 1 << 6)),
        (RVY128, 0, Mantissas(52, 0, 1 << 12)),
        (RVY64, 0, Mantissas(24, 0, 1 << 8)),
        (RVY64, 1 << 18, Mantissas(8, 0, 1 << 8)),
        (RVY64, 0b11 << 18, Mantissas(0, 0, 1 << 8, internal=False)),
        (CHERIOT, 15 << 18 | 1 << 17, Mantissas(24, 0, 1 << 8)),
        (CHERIOT, 14 << 18 | 1 << 9 | 2, Mantissas(14, 2, 1)),
    ],
)
def test_fields_are_read_as_the_architecture_says(
    form: Format, field: int, expected: Mantissas
) -> None:
    assert expected == mantissas_of(form, field)


def test_rvy_can_store_exponents_below_zero() -> None:
    field = 0b111 << 14 | 0b111

    assert 52 - 63 == exponent_of(RVY128, field)
    assert not decode(RVY128, field, 0).well_formed


def test_cheriot_has_no_exponent_between_14_and_24() -> None:
    stored = {exponent_of(CHERIOT, code << 18) for code in range(16)}

    assert {*range(15), 24} == stored
