"""Locks: on parts of files, of a process or a description, and on whole files.

Source:
    POSIX.1-2024, ``fcntl``, advisory record locking; ``flock(2)`` of Linux.
"""

from collections.abc import Iterator
from typing import Final

import attrs

from model.isa.faults import SyscallError
from model.kernel.state.kernel import Kernel, WouldBlock, descriptor
from model.kernel.state.open_files import (
    NO_PROCESS,
    File,
    OpenFile,
    RecordLock,
)
from model.kernel.state.process import Process
from model.posix.arguments import FileLock, LockKind, Whence

Range = tuple[int, int | None]
"""The first byte, and the first after the range; None is the end of the file, however
it grows."""


@attrs.frozen
class Wanted:
    """The lock that a process asks for."""

    kind: LockKind
    start: int
    """Where the part starts; in bytes, counted from ``whence``."""
    length: int
    """In bytes: 0 reaches up to the end of the file; below 0 counts backward."""
    whence: Whence


def set_lock(
    kernel: Kernel, process: Process, number: int, wanted: Wanted, *, wait: bool
) -> None:
    """Lock or unlock a part of a file.

    Raises:
        SyscallError: EBADF, it is not open; EINVAL, the part begins before the file, or
            ``whence`` is invalid; EBADF, it is not open for this kind of lock; EAGAIN,
            another process has a lock that excludes this one; EDEADLK, that process
            waits for the caller, directly or through other processes.
        WouldBlock: Another process has such a lock, and the caller waits.
    """
    description = descriptor(process, number).description
    kind, part, file = wanted.kind, _range(description, wanted), description.file
    if not _allows(description, kind):
        raise SyscallError("EBADF")
    is_lock = kind is not LockKind.UNLOCK
    if is_lock and (found := _conflict(file, process.pid, kind, part)):
        if not wait:
            raise SyscallError("EAGAIN")
        if _waits_for(kernel, found.pid, process.pid):
            raise SyscallError("EDEADLK")
        process.waits_for = None if found.pid == NO_PROCESS else found.pid
        raise WouldBlock
    file.locks = list(_without(file.locks, process.pid, part))
    if is_lock:
        file.locks.append(RecordLock(process.pid, kind, *part))
        _merge(file, process.pid)


def _allows(description: OpenFile, kind: LockKind) -> bool:
    """Whether a file is open for this kind of lock."""
    match kind:
        case LockKind.READ:
            return description.readable
        case LockKind.WRITE:
            return description.writable
        case LockKind.UNLOCK:
            return True


def get_lock(process: Process, number: int, wanted: Wanted) -> RecordLock | None:
    """The lock of another process that excludes this one, if there is one.

    Raises:
        SyscallError: EBADF, it is not open; EINVAL, the kind is UNLOCK, or the part
            begins before the file, or ``whence`` is invalid.
    """
    description = descriptor(process, number).description
    if wanted.kind is LockKind.UNLOCK:
        raise SyscallError("EINVAL")
    part = _range(description, wanted)
    return _conflict(description.file, process.pid, wanted.kind, part)


def set_description_lock(
    process: Process, number: int, wanted: Wanted, *, wait: bool
) -> None:
    """Lock or unlock a part of a file for a description.

    All who have a descriptor of it have the lock, a child too, and it goes with the
    last of them. It excludes locks of processes and of other descriptions, even if they
    are of one process. Nobody looks for deadlocks.

    Raises:
        SyscallError: EBADF, it is not open; EINVAL, the part begins before the file, or
            ``whence`` is invalid; EBADF, it is not open for this kind of lock; EAGAIN,
            somebody else has a lock that excludes this one.
        WouldBlock: Somebody else has such a lock, and the caller waits.

    Law:
        ``locks_exclude_each_other``
    """
    description = descriptor(process, number).description
    kind, part = wanted.kind, _range(description, wanted)
    if not _allows(description, kind):
        raise SyscallError("EBADF")
    is_lock = kind is not LockKind.UNLOCK
    if is_lock and _conflict(description.file, _NOBODY, kind, part, description):
        if not wait:
            raise SyscallError("EAGAIN")
        raise WouldBlock
    description.locks = list(_without(description.locks, NO_PROCESS, part))
    if is_lock:
        description.locks.append(RecordLock(NO_PROCESS, kind, *part))
        _merge(description, NO_PROCESS)


