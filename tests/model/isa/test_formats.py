"""The numbers of every format, as the architectures give them."""

import pytest

from model.isa.format import Format
from model.isa.formats import FORMATS

WIDTHS = {
    "morello128": (64, 16, 3, 50, 31, 15, 18),
    "cheriv9-128": (64, 14, 3, 52, 27, 18, 19),
    "cheriv9-64": (32, 8, 3, 26, 15, 4, 13),
    "rvy128": (64, 14, 3, 52, 27, 1, 36),
    "rvy64": (32, 10, 2, 24, 20, 1, 11),
    "cheriot": (32, 9, 0, 24, 22, 3, 7),
    "toy": (8, 5, 2, 5, 9, 3, 12),
}
"""W, MW, K and EMAX, then the bits of bounds, otype and all that is above."""

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


@formats
def test_widths_are_those_of_the_architecture(form: Format) -> None:
    assert WIDTHS[form.name] == (
        form.address_width,
        form.mantissa_width,
        form.exponent_width,
        form.emax,
        form.bounds_width,
        form.otype_width,
        form.permissions.width,
    )


@formats
def test_the_greatest_exponent_reaches_the_whole_address_space(form: Format) -> None:
    leading = form.mantissa_width - (1 if form.has_exponent_field else 2)

    assert form.address_width == form.emax + leading


def test_a_capability_is_two_words_of_a_granule() -> None:
    for form in FORMATS.values():
        assert form.width == 8 * form.granule
        if form.name != "toy":
            assert form.width == 2 * form.address_width


def test_a_format_is_written_as_its_name() -> None:
    assert ["cheriot"] == [str(f) for f in FORMATS.values() if f.name == "cheriot"]


def test_only_morello_has_flags_above_the_value() -> None:
    flagged = [f.name for f in FORMATS.values() if f.value_width < f.address_width]

    assert ["morello128"] == flagged
    assert 0xFFFF_0000_0000_0000 > FORMATS["morello128"].value_of(0xAB << 56 | 1)
