import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.isa.capability import (
    from_bits,
    integer,
    is_local,
    is_return_sentry,
    null,
    root,
)
from model.isa.derivation import clear_tag
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
    TOY,
)
from model.isa.permissions import Permission
from tests.model.isa.entries import as_entry

READ_WRITE = Permission.GLOBAL | Permission.LOAD | Permission.STORE
SEALING = Permission.GLOBAL | Permission.SEAL | Permission.UNSEAL | Permission.USER0

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


@formats
@given(st.data())
def test_any_tag_and_bits_come_back(form: Format, data: st.DataObject) -> None:
    bits = data.draw(st.integers(0, (1 << form.width) - 1))
    tag = data.draw(st.booleans())
    capability = from_bits(form, bits, tag=tag)

    assert (bits, tag) == (capability.bits, capability.tag)


@formats
def test_null_is_untagged_zero_and_unsealed(form: Format) -> None:
    capability = null(form)

    assert (0, False) == (capability.bits, capability.tag)
    assert not capability.is_sealed


@pytest.mark.parametrize(
    ("form", "metadata"),
    [
        (MORELLO128, 0),
        (CHERIV9_128, 0x0000_1FFF_FC01_8004),
        (CHERIV9_64, 0x0007_C302),
        (RVY128, 0),
        (RVY64, 0),
        (CHERIOT, 0),
    ],
)
def test_in_a_register_null_is_what_memory_is_xored_with(
    form: Format, metadata: int
) -> None:
    assert metadata == null(form).register_metadata
    assert metadata == root(form).metadata ^ root(form).register_metadata


@formats
def test_a_number_is_null_with_an_address(form: Format) -> None:
    assert 5 == integer(form, 5).bits
    assert form.address_space - 1 == integer(form, -1).bits


@formats
def test_the_root_capability_is_for_the_whole_address_space(form: Format) -> None:
    every = root(form)

    assert every.tag
    assert (0, form.address_space) == (every.base, every.top)
    assert (0, form.address_space) == (every.address, every.length)
    assert every.has(Permission.LOAD)
    assert every.has(Permission.EXECUTE)


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"cheriot"}))
def test_the_root_capability_has_every_permission(name: str) -> None:
    form = FORMATS[name]

    assert form.permissions.all_permissions == root(form).perms & ~(
        form.permissions.ones
    )


@pytest.mark.parametrize(
    ("form", "metadata"),
    [
        (MORELLO128, 0xFFFF_C000_0001_0005),
        (CHERIV9_128, 0xFFFF_0000_0000_0000),
        (CHERIV9_64, 0xFFF0_0000),
    ],
)
def test_the_root_metadata_is_the_published_word(form: Format, metadata: int) -> None:
    assert metadata == root(form).metadata


@pytest.mark.parametrize(
    ("form", "metadata", "mode_bit"),
    [(RVY128, 0x01FF_F800_0000_0000, 52), (RVY64, 0xD300_0000, 25)],
)
def test_the_published_words_of_rvy_differ_in_the_mode_only(
    form: Format, metadata: int, mode_bit: int
) -> None:
    published = from_bits(form, metadata << form.address_width, tag=True)

    assert (1, 0) == (published.mode, root(form).mode)
    assert root(form).metadata == metadata ^ 1 << mode_bit
    assert root(form).bounds == published.bounds
    assert root(form).perms == published.perms
    assert 0 == published.reserved


@pytest.mark.parametrize(
    ("permissions", "metadata"),
    [
        (~0, 0x5E3E_0000),
        (~Permission.EXECUTE, 0x7E3E_0000),
        (SEALING, 0x4E3E_0000),
    ],
)
def test_cheriot_has_a_root_for_code_one_for_memory_and_one_for_seals(
    permissions: int, metadata: int
) -> None:
    every = root(CHERIOT, 0, CHERIOT.address_space, permissions)

    assert every.tag
    assert metadata == every.metadata


def test_reserved_bits_are_told_where_they_are_in_the_metadata() -> None:
    ones = [
        from_bits(form, (1 << form.width) - 1, tag=False) for form in FORMATS.values()
    ]

    assert {
        "morello128": 0,
        "cheriv9-128": 0b11 << 46,
        "cheriv9-64": 0,
        "rvy128": 0x7F << 57 | 0x7FFF << 28,
        "rvy64": 0b111 << 21,
        "cheriot": 1 << 31,
        "toy": 0,
    } == {each.format.name: each.reserved for each in ones}


def test_a_root_that_is_not_exact_has_no_tag() -> None:
    assert not root(MORELLO128, 1, (1 << 32) + 1, READ_WRITE).tag


@formats
def test_an_address_out_of_bounds_has_an_offset_beyond_the_length(
    form: Format,
) -> None:
    capability = root(form, 0x40, 0x44, READ_WRITE)
    above = attrs.evolve(capability, address=0x48)
    below = attrs.evolve(capability, address=0x3F)

    assert (8, 4) == (above.offset, above.length)
    if not form.has_exponent_field:
        assert form.address_space - 1 == below.offset


def test_no_toy_capability_is_global() -> None:
    assert is_local(root(TOY))
    for name in FORMATS.keys() - {"toy"}:
        assert not is_local(root(FORMATS[name]))


def test_only_levels_make_capabilities_local() -> None:
    with_levels = root(RVY64, 0, 16, Permission.LOAD)
    without = root(RVY64_WITHOUT_LEVELS, 0, 16, Permission.LOAD)

    assert (True, False) == (is_local(with_levels), is_local(without))


@pytest.mark.parametrize("otype", range(8))
def test_cheriot_code_of_types_4_and_5_is_for_returning_and_local(otype: int) -> None:
    code = attrs.evolve(root(CHERIOT), otype=otype)
    data = attrs.evolve(root(CHERIOT, 0, 16, READ_WRITE), otype=otype)

    assert (otype in (4, 5)) == is_return_sentry(code) == is_local(code)
    assert not is_return_sentry(data)
    assert not is_local(data)


@formats
def test_capabilities_are_written_in_one_way(form: Format) -> None:
    capability = root(form, 0x40, 0x48, READ_WRITE)
    sealed = attrs.evolve(capability, address=0x44, otype=form.otypes.last)

    assert "0x40 [rw,0x40-0x48]" == str(capability)
    assert "0x40 [rw,0x40-0x48] (invalid)" == str(clear_tag(capability))
    if form.otypes.first <= form.otypes.last:
        expected = f"0x44 [rw,0x40-0x48] (sealed {form.otypes.last})"
        assert expected == str(sealed)
        assert f"{expected} (invalid)" == str(clear_tag(sealed))


@formats
def test_sealed_entries_are_told_from_what_is_sealed(form: Format) -> None:
    data = as_entry(root(form, 0x40, 0x48, READ_WRITE))
    marked = "(sealed 1)" if form is CHERIOT else "(sentry)"

    assert f"{root(form)} (sentry)" == str(as_entry(root(form)))
    assert f"0x40 [rw,0x40-0x48] {marked}" == str(data)


def test_a_missing_permission_is_never_held_and_one_without_bits_always() -> None:
    assert not root(CHERIV9_64).has(Permission.USER0)
    assert not root(RVY128).has(Permission.SEAL)
    assert null(CHERIV9_64).has(Permission.MUTABLE_LOAD)
    assert not null(MORELLO128).has(Permission.MUTABLE_LOAD)