def get_description_lock(
    process: Process, number: int, wanted: Wanted
) -> RecordLock | None:
    """The lock that excludes this one of a description, if there is one.

    Raises:
        SyscallError: As ``get_lock``.
    """
    description = descriptor(process, number).description
    if wanted.kind is LockKind.UNLOCK:
        raise SyscallError("EINVAL")
    part = _range(description, wanted)
    return _conflict(description.file, _NOBODY, wanted.kind, part, description)


_NOBODY: Final = 0
"""The number that is nobody's: all locks of processes are of others."""


def _range(description: OpenFile, wanted: Wanted) -> Range:
    """The bytes of a request."""
    start = description.origin(wanted.whence) + wanted.start
    other = start + wanted.length
    if min(start, other) < 0:
        raise SyscallError("EINVAL")
    return min(start, other), (None if other == start else max(start, other))


def _overlaps(lock: RecordLock, part: Range) -> bool:
    """Whether a lock and a part have a byte in common."""
    begins = part[1] is None or lock.start < part[1]
    return begins and (lock.end is None or part[0] < lock.end)


def _conflict(
    file: File, pid: int, kind: LockKind, part: Range, own: OpenFile | None = None
) -> RecordLock | None:
    """The first lock of another process, or description, that excludes this one."""
    others = [lock for o in file.openings if o is not own for lock in o.locks]
    found = [
        lock
        for lock in (*file.locks, *others)
        if lock.pid != pid
        and LockKind.WRITE in (kind, lock.kind)
        and _overlaps(lock, part)
    ]
    return min(found, key=lambda lock: lock.start, default=None)


def _waits_for(kernel: Kernel, pid: int, other: int) -> bool:
    """Whether a process waits for another, directly or through other processes."""
    seen: set[int] = set()
    while pid not in seen:
        if pid == other:
            return True
        seen.add(pid)
        process = kernel.of_pid(pid)
        pid = pid if process is None or process.waits_for is None else process.waits_for
    return False


def _without(locks: list[RecordLock], pid: int, part: Range) -> Iterator[RecordLock]:
    """The locks of a file, without a part of those of one process."""
    start, end = part
    for lock in locks:
        if lock.pid != pid or not _overlaps(lock, part):
            yield lock
            continue
        if lock.start < start:
            yield attrs.evolve(lock, end=start)
        if end is not None and (lock.end is None or end < lock.end):
            yield attrs.evolve(lock, start=end)


def _merge(file: File | OpenFile, pid: int) -> None:
    """Merge the locks of one owner that touch and are of one kind."""
    mine = sorted((k for k in file.locks if k.pid == pid), key=lambda k: k.start)
    merged: list[RecordLock] = []
    for lock in mine:
        last = merged[-1] if merged else None
        if last is not None and last.kind == lock.kind and last.end == lock.start:
            merged[-1] = attrs.evolve(last, end=lock.end)
        else:
            merged.append(lock)
    file.locks = [lock for lock in file.locks if lock.pid != pid] + merged


def flock(
    process: Process, number: int, wanted: FileLock | None, *, wait: bool
) -> None:
    """Lock a whole file for a description, or unlock it if nothing is wanted.

    A lock that is to be changed is dropped first, as Linux does, unless the caller
    waits: a change that is refused leaves no lock.

    Raises:
        SyscallError: EBADF, it is not open; EAGAIN, another description has a lock that
            excludes this one, and the caller does not wait.
        WouldBlock: Another description has such a lock, and the caller waits.
    """
    description = descriptor(process, number).description
    others = [o.lock for o in description.file.openings if o is not description]
    alone = wanted is FileLock.EXCLUSIVE
    refused = FileLock.EXCLUSIVE in others or (alone and FileLock.SHARED in others)
    if wanted is None or (refused and not wait):
        description.lock = None
    if wanted is None:
        return
    if refused:
        if not wait:
            raise SyscallError("EAGAIN")
        raise WouldBlock
    description.lock = wanted
