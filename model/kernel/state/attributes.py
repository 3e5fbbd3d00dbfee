"""Attributes of a process that fork and exec keep, clear or reset: one table for all.

Source:
    POSIX.1-2024, ``fork``, the list of what differs in the child; ``exec``, the list of
    what the new image has of the old; for threads, ``exec``: none but the caller's
    goes on.
"""

from typing import Final

from model.posix.attribute import Attribute

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

AFTER_EXEC: Final = {
    Attribute.MEMORY_LOCKS: 0,
    Attribute.THREADS: 1,
    Attribute.TIMERS: 0,
}
"""The attributes that an exec does not keep: alarms and times go on, and so does an
interval timer; timers that were made by ``timer_create`` do not."""


def inherited(attributes: dict[Attribute, int]) -> dict[Attribute, int]:
    """The attributes of a child whose parent has these."""
    return attributes | IN_CHILD


def after_exec(attributes: dict[Attribute, int]) -> dict[Attribute, int]:
    """The attributes of a process that had these before its exec."""
    return attributes | AFTER_EXEC
