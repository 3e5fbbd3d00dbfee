from hypothesis import given
from hypothesis import strategies as st

from model.isa import otypes
from model.isa.capability import (
    Capability,
    almighty,
    from_bits,
    integer,
    is_local,
    null,
    root,
)
from model.isa.derivation import clear_tag, seal_entry
from model.isa.formats import MORELLO128, TOY
from model.isa.permissions import Permission

READ_WRITE = Permission.GLOBAL | Permission.LOAD | Permission.STORE


@given(st.integers(0, (1 << 128) - 1), st.booleans())
def test_any_129_bits_come_back(bits: int, tag: bool) -> None:
    capability = from_bits(MORELLO128, bits, tag=tag)

    assert (bits, tag) == (capability.bits, capability.tag)


def test_null_is_untagged_zero() -> None:
    assert (0, False) == (null(MORELLO128).bits, null(MORELLO128).tag)


def test_a_number_is_null_with_an_address() -> None:
    assert 5 == integer(MORELLO128, 5).bits
    assert (1 << 64) - 1 == integer(MORELLO128, -1).bits


def test_the_almighty_capability_has_every_permission_everywhere() -> None:
    every = almighty(MORELLO128)

    assert every.tag
    assert (0, 1 << 64) == (every.base, every.top)
    assert every.has(MORELLO128.all_permissions)


def test_a_root_that_is_not_exact_has_no_tag() -> None:
    assert not root(MORELLO128, 1, (1 << 32) + 1, READ_WRITE).tag


def test_an_address_out_of_bounds_has_an_offset_beyond_the_length() -> None:
    capability = root(MORELLO128, 0x1000, 0x1010, READ_WRITE)
    above = Capability(MORELLO128, True, READ_WRITE, 0, capability.bounds_field, 0x1020)
    below = Capability(MORELLO128, True, READ_WRITE, 0, capability.bounds_field, 0xFFF)

    assert (0x20, 0x10) == (above.offset, above.length)
    assert (1 << 64) - 1 == below.offset


def test_no_toy_capability_is_global() -> None:
    assert is_local(almighty(TOY))
    assert not is_local(almighty(MORELLO128))


def test_capabilities_are_written_in_one_way() -> None:
    capability = root(MORELLO128, 0x1000, 0x1080, READ_WRITE)
    sealed = Capability(
        MORELLO128, True, READ_WRITE, 7, capability.bounds_field, 0x1040
    )

    assert "0x1000 [rw,0x1000-0x1080]" == str(capability)
    assert "0x1000 [rw,0x1000-0x1080] (invalid)" == str(clear_tag(capability))
    assert "0x1000 [rw,0x1000-0x1080] (sentry)" == str(seal_entry(capability))
    assert "0x1040 [rw,0x1000-0x1080] (sealed 7)" == str(sealed)


def test_only_otype_zero_is_unsealed() -> None:
    assert not otypes.is_sealed(otypes.UNSEALED)
    assert otypes.is_sealed(otypes.SENTRY)
    assert otypes.is_sealed(otypes.FIRST_SEALED)
