"""Drawers of calls on files, pipes and descriptors.

Offsets, lengths and parts are small, so that they touch and overlap.
"""

from collections.abc import Callable
from typing import Final

from model import operations as ops
from model.operations.kinds import (
    DESCRIPTOR_FLAGS,
    OPEN_FLAGS,
    PIPE_FLAGS,
    STATUS_FLAGS,
)
from properties.programs.draw import Draw
from properties.programs.drawing.drawer import Drawer, Drawers, flags

TARGETS: Final = (0, 1, 2, 3, 5, 9, 40, -1, 1024)
"""The new numbers, or the least ones, that duplicating calls are given."""

_WAYS: Final = flags(
    OPEN_FLAGS,
    *("rw+creat", "rw+creat", "rw+creat", "r", "r+creat", "rw+creat+append", "rw"),
    *("w+creat+trunc", "rw+creat+nonblock", "rw+creat+excl", "rw+trunc", "w+append"),
    *("r+creat+cloexec", "r+directory", "-"),
)
"""How files are opened."""

_QUEUE: Final = flags(OPEN_FLAGS, "rw+creat+queue", "rw+creat+queue+nonblock", "r")
_STATUS: Final = flags(STATUS_FLAGS, "-", "append", "nonblock", "append+nonblock")
_DESCRIPTOR: Final = flags(DESCRIPTOR_FLAGS, "-", "cloexec")
_DUP3: Final = flags(DESCRIPTOR_FLAGS, "-", "cloexec", "invalid")
_PIPE: Final = flags(PIPE_FLAGS, "-", "nonblock", "-", "nonblock", "cloexec")


def _open(draw: Draw) -> ops.Operation:
    path = draw.one(draw.paths)
    way = draw.one(_QUEUE if path == "q" else _WAYS)
    if "directory" in way:
        path = draw.one((".", ".", path))
    return ops.Open(draw.name, path, way)


def _unlink(draw: Draw) -> ops.Operation:
    return ops.Unlink(draw.name, draw.one((*draw.paths, ".", "none")))


def _read(draw: Draw) -> ops.Operation:
    number = draw.descriptor_for(lambda opened: opened.readable)
    return ops.Read(draw.name, number, *draw.buffer(write=True))


def _write(draw: Draw) -> ops.Operation:
    number = draw.descriptor_for(lambda opened: opened.writable)
    return ops.Write(draw.name, number, *draw.buffer(write=False))


def _lseek(draw: Draw) -> ops.Operation:
    page = draw.page
    offset = draw.one((0, 0, 1, 4, 16, page - 1, page, -1, -4, -page))
    whence = draw.one(("set", "set", "cur", "end", "cur", "end", "set", "invalid"))
    return ops.Lseek(draw.name, draw.descriptor(), offset, whence)


def _ftruncate(draw: Draw) -> ops.Operation:
    number, page = draw.descriptor_for(lambda opened: opened.writable), draw.page
    length = draw.one((0, 2 * page, page + 1, page, page - 1, 5, 100, 1, -1))
    return ops.Ftruncate(draw.name, number, length)


def _part(draw: Draw) -> tuple[int, int]:
    """The start and length of a part of a file."""
    return draw.one((0, 0, 2, 4, 8, -1)), draw.one((4, 0, 2, 8, 20, -2))


def _set_lock(draw: Draw) -> ops.Operation:
    number, kind = draw.descriptor(), draw.one(("w", "r", "w", "u"))
    call, whence = draw.one(("set", "set", "wait")), draw.one(("set", "set", "cur"))
    return ops.SetLock(draw.name, number, kind, *_part(draw), call, whence)


def _get_lock(draw: Draw) -> ops.Operation:
    number, kind = draw.descriptor(), draw.one(("w", "r", "u"))
    whence = draw.one(("set", "set", "end"))
    return ops.GetLock(draw.name, number, kind, *_part(draw), whence)


def _set_description_lock(draw: Draw) -> ops.Operation:
    number, kind = draw.descriptor(), draw.one(("w", "r", "w", "u"))
    call, whence = draw.one(("set", "set", "wait")), draw.one(("set", "set", "cur"))
    return ops.SetDescriptionLock(draw.name, number, kind, *_part(draw), call, whence)


def _get_description_lock(draw: Draw) -> ops.Operation:
    number, kind = draw.descriptor(), draw.one(("w", "r", "w", "r", "u"))
    return ops.GetDescriptionLock(draw.name, number, kind, *_part(draw))


def _flock(draw: Draw) -> ops.Operation:
    kind = draw.one(("ex+nb", "sh+nb", "un", "ex", "sh"))
    return ops.Flock(draw.name, draw.descriptor(), kind)


def _dup2(draw: Draw) -> ops.Operation:
    return ops.Dup2(draw.name, draw.descriptor(), draw.one(TARGETS))


def _dup3(draw: Draw) -> ops.Operation:
    number, target = draw.descriptor(), draw.one(TARGETS)
    return ops.Dup3(draw.name, number, target, draw.one(_DUP3))


def _dup_from(draw: Draw) -> ops.Operation:
    number, least = draw.descriptor(), draw.one(TARGETS)
    return ops.DupFrom(draw.name, number, least, draw.one(_DESCRIPTOR))


def _pipe(draw: Draw) -> ops.Operation:
    return ops.Pipe(draw.name, draw.one(_PIPE))


def _set_descriptor_flags(draw: Draw) -> ops.Operation:
    number = draw.descriptor()
    return ops.SetDescriptorFlags(draw.name, number, draw.one(_DESCRIPTOR))


def _set_status_flags(draw: Draw) -> ops.Operation:
    return ops.SetStatusFlags(draw.name, draw.descriptor(), draw.one(_STATUS))


def _of_one(operation: Callable[[str, int], ops.Operation]) -> Drawer:
    """A drawer for a call whose only operand is a descriptor."""
    return lambda draw: operation(draw.name, draw.descriptor())


FILE_DRAWERS: Final[Drawers] = {
    ops.Fstat: _of_one(ops.Fstat),
    ops.GetDescriptorFlags: _of_one(ops.GetDescriptorFlags),
    ops.GetStatusFlags: _of_one(ops.GetStatusFlags),
    ops.GetLock: _get_lock,
    ops.Readdir: _of_one(ops.Readdir),
    ops.Lseek: _lseek,
    ops.Read: _read,
    ops.Write: _write,
    ops.Open: _open,
    ops.Dup: _of_one(ops.Dup),
    ops.Dup2: _dup2,
    ops.Dup3: _dup3,
    ops.DupFrom: _dup_from,
    ops.Pipe: _pipe,
    ops.SetDescriptorFlags: _set_descriptor_flags,
    ops.SetStatusFlags: _set_status_flags,
    ops.SetLock: _set_lock,
    ops.SetDescriptionLock: _set_description_lock,
    ops.GetDescriptionLock: _get_description_lock,
    ops.Flock: _flock,
    ops.Ftruncate: _ftruncate,
    ops.Unlink: _unlink,
    ops.Close: _of_one(ops.Close),
}
"""The drawers by operation."""
