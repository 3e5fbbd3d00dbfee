"""Files, and the open file descriptions through which descriptors reach them.

A descriptor names a description; several may name one, in one process or in many. The
offset and the status flags are the description's, so that all of them move together.

Source:
    POSIX.1-2024, XBD 3, *open file description*; XSH 2.14.
"""

from collections import deque
from typing import Final

import attrs

from model.isa.faults import SyscallError
from model.posix.arguments import Access, FileLock, LockKind, Whence

PIPE_CAPACITY: Final = 65_536
"""Bytes that a pipe holds. Source: pipe(7) of Linux; POSIX says only PIPE_BUF."""

PIPE_BUF: Final = 4096
"""Bytes up to which a write to a pipe is made in one piece, or not at all."""


NO_PROCESS: Final = -1
"""The pid in a lock that a description has. Source: POSIX.1-2024, ``fcntl``."""


@attrs.frozen
class RecordLock:
    """A lock that a process or a description has on a part of a file."""

    pid: int
    """That of the process, or NO_PROCESS."""
    kind: LockKind
    """READ or WRITE."""
    start: int
    end: int | None
    """The first byte after that part; None is the end of the file, however it grows."""


@attrs.define(eq=False)
class OpenFile:
    """An open file description."""

    file: "File"
    access: Access = Access.READ_WRITE
    append: bool = False
    nonblock: bool = False
    offset: int = 0
    """In bytes; in a directory, in entries."""
    references: int = 0
    """Descriptors that name the description, in all processes."""
    lock: FileLock | None = None
    """The lock on the whole file, if it has one."""
    locks: list[RecordLock] = attrs.field(factory=list)
    """The locks that the description has on parts of the file."""

    @property
    def readable(self) -> bool:
        """Whether the file was opened for reading."""
        return self.access is not Access.WRITE

    @property
    def writable(self) -> bool:
        """Whether the file was opened for writing."""
        return self.access is not Access.READ

    def origin(self, whence: Whence) -> int:
        """Where a place is counted from, in bytes from the start of the file.

        Raises:
            SyscallError: EINVAL, ``whence`` is invalid.
        """
        match whence:
            case Whence.SET:
                return 0
            case Whence.CUR:
                return self.offset
            case Whence.END:
                return self.file.size if isinstance(self.file, RegularFile) else 0
            case Whence.INVALID:
                raise SyscallError("EINVAL")


@attrs.frozen
class Descriptor:
    """One entry of a process's descriptor table."""

    description: OpenFile
    cloexec: bool = False
    """Whether exec closes the descriptor: the one flag that is the descriptor's own."""


@attrs.define(eq=False)
class File:
    """Anything that can be opened."""

    links: int = 0
    """How many names the file has."""
    openings: list[OpenFile] = attrs.field(factory=list)
    """The descriptions that are open on it."""
    locks: list[RecordLock] = attrs.field(factory=list)
    """The locks that processes have on parts of the file."""


@attrs.define(eq=False)
class RegularFile(File):
    """Bytes, in pages of the kernel's slot; a part without a page is zeros."""

    size: int = 0
    pages: dict[int, int] = attrs.field(factory=dict)
    """Pages of the kernel's slot, by the index of the page in the file."""
    mappings: int = 0
    """Pages of processes that map the file."""
    anonymous: bool = False
    """Whether the file is memory that never had a name: tags may be kept in it."""


@attrs.define(eq=False)
class Directory(File):
    """The only directory, which has all names."""


@attrs.define(eq=False)
class Pipe(File):
    """A first-in, first-out queue of bytes."""

    content: bytearray = attrs.field(factory=bytearray)

    @property
    def has_readers(self) -> bool:
        """Whether a description is open for reading."""
        return any(opening.readable for opening in self.openings)

    @property
    def has_writers(self) -> bool:
        """Whether a description is open for writing."""
        return any(opening.writable for opening in self.openings)


@attrs.define(eq=False)
class MessageQueue(File):
    """A queue of messages, each read whole."""

    messages: deque[bytes] = attrs.field(factory=deque)
