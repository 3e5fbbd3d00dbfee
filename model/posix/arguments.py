"""Arguments of calls that are one of a few words: closed choices, each an enum.

A member's value is its text in programs, so a member is equal to that text.
"""

from enum import StrEnum


class Protection(StrEnum):
    """What a process may do with a page."""

    READ = "r"
    READ_WRITE = "rw"
    NONE = "none"


class Sharing(StrEnum):
    """Which processes see what is stored to a page."""

    PRIVATE = "private"
    """Only the process that stores."""
    SHARED = "shared"
    """The file changes, and all processes that map it shared see it."""
    INVALID = "invalid"
    """An argument that POSIX does not define, for which calls fail."""


class Placing(StrEnum):
    """What happens to pages that are mapped where new ones are to be."""

    REPLACE = "replace"
    """They are unmapped."""
    NEW = "new"
    """The call fails."""


class Moving(StrEnum):
    """Whether pages may be given another place."""

    STAY = "stay"
    MOVE = "move"


class Inheritance(StrEnum):
    """What a child gets of a page."""

    COPY = "copy"
    """A copy, or the same page if it is shared."""
    NONE = "none"
    """No page."""
    WIPE = "wipe"
    """A page of zeros."""
    SHARE = "share"
    """The same page: it is shared memory from then on."""


class Access(StrEnum):
    """What a file was opened for."""

    READ = "r"
    WRITE = "w"
    READ_WRITE = "rw"


class Whence(StrEnum):
    """Where a place in a file is counted from."""

    SET = "set"
    """Its start."""
    CUR = "cur"
    """The offset of the description."""
    END = "end"
    """Its end."""
    INVALID = "invalid"
    """An argument that POSIX does not define, for which calls fail."""


class LockKind(StrEnum):
    """What is asked of a record lock."""

    READ = "r"
    """A lock that other processes may have, too."""
    WRITE = "w"
    """A lock that excludes all others."""
    UNLOCK = "u"
    """No lock: an existing lock is removed."""


class FileLock(StrEnum):
    """A lock on a whole file."""

    SHARED = "sh"
    EXCLUSIVE = "ex"


class Masking(StrEnum):
    """How a set of signals changes the mask."""

    BLOCK = "block"
    UNBLOCK = "unblock"
    SETMASK = "setmask"


class Disposition(StrEnum):
    """What a process does about a signal for which it has no handler."""

    DEFAULT = "default"
    """The default action of the signal."""
    IGNORE = "ignore"
    """Nothing."""
