"""Drawers of loads and stores."""

from typing import Final

from model import operations as ops
from properties.programs.draw import Draw
from properties.programs.drawing.drawer import Drawers


def _load_data(draw: Draw) -> ops.Operation:
    at = draw.data_place(write=False)
    return ops.LoadData(draw.name, draw.destination(), at, draw.size())


def _load_capability(draw: Draw) -> ops.Operation:
    at = draw.pointer_place(write=False)
    return ops.LoadCapability(draw.name, draw.destination(), at)


def _store_data(draw: Draw) -> ops.Operation:
    at, size = draw.data_place(write=True), draw.size()
    return ops.StoreData(draw.name, at, size, draw.value(size))


def _store_capability(draw: Draw) -> ops.Operation:
    source = draw.content()
    return ops.StoreCapability(draw.name, source, draw.pointer_place(write=True))


ACCESS_DRAWERS: Final[Drawers] = {
    ops.LoadData: _load_data,
    ops.LoadCapability: _load_capability,
    ops.StoreData: _store_data,
    ops.StoreCapability: _store_capability,
}
"""The drawers by operation."""
