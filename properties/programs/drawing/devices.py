"""Drawers of calls on pages that devices hold."""

from typing import Final

from model import operations as ops
from properties.programs.draw import Draw
from properties.programs.drawing.drawer import Drawers


def _device_store(draw: Draw) -> ops.Operation:
    size = draw.size()
    value = draw.one((0, 1, 0xA5, (1 << 8 * size) - 1))
    return ops.DeviceStore(draw.name, draw.held_place(), size, value)


DEVICE_DRAWERS: Final[Drawers] = {
    ops.Pin: lambda draw: ops.Pin(draw.name, draw.covering()),
    ops.Unpin: lambda draw: ops.Unpin(draw.name, draw.covering()),
    ops.DeviceLoad: lambda draw: ops.DeviceLoad(
        draw.name, draw.destination(), draw.held_place(), draw.size()
    ),
    ops.DeviceStore: _device_store,
}
"""The drawers by operation."""
