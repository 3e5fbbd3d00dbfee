"""Which calls on files, processes and signals are judged."""

from typing import Final

from model import operations as ops
from model.isa.permissions import Permission
from model.kernel.calls.delivery import receivers_of
from model.kernel.calls.waiting import STATUS_BYTES
from model.kernel.state.attributes import AT_START
from model.kernel.state.open_files import OpenFile, Pipe, RegularFile
from model.kernel.state.page_use import PageUse
from model.kernel.state.process import Process
from model.posix.attribute import Attribute
from model.posix.signal_numbers import (
    HARMLESS,
    STOPPING,
    Signal,
    bit,
    signal_set,
)
from model.posix.targets import target
from model.system import System
from properties.adapters.linux.grounds import (
    ATTRIBUTES,
    FILE_BYTES,
    HALF,
    PATHS,
    PIPE_BYTES,
    SCRATCH,
    SEMAPHORES,
    SOURCES,
    Place,
    Rule,
    ends_before,
    reaches,
)

GROUP_AND_OTHERS: Final = 0o77
"""The bits of a umask that take nothing from the owner."""

NICEST: Final = 20
"""The first number that is no nice value."""

OF_FAULTS: Final = frozenset(
    {Signal.ILL, Signal.TRAP, Signal.BUS, Signal.FPE, Signal.SEGV}
)
"""The signals that Linux delivers before all others, as it sends them for faults."""

LONG: Final = 1000
"""Seconds of an alarm that does not come while a program runs."""


def _open(_system: System, _process: Process, op: ops.Open) -> bool:
    flags = op.flags
    odd = {"r", "trunc"} <= flags or ("excl" in flags and "creat" not in flags)
    named = op.path in set(PATHS) and not flags & {"queue"}
    return named and not odd and bool(flags & {"r", "w", "rw"})


def _unlink(_system: System, _process: Process, op: ops.Unlink) -> bool:
    return op.path in set(PATHS)


def _description(process: Process, number: int) -> OpenFile | None:
    """The description that a descriptor names, if it names one."""
    entry = process.descriptors.get(number)
    return None if entry is None else entry.description


def _transfer(system: System, process: Process, op: ops.Read | ops.Write) -> bool:
    reading = isinstance(op, ops.Read)
    needed = int(Permission.STORE if reading else Permission.LOAD)
    found = reaches(system, process, op.at, op.size, needed)
    if found is None or op.size < 0 or found[1] + op.size > HALF:
        return False
    description = _description(process, op.descriptor)
    if description is None:
        return True
    own = found[0] is not None and found[0].file is description.file
    return not own and _is_judged_transfer(system, op, found, description)


def _is_judged_transfer(
    system: System, op: ops.Read | ops.Write, found: Place, description: OpenFile
) -> bool:
    """Whether a transfer is judged whose buffer does not show its own file."""
    use, inside = found
    file = description.file
    if isinstance(op, ops.Read):
        return not ends_before(system, use, inside + op.size)
    if isinstance(file, Pipe):
        return 0 < op.size <= PIPE_BYTES - len(file.content)
    return _has_room(description, op.size) and (
        _is_loadable(use) or not _is_beyond(description)
    )


def _has_room(description: OpenFile, size: int) -> bool:
    """Whether a file stays short."""
    file = description.file
    length = file.size if isinstance(file, RegularFile) else 0
    return max(description.offset, length) + size <= FILE_BYTES


def _is_beyond(description: OpenFile) -> bool:
    """Whether the next write begins behind the end of the file."""
    file = description.file
    length = file.size if isinstance(file, RegularFile) else 0
    return description.offset > length and not description.append


def _is_loadable(use: PageUse | None) -> bool:
    """Whether a page can be read for certain: a file that it shows might end before."""
    return use is not None and use.protection != "none" and use.file is None


def _lseek(_system: System, process: Process, op: ops.Lseek) -> bool:
    description = _description(process, op.descriptor)
    if description is None:
        return True
    if op.whence == "invalid":
        return isinstance(description.file, RegularFile)
    return abs(op.offset) <= FILE_BYTES and abs(description.offset) <= FILE_BYTES


def _ftruncate(_system: System, process: Process, op: ops.Ftruncate) -> bool:
    description = _description(process, op.descriptor)
    if op.length < 0:
        return description is not None and description.writable
    return op.length <= FILE_BYTES


def _kill(system: System, process: Process, op: ops.Kill) -> bool:
    """Whether a receiver that is stopped comes to have at most one deadly signal.

    If it is hung up, it has another: SIGHUP, which acts before all but those that the
    kernel also sends for faults. The same holds for one that lends its memory, and it
    gets no SIGCONT that takes back a stop.
    """
    if op.which in {"all", "least"} or op.signal not in {0, *Signal}:
        return False
    receivers = receivers_of(system.kernel, process, target(op.which))
    sent = 0 if op.signal == Signal.KILL else bit(op.signal)
    return all(
        len(_deadly(receiver, receiver.signals.pending | sent)) <= 1
        and op.signal not in OF_FAULTS
        and not _takes_back(receiver, op.signal)
        for receiver in receivers
        if receiver.stopped or receiver.lends_to is not None
    )


