"""Attributes of a process: a name for each thing for which fork has a rule of its own.

Source:
    POSIX.1-2024, ``fork``, the list of what differs in the child.
"""

from enum import StrEnum


class Attribute(StrEnum):
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
    """The number of processes from which on it can no longer fork."""
    SEMADJ = "semadj"
    """What must be undone of its semaphore operations when it ends."""
    THREADS = "threads"
    """How many threads it has."""
    TIMERS = "timers"
    """Timers that it has made."""
    TIMES = "times"
    """Processor time used, by itself and by the children it has waited for."""
    UMASK = "umask"
    """Permissions that are withheld from the files that it creates."""
