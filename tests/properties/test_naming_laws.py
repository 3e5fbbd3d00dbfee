"""The laws of what the parts of a metadata word are called, in every format."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.isa import faults
from model.isa import formats as every
from model.isa.capability import Capability
from model.isa.format import Format
from model.isa.formats import (
    FORMATS,
    RVY64_WITHOUT_LEVELS,
    RVY128_WITHOUT_LEVELS,
)
from properties.laws.assumption import Unmet
from properties.laws.isa import naming, notation, permission_texts
from tests.properties.sampling import (
    VALUE_WIDTH,
    lawful_in_every_format,
    some_capabilities,
)

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


@pytest.mark.parametrize(
    "form", [*FORMATS.values(), RVY128_WITHOUT_LEVELS, RVY64_WITHOUT_LEVELS], ids=repr
)
@pytest.mark.parametrize(
    "law",
    [
        naming.the_fields_of_a_word_are_all_of_its_bits,
        naming.named_fields_hold_what_the_capability_has,
    ],
)
@lawful_in_every_format
@given(st.data())
def test_laws_of_fields(
    law: Callable[[Capability], None], form: Format, data: st.DataObject
) -> None:
    law(data.draw(some_capabilities(form)))


@formats
def test_permissions_are_numbered(form: Format) -> None:
    naming.permissions_are_numbered_as_their_text_has_them(form)


def test_the_bit_that_tells_the_form_of_an_exponent_has_its_name() -> None:
    for form in FORMATS.values():
        if not form.has_exponent_field:
            naming.the_bit_that_tells_the_form_of_an_exponent_has_its_name(form)


@formats
@lawful_in_every_format
@given(st.data())
def test_values_have_the_names_of_their_bits(form: Format, data: st.DataObject) -> None:
    value = data.draw(st.integers(0, (1 << VALUE_WIDTH) - 1))
    naming.a_value_has_the_names_of_its_bits(form, value)


@pytest.mark.parametrize("name", ["morello128", "cheriv9-128", "cheriv9-64"])
def test_fixed_otypes_have_the_names_of_their_text(name: str) -> None:
    naming.fixed_otypes_have_the_names_of_their_text(FORMATS[name])


@formats
@lawful_in_every_format
@given(st.data())
def test_capabilities_are_written_as_they_are(
    form: Format, data: st.DataObject
) -> None:
    notation.a_capability_is_written_as_it_is(data.draw(some_capabilities(form)))


def test_faults_have_the_codes_of_their_text() -> None:
    kinds = [each for each in vars(faults).values() if isinstance(each, type)]
    told = [kind for kind in kinds if issubclass(kind, faults.Fault)]
    for kind in told:
        notation.a_fault_has_the_code_of_its_text(kind)

    assert len(notation.CODES) < len(told)


@formats
def test_every_permission_can_be_stored(form: Format) -> None:
    naming.every_permission_is_in_some_capability(form)


TEXTS = ["rvy128", "rvy64", "cheriot"]


@pytest.mark.parametrize("name", TEXTS)
def test_permissions_need_the_bits_of_their_text(name: str) -> None:
    permission_texts.permissions_need_the_bits_of_their_text(FORMATS[name])


@pytest.mark.parametrize("name", FORMATS)
def test_every_field_grants_what_its_text_says(name: str) -> None:
    """Every field of twelve bits or fewer; of longer ones each bit and each pair."""
    form = FORMATS[name]
    width = form.permissions.width
    bits = [1 << bit for bit in range(width)]
    pairs = {one | other for one in bits for other in bits}
    for field in range(1 << width) if width <= 12 else {0, (1 << width) - 1, *pairs}:
        permission_texts.a_stored_field_grants_what_its_text_says(form, field)


EVERY = [form for form in vars(every).values() if isinstance(form, Format)]
"""Those that vectors alone are about, too."""


def test_formats_are_told_apart_by_name() -> None:
    naming.formats_are_told_apart_by_name(EVERY)

    assert len(EVERY) > len(FORMATS)


every_form = pytest.mark.parametrize("form", EVERY, ids=lambda form: form.name)


@every_form
def test_words_and_names_are_those_of_the_text(form: Format) -> None:
    naming.a_capability_is_as_wide_as_its_text_says(form)
    naming.permissions_are_numbered_as_their_text_has_them(form)
    naming.modes_are_numbered_as_in_their_text(form)


@every_form
def test_letters_of_permissions_are_those_of_their_text(form: Format) -> None:
    with suppress(Unmet):
        naming.letters_of_permissions_are_those_of_their_text(form)


@pytest.mark.parametrize("name", FORMATS)
def test_authorities_seal_with_the_otypes_of_their_text(name: str) -> None:
    naming.authorities_seal_with_the_otypes_of_their_text(FORMATS[name])


def test_otypes_of_cheriot_are_called_by_what_they_do() -> None:
    for otype in range(8):
        for is_code in (False, True):
            naming.otypes_of_cheriot_are_called_by_what_they_do(otype, is_code=is_code)
