from collections.abc import Callable

import attrs
import pytest

from model.isa.capability import Capability, is_local, root
from model.isa.derivation import (
    and_perms,
    as_loaded,
    as_stored,
    clear_tag,
    increment,
    set_address,
    set_bounds,
    set_bounds_exact,
)
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
    TOY,
)
from model.isa.permissions import Permission
from model.isa.sealing import seal_entry
from tests.model.isa.entries import as_entry

EVERY = [*FORMATS.values(), RVY128_WITHOUT_LEVELS, RVY64_WITHOUT_LEVELS]
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
"""All that a load or store of capabilities asks for."""

formats = pytest.mark.parametrize("form", EVERY, ids=str)


def thing(form: Format, permissions: int = MOVING) -> Capability:
    """A capability for [0x40, 0x60)."""
    return root(form, 0x40, 0x60, permissions)


def without(capability: Capability, permissions: int) -> Capability:
    """It without some of its permissions by name, as the instruction takes them."""
    return and_perms(capability, ~capability.format.permissions.bits_of(permissions))


def named(capability: Capability) -> Permission:
    """What it has of the permissions that loads and stores ask for."""
    return Permission(capability.named_permissions & MOVING)


@pytest.mark.parametrize(
    "change",
    [
        lambda sealed: set_address(sealed, 0x41),
        lambda sealed: set_address(sealed, 0x40),
        lambda sealed: increment(sealed, 1),
        lambda sealed: set_bounds(sealed, 1)[0],
        lambda sealed: and_perms(sealed, 0),
        seal_entry,
    ],
)
@formats
def test_a_sealed_capability_loses_its_tag_when_it_is_changed(
    form: Format, change: Callable[[Capability], Capability]
) -> None:
    sealed = as_entry(thing(form))

    assert sealed.tag
    assert not change(sealed).tag


@formats
def test_an_address_in_bounds_keeps_everything_else(form: Format) -> None:
    assert attrs.evolve(thing(form), address=0x50) == set_address(thing(form), 0x50)


@formats
def test_one_past_the_end_is_representable(form: Format) -> None:
    assert set_address(thing(form), 0x60).tag


@formats
def test_an_address_far_away_clears_the_tag_and_keeps_the_metadata(
    form: Format,
) -> None:
    away = set_address(thing(form), 3 << (form.value_width - 2))

    assert not away.tag
    assert thing(form).metadata == away.metadata


@formats
def test_increments_wrap_around_the_address_space(form: Format) -> None:
    moved = increment(root(form), -1)

    assert (True, form.address_space - 1) == (moved.tag, moved.address)


@formats
def test_set_bounds_narrows_from_the_address(form: Format) -> None:
    narrowed, exact = set_bounds(set_address(thing(form), 0x44), 7)

    assert exact
    assert (True, 0x44, 0x4B) == (narrowed.tag, narrowed.base, narrowed.top)


@formats
def test_set_bounds_may_not_widen(form: Format) -> None:
    assert not set_bounds(thing(form), 0x21)[0].tag
    if not form.has_exponent_field:
        assert not set_bounds(set_address(thing(form), 0x3F), 2)[0].tag


@formats
def test_set_bounds_of_no_length_at_the_top_is_allowed(form: Format) -> None:
    empty, _ = set_bounds(set_address(thing(form), 0x60), 0)

    assert (True, 0) == (empty.tag, empty.length)


@formats
def test_only_the_exact_instruction_minds_rounding(form: Format) -> None:
    source = set_address(root(form), 0x11)
    length = form.address_space // 4

    rounded, exact = set_bounds(source, length)
    assert rounded.tag
    assert not exact
    assert not set_bounds_exact(source, length).tag
    assert set_bounds_exact(source, 2).tag


def test_narrow_bounds_lose_their_tag_at_an_address_with_flags() -> None:
    flagged = set_address(root(MORELLO128), (0xAB << 56) | 0x1000)

    assert flagged.tag
    assert not set_bounds(flagged, 16)[0].tag


@formats
def test_permissions_are_only_taken(form: Format) -> None:
    load = form.permissions.bits_of(Permission.LOAD)
    reading = and_perms(thing(form), load)

    assert load == reading.perms & form.permissions.all_permissions
    assert reading == and_perms(reading, ~0)


