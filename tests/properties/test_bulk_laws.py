"""Frames relocated in one pass, with arrays and without."""

import runpy
import sys
from importlib.util import find_spec
from random import Random

import attrs
import pytest

from model.isa.capability import Capability, from_bits, root
from model.isa.derivation import set_address
from model.isa.permissions import Permission
from model.memory.layout import LAYOUTS, MORELLO_LAYOUT, Layout
from model.memory.tagged_memory import Granule, granule_of
from optimized import bulk
from optimized.content import FrameContent
from optimized.policies.copa import CoPA
from optimized.relocation import Relocation, relocate_granule
from properties.laws.assumption import Unmet
from properties.laws.memory import relocation as laws
from properties.laws.memory.tables import (
    an_overlay_is_its_function_at_every_cell,
    an_overlay_tells_how_many_cells_it_changed,
)

layouts = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def held(layout: Layout, random: Random, home: int) -> Capability:
    """A capability that the owner of a slot may hold, mostly; or mere bits."""
    form, region = layout.format, layout.region(home)
    if random.random() < 0.2:
        return at_an_edge(layout, random, home)
    if random.random() < 0.2:
        address = region.base + random.randrange(layout.slot_size)
        bits = random.getrandbits(form.metadata_width) << form.address_width | address
        return from_bits(form, bits, tag=True)
    base = region.base + random.randrange(layout.region_size)
    length = random.randrange(1 << random.randrange(1, layout.slot_bits))
    top = min(base + length, region.top)
    return root(form, base, top, Permission.LOAD | Permission.STORE)


def at_an_edge(layout: Layout, random: Random, home: int) -> Capability:
    """One that begins or ends near where the region does, or reaches over there."""
    region, reach = layout.region(home), 4 << layout.format.mantissa_width
    edge = random.choice((region.base, region.top))
    base = max(0, edge + random.randrange(-reach, reach))
    length = random.randrange(1 << random.randrange(1, reach.bit_length()))
    top = min(base + length, layout.format.address_space)
    made = root(layout.format, base, top, Permission.LOAD)
    address = base + random.randrange(-length, 2 * length + 1)
    return attrs.evolve(set_address(made, address), tag=True)


def filled(layout: Layout, random: Random, home: int) -> FrameContent:
    """A frame of capabilities, data and zeros, or of capabilities alone.

    Some of the data are the bits of capabilities.
    """
    content, whole = FrameContent(layout), random.random() < 0.3
    for cell in range(layout.page_granules):
        if whole or random.random() < 0.6:
            content.set(0, cell, granule_of(held(layout, random, home)))
        elif random.random() < 0.5:
            data = random.getrandbits(layout.format.width)
            if random.random() < 0.5:
                data = granule_of(held(layout, random, home)).data
            content.set(0, cell, Granule(tag=False, data=data))
    return content


@pytest.mark.parametrize("arrays", [True, False])
@layouts
def test_a_frame_is_relocated_as_its_granules_are(
    layout: Layout, arrays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "HAS_ARRAYS", arrays and bulk.HAS_ARRAYS)
    random, law = Random(1), laws.a_frame_is_relocated_as_its_granules_are
    for _ in range(8):
        home, slot = random.sample(range(1, 12), 2)
        law(CoPA(layout), filled(layout, random, home), 0, home, slot)


@layouts
def test_one_granule_without_a_tag_stays_as_it_is(layout: Layout) -> None:
    law, last = laws.a_frame_is_relocated_as_its_granules_are, layout.page_granules - 1
    base = layout.region(3).base + layout.region_size // 2
    short = granule_of(root(layout.format, base, base + 1))
    for bare in {0, last // 2, last}:
        content = FrameContent(layout)
        for cell in range(layout.page_granules):
            content.set(0, cell, attrs.evolve(short, tag=cell != bare))
        law(CoPA(layout), content, 0, 3, 5)

        assert short.data == content.get(1, bare).data
        assert not content.get(1, bare).tag


@layouts
def test_a_frame_is_relocated_where_numpy_is_not_installed(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    without = runpy.run_path(bulk.__file__)
    monkeypatch.setattr("optimized.content.relocate_frame", without["relocate_frame"])
    law = laws.a_frame_is_relocated_as_its_granules_are
    law(CoPA(layout), filled(layout, Random(5), 3), 0, 3, 5)

    assert not without["HAS_ARRAYS"]


def test_arrays_are_used_where_numpy_is_installed() -> None:
    assert bulk.HAS_ARRAYS is (find_spec("numpy") is not None)


@layouts
def test_the_exact_path_is_for_all_others(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = list[Granule]()

    def recorded(layout: Layout, granule: Granule, home: int, slot: int) -> Granule:
        exact.append(granule)
        return relocate_granule(layout, granule, home, slot)

    monkeypatch.setattr(bulk, "relocate_granule", recorded)
    random, met = Random(4), 0
    for _ in range(40):
        home, slot = random.sample(range(1, 12), 2)
        change = CoPA(layout).copying(home, slot)
        assert isinstance(change, Relocation)
        filled(layout, random, home).overlay(1, 0, change)
        laws.the_exact_path_is_for_all_others(layout, exact, home)
        met += len(exact)
        exact.clear()

    assert met > 10


@pytest.mark.skipif(not bulk.HAS_ARRAYS, reason="the extra fast is not installed")
def test_what_is_short_is_left_to_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    layout, left = MORELLO_LAYOUT, list[int]()

    def none(_: Layout, __: bytearray, tags: int, *_slots: int) -> int:
        left.append(tags)
        return 0

    monkeypatch.setattr(bulk, "_one_by_one", none)
    base, content = layout.region(3).base + (1 << 20), FrameContent(layout)
    for cell in range(layout.page_granules):
        short = root(layout.format, base + 64 * cell, base + 64 * cell + 16)
        content.set(0, cell, granule_of(short))
    content.overlay(1, 0, CoPA(layout).copying(3, 5))

    assert not left
    for cell in range(layout.page_granules):
        expected = relocate_granule(layout, content.get(0, cell), 3, 5)
        assert expected == content.get(1, cell)


@layouts
def test_an_overlay_of_a_frame_is_its_function(layout: Layout) -> None:
    random, policy = Random(3), CoPA(layout)
    for target in (0, 1, 2) * 4:
        home, slot = random.sample(range(1, 12), 2)
        for change in (policy.copying(home, slot), lambda granule: granule):
            content = filled(layout, random, home)
            cell = random.randrange(layout.page_granules)
            an_overlay_is_its_function_at_every_cell(content, target, 0, change, cell)
            an_overlay_is_its_function_at_every_cell(content, target, 5, change, cell)
            an_overlay_tells_how_many_cells_it_changed(content, 0, 5, change)


@layouts
def test_where_the_word_stays_only_the_address_moves(layout: Layout) -> None:
    random, met = Random(2), 0
    for _ in range(3000):
        home, slot = random.sample(range(1, 12), 2)
        capability = held(layout, random, home)
        try:
            laws.where_the_word_stays_only_the_address_moves(
                layout, capability, home, slot
            )
            met += 1
        except Unmet:
            continue

    assert met > 1000 or layout is not MORELLO_LAYOUT
