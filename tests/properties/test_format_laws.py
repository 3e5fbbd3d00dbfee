"""The laws of what a format alone decides, sampled in every format: where addresses may
go, what moves by a displacement, which permissions are stored, and who may seal.
"""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.isa.capability import Capability, root
from model.isa.derivation import clear_tag, set_address, set_bounds
from model.isa.format import Format
from model.isa.formats import CHERIOT, FORMATS, MORELLO128, TOY
from model.isa.permissions import Permission
from model.isa.representability import (
    region_unit_bits,
    representable_length,
    representable_mask,
    unit_bits,
)
from model.isa.sealing import seal
from properties.laws.assumption import Unmet
from properties.laws.isa import displacement, permissions, representability, sealing
from properties.strategies.capabilities import (
    addresses,
    lengths,
    wide_capabilities,
)
from tests.properties.sampling import (
    VALUE_WIDTH,
    breaks,
    lawful_in_every_format,
    permitted_capabilities,
    sample,
    some_capabilities,
)

Law = Callable[..., None]

few = settings(lawful_in_every_format, max_examples=10)
"""Each example is tried with every operation."""

TYPES = Permission.GLOBAL | Permission.SEAL | Permission.UNSEAL

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


@formats
@pytest.mark.parametrize(
    "law",
    [
        representability.the_fast_rule_implies_the_exact_rule,
        representability.the_representable_region_is_where_bounds_stay,
        representability.bounds_and_top_are_in_the_representable_region,
    ],
)
@lawful_in_every_format
@given(st.data())
def test_laws_of_the_representable_region(
    law: Law, form: Format, data: st.DataObject
) -> None:
    capability = data.draw(some_capabilities(form))
    sample(law, capability, data.draw(near(capability)) % form.address_space)


