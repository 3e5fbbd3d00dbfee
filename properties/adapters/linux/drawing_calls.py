"""Drawers of calls on files, processes and signals."""

from typing import Final

from model import operations as ops
from model.posix.signal_numbers import HARMLESS, Signal
from properties.adapters.linux.drawing import DATA_OFFSETS, Draw
from properties.adapters.linux.drawing_memory import Drawer
from properties.adapters.linux.grounds import PATHS, SIGNALS

LIVING_MAX, EVER_MAX = 6, 24
"""How many processes a program has at a time, and in all."""

OPEN_FLAGS: Final = tuple(
    frozenset(flags.split("+"))
    for flags in (
        *("rw+creat", "rw+creat", "rw+creat", "rw", "r", "r+creat", "w+creat+trunc"),
        *("rw+append", "w+append+creat", "rw+creat+excl", "rw+nonblock+cloexec"),
        *("rw+trunc", "r+directory"),
    )
)
"""How files are opened."""

DEADLY: Final = tuple(s for s in SIGNALS if s not in HARMLESS)
"""Signals that end a process, if it does nothing about them."""

FAULTS: Final = (Signal.SEGV, Signal.BUS)
"""Signals that faults are told with."""


def _fork(draw: Draw) -> ops.Operation:
    ever = len(draw.names)
    if len(draw.system.processes) >= LIVING_MAX or ever >= EVER_MAX:
        return _getpid(draw)
    return ops.Fork(draw.name, "abcdefghijklmnopqrstuvwxyz"[ever])


def _exit(draw: Draw) -> ops.Operation:
    if len(draw.system.processes) == 1 and draw.chance(0.95):
        return _getpid(draw)
    return ops.Exit(draw.name, draw.one((0, 0, 1, 7, 255, 300)))


def _child(draw: Draw) -> str:
    """A target of a wait."""
    pid = draw.process.pid
    mine = [p.name for p in draw.system.kernel.everyone() if p.parent == pid]
    if draw.chance(0.5):
        return "any"
    return draw.one(mine) if mine and draw.chance(0.9) else _target(draw)


def _words(options: str) -> frozenset[str]:
    return frozenset(options.split("+")) - {""}


def _waitpid(draw: Draw) -> ops.Operation:
    options = draw.one(("nohang", "", "", "nohang+untraced", "continued"))
    if draw.chance(0.03):
        options = "invalid"
    return ops.Waitpid(draw.name, _child(draw), _words(options))


def _waitid(draw: Draw) -> ops.Operation:
    options = draw.one(("exited", "exited+nowait", "exited+nowait+nohang", "nohang"))
    return ops.Waitid(draw.name, _child(draw), _words(options))


def _target(draw: Draw) -> str:
    """A process that is, was or never was."""
    if draw.chance(0.05):
        return draw.one(("nobody", "group"))
    if draw.chance(0.6):
        return draw.one(list(draw.system.processes))
    return draw.other()


def _kill(draw: Draw) -> ops.Operation:
    alone = len(draw.system.processes) == 1
    if draw.chance(0.1 if alone else 0.35):
        return ops.Kill(draw.name, _target(draw), draw.one(DEADLY))
    mild = (0, Signal.CHLD, Signal.URG)
    signal = draw.one(mild if alone else (*mild, Signal.USR1, Signal.USR2))
    return ops.Kill(draw.name, _target(draw), signal)


def _sigaction(draw: Draw) -> ops.Operation:
    often = (Signal.USR1, Signal.USR2, Signal.CHLD, Signal.PIPE, Signal.TERM)
    signal = draw.one(often if draw.chance(0.7) else (*SIGNALS, *FAULTS))
    handler: str | tuple[str, int] = draw.one(("default", "ignore"))
    handled = draw.catches_faults or signal not in FAULTS
    if handled and draw.chance(0.6):
        handler = ("pcc", draw.one((0, 16, 32, 48)))
    return ops.Sigaction(draw.name, signal, handler)


def _sigquery(draw: Draw) -> ops.Operation:
    known = list(draw.process.signals.actions)
    signal = draw.one(known) if known and draw.chance(0.7) else draw.one(SIGNALS)
    return ops.Sigquery(draw.name, signal, draw.scratch())


def _sigmask(draw: Draw) -> ops.Operation:
    chosen = {draw.one(DEADLY), draw.one((Signal.USR1, Signal.USR2, Signal.CHLD))}
    signals = frozenset(signal.name for signal in chosen)
    return ops.Sigmask(draw.name, draw.one(("block", "unblock", "setmask")), signals)


def _sigaltstack(draw: Draw) -> ops.Operation:
    return ops.Sigaltstack(draw.name, (draw.pointer(), 0), 8192)


def _open(draw: Draw) -> ops.Operation:
    return ops.Open(draw.name, draw.one(PATHS), draw.one(OPEN_FLAGS))


def _size(draw: Draw) -> int:
    return draw.one((1, 8, 8, 40, 200, 0))


def _read(draw: Draw) -> ops.Operation:
    at = draw.place(DATA_OFFSETS, write=True)
    return ops.Read(draw.name, draw.descriptor_for(reading=True), at, _size(draw))


