"""What POSIX leaves open: parameters of the kernel."""

import random
from collections.abc import Callable, Collection, Sequence
from enum import Enum
from functools import cache
from itertools import chain

import attrs

from model.kernel.state.process import Process
from model.memory.layout import Layout


class OnFault(Enum):
    """What a fault of a program leads to."""

    REPORT = "the fault is the outcome of the operation, and the process goes on"
    """Programs that are about capabilities can go on after a fault, and show the next.
    """
    SIGNAL = "the process gets SIGSEGV or SIGBUS, as POSIX systems do it"


def oldest(candidates: Sequence[Process]) -> Process:
    """The child of the least pid, the oldest until pids begin again: Linux picks it."""
    return candidates[0]


Placement = Callable[[Layout, Collection[int], int], int | None]
"""Chooses a slot for a process, from the slots that are taken and the process's pid;
None if all are taken."""


def lowest(layout: Layout, taken: Collection[int], pid: int) -> int | None:
    """The lowest free slot."""
    del pid
    return next((slot for slot in layout.user_slots if slot not in taken), None)


@cache
def scattered(seed: int) -> Placement:
    """Any free slot, as the seed and the pid of the process have it.

    Source:
        Kressel, Lefeuvre, Olivier, "μFork", SOSP 2025, which claims that slots are
        placed at random and whose prototype does not do it.
    Law:
        ``every_outcome_agrees``, ``memories_agree``
    """

    def place(layout: Layout, taken: Collection[int], pid: int) -> int | None:
        slots = layout.user_slots
        first = random.Random(f"{seed}/{pid}").randrange(len(slots))  # noqa: S311
        later = chain(slots[first:], slots[:first])
        return next((slot for slot in later if slot not in taken), None)

    return place


@attrs.frozen
class Choices:
    """What a kernel does where POSIX allows several things."""

    placement: Placement = lowest
    """Which slot a new process gets; no program can tell."""

    ended_child: Callable[[Sequence[Process]], Process] = oldest
    """Which of several ready children a wait reports."""
    on_fault: OnFault = OnFault.REPORT
