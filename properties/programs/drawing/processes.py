"""Drawers of calls on processes, signals and semaphores."""

from collections.abc import Callable
from typing import Final

from model import operations as ops
from model.operations.kinds import SIGNALS as SIGNAL_SETS
from model.operations.kinds import WAIT_OPTIONS, WAITID_OPTIONS
from model.posix.signal_numbers import Signal
from properties.programs.draw import Draw
from properties.programs.drawing.drawer import Drawer, Drawers, alone, flags

SEMAPHORES: Final = ("s", "s", "t")
"""The names of semaphores: few, so that processes meet in them."""

_WAITS: Final = flags(
    WAIT_OPTIONS,
    *("-", "nohang", "-", "nohang+untraced", "continued"),
    *("nohang+untraced+continued",) * 3,
    "invalid",
)
_WAITIDS: Final = flags(
    WAITID_OPTIONS,
    *("exited+nohang", "exited+nohang+nowait", "exited", "exited+nowait"),
    *("exited+stopped+continued+nohang",) * 3,
    *("exited+stopped+continued+nohang+nowait",) * 3,
    "nohang",
)


def _fork(draw: Draw) -> ops.Operation:
    return ops.Fork(draw.name, draw.new_name())


def _vfork(draw: Draw) -> ops.Operation:
    return ops.Vfork(draw.name, draw.new_name())


def _spawn(draw: Draw) -> ops.Operation:
    given = _exec(draw)
    return ops.Spawn(draw.name, draw.new_name(), given.at, given.size)


def _exec(draw: Draw) -> ops.Exec:
    if draw.chance(2, of=3):
        return ops.Exec(draw.name)
    at, size = draw.buffer(write=False)
    return ops.Exec(draw.name, at, size)


def _exit(draw: Draw) -> ops.Operation:
    return ops.Exit(draw.name, draw.one((0, 1, 300, 255)))


def _awaited(draw: Draw) -> str:
    """Which child is waited for: any, one that has a status to report, or a group."""
    everyone = draw.system.kernel.everyone()
    children = (p for p in everyone if p.parent == draw.process.pid)
    telling = [
        p.name for p in children if p.unreported is not None or p.status is not None
    ]
    name = draw.somebody()
    known = ("any", "any", "any", name, name, name, f"group:{name}", "group")
    return draw.one((*telling * 3, *known, "least", "nobody"))


def _waitpid(draw: Draw) -> ops.Operation:
    which, options = _awaited(draw), draw.wait_options(_WAITS)
    at = draw.buffer(write=True)[0] if draw.chance(1, of=3) else None
    return ops.Waitpid(draw.name, which, options, at)


def _waitid(draw: Draw) -> ops.Operation:
    return ops.Waitid(draw.name, _awaited(draw), draw.wait_options(_WAITIDS))


def _setpgid(draw: Draw) -> ops.Operation:
    everyone, parent = draw.system.kernel.everyone(), draw.process.pid
    executed = [p.name for p in everyone if p.parent == parent and p.executed]
    member = draw.one((None, None, draw.somebody(), *executed))
    leader = draw.one((draw.name, draw.somebody(), member or draw.somebody()))
    return ops.Setpgid(draw.name, leader, member)


def _of_somebody(operation: Callable[[str, str | None], ops.Operation]) -> Drawer:
    """A drawer for a call that asks about the process itself, or another."""

    def drawer(draw: Draw) -> ops.Operation:
        return operation(draw.name, draw.one((None, draw.somebody())))

    return drawer


def _get_attribute(draw: Draw) -> ops.Operation:
    return ops.GetAttribute(draw.name, draw.attribute())


def _set_attribute(draw: Draw) -> ops.Operation:
    attribute = draw.attribute()
    return ops.SetAttribute(draw.name, attribute, draw.attribute_value(attribute))


def _kill(draw: Draw) -> ops.Operation:
    living = draw.system.processes
    stopped = [name for name in living if living[name].stopped]
    name = draw.one((*stopped, draw.somebody()))
    targets = (name, name, name, name, draw.name, "group", f"group:{name}")
    which = draw.one((*targets, "all", "nobody"))
    return ops.Kill(draw.name, which, draw.signal_for(name))


def _sigaction(draw: Draw) -> ops.Operation:
    signal = draw.handled()
    return ops.Sigaction(draw.name, signal, draw.handler(signal))


def _sigquery(draw: Draw) -> ops.Operation:
    known = sorted(draw.process.signals.actions)
    signal = draw.one((*known, *known, Signal.USR1))
    return ops.Sigquery(draw.name, signal, draw.destination())


def _sigmask(draw: Draw) -> ops.Operation:
    signals = SIGNAL_SETS.read(draw.one(draw.masks))
    return ops.Sigmask(draw.name, draw.one(("block", "unblock", "setmask")), signals)


def _sigaltstack(draw: Draw) -> ops.Operation:
    return ops.Sigaltstack(draw.name, draw.stack(), draw.page)


def _getaltstack(draw: Draw) -> ops.Operation:
    return ops.GetAltstack(draw.name, draw.destination())


def _sem_open(draw: Draw) -> ops.Operation:
    return ops.SemOpen(draw.name, draw.one(SEMAPHORES), draw.one((1, 0)))


def _of_semaphore(operation: Callable[[str, str], ops.Operation]) -> Drawer:
    """A drawer for a call whose only operand is a semaphore."""

    def drawer(draw: Draw) -> ops.Operation:
        known = sorted(draw.process.semaphores)
        return operation(draw.name, draw.one((*known, *known, *SEMAPHORES)))

    return drawer


PROCESS_DRAWERS: Final[Drawers] = {
    ops.Getpid: alone(ops.Getpid),
    ops.Getppid: alone(ops.Getppid),
    ops.Getpgid: _of_somebody(ops.Getpgid),
    ops.Getsid: _of_somebody(ops.Getsid),
    ops.GetAttribute: _get_attribute,
    ops.SetAttribute: _set_attribute,
    ops.Setpgid: _setpgid,
    ops.Setsid: alone(ops.Setsid),
    ops.Waitpid: _waitpid,
    ops.Waitid: _waitid,
    ops.Fork: _fork,
    ops.Vfork: _vfork,
    ops.Spawn: _spawn,
    ops.Exit: _exit,
    ops.Exec: _exec,
    ops.Sigpending: alone(ops.Sigpending),
    ops.Caught: alone(ops.Caught),
    ops.Sigquery: _sigquery,
    ops.GetAltstack: _getaltstack,
    ops.Sigmask: _sigmask,
    ops.Sigaction: _sigaction,
    ops.Sigaltstack: _sigaltstack,
    ops.Kill: _kill,
    ops.SemValue: _of_semaphore(ops.SemValue),
    ops.SemOpen: _sem_open,
    ops.SemPost: _of_semaphore(ops.SemPost),
    ops.SemWait: _of_semaphore(ops.SemWait),
    ops.SemUnlink: _of_semaphore(ops.SemUnlink),
}
"""The drawers by operation."""
