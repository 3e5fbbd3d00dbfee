"""Random operations on files, pipes and descriptors.

There are few files, so that processes meet in them, and descriptors are mostly open
ones; the offsets, lengths and parts are small, so that they touch and overlap.
"""

from collections.abc import Callable
from typing import Final

from model import operations as ops
from model.kernel.state.process import Process
from model.operations.kinds import (
    DESCRIPTOR_FLAGS,
    OPEN_FLAGS,
    PIPE_FLAGS,
    STATUS_FLAGS,
)
from model.system import System
from properties.programs.choosing import (
    Chooser,
    Drawer,
    buffer,
    descriptor,
    descriptor_for,
    one,
)

FILES: Final = ("f", "f", "g", "q")
"""The names of files; the last is that of the message queue."""

WAYS: Final = (
    "rw+creat",
    "rw+creat",
    "r",
    "rw+creat+append",
    "w+creat+trunc",
    "rw+creat+nonblock",
    "rw+creat+excl",
    "r+creat+cloexec",
    "r+directory",
    "-",
)
"""How files are opened."""

TARGETS: Final = (0, 1, 2, 3, 5, 9, -1, 1024)
"""The descriptors to be that dup2 is given."""


def _flags(kind: ops.Kind, *texts: str) -> tuple[frozenset[str], ...]:
    """Sets of flags, as they are written."""
    return tuple(kind.read(text) for text in texts)


_WAYS: Final = _flags(OPEN_FLAGS, *WAYS)
_QUEUE: Final = _flags(OPEN_FLAGS, "rw+creat+queue", "rw+creat+queue+nonblock", "r")
_STATUS: Final = _flags(STATUS_FLAGS, "-", "append", "nonblock", "append+nonblock")
_DESCRIPTOR: Final = _flags(DESCRIPTOR_FLAGS, "-", "cloexec")
_DUP3: Final = _flags(DESCRIPTOR_FLAGS, "-", "cloexec", "invalid")
_PIPE: Final = _flags(PIPE_FLAGS, "-", "nonblock", "cloexec")


def _open(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    path = one(chooser, FILES)
    flags = one(chooser, _QUEUE if path == "q" else _WAYS)
    if "directory" in flags:
        path = one(chooser, (".", ".", path))
    return ops.Open(process.name, path, flags)


def _unlink(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    return ops.Unlink(process.name, one(chooser, (*FILES, ".", "none")))


def _read(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    number = descriptor_for(process, chooser, lambda opened: opened.readable)
    return ops.Read(process.name, number, *buffer(system, process, chooser))


def _write(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    number = descriptor_for(process, chooser, lambda opened: opened.writable)
    return ops.Write(process.name, number, *buffer(system, process, chooser))


def _lseek(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    number, page = descriptor(process, chooser), system.memory.layout.page_size
    offset = one(chooser, (0, 1, 4, page - 1, page, -1, -page))
    whence = one(chooser, ("set", "set", "cur", "end", "invalid"))
    return ops.Lseek(process.name, number, offset, whence)


def _ftruncate(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    number = descriptor_for(process, chooser, lambda opened: opened.writable)
    page = system.memory.layout.page_size
    length = one(chooser, (0, 2 * page, page + 1, page, page - 1, 5, 1, -1))
    return ops.Ftruncate(process.name, number, length)


def _part(chooser: Chooser) -> tuple[int, int]:
    """The start and length of a part of a file."""
    return one(chooser, (0, 2, 4, 8, -1)), one(chooser, (4, 0, 2, 8, -2))


def _set_lock(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    number, kind = descriptor(process, chooser), one(chooser, ("w", "r", "w", "u"))
    call = one(chooser, ("set", "set", "wait"))
    return ops.SetLock(process.name, number, kind, *_part(chooser), call)


def _get_lock(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    number, kind = descriptor(process, chooser), one(chooser, ("w", "r", "u"))
    return ops.GetLock(process.name, number, kind, *_part(chooser))


def _flock(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    kind = one(chooser, ("ex+nb", "sh+nb", "un", "ex", "sh"))
    return ops.Flock(process.name, descriptor(process, chooser), kind)


def _dup2(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    number = descriptor(process, chooser)
    return ops.Dup2(process.name, number, one(chooser, TARGETS))


def _dup3(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    number, target = descriptor(process, chooser), one(chooser, TARGETS)
    return ops.Dup3(process.name, number, target, one(chooser, _DUP3))


def _dup_from(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    number, least = descriptor(process, chooser), one(chooser, TARGETS)
    return ops.DupFrom(process.name, number, least, one(chooser, _DESCRIPTOR))


def _pipe(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    return ops.Pipe(process.name, one(chooser, (_PIPE[0], *_PIPE)))


def _set_descriptor_flags(
    system: System, process: Process, chooser: Chooser
) -> ops.Operation:
    del system
    number = descriptor(process, chooser)
    return ops.SetDescriptorFlags(process.name, number, one(chooser, _DESCRIPTOR))


def _set_status_flags(
    system: System, process: Process, chooser: Chooser
) -> ops.Operation:
    del system
    number = descriptor(process, chooser)
    return ops.SetStatusFlags(process.name, number, one(chooser, _STATUS))


def _of_one(operation: Callable[[str, int], ops.Operation]) -> Drawer:
    """A drawer for what is given a descriptor alone."""

    def drawer(system: System, process: Process, chooser: Chooser) -> ops.Operation:
        del system
        return operation(process.name, descriptor(process, chooser))

    return drawer


FILE_DRAWERS: Final[dict[type[ops.Operation], Drawer]] = {
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
    ops.Flock: _flock,
    ops.Ftruncate: _ftruncate,
    ops.Unlink: _unlink,
    ops.Close: _of_one(ops.Close),
}
"""The drawers by operation."""
