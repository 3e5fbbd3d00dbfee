"""What POSIX leaves open: parameters of the kernel."""

from collections.abc import Callable, Sequence
from enum import Enum

import attrs

from model.kernel.state.process import Process


class OnFault(Enum):
    """What a fault of a program leads to."""

    REPORT = "the fault is the outcome of the operation, and the process goes on"
    """Programs that are about capabilities can go on after a fault, and show the next.
    """
    SIGNAL = "the process gets SIGSEGV or SIGBUS, as POSIX systems do it"


def oldest(candidates: Sequence[Process]) -> Process:
    """The child of the least pid, the oldest until pids begin again: Linux picks it."""
    return candidates[0]


@attrs.frozen
class Choices:
    """What a kernel does where POSIX allows several things."""

    ended_child: Callable[[Sequence[Process]], Process] = oldest
    """Which of several ready children a wait reports."""
    on_fault: OnFault = OnFault.REPORT
