"""Attributes of a process that fork inherits, clears or resets: one table for all.

Source:
    POSIX.1-2024, ``fork``, the list of what differs in the child.
"""

from enum import Enum
from typing import Final


class Attribute(Enum):
    """What a process has besides memory, descriptors and signals; each a number."""

    ALARM = "alarm"
    """Seconds until its alarm."""
    CPU_CLOCK = "cpuclock"
    """Its own processor time clock."""
    CWD = "cwd"
    """Its working directory, as a number that stands for one."""
    INTERVAL_TIMER = "itimer"
    """Microseconds until its interval timer expires."""
    MEMORY_LOCKS = "mlock"
    """Pages that are locked in memory."""
    NICE = "nice"
    """Its nice value."""
    OPEN_MAX = "nofile"
    """The least number that none of its descriptors may have."""
    PROCESSES_MAX = "nproc"
    """How many processes there may be for it to fork."""
    SEMADJ = "semadj"
    """What is to be undone of its semaphore operations when it ends."""
    THREADS = "threads"
    """How many threads it has."""
    TIMERS = "timers"
    """Timers that it has made."""
    TIMES = "times"
    """Processor time used, by itself and by the children it has waited for."""
    UMASK = "umask"
    """Permissions that files it makes do not get."""


AT_START: Final = {
    **dict.fromkeys(Attribute, 0),
    Attribute.OPEN_MAX: 1024,
    Attribute.PROCESSES_MAX: 1 << 15,
    Attribute.THREADS: 1,
}
"""The attributes of the first process."""

IN_CHILD: Final = {
    Attribute.ALARM: 0,
    Attribute.CPU_CLOCK: 0,
    Attribute.INTERVAL_TIMER: 0,
    Attribute.MEMORY_LOCKS: 0,
    Attribute.SEMADJ: 0,
    Attribute.THREADS: 1,
    Attribute.TIMERS: 0,
    Attribute.TIMES: 0,
}
"""The attributes that a child does not inherit, and what it has instead."""


def inherited(attributes: dict[Attribute, int]) -> dict[Attribute, int]:
    """The attributes of a child whose parent has these."""
    return attributes | IN_CHILD