@formats
@lawful_in_every_format
@given(st.data())
def test_a_region_of_everything_begins_at_zero(
    form: Format, data: st.DataObject
) -> None:
    base = data.draw(st.integers(0, form.address_space // 4))
    length = data.draw(st.integers(form.address_space // 2, form.address_space))
    capability, _ = set_bounds(set_address(root(form), base), length)
    law = representability.a_region_of_everything_begins_at_zero
    sample(law, capability, data.draw(addresses(form=form)))


@pytest.mark.parametrize("form", [MORELLO128, TOY], ids=lambda form: form.name)
@lawful_in_every_format
@given(st.data())
def test_a_sign_stays_where_bounds_need_the_address(
    form: Format, data: st.DataObject
) -> None:
    capability = data.draw(some_capabilities(form))
    address = data.draw(near(capability)) % form.address_space
    for other in (address, address ^ 1 << form.value_width - 1):
        law = representability.a_sign_stays_where_bounds_need_the_address
        with suppress(Unmet):
            law(capability, other)


@formats
@lawful_in_every_format
@given(st.data())
def test_the_representable_length_is_enough(form: Format, data: st.DataObject) -> None:
    length = data.draw(lengths(form=form)) % form.address_space
    base = data.draw(addresses(form=form)) & representable_mask(form, length)
    sample(representability.the_representable_length_is_enough, form, base, length)


@formats
@lawful_in_every_format
@given(st.data())
def test_the_representable_length_is_the_least(
    form: Format, data: st.DataObject
) -> None:
    law = representability.the_representable_length_is_the_least
    if form.signed_values:
        law = representability.the_representable_length_is_the_least_but_where_the_exponent_changes  # noqa: E501
    length = data.draw(lengths(form=form)) % form.address_space
    base = data.draw(addresses(form=form)) & representable_mask(form, length)
    enough = representable_length(form, length)
    less = data.draw(st.integers(length, max(length, enough - 1)))
    sample(law, form, base, length, less)


@formats
@lawful_in_every_format
@given(st.data())
def test_bounds_move_exactly_when_the_displacement_is_aligned(
    form: Format, data: st.DataObject
) -> None:
    law = displacement.bounds_move_exactly_when_the_displacement_is_aligned
    capability = data.draw(wide_capabilities(form=form))
    distance = data.draw(distances(capability))
    sample(law, form, capability.base, capability.length, distance)


ANYWHERE = (
    displacement.addresses_in_bounds_move_with_their_bounds,
    displacement.addresses_out_of_bounds_move_by_units_of_the_region,
    displacement.addresses_near_the_base_move_with_their_bounds,
    displacement.metadata_stays_when_the_displacement_is_a_multiple_of_the_region,
)
FIXED = displacement.addresses_out_of_bounds_move_with_their_bounds


@pytest.mark.parametrize(
    ("form", "law"),
    [
        *((form, law) for form in FORMATS.values() for law in ANYWHERE),
        *((form, FIXED) for form in FORMATS.values() if form.region_bits == 0),
    ],
)
@lawful_in_every_format
@given(st.data())
def test_laws_of_moves_by_a_displacement(
    law: Law, form: Format, data: st.DataObject
) -> None:
    capability = data.draw(pointing_capabilities(form))
    sample(law, capability, data.draw(distances(capability)))


@formats
@lawful_in_every_format
@given(st.data())
def test_aligned_slots_of_powers_of_two_lose_nothing(
    form: Format, data: st.DataObject
) -> None:
    capability = data.draw(pointing_capabilities(form))
    least = (capability.base ^ max(capability.base, capability.top - 1)).bit_length()
    bits = data.draw(st.integers(least, max(least, form.address_width - 1)))
    slots = data.draw(distances(capability)) >> bits
    law = displacement.aligned_slots_of_powers_of_two_lose_nothing
    sample(law, capability, bits, slots << bits)


@formats
@lawful_in_every_format
@given(st.data())
def test_laws_of_permissions(form: Format, data: st.DataObject) -> None:
    field = data.draw(st.integers(0, (1 << form.permissions.width) - 1))
    value = data.draw(st.integers(0, (1 << VALUE_WIDTH) - 1))
    mode = data.draw(st.integers(0, 1))
    permissions.reading_permissions_inverts_writing_them(form, field)
    permissions.written_permissions_are_never_more(form, value, mode)
    permissions.legal_permissions_stay_as_they_are(form, value)
    if form is not CHERIOT:
        permissions.legal_permissions_can_be_stored(form, value)


SEALING = tuple(
    form for form in FORMATS.values() if form.otypes.first == 0 or form is CHERIOT
)
"""The formats that seal with an authority."""


@pytest.mark.parametrize("form", SEALING, ids=lambda form: form.name)
@pytest.mark.parametrize(
    "law",
    [
        sealing.unsealing_inverts_sealing,
        sealing.sealing_needs_authority_over_the_otype,
    ],
)
@lawful_in_every_format
@given(st.data())
def test_laws_of_sealing(law: Law, form: Format, data: st.DataObject) -> None:
    capability = data.draw(permitted_capabilities(form=form))
    sample(law, capability, data.draw(keys(form)))


@pytest.mark.parametrize("form", SEALING, ids=lambda form: form.name)
@lawful_in_every_format
@given(st.data())
def test_unsealing_needs_authority_over_the_otype(
    form: Format, data: st.DataObject
) -> None:
    key = data.draw(keys(form))
    sealed = seal(data.draw(wide_capabilities(form=form)), key)
    law = sealing.unsealing_needs_authority_over_the_otype
    sample(law, sealed, data.draw(st.one_of(st.just(key), keys(form))))


@formats
@lawful_in_every_format
@given(st.data())
def test_a_sealed_entry_is_its_target_and_nothing_else(
    form: Format, data: st.DataObject
) -> None:
    law = sealing.a_sealed_entry_is_its_target_and_nothing_else
    sample(law, data.draw(some_capabilities(form)))


@pytest.mark.parametrize(
    "form", [form for form in FORMATS.values() if form is not CHERIOT]
)
@lawful_in_every_format
@given(st.data())
def test_laws_of_building(form: Format, data: st.DataObject) -> None:
    authority = data.draw(st.one_of(st.just(root(form)), some_capabilities(form)))
    room = authority.top - authority.value
    narrowed, _ = set_bounds(authority, data.draw(st.integers(0, max(0, room))))
    bits = data.draw(st.one_of(st.just(narrowed), some_capabilities(form)))
    sample(sealing.building_never_adds_authority, clear_tag(bits), authority)
    law = sealing.nothing_is_built_where_reserved_bits_are_set
    sample(law, clear_tag(bits), authority)


@lawful_in_every_format
@given(some_capabilities(MORELLO128), some_capabilities(MORELLO128))
def test_a_tag_that_is_there_stays(bits: Capability, authority: Capability) -> None:
    law = sealing.a_tag_that_is_there_stays_where_bits_are_taken_as_they_are
    law(bits, authority)
    law(clear_tag(bits), bits)


@formats
@few
@given(st.data())
def test_no_sealed_capability_comes_without_authority(
    form: Format, data: st.DataObject
) -> None:
    capability, authority = data.draw(some_capabilities(form)), data.draw(keys(form))
    number = data.draw(st.integers(0, form.address_space))
    lacking = sealing.an_operation_that_the_format_lacks_gives_no_tag
    law = sealing.no_sealed_capability_comes_without_authority_over_its_otype

    lacking(capability, authority, number)
    for operation in sealing.OPERATIONS:
        assert not breaks(law, operation, capability, authority, number)


def near(capability: Capability) -> st.SearchStrategy[int]:
    """An address, often within a unit of an end of the bounds or of the region."""
    size = 1 << capability.format.address_width
    reach = min(size, 4 * max(1, capability.length))
    marks = (capability.base, capability.top, capability.address)
    return st.one_of(
        st.builds(int.__add__, st.sampled_from(marks), st.integers(-2, 2)),
        st.builds(int.__add__, st.sampled_from(marks), st.integers(-reach, reach)),
        addresses(form=capability.format),
    )


@st.composite
def pointing_capabilities(draw: st.DrawFn, form: Format) -> Capability:
    """Derived ones that point in or out of bounds, as far as they may."""
    capability = draw(wide_capabilities(form=form))
    moved = set_address(capability, draw(near(capability)))
    return moved if moved.tag else capability


@st.composite
def distances(draw: st.DrawFn, capability: Capability) -> int:
    """How far bounds may move within their half of the address space: often by whole
    units of them, or of the representable region, or by one unit less.
    """
    form, field = capability.format, capability.bounds_field
    half = 1 << (form.value_width - form.signed_values)
    first = 0 if capability.base < half else form.address_space - half
    last = max(first, first + half - capability.length)
    distance = draw(st.integers(first, last)) - capability.base
    units = (0, unit_bits(form, field), region_unit_bits(form, field))
    unit = max(0, draw(st.sampled_from(units)) - draw(st.integers(0, 1)))
    return distance >> unit << unit


@st.composite
def keys(draw: st.DrawFn, form: Format) -> Capability:
    """Authorities that point at some otype, most of them over all."""
    whole = root(form, 0, form.address_space, TYPES)
    over = draw(st.one_of(st.just(whole), permitted_capabilities(form=form)))
    return set_address(over, draw(st.integers(0, 2 << form.otype_width)))
