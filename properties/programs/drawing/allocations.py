"""Drawers of calls of the program's library."""

from typing import Final

from model import operations as ops
from properties.programs.draw import Draw
from properties.programs.drawing.drawer import Drawers


def _length(draw: Draw) -> int:
    """A length in bytes, short more often than not."""
    granule, page = draw.granule, draw.page
    short = (1, granule, granule + 1, 3 * granule, 0)
    return draw.one((*short, *short, page, 5 * page, -1))


def _malloc(draw: Draw) -> ops.Operation:
    return ops.Malloc(draw.name, draw.destination(), _length(draw))


def _free(draw: Draw) -> ops.Operation:
    return ops.Free(draw.name, draw.source())


def _realloc(draw: Draw) -> ops.Operation:
    return ops.Realloc(draw.name, draw.destination(), draw.source(), _length(draw))


ALLOCATION_DRAWERS: Final[Drawers] = {
    ops.Malloc: _malloc,
    ops.Free: _free,
    ops.Realloc: _realloc,
}
"""The drawers by operation."""
