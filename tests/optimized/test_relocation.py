import pytest

from model.isa.derivation import clear_tag, set_address, set_bounds
from model.kernel.calls.mappings import DATA
from model.kernel.calls.page_mapping import pages_root
from model.memory.layout import LAYOUTS, MORELLO_LAYOUT, Layout
from model.memory.relocation import relocate as relocate_by_encoding
from model.memory.shared_authority import kernel_entry
from model.memory.tagged_memory import ZERO
from optimized.relocation import relocate, relocate_granule, shift_field

layouts = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


@layouts
def test_a_region_is_moved_as_encoding_it_again_would(layout: Layout) -> None:
    whole = pages_root(layout, 1, 0, layout.region_pages, DATA)

    expected = relocate_by_encoding(layout, whole, 1, 2)
    assert expected == relocate(layout, whole, 1, 2)


def test_short_capabilities_keep_their_metadata() -> None:
    page = pages_root(MORELLO_LAYOUT, 1, 5, 1, DATA)

    assert page.metadata == relocate(MORELLO_LAYOUT, page, 1, 9).metadata
    distance = MORELLO_LAYOUT.displacement(1, 9)
    assert page.bounds_field == shift_field(page.format, page.bounds_field, distance)


@layouts
def test_the_kernel_s_entry_stays(layout: Layout) -> None:
    entry = kernel_entry(layout)

    assert entry == relocate(layout, entry, 1, 2)


@layouts
def test_another_s_capability_loses_its_tag(layout: Layout) -> None:
    other = pages_root(layout, 3, 0, 1, DATA)

    assert clear_tag(other) == relocate(layout, other, 1, 2)


@layouts
def test_an_empty_capability_at_the_end_of_the_region_moves(layout: Layout) -> None:
    whole = pages_root(layout, 1, 0, layout.region_pages, DATA)
    empty, _ = set_bounds(set_address(whole, whole.top), 0)

    moved = relocate(layout, empty, 1, 2)
    assert moved.tag
    assert (layout.region(2).top, 0) == (moved.base, moved.length)


def test_data_is_not_relocated() -> None:
    assert ZERO == relocate_granule(MORELLO_LAYOUT, ZERO, 1, 2)