def _write(draw: Draw) -> ops.Operation:
    at = draw.place(DATA_OFFSETS, write=False)
    return ops.Write(draw.name, draw.descriptor_for(reading=False), at, _size(draw))


def _lseek(draw: Draw) -> ops.Operation:
    offset = draw.one((0, 0, 3, 16, 200, -4, 4096))
    whence = draw.one(("set", "cur", "end", "cur"))
    if draw.chance(0.03):
        whence = "invalid"
    return ops.Lseek(draw.name, draw.descriptor(), offset, whence)


def _number(draw: Draw) -> int:
    """A number for a descriptor to be made."""
    return draw.one((0, 1, 2, 3, 5, 9, 40, 1024, -1))


def _flags(draw: Draw) -> frozenset[str]:
    return frozenset({"cloexec"} if draw.chance(0.5) else ())


def _dup3(draw: Draw) -> ops.Operation:
    flags = frozenset({"invalid"}) if draw.chance(0.05) else _flags(draw)
    return ops.Dup3(draw.name, draw.descriptor(), _number(draw), flags)


def _pipe(draw: Draw) -> ops.Operation:
    flags = draw.one(((), ("nonblock",), ("nonblock",), ("cloexec",)))
    return ops.Pipe(draw.name, frozenset(flags))


def _set_status(draw: Draw) -> ops.Operation:
    flags = draw.one(((), ("append",), ("nonblock",), ("append", "nonblock")))
    return ops.SetStatusFlags(draw.name, draw.descriptor(), frozenset(flags))


def _ftruncate(draw: Draw) -> ops.Operation:
    length = draw.one((0, 5, 100, 4096, 4100, 8192, -1))
    return ops.Ftruncate(draw.name, draw.descriptor(), length)


def _record(draw: Draw) -> tuple[int, str, int, int]:
    """A descriptor, a kind of lock, a start and a length."""
    start, length = draw.one((0, 0, 4, 10, -1)), draw.one((0, 4, 10, 20, -3))
    return draw.descriptor(), draw.one(("r", "w", "w", "u")), start, length


def _set_lock(draw: Draw) -> ops.Operation:
    number, kind, start, length = _record(draw)
    call, whence = draw.one(("set", "set", "wait")), draw.one(("set", "set", "cur"))
    return ops.SetLock(draw.name, number, kind, start, length, call, whence)


def _get_lock(draw: Draw) -> ops.Operation:
    number, kind, start, length = _record(draw)
    whence = draw.one(("set", "set", "end"))
    return ops.GetLock(draw.name, number, kind, start, length, whence)


def _flock(draw: Draw) -> ops.Operation:
    kind = draw.one(("sh", "ex", "un", "sh+nb", "ex+nb", "ex+nb"))
    return ops.Flock(draw.name, draw.descriptor(), kind)


def _getpid(draw: Draw) -> ops.Operation:
    return ops.Getpid(draw.name)


def _on_descriptor(
    operation: type[ops.Close | ops.Dup | ops.Fstat | ops.GetDescriptorFlags],
) -> Drawer:
    """A drawer for a call on a descriptor alone."""
    return lambda draw: operation(draw.name, draw.descriptor())


CALL_DRAWERS: Final[tuple[tuple[float, Drawer], ...]] = (
    (7, _fork),
    (3, _exit),
    (7, _waitpid),
    (2, _waitid),
    (1, _getpid),
    (1.5, lambda draw: ops.Getppid(draw.name)),
    (0.5, lambda draw: ops.Getpgid(draw.name)),
    (6, _open),
    (2, _on_descriptor(ops.Close)),
    (8, _read),
    (8, _write),
    (5, _lseek),
    (1.5, _on_descriptor(ops.Dup)),
    (1.5, lambda draw: ops.Dup2(draw.name, draw.descriptor(), _number(draw))),
    (1, _dup3),
    (
        1,
        lambda draw: ops.DupFrom(
            draw.name, draw.descriptor(), _number(draw), _flags(draw)
        ),
    ),
    (2.5, _pipe),
    (1, _on_descriptor(ops.GetDescriptorFlags)),
    (
        1,
        lambda draw: ops.SetDescriptorFlags(draw.name, draw.descriptor(), _flags(draw)),
    ),
    (1, lambda draw: ops.GetStatusFlags(draw.name, draw.descriptor())),
    (1.5, _set_status),
    (1.5, _ftruncate),
    (1.5, _on_descriptor(ops.Fstat)),
    (1, lambda draw: ops.Unlink(draw.name, draw.one(PATHS))),
    (3, _set_lock),
    (2, _get_lock),
    (2, _flock),
    (4, _kill),
    (3, _sigaction),
    (2, _sigquery),
    (3, _sigmask),
    (2, lambda draw: ops.Sigpending(draw.name)),
    (2, lambda draw: ops.Caught(draw.name)),
    (0.7, _sigaltstack),
    (1, lambda draw: ops.GetAltstack(draw.name, draw.scratch())),
)
"""The drawers, and how often each is asked."""
