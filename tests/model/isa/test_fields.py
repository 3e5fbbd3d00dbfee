from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.isa.capability import from_bits, root
from model.isa.fields import Field, fields_of, otype_name, permission_names
from model.isa.format import Format
from model.isa.formats import (
    CHERIOT,
    CHERIV9_64,
    CHERIV9_128,
    FORMATS,
    MORELLO128,
    RVY64,
    RVY64_WITHOUT_LEVELS,
    RVY128,
    RVY128_WITHOUT_LEVELS,
    TOY,
)
from model.isa.mantissas import exponent_of, is_internal, mantissas_of

ALL = (*FORMATS.values(), RVY128_WITHOUT_LEVELS, RVY64_WITHOUT_LEVELS)

formats = pytest.mark.parametrize("form", ALL, ids=repr)


def parts(form: Format, word: int, *, internal: bool) -> dict[str, int]:
    """What the named fields of a word hold, the reserved ones left out."""
    fields = fields_of(form, internal=internal)
    return {f.name: f.of(word) for f in fields if f.name != "reserved"}


def places(fields: Sequence[Field], *names: str) -> list[tuple[int, int]]:
    return [(f.high, f.low) for name in names for f in fields if f.name == name]


@formats
@pytest.mark.parametrize("internal", [False, True])
def test_fields_are_all_bits_of_the_word_and_no_bit_twice(
    form: Format, internal: bool
) -> None:
    fields = fields_of(form, internal=internal)
    starts = [field.high + 1 for field in fields]
    ends = [field.low for field in fields]

    assert [form.metadata_width, *ends] == [*starts, 0]


@formats
@given(st.data())
def test_fields_hold_what_the_model_reads(form: Format, data: st.DataObject) -> None:
    capability = from_bits(
        form, data.draw(st.integers(0, (1 << form.width) - 1)), tag=False
    )
    field, word = capability.bounds_field, capability.register_metadata
    internal = is_internal(form, field)
    part = parts(form, word, internal=internal)
    otype = part.get("otype", part.get("CT"))
    shift = form.exponent_width if internal else 0
    mantissas = mantissas_of(form, field)

    assert otype == capability.otype
    assert part["B"] << shift == mantissas.B
    assert part["T"] << shift == mantissas.T % (1 << form.stored_mantissa_width)


@formats
def test_the_reserved_bits_are_those_of_the_model(form: Format) -> None:
    reserved = sum(
        ((1 << field.width) - 1) << field.low
        for field in fields_of(form, internal=True)
        if field.name == "reserved"
    )
    ones = from_bits(form, ((1 << form.width) - 1), tag=False)

    assert reserved == ones.reserved


@pytest.mark.parametrize("form", [MORELLO128, CHERIV9_128, CHERIV9_64, RVY128, TOY])
def test_te_and_be_are_the_stored_exponent(form: Format) -> None:
    capability = root(form)
    word = capability.register_metadata
    part = parts(form, word, internal=True)
    stored = part["TE"] << form.exponent_width | part["BE"]

    assert (
        exponent_of(form, capability.bounds_field)
        == form.first_exponent + form.exponent_step * stored
    )


def test_fields_are_where_the_specifications_have_them() -> None:
    morello = fields_of(MORELLO128, internal=True)
    v9 = fields_of(CHERIV9_128, internal=True)
    rvy = fields_of(RVY64, internal=True)

    assert [(63, 46), (30, 30), (18, 16)] == places(morello, "perms", "IE", "TE")
    assert [(63, 60), (45, 45), (44, 27)] == places(v9, "uperms", "flag", "otype")
    assert [(29, 25), (20, 20), (18, 18)] == places(rvy, "AP_M", "CT", "L8")
    assert [(21, 18), (17, 9)] == places(fields_of(CHERIOT, internal=True), "E", "T")
    assert [(52, 52)] == places(fields_of(RVY128, internal=True), "M")


@formats
def test_every_permission_has_a_name(form: Format) -> None:
    coding = form.permissions
    permissions = {
        bit
        for needed in coding.names.values()
        for bit in range(needed.bit_length())
        if needed >> bit & 1
    }
    names = permission_names(form, ~0)

    assert len(permissions) == len(names) == len(set(names))
    assert names == permission_names(form, coding.all_permissions)


def test_permissions_have_the_names_of_their_architecture() -> None:
    assert ["Store", "Load"] == permission_names(MORELLO128, 0x30000)
    assert ["Permit_Load", "uperm0"] == permission_names(CHERIV9_128, 0x8004)
    assert ["W", "C", "SDP0", "R"] == permission_names(RVY128, 0x4_0061)
    assert ["GL", "MC", "U0"] == permission_names(CHERIOT, 0x841)


def test_fixed_otypes_have_names() -> None:
    assert "LPB" == otype_name(MORELLO128, 2, is_code=False)
    assert "indirect pair" == otype_name(CHERIV9_128, 0x3FFFD, is_code=True)
    assert "disables interrupts" == otype_name(CHERIOT, 2, is_code=True)
    assert "" == otype_name(CHERIOT, 2, is_code=False)
    assert "" == otype_name(RVY64, 1, is_code=True)
    assert "" == otype_name(MORELLO128, 9, is_code=True)
