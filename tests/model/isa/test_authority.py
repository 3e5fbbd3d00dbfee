from collections.abc import Callable

import attrs
import pytest

from model.isa import faults
from model.isa.authority import (
    authorize_load,
    authorize_store,
    authorize_store_capability,
)
from model.isa.capability import Capability, root
from model.isa.derivation import and_perms, as_stored, clear_tag
from model.isa.encoding import encode
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
)
from model.isa.jumps import authorize_fetch
from model.isa.mantissas import field_with_exponent
from model.isa.permissions import Permission
from tests.model.isa.entries import as_entry

OUTSIDE = 0x60

MOVING = (
    Permission.GLOBAL
    | Permission.LOAD
    | Permission.STORE
    | Permission.LOAD_CAP
    | Permission.STORE_CAP
    | Permission.STORE_LOCAL
    | Permission.MUTABLE_LOAD
    | Permission.LOAD_GLOBAL
)

formats = pytest.mark.parametrize("form", FORMATS.values())

Check = Callable[[Capability, int, int], None]


def good(form: Format, permissions: int = MOVING) -> Capability:
    """An authority over [0x40, 0x50)."""
    return root(form, 0x40, 0x50, permissions)


def nothing(form: Format) -> Capability:
    return and_perms(good(form), 0)


def local(form: Format) -> Capability:
    return good(form, MOVING & ~Permission.GLOBAL)


@pytest.mark.parametrize(
    ("check", "lacking"),
    [
        (authorize_load, faults.PermitLoadViolation),
        (authorize_store, faults.PermitStoreViolation),
    ],
)
@formats
def test_tag_seal_permission_and_bounds_are_checked_in_this_order(
    form: Format, check: Check, lacking: type[faults.Fault]
) -> None:
    for authority, fault in (
        (clear_tag(as_entry(nothing(form))), faults.TagViolation),
        (as_entry(nothing(form)), faults.SealViolation),
        (nothing(form), lacking),
        (good(form), faults.BoundsViolation),
    ):
        with pytest.raises(fault):
            check(authority, OUTSIDE, 1)


@pytest.mark.parametrize(
    ("form", "exponent"),
    [(MORELLO128, 51), (MORELLO128, 62), (RVY128, -1), (RVY64, 0)],
)
@pytest.mark.parametrize("check", [authorize_load, authorize_store])
def test_malformed_bounds_cover_no_byte(
    form: Format, exponent: int, check: Check
) -> None:
    field = field_with_exponent(form, exponent, 0, 0)
    malformed = attrs.evolve(root(form), bounds_field=field)

    for address in (0, form.granule, form.address_space - 1):
        with pytest.raises(faults.BoundsViolation):
            check(malformed, address, 1)
    with pytest.raises(faults.BoundsViolation):
        authorize_store_capability(malformed, 0, root(form))


@pytest.mark.parametrize("form", [RVY128, RVY64])
@pytest.mark.parametrize("check", [authorize_load, authorize_store, authorize_fetch])
def test_a_top_above_the_address_space_covers_no_byte_at_zero(
    form: Format, check: Check
) -> None:
    last = form.address_space - 1
    field = encode(form, last, 2).field
    beyond = attrs.evolve(root(form), bounds_field=field, address=last)

    assert (last, last + 2) == (beyond.base, beyond.top)
    check(beyond, last, 1)
    for address, size in ((last, 2), (0, 1)):
        with pytest.raises(faults.BoundsViolation):
            check(beyond, address, size)


@pytest.mark.parametrize("form", [RVY128, RVY64])
def test_an_access_may_go_on_at_zero_if_bounds_are_infinite(form: Format) -> None:
    last = form.address_space - 1
    from_zero = attrs.evolve(
        root(form), bounds_field=encode(form, 0, 1 << 20).field, address=0
    )
    to_the_end = attrs.evolve(
        root(form), bounds_field=encode(form, last, 1).field, address=last
    )

    authorize_load(root(form), last, 2)
    for authority in (from_zero, to_the_end):
        with pytest.raises(faults.BoundsViolation):
            authorize_load(authority, last, 2)


