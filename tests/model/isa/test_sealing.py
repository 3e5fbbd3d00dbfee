import attrs
import pytest

from model.isa.capability import Capability, from_bits, root
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
from model.isa.sealing import seal, seal_entry, unseal
from tests.model.isa.entries import as_entry

BOTH = Permission.GLOBAL | Permission.SEAL | Permission.UNSEAL
DATA = Permission.GLOBAL | Permission.LOAD | Permission.STORE

FORMS = tuple(form for form in FORMATS.values() if form not in (RVY128, RVY64))
"""The formats that seal with an authority."""

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
sealing = pytest.mark.parametrize("form", FORMS, ids=str)


def thing(form: Format, permissions: int = DATA) -> Capability:
    """A capability for [0x40, 0x60)."""
    return root(form, 0x40, 0x60, permissions)


def key(form: Format, otype: int, permissions: int = BOTH) -> Capability:
    """An authority over the first 16 otypes, or 32, that points at one."""
    return set_address(root(form, 0, 32, permissions), otype)


def some_otype(form: Format) -> int:
    """One that software may choose for data."""
    return form.otypes.free + 1 + form.otypes.data_offset


def sealed(form: Format) -> Capability:
    return seal(thing(form), key(form, some_otype(form)))


@sealing
def test_sealing_changes_the_otype_and_unsealing_changes_it_back(form: Format) -> None:
    authority = key(form, some_otype(form))
    expected = attrs.evolve(thing(form), otype=form.otypes.free + 1)

    assert expected == sealed(form)
    assert sealed(form).is_sealed
    assert thing(form) == unseal(sealed(form), authority)


@sealing
def test_unsealing_needs_the_same_otype(form: Format) -> None:
    assert not unseal(sealed(form), key(form, some_otype(form) + 1)).tag


@sealing
def test_what_is_sealed_cannot_be_sealed_again(form: Format) -> None:
    again = seal(sealed(form), key(form, some_otype(form)))

    assert not again.tag


@sealing
def test_what_is_not_sealed_cannot_be_unsealed(form: Format) -> None:
    assert not unseal(thing(form), key(form, form.otypes.unsealed)).tag


@sealing
def test_no_tag_comes_from_sealing_or_unsealing(form: Format) -> None:
    authority = key(form, some_otype(form))

    assert not seal(clear_tag(thing(form)), authority).tag
    assert not unseal(clear_tag(sealed(form)), authority).tag


def unfit(form: Format, otype: int, permission: Permission) -> list[Capability]:
    """Authorities that may not, each for one reason."""
    good = key(form, otype, permission)
    return [
        clear_tag(good),
        as_entry(good),
        key(form, otype, BOTH & ~permission),
        root(form, otype + 1, otype + 8, permission),
        set_address(root(form, otype - 1, otype, permission), otype),
    ]


@sealing
@pytest.mark.parametrize("number", range(5))
def test_sealing_and_unsealing_need_an_authority_that_may(
    form: Format, number: int
) -> None:
    otype = some_otype(form)
    seals = unfit(form, otype, Permission.SEAL)[number]
    unseals = unfit(form, otype, Permission.UNSEAL)[number]

    assert seal(thing(form), key(form, otype, Permission.SEAL)).tag
    assert not seal(thing(form), attrs.evolve(seals, address=otype)).tag
    assert unseal(sealed(form), key(form, otype, Permission.UNSEAL)).tag
    assert not unseal(sealed(form), attrs.evolve(unseals, address=otype)).tag


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"toy", "rvy128", "rvy64"}))
def test_a_local_authority_unseals_to_a_local_capability(name: str) -> None:
    form = FORMATS[name]
    local = key(form, some_otype(form), Permission.UNSEAL)
    opened = unseal(sealed(form), local)

    assert opened.tag
    assert DATA & ~Permission.GLOBAL == opened.named_permissions & DATA


@pytest.mark.parametrize("form", [f for f in FORMATS.values() if f is not CHERIOT])
def test_a_sealed_entry_is_made_without_authority(form: Format) -> None:
    code = root(form)
    entry = seal_entry(code)

    assert (True, True, True) == (entry.tag, entry.is_sentry, entry.is_sealed)
    assert attrs.evolve(code, otype=form.otypes.sentry) == entry
    assert not seal_entry(clear_tag(code)).tag
    assert not seal_entry(entry).tag


def test_cheriot_seals_no_entry_without_authority() -> None:
    code, authority = root(CHERIOT), key(CHERIOT, CHERIOT.otypes.sentry)

    assert not seal_entry(code).tag
    assert not seal_entry(thing(CHERIOT)).tag
    assert as_entry(code) == seal(code, authority)


@formats
def test_only_cheriot_tells_entries_to_data_from_entries(form: Format) -> None:
    entry = seal_entry(thing(form))

    assert entry.is_sealed
    assert (form is not CHERIOT) == entry.is_sentry


