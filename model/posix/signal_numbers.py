"""Signals by number, what they do by default, and how wait statuses are encoded.

Source:
    POSIX.1-2024, ``signal.h`` and ``sys/wait.h``; the numbers are those of Linux on
    most machines, as POSIX leaves all but a few of them open.
"""

from enum import IntEnum
from typing import Final


class Signal(IntEnum):
    """The signals of POSIX that the model has, by number."""

    HUP = 1
    INT = 2
    QUIT = 3
    ILL = 4
    TRAP = 5
    ABRT = 6
    BUS = 7
    FPE = 8
    KILL = 9
    USR1 = 10
    SEGV = 11
    USR2 = 12
    PIPE = 13
    ALRM = 14
    TERM = 15
    CHLD = 17
    CONT = 18
    STOP = 19
    TSTP = 20
    TTIN = 21
    TTOU = 22
    URG = 23


STOPPING: Final = frozenset({Signal.STOP, Signal.TSTP, Signal.TTIN, Signal.TTOU})
"""Signals whose default action is to stop the process."""

HARMLESS: Final = frozenset({Signal.CHLD, Signal.URG, Signal.CONT})
"""Signals whose default action neither ends nor stops: CONT only continues."""

DUMPING: Final = frozenset(
    {Signal.QUIT, Signal.ILL, Signal.TRAP, Signal.ABRT, Signal.BUS, Signal.FPE}
    | {Signal.SEGV}
)
"""Signals whose default action is to end the process and to write its core."""

UNSTOPPABLE: Final = frozenset({Signal.KILL, Signal.STOP})
"""Signals that cannot be caught, ignored or blocked."""

NO_SIGNAL: Final = 2000
"""An invalid signal number, to provoke EINVAL."""

CONTINUED: Final = 0xFFFF
"""The wait status of a process that was continued."""

STOPPED: Final = 0x7F
"""The low byte of the wait status of a stopped process; the signal is above it."""


def bit(signal: int) -> int:
    """A signal as a member of a set."""
    return 1 << signal


def signal_set(names: frozenset[str]) -> int:
    """The set of the signals of these names."""
    return sum(bit(Signal[name]) for name in names)


def exited(code: int) -> int:
    """The wait status of a process that called exit; of the code, 8 bits are kept."""
    return (code & 0xFF) << 8


def killed(signal: int) -> int:
    """The wait status of a process that a signal ended."""
    return signal


def stopped(signal: int) -> int:
    """The wait status of a process that a signal stopped."""
    return (signal << 8) | STOPPED
