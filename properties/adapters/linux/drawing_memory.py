"""Drawers of accesses, derivations and mappings."""

from collections.abc import Callable
from typing import Final

from model import operations as ops
from properties.adapters.linux.drawing import (
    DATA_OFFSETS,
    GRANULE,
    PAGE,
    POINTER_OFFSETS,
    Draw,
)

Drawer = Callable[[Draw], ops.Operation]
"""Makes an operation up."""


def _load(draw: Draw) -> ops.Operation:
    size = draw.one(ops.SIZES)
    at = draw.place(DATA_OFFSETS, write=False)
    return ops.LoadData(draw.name, draw.scratch(), at, size)


def _store(draw: Draw) -> ops.Operation:
    size = draw.one(ops.SIZES)
    at = draw.place(DATA_OFFSETS, write=True)
    value: int | str = draw.scratch() if draw.chance(0.1) else draw.number()
    return ops.StoreData(draw.name, at, size, value)


def _load_capability(draw: Draw) -> ops.Operation:
    offsets = DATA_OFFSETS[:3] if draw.chance(0.1) else POINTER_OFFSETS
    at = draw.place(offsets, write=False)
    return ops.LoadCapability(draw.name, draw.scratch(), at)


def _store_capability(draw: Draw) -> ops.Operation:
    source = draw.scratch() if draw.chance(0.3) else draw.pointer()
    at = draw.place(POINTER_OFFSETS, write=True)
    return ops.StoreCapability(draw.name, source, at)


def _move(draw: Draw) -> ops.Operation:
    return ops.Move(draw.name, draw.scratch(), draw.pointer())


def _add(draw: Draw) -> ops.Operation:
    amount = draw.one((GRANULE, -GRANULE, PAGE, -PAGE, 3 * GRANULE))
    return ops.Increment(draw.name, draw.scratch(), draw.pointer(), amount)


def _set_offset(draw: Draw) -> ops.Operation:
    offset = draw.one((0, 0, GRANULE, PAGE, PAGE + GRANULE))
    return ops.SetOffset(draw.name, draw.scratch(), draw.pointer(), offset)


def _set_bounds(draw: Draw) -> ops.Operation:
    length = draw.one((PAGE, PAGE, 2 * PAGE))
    return ops.SetBounds(draw.name, draw.scratch(), draw.pointer(), length)


def _protection(draw: Draw) -> str:
    return draw.one(("rw", "rw", "rw", "r", "none"))


def _length(draw: Draw) -> int:
    return draw.one((1, PAGE, PAGE + 1, 2 * PAGE, 0))


def _mmap(draw: Draw) -> ops.Operation:
    sharing = draw.one(("private", "shared"))
    protection = draw.one(("rw", "rw", "rw", "r"))
    return ops.Mmap(draw.name, draw.scratch(), _length(draw), protection, sharing)


def _mmap_file(draw: Draw) -> ops.Operation:
    sharing = draw.one(("private", "shared"))
    protection = draw.one(("rw", "rw", "r"))
    offset = draw.one((0, 0, 0, PAGE, 8))
    at = None
    if draw.chance(0.15):
        register = draw.pointer()
        capability = draw.process.registers[register]
        at = (register, capability.base - capability.address)
    return ops.MmapFile(
        draw.name,
        draw.scratch(),
        _length(draw),
        protection,
        sharing,
        draw.descriptor(),
        offset,
        at,
    )


def _mmap_at(draw: Draw) -> ops.Operation:
    register = draw.pointer()
    capability = draw.process.registers[register]
    offset = capability.base - capability.address
    length, placing = draw.one((PAGE, 2 * PAGE)), draw.one(("replace", "new"))
    at = (register, offset)
    return ops.MmapAt(draw.name, draw.scratch(), at, length, _protection(draw), placing)


def _munmap(draw: Draw) -> ops.Operation:
    return ops.Munmap(draw.name, draw.pointer())


def _mprotect(draw: Draw) -> ops.Operation:
    return ops.Mprotect(draw.name, draw.pointer(), _protection(draw))


def _minherit(draw: Draw) -> ops.Operation:
    inheritance = draw.one(("copy", "none", "wipe"))
    return ops.Minherit(draw.name, draw.pointer(), inheritance)


MEMORY_DRAWERS: Final[tuple[tuple[float, Drawer], ...]] = (
    (8, _load),
    (8, _store),
    (6, _load_capability),
    (6, _store_capability),
    (1, _move),
    (2, _add),
    (2, _set_offset),
    (1.5, _set_bounds),
    (3, _mmap),
    (4, _mmap_file),
    (1, _mmap_at),
    (1.5, _munmap),
    (2, _mprotect),
    (1.5, _minherit),
)
"""The drawers, and how often each is asked."""
