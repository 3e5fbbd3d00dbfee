"""How many capabilities are relocated per second, in frames that are full of them."""

import time
from collections.abc import Callable
from random import Random
from typing import Final

import attrs

from model.isa.capability import root
from model.isa.permissions import Permission
from model.memory.layout import MORELLO_LAYOUT
from model.memory.tagged_memory import granule_of
from optimized import bulk
from optimized.content import FrameContent
from optimized.policies.copa import CoPA
from optimized.relocation import Relocation

LAYOUT: Final = MORELLO_LAYOUT
HOME, SLOT = 3, 9

LENGTHS: Final = {"short": 14, "any": 24}
"""The contents by name: the binary logarithm of the greatest length, in bytes."""

WAYS: Final = ("arrays", "loop", "one by one")
"""The ways to relocate a frame: NumPy, plain Python, and each granule by itself."""


@attrs.frozen
class RelocationRow:
    """What was measured of one way, with one kind of content."""

    way: str
    content: str
    per_second: int
    """Capabilities."""
    frames: int


def measured(way: str, content: str, seconds: float) -> RelocationRow | None:
    """Relocate a full frame again and again; None if NumPy is missing and needed."""
    if way == "arrays" and not bulk.HAS_ARRAYS:
        return None
    relocate, frames = _relocating(way, _full(LENGTHS[content])), 0
    relocate()
    begun = time.perf_counter()
    while frames == 0 or time.perf_counter() < begun + seconds:
        relocate()
        frames += 1
    took = time.perf_counter() - begun
    done = frames * LAYOUT.page_granules
    return RelocationRow(way, content, round(done / took), frames)


def _full(bits: int) -> FrameContent:
    """A frame of capabilities of a heap, no longer than ``2 ** bits`` bytes."""
    random, region = Random(1), LAYOUT.region(HOME)  # noqa: S311  no secret
    content, data = FrameContent(LAYOUT), Permission.LOAD | Permission.STORE
    for cell in range(LAYOUT.page_granules):
        base = region.base + random.randrange(1 << 26, 1 << 27) // 16 * 16
        length = random.randrange(1, 1 << random.randrange(4, bits + 1))
        content.set(0, cell, granule_of(root(LAYOUT.format, base, base + length, data)))
    return content


def _relocating(way: str, content: FrameContent) -> Callable[[], object]:
    """Relocate the frame, in one of the ways."""
    policy = CoPA(LAYOUT)
    if way == "one by one":
        return lambda: content.overlay(
            1, 0, lambda granule: policy.copied(granule, HOME, SLOT)
        )

    def in_bulk() -> None:
        before, bulk.HAS_ARRAYS = bulk.HAS_ARRAYS, way == "arrays"
        try:
            content.overlay(1, 0, Relocation(LAYOUT, HOME, SLOT))
        finally:
            bulk.HAS_ARRAYS = before

    return in_bulk
