import attrs
import pytest

from model.isa import faults
from model.isa.authority import (
    authorize_load,
    authorize_store,
    authorize_store_capability,
)
from model.isa.capability import Capability, almighty, root
from model.isa.derivation import and_perms, clear_tag, seal_entry
from model.isa.formats import MORELLO128
from model.isa.permissions import Permission

GOOD = root(MORELLO128, 0x1000, 0x1010, almighty(MORELLO128).perms)
NOTHING = and_perms(GOOD, 0)
LOCAL = and_perms(GOOD, ~Permission.GLOBAL)
OUTSIDE = 0x2000


@pytest.mark.parametrize(
    ("authority", "fault"),
    [
        (clear_tag(seal_entry(NOTHING)), faults.TagViolation),
        (seal_entry(NOTHING), faults.SealViolation),
        (NOTHING, faults.PermitLoadViolation),
        (GOOD, faults.BoundsViolation),
    ],
)
def test_loads_check_tag_seal_permission_and_bounds_in_this_order(
    authority: Capability, fault: type[faults.Fault]
) -> None:
    with pytest.raises(fault):
        authorize_load(authority, OUTSIDE, 1)


@pytest.mark.parametrize(
    ("authority", "fault"),
    [
        (clear_tag(seal_entry(NOTHING)), faults.TagViolation),
        (seal_entry(NOTHING), faults.SealViolation),
        (NOTHING, faults.PermitStoreViolation),
        (GOOD, faults.BoundsViolation),
    ],
)
def test_stores_check_in_the_same_order(
    authority: Capability, fault: type[faults.Fault]
) -> None:
    with pytest.raises(fault):
        authorize_store(authority, OUTSIDE, 1)


@pytest.mark.parametrize(
    ("authority", "fault"),
    [
        (NOTHING, faults.PermitStoreViolation),
        (and_perms(GOOD, Permission.STORE), faults.PermitStoreCapViolation),
        (and_perms(GOOD, ~Permission.STORE_LOCAL), faults.PermitStoreLocalCapViolation),
        (GOOD, faults.BoundsViolation),
    ],
)
def test_capability_stores_check_the_value_before_bounds(
    authority: Capability, fault: type[faults.Fault]
) -> None:
    with pytest.raises(fault):
        authorize_store_capability(authority, OUTSIDE, LOCAL)


def test_untagged_values_need_no_more_than_store() -> None:
    data = and_perms(GOOD, Permission.STORE)

    authorize_store_capability(data, 0x1000, clear_tag(LOCAL))


def test_the_last_byte_is_inside_and_the_next_is_not() -> None:
    authorize_load(GOOD, 0x100F, 1)
    with pytest.raises(faults.BoundsViolation):
        authorize_load(GOOD, 0x100F, 2)


def test_flags_of_the_address_play_no_part() -> None:
    flagged = attrs.evolve(GOOD, address=(0xAB << 56) | 0x1000)

    authorize_load(flagged, flagged.address, 16)


def test_faults_say_what_was_needed_and_what_was_there() -> None:
    with pytest.raises(faults.BoundsViolation) as caught:
        authorize_load(GOOD, 0x1008, 16)

    assert "[0x1008, 0x1018) inside the bounds" == caught.value.needed
    assert "[0x1000, 0x1010)" == caught.value.had
    assert "BoundsViolation" == caught.value.kind