@pytest.mark.parametrize("form", [RVY128, RVY64])
@pytest.mark.parametrize("otype", range(4))
def test_rvy_knows_no_authority_to_seal_or_unseal(form: Format, otype: int) -> None:
    authority = key(form, otype, ~0)

    assert not seal(thing(form), authority).tag
    assert not unseal(seal_entry(thing(form)), authority).tag


def tags(form: Format, *, permissions: int = DATA) -> set[int]:
    """What an authority over them all can point at and seal with."""
    every = root(form, 0, form.address_space, BOTH)
    target = thing(form, permissions)
    last = 2 * (1 << form.otype_width) + 8
    return {
        otype
        for otype in range(min(last, form.address_space))
        if seal(target, set_address(every, otype)).tag
    }


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (MORELLO128, range(1 << 15)),
        (CHERIV9_64, range(12)),
        (TOY, range(8)),
        (CHERIOT, range(9, 16)),
    ],
)
def test_otypes_that_an_authority_can_seal_data_with(
    form: Format, expected: range
) -> None:
    assert set(expected) == tags(form)


def test_otypes_that_an_authority_can_seal_code_of_cheriot_with() -> None:
    code = Permission.EXECUTE | Permission.LOAD | Permission.LOAD_CAP

    assert {1, 2, 3, 6, 7} == tags(CHERIOT, permissions=code)


@pytest.mark.parametrize(
    ("form", "last"), [(CHERIV9_128, 0x3FFFB), (MORELLO128, 0x7FFF)]
)
def test_the_last_otype_for_software(form: Format, last: int) -> None:
    every = root(form, 0, form.address_space, BOTH)

    assert seal(thing(form), set_address(every, last)).tag
    assert not seal(thing(form), set_address(every, last + 1)).tag


def test_sealing_with_zero_leaves_a_capability_of_morello_unsealed() -> None:
    assert thing(MORELLO128) == seal(thing(MORELLO128), key(MORELLO128, 0))


def test_an_authority_with_flags_points_nowhere() -> None:
    every = root(MORELLO128, 0, 1 << 55, BOTH)
    flagged = set_address(every, 0x80 << 56 | 5)

    assert flagged.tag
    assert not seal(thing(MORELLO128), flagged).tag


@pytest.mark.parametrize("form", [CHERIV9_128, CHERIV9_64])
def test_the_reserved_otypes_of_v9_cannot_be_unsealed(form: Format) -> None:
    every = root(form, 0, form.address_space, BOTH)
    for below in range(2, 5):
        otype = (1 << form.otype_width) - below
        capability = attrs.evolve(thing(form), otype=otype)

        assert capability.is_sealed
        assert not unseal(capability, set_address(every, otype)).tag
    last = attrs.evolve(thing(form), otype=form.otypes.last)
    assert unseal(last, set_address(every, form.otypes.last)).tag


@pytest.mark.parametrize("form", [MORELLO128, CHERIOT])
def test_sealed_entries_of_others_can_be(form: Format) -> None:
    target = thing(form, Permission.EXECUTE | Permission.LOAD | Permission.LOAD_CAP)
    authority = key(form, form.otypes.sentry, Permission.UNSEAL | Permission.GLOBAL)

    assert target == unseal(as_entry(target), authority)


@pytest.mark.parametrize("stored", range(1, 8))
def test_the_types_of_cheriot_data_are_8_above_those_of_code(stored: int) -> None:
    code = attrs.evolve(root(CHERIOT), otype=stored)
    data = attrs.evolve(thing(CHERIOT), otype=stored)
    low, high = key(CHERIOT, stored), key(CHERIOT, stored + 8)

    assert (True, False) == (unseal(code, low).tag, unseal(code, high).tag)
    assert (False, True) == (unseal(data, low).tag, unseal(data, high).tag)


def test_refused_capabilities_are_changed_all_the_same() -> None:
    refused = seal(thing(MORELLO128), clear_tag(key(MORELLO128, 7)))
    opened = unseal(refused, and_perms(key(MORELLO128, 9), 0))

    assert (7, False) == (refused.otype, refused.tag)
    assert (0, False) == (opened.otype, opened.tag)
    assert not opened.has(Permission.GLOBAL)


def test_a_malformed_authority_seals_and_opens_nothing() -> None:
    """The first is in the tests that were generated from Sail Morello."""
    zeros = from_bits(MORELLO128, 0, tag=True)
    authority = from_bits(MORELLO128, 0x0200_0000_0001_0004 << 64, tag=True)
    opening = from_bits(MORELLO128, 0x0100_0000_0001_0004 << 64 | 5, tag=True)
    sealed = attrs.evolve(thing(MORELLO128), otype=5)
    genuine = attrs.evolve(
        opening, bounds_field=root(MORELLO128).bounds_field, address=5
    )

    assert not authority.bounds.well_formed
    assert not seal(zeros, authority).tag
    assert not unseal(sealed, opening).tag
    assert unseal(sealed, genuine).tag
