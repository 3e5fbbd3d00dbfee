"""Drawers of calls that map memory, protect it, and say what children inherit of it."""

from typing import Final

from model import operations as ops
from model.kernel.state.open_files import OpenFile, RegularFile
from properties.programs.draw import Draw
from properties.programs.drawing.drawer import Drawers

PROTECTIONS: Final = ("rw", "rw", "rw", "r", "none")
SHARINGS: Final = ("private", "private", "shared")


def _length(draw: Draw) -> int:
    """The length of a mapping, in bytes."""
    page = draw.page
    return draw.one((1, page, page + 1, page, 2 * page, 0))


def _mmap(draw: Draw) -> ops.Operation:
    protection, sharing = draw.one(PROTECTIONS), draw.one(SHARINGS)
    return ops.Mmap(draw.name, draw.destination(), _length(draw), protection, sharing)


def _shows_a_file(opened: OpenFile) -> bool:
    return isinstance(opened.file, RegularFile) and opened.readable


def _mmap_file(draw: Draw) -> ops.Operation:
    page = draw.page
    return ops.MmapFile(
        draw.name,
        draw.destination(),
        _length(draw),
        draw.one(PROTECTIONS),
        draw.one(("private", "shared")),
        draw.descriptor_for(_shows_a_file),
        draw.one((0, 0, 0, page, 0, page, 1, -page)),
        draw.mapping_place() if draw.chance(1, of=8) else None,
    )


def _mmap_at(draw: Draw) -> ops.Operation:
    return ops.MmapAt(
        draw.name,
        draw.destination(),
        draw.mapping_place(),
        _length(draw),
        draw.one(PROTECTIONS),
        draw.one(("replace", "new")),
    )


def _mremap(draw: Draw) -> ops.Operation:
    page = draw.page
    length = draw.one((page, 2 * page, 3 * page, page + 1, 2 * page, 1, 0))
    moving = draw.one(("move", "move", "stay"))
    return ops.Mremap(draw.name, draw.destination(), draw.covering(), length, moving)


def _munmap(draw: Draw) -> ops.Operation:
    return ops.Munmap(draw.name, draw.source())


def _mprotect(draw: Draw) -> ops.Operation:
    return ops.Mprotect(draw.name, draw.covering(), draw.one(PROTECTIONS))


def _dontneed(draw: Draw) -> ops.Operation:
    return ops.Dontneed(draw.name, draw.covering())


def _minherit(draw: Draw) -> ops.Operation:
    inheritance = draw.one(draw.inheritances)
    return ops.Minherit(draw.name, draw.covering(), inheritance)


MAPPING_DRAWERS: Final[Drawers] = {
    ops.Mmap: _mmap,
    ops.Munmap: _munmap,
    ops.MmapFile: _mmap_file,
    ops.MmapAt: _mmap_at,
    ops.Mremap: _mremap,
    ops.Mprotect: _mprotect,
    ops.Dontneed: _dontneed,
    ops.Minherit: _minherit,
    ops.Revoke: lambda draw: ops.Revoke(draw.name, draw.destination()),
}
"""The drawers by operation."""
