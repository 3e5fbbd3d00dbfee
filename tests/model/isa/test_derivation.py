import attrs
import pytest

from model.isa import otypes
from model.isa.capability import Capability, almighty, root
from model.isa.derivation import (
    and_perms,
    as_loaded,
    clear_tag,
    increment,
    seal,
    seal_entry,
    set_address,
    set_bounds,
    set_bounds_exact,
    unseal,
)
from model.isa.formats import MORELLO128
from model.isa.permissions import WRITING, Permission

OBJECT = root(MORELLO128, 0x1000, 0x1100, almighty(MORELLO128).perms)
OTYPES = root(MORELLO128, 4, 8, Permission.GLOBAL | Permission.SEAL | Permission.UNSEAL)
SEALED = seal(OBJECT, OTYPES)


@pytest.mark.parametrize(
    "changed",
    [
        set_address(SEALED, 0x1001),
        increment(SEALED, 1),
        set_bounds(SEALED, 1)[0],
        and_perms(SEALED, 0),
        seal(SEALED, OTYPES),
        seal_entry(SEALED),
    ],
)
def test_a_sealed_capability_loses_its_tag_when_it_is_changed(
    changed: Capability,
) -> None:
    assert SEALED.tag
    assert not changed.tag


def test_an_address_in_bounds_keeps_everything_else() -> None:
    assert attrs.evolve(OBJECT, address=0x1080) == set_address(OBJECT, 0x1080)


def test_one_past_the_end_is_representable() -> None:
    assert set_address(OBJECT, 0x1100).tag


def test_an_address_far_away_clears_the_tag_and_keeps_the_metadata() -> None:
    away = set_address(OBJECT, 1 << 40)

    assert not away.tag
    assert OBJECT.metadata == away.metadata


def test_increments_wrap_around_the_address_space() -> None:
    last = (1 << 64) - 1

    assert last == increment(almighty(MORELLO128), -1).address


def test_set_bounds_narrows_from_the_address() -> None:
    narrowed, exact = set_bounds(set_address(OBJECT, 0x1010), 0x20)

    assert exact
    assert (True, 0x1010, 0x1030) == (narrowed.tag, narrowed.base, narrowed.top)


def test_set_bounds_may_not_widen() -> None:
    assert not set_bounds(OBJECT, 0x101)[0].tag
    assert not set_bounds(set_address(OBJECT, 0xFFF), 2)[0].tag


def test_set_bounds_of_no_length_at_the_top_is_allowed() -> None:
    empty, _ = set_bounds(set_address(OBJECT, 0x1100), 0)

    assert (True, 0) == (empty.tag, empty.length)


def test_only_the_exact_instruction_minds_rounding() -> None:
    source = set_address(almighty(MORELLO128), 0x1001)

    rounded, exact = set_bounds(source, 1 << 20)
    assert rounded.tag
    assert not exact
    assert not set_bounds_exact(source, 1 << 20).tag


def test_narrow_bounds_lose_their_tag_at_an_address_with_flags() -> None:
    flagged = set_address(almighty(MORELLO128), (0xAB << 56) | 0x1000)

    assert flagged.tag
    assert not set_bounds(flagged, 16)[0].tag


def test_permissions_are_only_taken() -> None:
    reading = and_perms(OBJECT, Permission.LOAD)

    assert Permission.LOAD == reading.perms
    assert Permission.LOAD == and_perms(reading, ~0).perms


def test_sealing_and_unsealing_need_the_same_otype() -> None:
    assert otypes.FIRST_SEALED == SEALED.otype
    assert OBJECT == unseal(SEALED, OTYPES)
    assert not unseal(SEALED, set_address(OTYPES, 5)).tag


@pytest.mark.parametrize(
    "authority",
    [
        clear_tag(OTYPES),
        seal_entry(OTYPES),
        and_perms(OTYPES, Permission.UNSEAL),
        set_address(OTYPES, 8),
        root(MORELLO128, 0, 4, Permission.SEAL),
    ],
)
def test_sealing_needs_an_authority_that_may(authority: Capability) -> None:
    assert not seal(OBJECT, authority).tag


def test_a_local_authority_unseals_to_a_local_capability() -> None:
    local = and_perms(OTYPES, Permission.UNSEAL)

    assert not unseal(SEALED, local).has(Permission.GLOBAL)


def test_a_load_without_load_cap_clears_the_tag() -> None:
    data = and_perms(OBJECT, Permission.LOAD)

    assert clear_tag(OBJECT) == as_loaded(OBJECT, data)


def test_a_load_without_mutable_load_takes_the_permissions_to_write() -> None:
    frozen = and_perms(OBJECT, ~Permission.MUTABLE_LOAD)

    assert OBJECT.perms & ~WRITING == as_loaded(OBJECT, frozen).perms
    assert SEALED == as_loaded(SEALED, frozen)
