import attrs
import pytest

from model.isa.building import build
from model.isa.capability import Capability, from_bits, null, root
from model.isa.derivation import and_perms, clear_tag, set_address
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
from model.isa.permissions import Permission
from model.isa.sealing import seal_entry

DATA = Permission.GLOBAL | Permission.LOAD | Permission.STORE

FORMS = tuple(form for form in FORMATS.values() if form is not CHERIOT)
"""The formats that build."""

formats = pytest.mark.parametrize("form", FORMS)


def thing(form: Format, permissions: int = DATA) -> Capability:
    """A capability for [0x40, 0x60)."""
    return root(form, 0x40, 0x60, permissions)


def refused(form: Format) -> list[Capability]:
    """Authorities that lack something, each one thing."""
    data = form.permissions.bits_of(Permission.STORE)
    return [
        clear_tag(root(form)),
        seal_entry(root(form)),
        and_perms(root(form), ~data),
        root(form, 0x40, 0x5C, ~0),
        root(form, 0x44, 0x60, ~0),
    ]


@formats
def test_saved_bits_get_their_tag_back(form: Format) -> None:
    saved = from_bits(form, thing(form).bits, tag=False)

    assert thing(form) == build(saved, root(form))
    assert thing(form) == build(saved, thing(form))


@formats
@pytest.mark.parametrize("number", range(5))
def test_an_authority_that_lacks_something_builds_nothing(
    form: Format, number: int
) -> None:
    authority = refused(form)[number]

    assert not build(clear_tag(thing(form)), authority).tag


@formats
def test_an_address_out_of_bounds_is_built_as_well(form: Format) -> None:
    outside = clear_tag(set_address(thing(form), 0x61))

    assert attrs.evolve(outside, tag=True) == build(outside, thing(form))


def test_cheriot_builds_nothing() -> None:
    assert clear_tag(thing(CHERIOT)) == build(thing(CHERIOT), root(CHERIOT))


@pytest.mark.parametrize("form", [MORELLO128, TOY])
def test_morello_opens_what_it_builds_and_minds_no_other_encoding(
    form: Format,
) -> None:
    sealed = attrs.evolve(thing(form), otype=7, tag=False)
    everything = attrs.evolve(null(form), otype=form.otypes.unsealed)

    assert thing(form) == build(sealed, root(form))
    assert build(everything, root(form)).tag
    assert everything.bounds_field != root(form).bounds_field


@pytest.mark.parametrize("form", [MORELLO128, TOY])
def test_morello_leaves_a_tag_that_is_there_unless_it_was_sealed(
    form: Format,
) -> None:
    useless = null(form)
    sealed = attrs.evolve(thing(form), otype=7)

    assert thing(form) == build(thing(form), useless)
    assert clear_tag(thing(form)) == build(sealed, useless)


@pytest.mark.parametrize("form", [CHERIV9_128, CHERIV9_64])
def test_v9_builds_sealed_entries_and_opens_all_else(form: Format) -> None:
    entry, sealed = (
        attrs.evolve(thing(form), otype=otype) for otype in (form.otypes.sentry, 3)
    )

    assert entry == build(clear_tag(entry), root(form))
    assert thing(form) == build(clear_tag(sealed), root(form))
    assert clear_tag(thing(form)) == build(sealed, null(form))


@pytest.mark.parametrize("form", [CHERIV9_128, CHERIV9_64])
def test_v9_builds_only_what_could_be_derived(form: Format) -> None:
    beyond = 63 >> 3 << form.mantissa_width | 63 & 7
    field = form.internal_bit << (form.bounds_width - 1) | beyond
    everything = attrs.evolve(root(form), bounds_field=field)
    wrapped = from_bits(form, (1 << form.width) - 1, tag=True)

    assert everything.bounds == root(form).bounds
    assert not build(everything, root(form)).tag
    assert not build(wrapped, root(form)).tag
    assert build(root(form), root(form)).tag


def test_v9_builds_nothing_with_reserved_bits_nor_by_an_authority_with_such() -> None:
    form = CHERIV9_128
    plain = root(form)
    reserved = attrs.evolve(plain, perms_field=plain.perms_field | 0b10)

    assert not build(clear_tag(reserved), plain).tag
    assert not build(clear_tag(plain), reserved).tag
    assert not build(clear_tag(reserved), reserved).tag
    assert build(clear_tag(plain), plain).tag


@pytest.mark.parametrize("form", [RVY128, RVY64])
def test_rvy_builds_the_bits_as_they_are_sealed_or_not(form: Format) -> None:
    entry = seal_entry(thing(form))

    assert entry == build(clear_tag(entry), root(form))
    assert clear_tag(entry) == build(entry, null(form))


@pytest.mark.parametrize(
    ("form", "perms_field"),
    [
        (RVY128, 1),
        (RVY128, 1 << 24),
        (RVY128, 1 << 21),
        (RVY128, 1 << 30),
        (RVY64, 1),
        (RVY64, 0b00010 << 4),
        (RVY64, 0b11110 << 4 | 1),
    ],
)
def test_rvy_builds_nothing_that_is_not_intact(form: Format, perms_field: int) -> None:
    broken = attrs.evolve(thing(form), perms_field=perms_field)
    malformed = attrs.evolve(thing(form), bounds_field=8)

    assert not build(broken, root(form)).tag
    assert not build(malformed, root(form)).tag
