import pytest

from model.isa.capability import root
from model.isa.derivation import set_address, set_bounds
from model.memory.layout import LAYOUTS, MORELLO_LAYOUT, TOY_LAYOUT, Layout, Location
from properties.laws.confinement import is_confined

layouts = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def sampled_slots(layout: Layout) -> list[int]:
    """The first and the last slots for users, and some between."""
    first, last = layout.first_user_slot, layout.last_user_slot
    return sorted({first, first + 1, (first + last) // 2, last - 1, last})


@layouts
def test_the_root_of_every_region_is_exact(layout: Layout) -> None:
    for slot in sampled_slots(layout):
        region = layout.region(slot)
        whole = root(layout.format, region.base, region.top, 0)

        assert (True, region) == (whole.tag, whole.bounds)


@layouts
def test_half_the_guard_would_make_the_root_inexact(layout: Layout) -> None:
    region = layout.region(layout.first_user_slot)
    more = region.top + layout.guard_size // 2

    assert not root(layout.format, region.base, more, 0).tag


@layouts
def test_nothing_at_the_end_of_a_region_belongs_to_one_slot_only(
    layout: Layout,
) -> None:
    slot = layout.first_user_slot
    region = layout.region(slot)
    whole = root(layout.format, region.base, region.top, ~0)
    empty, _ = set_bounds(set_address(whole, region.top), 0)

    assert empty.tag
    owners = [s for s in sampled_slots(layout) if is_confined(layout, empty, s)]
    assert [slot] == owners


def test_morello_guards_one_part_in_4096_of_a_slot() -> None:
    assert MORELLO_LAYOUT.slot_size // 4096 == MORELLO_LAYOUT.guard_size


def test_toy_slots_have_three_pages_and_a_guard() -> None:
    assert 3 == TOY_LAYOUT.region_pages
    assert range(1, 6) == range(
        TOY_LAYOUT.first_user_slot, TOY_LAYOUT.last_user_slot + 1
    )


@layouts
def test_an_address_is_located_where_it_came_from(layout: Layout) -> None:
    at = Location(slot=2, page=1, granule=layout.page_granules - 1)

    last_byte = layout.address_of(at) + layout.format.granule - 1
    assert at == layout.locate(last_byte)


def test_flags_do_not_change_where_an_address_is() -> None:
    at = Location(slot=3, page=2, granule=1)
    flagged = (0x7F << 56) | MORELLO_LAYOUT.address_of(at)

    assert at == MORELLO_LAYOUT.locate(flagged)


@layouts
def test_user_slots_stay_clear_of_the_sign_of_the_value(layout: Layout) -> None:
    beyond = (layout.last_user_slot + 3) << layout.slot_bits

    assert beyond <= 1 << (layout.format.value_width - 1)
