"""The laws that speak of single capabilities, sampled in every format.

Those of relocation between slots are about the formats that have a layout.
"""

from collections.abc import Callable

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.isa.capability import root
from model.isa.derivation import clear_tag
from model.isa.format import Format
from model.isa.formats import FORMATS
from model.memory.layout import LAYOUTS, Layout
from model.memory.shared_authority import kernel_entry, otype_authority
from model.memory.tagged_memory import granule_of
from optimized.policies.copa import CoPA
from properties.laws.isa import authority, derivation, encoding, representability
from properties.laws.memory import relocation
from properties.strategies.capabilities import (
    addresses,
    capabilities,
    confined_capabilities,
    derived_capabilities,
    lengths,
    straddling_capabilities,
    wide_capabilities,
)
from tests.properties.sampling import (
    VALUE_WIDTH,
    lawful,
    lawful_in_every_format,
    permitted_capabilities,
    sample,
    some_capabilities,
)

Law = Callable[..., None]

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
layouts = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


@formats
@lawful_in_every_format
@given(st.data())
def test_any_bits_survive_a_round_trip(form: Format, data: st.DataObject) -> None:
    bits = data.draw(st.integers(0, (1 << form.width) - 1))
    sample(encoding.any_bits_survive_a_round_trip, form, bits, data.draw(st.booleans()))


@formats
@pytest.mark.parametrize(
    "law",
    [
        encoding.decoding_inverts_encoding,
        encoding.encoded_bounds_cover_the_request,
        encoding.encoding_says_exact_when_it_is,
    ],
)
@lawful_in_every_format
@given(st.data())
def test_laws_of_encoding(law: Law, form: Format, data: st.DataObject) -> None:
    asked = data.draw(wide_capabilities(form=form)).bounds
    base = form.value_of(asked.base)
    sample(law, form, base, min(asked.length, form.address_space - base))


@formats
@lawful_in_every_format
@given(st.data())
def test_encoded_bounds_are_the_least(form: Format, data: st.DataObject) -> None:
    law = encoding.encoded_bounds_are_the_least_that_cover_the_request
    capability = data.draw(some_capabilities(form))
    base = form.value_of(capability.base)
    inside = data.draw(st.integers(0, capability.length % form.address_space))
    room = min(capability.top, form.address_space) - base
    sample(law, form, base, min(inside, max(room, 0)), capability)


@formats
@lawful_in_every_format
@given(st.data())
def test_decoded_bounds_encode_to_themselves(form: Format, data: st.DataObject) -> None:
    law = encoding.decoded_bounds_encode_to_themselves
    sample(law, data.draw(some_capabilities(form)))


@formats
@pytest.mark.parametrize(
    "law",
    [
        encoding.decoded_bounds_are_those_of_the_definition,
        representability.regions_begin_at_steps_of_the_definition,
    ],
)
@lawful_in_every_format
@given(st.data())
def test_bounds_and_regions_are_those_of_the_definition(
    law: Callable[..., None], form: Format, data: st.DataObject
) -> None:
    sample(law, data.draw(some_capabilities(form)))


@formats
@lawful_in_every_format
@given(st.data())
def test_set_address_keeps_bounds(form: Format, data: st.DataObject) -> None:
    capability = data.draw(some_capabilities(form))
    address = data.draw(
        st.one_of(near(capability.address), near(capability.base), addresses(form=form))
    )
    law = derivation.set_address_keeps_bounds_while_the_tag_stays
    sample(law, capability, address % form.address_space)


@formats
@lawful_in_every_format
@given(st.data())
def test_increment_keeps_bounds(form: Format, data: st.DataObject) -> None:
    capability = data.draw(some_capabilities(form))
    amount = data.draw(st.one_of(near(0), near(capability.length)))
    law = derivation.increment_keeps_bounds_while_the_tag_stays
    sample(law, capability, amount)


@formats
@pytest.mark.parametrize(
    "law",
    [
        derivation.set_bounds_never_exceeds_its_source,
        derivation.set_bounds_covers_its_request,
        derivation.set_bounds_makes_canonical_encodings,
    ],
)
@lawful_in_every_format
@given(st.data())
def test_laws_of_set_bounds(law: Law, form: Format, data: st.DataObject) -> None:
    capability = data.draw(some_capabilities(form))
    left = max(0, capability.top - capability.value)
    length = data.draw(st.one_of(st.integers(0, left), lengths(form=form)))
    sample(law, capability, length)


@formats
@lawful_in_every_format
@given(st.data())
def test_and_perms_never_adds_authority(form: Format, data: st.DataObject) -> None:
    mask = data.draw(st.integers(0, (1 << VALUE_WIDTH) - 1))
    law = derivation.and_perms_never_adds_authority
    sample(law, data.draw(some_capabilities(form)), mask)


@formats
@pytest.mark.parametrize(
    "law",
    [
        derivation.loading_never_adds_authority,
        derivation.storing_never_adds_authority,
    ],
)
@lawful_in_every_format
@given(st.data())
def test_laws_of_what_is_loaded_and_stored(
    law: Law, form: Format, data: st.DataObject
) -> None:
    value, through = (data.draw(some_capabilities(form)) for _ in range(2))
    sample(law, value, through)