@pytest.mark.parametrize("form", [CHERIV9_128, CHERIV9_64, CHERIOT])
def test_elsewhere_an_access_does_not_go_on_at_zero(form: Format) -> None:
    last = form.address_space - 1
    beyond = attrs.evolve(
        root(form), bounds_field=encode(form, last, 2).field, address=last
    )

    authorize_load(beyond, last, 2)
    with pytest.raises(faults.BoundsViolation):
        authorize_load(root(form), last, 2)


NO_STORE_CAP = Permission.LOAD | Permission.STORE | Permission.STORE_LOCAL
NO_STORE_LOCAL = MOVING & ~Permission.STORE_LOCAL


@pytest.mark.parametrize(
    ("permissions", "fault"),
    [
        (Permission.LOAD, faults.PermitStoreViolation),
        (Permission.STORE, faults.PermitStoreCapViolation),
        (NO_STORE_LOCAL, faults.PermitStoreLocalCapViolation),
        (MOVING, faults.BoundsViolation),
    ],
)
@pytest.mark.parametrize("form", [MORELLO128, CHERIV9_128, CHERIV9_64])
def test_capability_stores_check_the_value_before_bounds(
    form: Format, permissions: int, fault: type[faults.Fault]
) -> None:
    with pytest.raises(fault):
        authorize_store_capability(good(form, permissions), OUTSIDE, local(form))


@pytest.mark.parametrize(
    ("form", "permissions"),
    [
        (RVY128, NO_STORE_CAP),
        (RVY128, NO_STORE_LOCAL),
        (RVY64, NO_STORE_CAP),
        (RVY64, NO_STORE_LOCAL),
        (RVY128_WITHOUT_LEVELS, NO_STORE_CAP),
        (RVY64_WITHOUT_LEVELS, NO_STORE_CAP),
        (CHERIOT, NO_STORE_LOCAL),
    ],
)
def test_a_tag_that_is_lost_in_storing_is_no_fault(
    form: Format, permissions: int
) -> None:
    authority = good(form, permissions)

    assert not as_stored(local(form), authority).tag
    authorize_store_capability(authority, 0x40, local(form))
    with pytest.raises(faults.BoundsViolation):
        authorize_store_capability(authority, OUTSIDE, local(form))
    with pytest.raises(faults.PermitStoreViolation):
        authorize_store_capability(good(form, Permission.LOAD), 0x40, local(form))


def test_cheriot_minds_store_cap_before_the_tag_is_lost() -> None:
    data = good(CHERIOT, NO_STORE_CAP)

    for value in (good(CHERIOT), local(CHERIOT)):
        with pytest.raises(faults.PermitStoreCapViolation):
            authorize_store_capability(data, 0x40, value)


@formats
def test_untagged_values_need_no_more_than_store(form: Format) -> None:
    authorize_store_capability(
        good(form, Permission.STORE), 0x40, clear_tag(local(form))
    )


@formats
def test_the_last_byte_is_inside_and_the_next_is_not(form: Format) -> None:
    authorize_load(good(form), 0x4F, 1)
    authorize_store_capability(good(form), 0x50 - form.granule, good(form, 0))
    with pytest.raises(faults.BoundsViolation):
        authorize_load(good(form), 0x4F, 2)
    with pytest.raises(faults.BoundsViolation):
        authorize_store_capability(good(form), 0x51 - form.granule, good(form, 0))


def test_flags_of_the_address_play_no_part() -> None:
    flagged = attrs.evolve(good(MORELLO128), address=(0xAB << 56) | 0x40)

    authorize_load(flagged, flagged.address, 16)


def test_faults_say_what_was_needed_and_what_was_there() -> None:
    with pytest.raises(faults.BoundsViolation) as caught:
        authorize_load(good(MORELLO128), 0x48, 16)

    assert "[0x48, 0x58) inside the bounds" == caught.value.needed
    assert "[0x40, 0x50)" == caught.value.had
    assert "BoundsViolation" == caught.value.kind


@formats
def test_a_missing_permission_is_told_beside_those_that_are_there(form: Format) -> None:
    with pytest.raises(faults.PermitStoreViolation) as caught:
        authorize_store(good(form, Permission.LOAD), 0x40, 1)

    assert ("w", "r") == (str(caught.value.needed), str(caught.value.had))
