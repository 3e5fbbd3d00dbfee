"""What a runner says of an operation, as a record of fixed size."""

import errno
import struct
from typing import Final

from model import operations as ops
from model.isa.capability import Capability
from model.outcomes import (
    Derived,
    Done,
    Failed,
    Faulted,
    Number,
    Numbers,
    Outcome,
    Waited,
)
from properties.adapters.linux.encoding import FAULTED, MAX_PROCESSES, signed

RESULT: Final = struct.Struct("=qiIIIQQQ")
"""Value, error, state, the processes that ended, those that were seen to be stopped
where one was to stop or to go on, and three more numbers."""

ENDING: Final = struct.Struct(f"={MAX_PROCESSES + 2}i")
"""Where the program stopped, or −1; statuses of orphans, or −1; an unused word."""

PENDING, EXECUTED, DIED, HALTED = range(4)
"""States of an operation: not run, run, or its process ended or stopped meanwhile."""

PLAIN, TAGGED = 1, 2
"""Values of operations that give a granule: with three numbers more."""

_WORD: Final = (1 << 64) - 1


def result_of_leaving(number: int, dying: int, halted: int) -> bytes:
    """The result of an operation that ends its own process, or stops it."""
    state = DIED if dying >> number & 1 else HALTED
    return RESULT.pack(0, 0, state, dying, halted, 0, 0, 0)


def result_of(
    operation: ops.Operation, outcome: Outcome, origin: int, changing: tuple[int, int]
) -> bytes:
    """An outcome as a runner would write it, with those who ended or stopped."""
    value, error, more = 0, 0, (0, 0, 0)
    match outcome:
        case Done():
            pass
        case Number(value=number):
            if isinstance(operation, ops.LoadData | ops.DeviceLoad):
                more = (number & _WORD, number >> 64, 0)
            else:
                value = number
        case Numbers(values=numbers):
            value, more = _numbers(numbers)
        case Waited(pid=value, status=status):
            more = (status, 0, 0)
        case Derived(capability=capability):
            value, more = _granule(capability, origin)
        case Failed(errno=name):
            value, error = -1, int(getattr(errno, name))
        case Faulted():
            value = FAULTED
        case _:
            raise AssertionError(outcome)
    words = (number & _WORD for number in more)
    return RESULT.pack(signed(value), error, EXECUTED, *changing, *words)


def _numbers(numbers: tuple[int, ...]) -> tuple[int, tuple[int, int, int]]:
    """Several numbers: the two ends of a pipe, or a lock."""
    if len(numbers) == 2:  # noqa: PLR2004  a pipe has two ends
        return 0, (numbers[0], numbers[1], 0)
    rest = (*numbers[1:], 0, 0, 0)
    return numbers[0], (rest[0], rest[1], rest[2])


def _granule(capability: Capability, origin: int) -> tuple[int, tuple[int, int, int]]:
    """A pointer, or 16 bytes that are none."""
    if capability.tag:
        return TAGGED, (capability.address - origin & _WORD, 0, 0)
    return PLAIN, (capability.bits & _WORD, capability.bits >> 64, 0)
