"""Operations on files, pipes and descriptors."""

import attrs

from model.operations.effects import Content
from model.operations.kinds import (
    DESCRIPTOR_FLAGS,
    FLOCK,
    LOCK,
    LOCK_CALL,
    MEMORY,
    NUMBER,
    OPEN_FLAGS,
    PATH,
    PIPE_FLAGS,
    STATUS_FLAGS,
    WHENCE,
)
from model.operations.operation import Call, operand


@attrs.frozen
class Fstat(Call):
    """How many bytes an open file has."""

    verb = "fstat"
    descriptor: int = operand(NUMBER)


@attrs.frozen
class GetDescriptorFlags(Call):
    """Whether a descriptor is close-on-exec: 1 if so."""

    verb = "getfd"
    descriptor: int = operand(NUMBER)


@attrs.frozen
class GetStatusFlags(Call):
    """How a description was opened: access mode and status flags."""

    verb = "getfl"
    descriptor: int = operand(NUMBER)


@attrs.frozen
class GetLock(Call):
    """The lock of another process that excludes this one, if there is one."""

    verb = "getlk"
    descriptor: int = operand(NUMBER)
    kind: str = operand(LOCK)
    start: int = operand(NUMBER)
    length: int = operand(NUMBER)
    whence: str = operand(WHENCE, "set")


@attrs.frozen
class GetDescriptionLock(Call):
    """The lock that excludes this one of a description, if there is one."""

    verb = "ofdtest"
    descriptor: int = operand(NUMBER)
    kind: str = operand(LOCK)
    start: int = operand(NUMBER)
    length: int = operand(NUMBER)
    whence: str = operand(WHENCE, "set")


@attrs.frozen
class Readdir(Call):
    """Read the next entry of a directory: 1 if there is one."""

    verb = "readdir"
    descriptor: int = operand(NUMBER)


@attrs.frozen
class Lseek(Call):
    """Move the offset of a description."""

    verb = "lseek"
    descriptor: int = operand(NUMBER)
    offset: int = operand(NUMBER)
    whence: str = operand(WHENCE)


class Transfer(Call):
    """A call that moves ``size`` bytes between an open file and memory, at ``at``."""

    __slots__ = ()
    at: tuple[str, int]
    size: int


@attrs.frozen
class Read(Transfer):
    """Read bytes into memory."""

    verb = "read"
    writes = Content.BYTES
    descriptor: int = operand(NUMBER)
    at: tuple[str, int] = operand(MEMORY)
    size: int = operand(NUMBER)


@attrs.frozen
class Write(Transfer):
    """Write bytes from memory."""

    verb = "write"
    reads = Content.BYTES
    maps = True
    ends = True
    descriptor: int = operand(NUMBER)
    at: tuple[str, int] = operand(MEMORY)
    size: int = operand(NUMBER)


@attrs.frozen
class Open(Call):
    """Open a file."""

    verb = "open"
    maps = True
    path: str = operand(PATH)
    flags: frozenset[str] = operand(OPEN_FLAGS)


@attrs.frozen
class Dup(Call):
    """Duplicate a descriptor as the lowest free one."""

    verb = "dup"
    descriptor: int = operand(NUMBER)


@attrs.frozen
class Dup2(Call):
    """Duplicate a descriptor as ``target``."""

    verb = "dup2"
    descriptor: int = operand(NUMBER)
    target: int = operand(NUMBER)


@attrs.frozen
class Dup3(Call):
    """As dup2, with descriptor flags; never onto itself."""

    verb = "dup3"
    descriptor: int = operand(NUMBER)
    target: int = operand(NUMBER)
    flags: frozenset[str] = operand(DESCRIPTOR_FLAGS)


@attrs.frozen
class DupFrom(Call):
    """Duplicate a descriptor as the lowest free one from ``least`` on."""

    verb = "dupfd"
    descriptor: int = operand(NUMBER)
    least: int = operand(NUMBER)
    flags: frozenset[str] = operand(DESCRIPTOR_FLAGS, frozenset())


@attrs.frozen
class Pipe(Call):
    """Make a pipe: a descriptor to read from, one to write to."""

    verb = "pipe"
    flags: frozenset[str] = operand(PIPE_FLAGS, frozenset())


@attrs.frozen
class SetDescriptorFlags(Call):
    """Set the flags of a descriptor."""

    verb = "setfd"
    descriptor: int = operand(NUMBER)
    flags: frozenset[str] = operand(DESCRIPTOR_FLAGS)


@attrs.frozen
class SetStatusFlags(Call):
    """Set the status flags of a description."""

    verb = "setfl"
    descriptor: int = operand(NUMBER)
    flags: frozenset[str] = operand(STATUS_FLAGS)


@attrs.frozen
class SetLock(Call):
    """Lock a part of a file, or unlock it."""

    verb = "setlk"
    descriptor: int = operand(NUMBER)
    kind: str = operand(LOCK)
    start: int = operand(NUMBER)
    length: int = operand(NUMBER)
    call: str = operand(LOCK_CALL, "set")
    whence: str = operand(WHENCE, "set")


@attrs.frozen
class SetDescriptionLock(Call):
    """Lock a part of a file for a description, or unlock it."""

    verb = "ofdlock"
    descriptor: int = operand(NUMBER)
    kind: str = operand(LOCK)
    start: int = operand(NUMBER)
    length: int = operand(NUMBER)
    call: str = operand(LOCK_CALL, "set")
    whence: str = operand(WHENCE, "set")


@attrs.frozen
class Flock(Call):
    """Lock a whole file for a description, or unlock it."""

    verb = "flock"
    descriptor: int = operand(NUMBER)
    kind: str = operand(FLOCK)


@attrs.frozen
class Ftruncate(Call):
    """Set the length of a file."""

    verb = "ftruncate"
    maps = True
    descriptor: int = operand(NUMBER)
    length: int = operand(NUMBER)


@attrs.frozen
class Unlink(Call):
    """Remove the name of a file."""

    verb = "unlink"
    path: str = operand(PATH)


@attrs.frozen
class Close(Call):
    """Close a descriptor."""

    verb = "close"
    descriptor: int = operand(NUMBER)
