import attrs
import pytest

from model.isa.capability import Capability, root
from model.isa.derivation import and_perms, clear_tag, set_address
from model.isa.sealing import seal_entry
from model.kernel.calls.mappings import DATA
from model.memory.layout import LAYOUTS, Layout
from model.memory.relocation import is_shared_authority, relocate
from model.memory.shared_authority import kernel_entry, otype_authority

layouts = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def whole_region(layout: Layout, slot: int) -> Capability:
    region = layout.region(slot)
    return root(layout.format, region.base, region.top, DATA)


@layouts
def test_a_region_becomes_the_other_region(layout: Layout) -> None:
    assert whole_region(layout, 3) == relocate(layout, whole_region(layout, 1), 1, 3)
    assert whole_region(layout, 1) == relocate(layout, whole_region(layout, 3), 3, 1)


@layouts
def test_an_address_out_of_bounds_stays_as_far_out(layout: Layout) -> None:
    parent = whole_region(layout, 1)
    outside = set_address(parent, parent.top + 1)
    moved = relocate(layout, outside, 1, 2)

    assert outside.tag
    assert moved.tag
    assert outside.offset == moved.offset


@layouts
def test_seals_and_permissions_stay(layout: Layout) -> None:
    sealed = seal_entry(and_perms(whole_region(layout, 1), DATA))
    moved = relocate(layout, sealed, 1, 2)

    expected = attrs.evolve(
        sealed, address=moved.address, bounds_field=moved.bounds_field
    )
    assert expected == moved


@layouts
def test_untagged_bits_are_data_and_stay(layout: Layout) -> None:
    data = clear_tag(whole_region(layout, 1))

    assert data == relocate(layout, data, 1, 2)


@layouts
def test_what_all_may_hold_stays(layout: Layout) -> None:
    for shared in (kernel_entry(layout), otype_authority(layout)):
        assert is_shared_authority(layout, shared)
        assert shared == relocate(layout, shared, 1, 2)


@layouts
def test_what_belongs_to_a_third_party_loses_its_tag(layout: Layout) -> None:
    third = whole_region(layout, 3)

    assert clear_tag(third) == relocate(layout, third, 1, 2)


@layouts
def test_what_straddles_the_region_loses_its_tag(layout: Layout) -> None:
    every = root(layout.format)

    assert clear_tag(every) == relocate(layout, every, 1, 2)


@layouts
def test_the_kernel_s_memory_is_not_shared(layout: Layout) -> None:
    assert not is_shared_authority(layout, whole_region(layout, 0))
