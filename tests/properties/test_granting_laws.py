"""The laws of what is granted, sampled in every format that they speak of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.isa.capability import root
from model.isa.derivation import set_address
from model.isa.format import Format
from model.isa.formats import FORMATS
from model.isa.permissions import Permission
from model.isa.sealing import seal
from properties.laws.isa import granting as laws
from properties.laws.isa.texts import text_of
from properties.strategies.capabilities import addresses, wide_capabilities
from tests.properties.sampling import (
    breaks,
    lawful_in_every_format,
    permitted_capabilities,
    some_capabilities,
)

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


@formats
@lawful_in_every_format
@given(st.data())
def test_laws_of_loads_and_stores(form: Format, data: st.DataObject) -> None:
    value, through = (data.draw(permitted_capabilities(form=form)) for _ in range(2))
    address = data.draw(st.one_of(st.just(through.base), addresses(form=form)))

    laws.faults_of_a_store_follow_the_order_of_the_checks(through, address, 1)
    laws.faults_of_storing_a_capability_follow_the_order_of_the_checks(
        through, address, value
    )
    laws.a_load_takes_what_its_authority_lacks(value, through)
    laws.a_store_takes_a_tag_only_for_want_of_a_permission(value, through)


@pytest.mark.parametrize(
    "form", [f for f in FORMATS.values() if "seal" not in text_of(f).lacks], ids=str
)
@lawful_in_every_format
@given(st.data())
def test_laws_of_seals(form: Format, data: st.DataObject) -> None:
    keys = [root(form), data.draw(some_capabilities(form))]
    otype = data.draw(st.integers(0, (1 << form.otype_width) + 8))
    key = set_address(data.draw(st.sampled_from(keys)), otype)
    capability = data.draw(some_capabilities(form))

    laws.sealing_succeeds_iff_the_authority_points_at_an_otype_to_seal_with(
        capability, key
    )
    laws.unsealing_succeeds_iff_the_authority_points_at_the_otype(
        seal(capability, key), key
    )


@pytest.mark.parametrize(
    "form", [f for f in FORMATS.values() if "seal" not in text_of(f).lacks], ids=str
)
def test_sealing_at_the_ends_of_what_can_be_sealed_with(form: Format) -> None:
    text = text_of(form)
    for otype in {n for each in (*text.sealable, *text.sealable_data) for n in each}:
        for near in (otype - 1, otype, otype + 1):
            for value in (root(form), root(form, permissions=Permission.LOAD)):
                key = set_address(root(form), max(0, near))
                laws.sealing_succeeds_iff_the_authority_points_at_an_otype_to_seal_with(
                    value, key
                )


@pytest.mark.parametrize(
    "form", [f for f in FORMATS.values() if "build" not in text_of(f).lacks], ids=str
)
@lawful_in_every_format
@given(st.data())
def test_what_was_derived_can_be_built_again(form: Format, data: st.DataObject) -> None:
    capability = data.draw(
        st.one_of(wide_capabilities(form=form), some_capabilities(form))
    )

    assert not breaks(laws.what_was_derived_can_be_built_again, capability)
