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
    """Who sees what is stored to a page."""

    PRIVATE = "private"
    """The process alone."""
    SHARED = "shared"
    """The file, and all that map it so."""
    INVALID = "invalid"
    """An argument that POSIX does not define, for which calls fail."""


class Placing(StrEnum):
    """What happens to pages that are in the place of new ones."""

    REPLACE = "replace"
    """They are unmapped."""
    NEW = "new"
    """The call fails."""


class Inheritance(StrEnum):
    """What a child gets of a page."""

    COPY = "copy"
    """A copy, or the same page if it is shared."""
    NONE = "none"
    """No page."""
    WIPE = "wipe"
    """A page of zeros."""


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
    """No lock: what there is goes."""


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
    """What a process does about a signal without a handler of its own."""

    DEFAULT = "default"
    """What the system says."""
    IGNORE = "ignore"
    """Nothing."""
