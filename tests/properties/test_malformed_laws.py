"""The laws of malformed capabilities, sampled in the formats that know such."""

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.isa.capability import Capability, root
from model.isa.format import Format
from model.isa.formats import FORMATS
from model.isa.jumps import Jump, ProgramCounter
from model.isa.mantissas import exponent_of
from properties.laws.isa import malformed as laws
from properties.laws.isa.authority import ACCESSES
from properties.laws.isa.texts import can_be_malformed, is_malformed
from properties.strategies.capabilities import addresses, malformed_capabilities
from tests.properties.sampling import lawful_in_every_format, sample, some_capabilities

FORMS = [form for form in FORMATS.values() if can_be_malformed(form)]

formats = pytest.mark.parametrize("form", FORMS, ids=str)


def usable(capability: Capability) -> Capability:
    """It with all that the root has, but for its bounds and address."""
    everything = root(capability.format)
    return attrs.evolve(
        everything, bounds_field=capability.bounds_field, address=capability.address
    )


def some_malformed(form: Format) -> st.SearchStrategy[Capability]:
    malformed = malformed_capabilities(form=form)
    return st.one_of(malformed, malformed.map(usable))


def test_these_formats_know_malformed_capabilities() -> None:
    assert ["morello128", "rvy128", "rvy64", "toy"] == [form.name for form in FORMS]


@formats
def test_malformed_capabilities_have_every_exponent_that_is_reserved(
    form: Format,
) -> None:
    reached: set[int] = set()

    @settings(max_examples=900, derandomize=True)
    @given(malformed_capabilities(form=form))
    def collect(capability: Capability) -> None:
        assert is_malformed(capability)
        reached.add(exponent_of(form, capability.bounds_field))

    collect()
    reserved = {
        "morello128": range(51, 63),
        "rvy128": {*range(-11, 0), 51, 52},
        "rvy64": {*range(-7, 1), 23, 24},
        "toy": range(6, 15),
    }

    assert {*reserved[form.name]} == reached


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
@lawful_in_every_format
@given(st.data())
def test_decoding_says_what_is_malformed(form: Format, data: st.DataObject) -> None:
    law = laws.bounds_are_malformed_exactly_where_the_text_says_so
    sample(law, data.draw(some_capabilities(form)))


@formats
@lawful_in_every_format
@given(st.data())
def test_a_malformed_authority_grants_nothing(
    form: Format, data: st.DataObject
) -> None:
    authority, other = (
        data.draw(some_malformed(form)),
        data.draw(some_capabilities(form)),
    )
    address = data.draw(addresses(form=form))
    access = data.draw(st.sampled_from([*ACCESSES]))
    size = data.draw(st.sampled_from((0, 1, 2, 4)))

    laws.a_malformed_authority_grants_nothing(authority, access, address, size)
    laws.nothing_is_made_by_a_malformed_authority(other, authority, address)


@formats
@lawful_in_every_format
@given(st.data())
def test_nothing_is_derived_from_what_is_malformed(
    form: Format, data: st.DataObject
) -> None:
    malformed, number = data.draw(some_malformed(form)), data.draw(addresses(form=form))
    law = laws.nothing_with_other_bounds_or_address_is_made_of_a_malformed_capability
    here = attrs.evolve(malformed, otype=form.otypes.unsealed)

    law(here, data.draw(st.sampled_from((number, here.address, 0))))


@formats
@lawful_in_every_format
@given(st.data())
def test_nothing_runs_by_what_is_malformed(form: Format, data: st.DataObject) -> None:
    pc = data.draw(addresses(form=form))
    at = ProgramCounter(root(form), pc, c64=False, interrupts=True, seals_links=True)
    law = laws.nothing_runs_by_a_malformed_capability

    law(at, data.draw(some_malformed(form)), Jump())