@formats
def test_permissions_that_stay_are_as_they_were(form: Format) -> None:
    assert thing(form) == and_perms(thing(form), ~0)


def test_taking_permissions_leaves_mode_and_reserved_bits() -> None:
    metadata = 0x00FF_F800_0000_0000 | 1 << 52 | 1 << 60 | 1 << 30
    every = attrs.evolve(
        root(RVY128), perms_field=metadata >> (RVY128.bounds_width + 1)
    )
    lesser = without(every, Permission.STORE_LOCAL)

    assert (1, 1) == (every.mode, lesser.mode)
    assert 1 << 60 | 1 << 30 == every.reserved == lesser.reserved
    assert 0 == without(every, Permission.EXECUTE).mode


@pytest.mark.parametrize(
    ("form", "lost", "kept"),
    [
        (RVY128, Permission.LOAD, "wW"),
        (RVY128, Permission.LOAD_CAP, "w"),
        (RVY64, Permission.MUTABLE_LOAD, "rR"),
        (RVY64, Permission.STORE, "rR"),
        (RVY64, Permission.LOAD, "w"),
        (CHERIOT, Permission.LOAD, "wW"),
        (CHERIOT, Permission.STORE, "rR"),
        (CHERIOT, Permission.LOAD_CAP, "w"),
    ],
)
def test_permissions_that_need_what_is_taken_go_too(
    form: Format, lost: Permission, kept: str
) -> None:
    lesser = without(thing(form), lost)

    assert lesser.tag
    assert f"[{kept}," in str(lesser)


@formats
def test_a_load_without_load_cap_clears_the_tag(form: Format) -> None:
    data = thing(form, Permission.LOAD)

    assert clear_tag(thing(form)) == as_loaded(thing(form), data)


@formats
def test_a_load_through_everything_changes_nothing(form: Format) -> None:
    untagged = clear_tag(thing(form))

    assert thing(form) == as_loaded(thing(form), thing(form))
    assert untagged == as_loaded(untagged, thing(form, Permission.LOAD))


WRITES = Permission.STORE | Permission.STORE_CAP | Permission.MUTABLE_LOAD
READS = Permission.LOAD | Permission.LOAD_CAP


@pytest.mark.parametrize(
    ("form", "lost"),
    [
        (MORELLO128, WRITES | Permission.STORE_LOCAL),
        (TOY, WRITES | Permission.STORE_LOCAL),
        (RVY128, WRITES | Permission.STORE_LOCAL),
        (RVY128_WITHOUT_LEVELS, WRITES),
        (RVY64, MOVING & ~READS),
        (RVY64_WITHOUT_LEVELS, WRITES),
        (CHERIOT, WRITES | Permission.STORE_LOCAL),
    ],
)
def test_a_load_without_mutable_load_takes_the_permissions_to_write(
    form: Format, lost: Permission
) -> None:
    frozen = without(thing(form), Permission.MUTABLE_LOAD)
    loaded = as_loaded(thing(form), frozen)

    assert loaded.tag
    assert named(thing(form)) & ~lost == named(loaded)


@pytest.mark.parametrize(
    "form", [MORELLO128, RVY128, RVY64_WITHOUT_LEVELS, CHERIOT], ids=str
)
def test_sealed_and_untagged_capabilities_keep_them(form: Format) -> None:
    frozen = without(thing(form), Permission.MUTABLE_LOAD)

    for kept in (as_entry(thing(form)), clear_tag(thing(form))):
        assert kept == as_loaded(kept, frozen)


def test_without_mutable_load_rvy64_has_no_load_global_either() -> None:
    frozen = without(thing(RVY64), Permission.MUTABLE_LOAD)
    loaded = as_loaded(as_entry(thing(RVY64)), frozen)

    assert not frozen.has(Permission.LOAD_GLOBAL)
    assert MOVING & ~Permission.GLOBAL == named(loaded)