def _takes_back(receiver: Process, signal: int) -> bool:
    """Whether a process that lends its memory loses a stop that is pending."""
    stops = receiver.signals.pending & sum(map(bit, STOPPING))
    return receiver.lends_to is not None and signal == Signal.CONT and bool(stops)


def _deadly(process: Process, ready: int) -> list[Signal]:
    """Which signals of a set would end the process, if they are not blocked."""
    signals = process.signals
    chosen = ready & ~signals.mask
    return [s for s in Signal if chosen & bit(s) and _is_deadly(process, s)]


def _sigaction(_system: System, _process: Process, op: ops.Sigaction) -> bool:
    known = op.signal in {0, *Signal}
    if isinstance(op.handler, str):
        return known
    register, offset = op.handler
    return known and register == "pcc" and offset in range(0, 64, 16)


def _sigquery(_system: System, _process: Process, op: ops.Sigquery) -> bool:
    return op.destination in SCRATCH and op.signal in set(Signal)


def _sigmask(_system: System, process: Process, op: ops.Sigmask) -> bool:
    """Whether at most one deadly signal is let through."""
    signals = process.signals
    chosen = signal_set(op.signals)
    left = {
        "block": signals.mask | chosen,
        "unblock": signals.mask & ~chosen,
        "setmask": chosen,
    }[op.how]
    ready = signals.pending & ~left
    deadly = [s for s in Signal if ready & bit(s) and _is_deadly(process, s)]
    return len(deadly) <= 1


def _is_deadly(process: Process, signal: Signal) -> bool:
    """Whether a signal would end the process."""
    harmless = signal in HARMLESS or signal in STOPPING
    return signal not in process.signals.actions and not harmless


def _sigaltstack(_system: System, process: Process, op: ops.Sigaltstack) -> bool:
    register, _ = op.at
    return register in SOURCES and process.registers[register].tag and op.size >= HALF


def _getaltstack(_system: System, _process: Process, op: ops.GetAltstack) -> bool:
    return op.destination in SCRATCH


def _waitpid(system: System, process: Process, op: ops.Waitpid | ops.Waitid) -> bool:
    if isinstance(op, ops.Waitid):
        return op.which not in {"least", "all"}
    return op.which != "all" and (op.at is None or _stores(system, process, op))


def _stores(system: System, process: Process, op: ops.Waitpid) -> bool:
    """Whether a status is stored, or that is refused and it is known whose it is."""
    found = reaches(
        system, process, op.at or ("c0", 0), STATUS_BYTES, int(Permission.STORE)
    )
    if found is None or found[1] + STATUS_BYTES > HALF:
        return False
    use, inside = found
    if ends_before(system, use, inside + STATUS_BYTES):
        return False
    named = op.which in system.kernel.pids
    return named or (use is not None and use.protection == "rw" and use.file is None)


def _attribute(
    _system: System, process: Process, op: ops.GetAttribute | ops.SetAttribute
) -> bool:
    """Whether an attribute is the process's own, and anybody may set it so."""
    attribute = op.attribute
    if isinstance(op, ops.GetAttribute) or attribute not in ATTRIBUTES:
        return attribute in ATTRIBUTES
    match attribute:
        case Attribute.UMASK:
            return op.value & ~GROUP_AND_OTHERS == 0
        case Attribute.NICE:
            return process.attributes[attribute] <= op.value < NICEST
        case Attribute.OPEN_MAX:
            return 0 <= op.value <= AT_START[attribute]
        case _:
            return op.value == 0 or LONG <= op.value <= 2 * LONG


def _semaphore(
    _system: System,
    process: Process,
    op: ops.SemOpen | ops.SemPost | ops.SemWait | ops.SemValue | ops.SemUnlink,
) -> bool:
    """Whether a semaphore has a name that is cleaned up; to open one needs a file."""
    if op.name not in set(SEMAPHORES):
        return False
    free = range(process.attributes[Attribute.OPEN_MAX])
    is_room = any(number not in process.descriptors for number in free)
    return is_room or not isinstance(op, ops.SemOpen)


CALL_RULES: Final[dict[type[ops.Operation], Rule]] = {
    ops.Open: _open,
    ops.Unlink: _unlink,
    ops.Read: _transfer,
    ops.Write: _transfer,
    ops.Lseek: _lseek,
    ops.Ftruncate: _ftruncate,
    ops.Kill: _kill,
    ops.Sigaction: _sigaction,
    ops.Sigquery: _sigquery,
    ops.Sigmask: _sigmask,
    ops.Sigaltstack: _sigaltstack,
    ops.GetAltstack: _getaltstack,
    ops.Waitpid: _waitpid,
    ops.Waitid: _waitpid,
    ops.GetAttribute: _attribute,
    ops.SetAttribute: _attribute,
    ops.SemOpen: _semaphore,
    ops.SemPost: _semaphore,
    ops.SemWait: _semaphore,
    ops.SemValue: _semaphore,
    ops.SemUnlink: _semaphore,
}
"""The rules; an operation that has none here is always judged."""