@formats
@lawful_in_every_format
@given(st.data())
def test_what_is_sealed_or_untagged_stays_so(form: Format, data: st.DataObject) -> None:
    capability, other = (data.draw(some_capabilities(form)) for _ in range(2))
    sealed = attrs.evolve(capability, otype=form.otypes.sentry)
    number = data.draw(addresses(form=form))

    derivation.sealed_capabilities_do_not_change(sealed, other, number)
    derivation.no_derivation_makes_a_tag_from_none(clear_tag(capability), other, number)


@formats
@pytest.mark.parametrize(
    "law",
    [
        authority.faults_follow_the_order_of_the_checks,
        authority.an_authorized_load_is_inside_its_bounds,
        authority.an_authorized_store_is_inside_its_bounds,
    ],
)
@lawful_in_every_format
@given(st.data())
def test_laws_of_authority(law: Law, form: Format, data: st.DataObject) -> None:
    usable = permitted_capabilities(form=form).filter(lambda made: made.length > 0)
    capability = data.draw(st.one_of(usable, usable, some_capabilities(form)))
    last = max(capability.base, capability.top - 1)
    inside = st.integers(capability.base, last)
    address = data.draw(st.one_of(inside, inside, near(capability.address)))
    size = data.draw(st.sampled_from((1, 1, 2, 4)))
    sample(law, capability, address % form.address_space, size)


@formats
@lawful_in_every_format
@given(st.data())
def test_a_tag_is_stored_only_with_the_permissions_that_it_needs(
    form: Format, data: st.DataObject
) -> None:
    law = authority.a_tag_is_stored_only_with_the_permissions_that_it_needs
    holder = root(form) if data.draw(st.booleans()) else None
    through = holder or data.draw(permitted_capabilities(form=form))
    inside = st.integers(through.base, max(through.base, through.top - form.granule))
    sample(law, through, data.draw(inside), data.draw(some_capabilities(form)))


@formats
@lawful_in_every_format
@given(st.data())
def test_every_byte_of_a_granted_access(form: Format, data: st.DataObject) -> None:
    through = data.draw(st.one_of(st.just(root(form)), some_capabilities(form)))
    ends = st.sampled_from((through.base, through.top - 4, form.address_space - 2))
    access = data.draw(st.sampled_from([*authority.ACCESSES]))
    number, size = sorted(data.draw(st.tuples(*[st.integers(0, 4)] * 2)))
    address = data.draw(ends) % form.address_space
    law = authority.every_byte_of_a_granted_access_is_within_bounds
    sample(law, through, access, address, size, number)


@layouts
@lawful
@given(st.data())
def test_relocation_keeps_everything_but_the_place(
    layout: Layout, data: st.DataObject
) -> None:
    law = relocation.relocation_keeps_everything_but_the_place
    parent, child = data.draw(slots(layout)), data.draw(slots(layout))
    capability = data.draw(derived_capabilities(layout=layout, slot=parent))
    sample(law, layout, capability, parent, child)


@layouts
@lawful
@given(st.data())
def test_what_arrives_is_confined_to_the_child(
    layout: Layout, data: st.DataObject
) -> None:
    law = relocation.relocated_capabilities_are_confined_to_the_child
    parent, child = data.draw(slots(layout)), data.draw(slots(layout))
    capability = data.draw(
        st.one_of(
            confined_capabilities(layout=layout, slot=parent),
            straddling_capabilities(layout=layout, slot=parent),
            capabilities(form=layout.format),
        )
    )
    sample(law, layout, capability, parent, child)


@layouts
@lawful
@given(st.data())
def test_shared_authority_stays_as_it_is(layout: Layout, data: st.DataObject) -> None:
    law = relocation.shared_authority_stays_as_it_is
    parent, child = data.draw(slots(layout)), data.draw(slots(layout))
    shared = (otype_authority(layout), kernel_entry(layout))
    sample(law, layout, data.draw(st.sampled_from(shared)), parent, child)


@layouts
@lawful
@given(st.data())
def test_relocation_home_is_the_identity(layout: Layout, data: st.DataObject) -> None:
    slot = data.draw(slots(layout))
    capability = data.draw(confined_capabilities(layout=layout, slot=slot))
    sample(relocation.relocation_home_is_the_identity, layout, capability, slot)


@layouts
@lawful
@given(st.data())
def test_relocations_compose(layout: Layout, data: st.DataObject) -> None:
    home, slot, other = (data.draw(slots(layout)) for _ in range(3))
    granule = granule_of(data.draw(confined_capabilities(layout=layout, slot=home)))
    sample(relocation.relocations_compose, CoPA(layout), granule, home, slot, other)


@layouts
@lawful
@given(st.data())
def test_the_fast_relocation_is_the_relocation(
    layout: Layout, data: st.DataObject
) -> None:
    home, slot = data.draw(slots(layout)), data.draw(slots(layout))
    capability = data.draw(
        st.one_of(
            confined_capabilities(layout=layout, slot=home),
            straddling_capabilities(layout=layout, slot=home),
        )
    )
    law = relocation.the_fast_relocation_is_the_relocation
    sample(law, CoPA(layout), granule_of(capability), home, slot)


def slots(layout: Layout) -> st.SearchStrategy[int]:
    return st.integers(layout.first_user_slot, layout.last_user_slot)


def near(value: int) -> st.SearchStrategy[int]:
    return st.integers(value - 20, value + 20)