@pytest.mark.parametrize("form", [RVY128, RVY64, CHERIOT])
def test_a_load_without_load_global_makes_local_and_goes_on_doing_so(
    form: Format,
) -> None:
    through = without(thing(form), Permission.LOAD_GLOBAL)
    unsealed, entry = thing(form), as_entry(thing(form))
    loaded, sealed = as_loaded(unsealed, through), as_loaded(entry, through)
    both = Permission.GLOBAL | Permission.LOAD_GLOBAL

    assert through.has(Permission.MUTABLE_LOAD)
    assert (True, True) == (is_local(loaded), is_local(sealed))
    assert named(unsealed) & ~both == named(loaded)
    assert named(entry) & ~Permission.GLOBAL == named(sealed)
    assert (True, True) == (loaded.tag, sealed.tag)


@pytest.mark.parametrize(
    "form", [CHERIV9_128, CHERIV9_64, RVY128_WITHOUT_LEVELS, RVY64_WITHOUT_LEVELS]
)
def test_formats_without_levels_load_global_capabilities(form: Format) -> None:
    through = without(thing(form), Permission.LOAD_GLOBAL | Permission.GLOBAL)

    assert thing(form) == as_loaded(thing(form), through)


@pytest.mark.parametrize("form", [CHERIV9_128, CHERIV9_64])
def test_loads_of_v9_filter_nothing_else(form: Format) -> None:
    through = thing(form, READS)

    assert thing(form) == as_loaded(thing(form), through)


def test_code_that_rvy64_loads_without_mutable_load_is_code_no_more() -> None:
    frozen = without(thing(RVY64), Permission.MUTABLE_LOAD)
    wide = without(thing(RVY128), Permission.MUTABLE_LOAD)

    assert "[rR," in str(as_loaded(root(RVY64), frozen))
    assert "[rxR," in str(as_loaded(root(RVY128), wide))


def test_cheriot_recompresses_what_it_loads() -> None:
    frozen = without(thing(CHERIOT), Permission.MUTABLE_LOAD)
    data = thing(CHERIOT, Permission.LOAD | Permission.STORE)
    output = thing(CHERIOT, Permission.STORE | Permission.STORE_CAP)

    assert Permission.LOAD == named(as_loaded(data, frozen))
    assert 0 == named(as_loaded(output, frozen))
    assert as_loaded(output, frozen).tag


@formats
def test_a_store_through_everything_changes_nothing(form: Format) -> None:
    for value in (thing(form), clear_tag(thing(form)), as_entry(thing(form))):
        assert value == as_stored(value, thing(form))


@pytest.mark.parametrize(
    ("form", "strips"),
    [
        (MORELLO128, False),
        (CHERIV9_128, False),
        (CHERIV9_64, False),
        (RVY128, True),
        (RVY64, True),
        (CHERIOT, True),
    ],
)
def test_a_local_capability_is_stored_with_store_local_only(
    form: Format, strips: bool
) -> None:
    local = thing(form, MOVING & ~Permission.GLOBAL)
    through = without(thing(form), Permission.STORE_LOCAL)

    assert is_local(local)
    assert strips == (clear_tag(local) == as_stored(local, through))
    assert local == as_stored(local, thing(form))
    assert thing(form) == as_stored(thing(form), through)


@pytest.mark.parametrize("form", [RVY128_WITHOUT_LEVELS, RVY64_WITHOUT_LEVELS])
def test_without_levels_every_capability_can_be_stored(form: Format) -> None:
    value = thing(form, Permission.LOAD)

    assert value == as_stored(value, thing(form))


@pytest.mark.parametrize(
    ("form", "strips"),
    [(RVY128, True), (RVY64, True), (CHERIOT, False), (MORELLO128, False)],
)
def test_rvy_clears_the_tag_of_what_is_stored_without_its_permission(
    form: Format, strips: bool
) -> None:
    data = thing(form, Permission.LOAD | Permission.STORE | Permission.STORE_LOCAL)

    assert strips == (not as_stored(thing(form), data).tag)


@pytest.mark.parametrize("otype", range(8))
def test_cheriot_stores_return_sentries_as_it_stores_local_ones(otype: int) -> None:
    code = attrs.evolve(root(CHERIOT), otype=otype)
    through = without(thing(CHERIOT), Permission.STORE_LOCAL)

    assert (otype not in (4, 5)) == as_stored(code, through).tag
    assert code == as_stored(code, thing(CHERIOT))
