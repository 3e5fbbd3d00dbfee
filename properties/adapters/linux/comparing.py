"""Where the kernel and the model differ, and how that is said."""

import errno
from collections.abc import Sequence
from typing import Final

import attrs

from model import operations as ops
from model.outcomes import Done, Faulted, Waited, status_text
from properties.adapters.linux.encoding import (
    FAULTED,
    MAX_PROCESSES,
    REGION,
    SLOT_BITS,
)
from properties.adapters.linux.recording import Recording
from properties.adapters.linux.results import (
    DIED,
    ENDING,
    HALTED,
    PENDING,
    PLAIN,
    RESULT,
    TAGGED,
)

Answer = tuple[bytes, bytes]
"""How a program ended, and the results of its operations."""


@attrs.frozen
class Difference:
    """The first operation on which the kernel and the model differ."""

    index: int
    kernel: str
    model: str


def difference(recording: Recording, answer: Answer) -> Difference | None:
    """Where the kernel and the model differ first, if they do."""
    if answer[1] == b"".join(recording.expected):
        return _status_difference(recording, answer)
    for index, found in enumerate(results_in(recording, answer)):
        expected = recording.expected[index]
        if found != expected:
            model = said(recording, index, expected)
            outcome = recording.outcomes[index]
            if isinstance(outcome, Faulted):
                model = f"{model} ({outcome})"
            return Difference(index, said(recording, index, found), model)
    return None


def results_in(recording: Recording, answer: Answer) -> list[bytes]:
    """What the kernel says of each operation."""
    size = RESULT.size
    places = range(0, size * len(recording.expected), size)
    return [answer[1][place : place + size] for place in places]


def _status_difference(recording: Recording, answer: Answer) -> Difference | None:
    """The first orphan that ended in another way, if any did."""
    ending = sorted({when for when, _ in recording.statuses.values()})
    differing = (status_of(recording, answer, index) for index in ending)
    return next(filter(None, differing), None)


def status_of(recording: Recording, answer: Answer, index: int) -> Difference | None:
    """An orphan that an operation ended, if it ended in another way."""
    statuses = ENDING.unpack(answer[0])[1 : 1 + MAX_PROCESSES]
    names = list(recording.names.numbers)
    for number, (when, status) in sorted(recording.statuses.items()):
        if when == index and status is not None and statuses[number] != status:
            found = statuses[number]
            told = "was not waited for by init" if found < 0 else _told(found)
            name = names[number]
            return Difference(index, f"{name} {told}", f"{name} {_told(status)}")
    return None


def said(recording: Recording, index: int, result: bytes) -> str:
    """A result of an operation in words."""
    operation, names = recording.operations[index], list(recording.names.numbers)
    value, error, state, died, stopped, *more = RESULT.unpack(result)
    also = ""
    for chosen, what in ((died, "ended"), (stopped, "stopped")):
        those = [name for number, name in enumerate(names) if chosen >> number & 1]
        others = [name for name in those if name != operation.process]
        also += f"; {', '.join(others)} {what}" if others else ""
    if state == PENDING:
        return "it did not come to an end" + also
    if state in {DIED, HALTED}:
        what = "ended" if state == DIED else "stopped"
        return f"{operation.process} {what}{also}"
    if value == 0 and not error and isinstance(recording.outcomes[index], Done):
        return "done" + also
    if isinstance(operation, _OF_PIDS) and not error:
        number = value - _FIRST_PID
        known = f"@{names[number]}" if 0 <= number < len(names) else f"{value:#x}"
        status = f" {_told(more[0])}" if isinstance(operation, _WAITS) and value else ""
        return known + status + also
    return _value(operation, value, error, more) + also


def _value(
    operation: ops.Operation, value: int, error: int, more: Sequence[int]
) -> str:
    """What an operation returned that is no pid, in words."""
    if value == -1 and error:
        return errno.errorcode.get(error, str(error))
    if value == FAULTED:
        return "a fault, and its handler was called"
    if isinstance(operation, ops.Pipe | ops.GetLock):
        return " ".join(map(hex, (value, *more)))
    if isinstance(operation, ops.LoadData | ops.DeviceLoad):
        value = PLAIN
    if isinstance(operation, _GRANULES) and value in {PLAIN, TAGGED}:
        return _granule(value, more)
    return f"{value:#x}"


def _told(status: int) -> str:
    """A wait status in words; in numbers, if there are none for it."""
    try:
        return status_text(status)
    except ValueError:
        return f"status {status:#x}"


def _granule(value: int, more: Sequence[int]) -> str:
    """A pointer as a distance from the start of the region, or a number."""
    if value == PLAIN:
        return f"{more[0] | more[1] << 64:#x}"
    if more[0] < 1 << SLOT_BITS:
        return f"region+{more[0]:#x}"
    return f"{(more[0] + REGION) % (1 << 64):#x}"


_FIRST_PID: Final = 2
"""The pid of process 0, in the model and as runners name it."""

_WAITS = (ops.Waitpid, ops.Waitid)

_OF_PIDS = (
    *_WAITS,
    ops.Birth,
    ops.Getpid,
    ops.Getppid,
    ops.Getpgid,
    ops.Getsid,
    ops.Setsid,
)
"""Operations whose results are pids."""

_GRANULES = (
    ops.LoadData,
    ops.DeviceLoad,
    ops.LoadCapability,
    ops.Derivation,
    ops.Mmap,
    ops.MmapAt,
    ops.MmapFile,
    ops.Sigquery,
    ops.GetAltstack,
)


def followed(
    recording: Recording, answer: Answer, found: Difference
) -> list[int] | None:
    """The choices of the model, with that of the kernel at the difference.

    None if the kernel's answer is not a choice that POSIX leaves open.
    """
    turn = recording.choices.get(found.index)
    if turn is None:
        return None
    start = found.index * RESULT.size
    said = RESULT.unpack(answer[1][start : start + RESULT.size])
    if said[0] not in recording.chooser.asked[turn]:
        return None
    return [*_chosen(recording)[:turn], said[0]]


def _chosen(recording: Recording) -> list[int]:
    """The pids that the waits of a program reported, where there was a choice."""
    chosen = []
    for index in sorted(recording.choices):
        outcome = recording.outcomes[index]
        chosen.append(outcome.pid if isinstance(outcome, Waited) else 0)
    return chosen
