"""Random operations on processes, signals and semaphores.

Signals that end or stop are rare, as nothing happens to those that ended: most are
caught or ignored, or wait until they are unblocked.
"""

from collections.abc import Callable
from typing import Final

from model import operations as ops
from model.kernel.state.process import Process
from model.operations.kinds import SIGNALS as SIGNAL_SETS
from model.operations.kinds import WAIT_OPTIONS, WAITID_OPTIONS
from model.posix.attribute import Attribute
from model.posix.signal_numbers import Signal
from model.system import System
from properties.programs.choosing import (
    Chooser,
    Drawer,
    any_destination,
    any_source,
    one,
    place,
    somebody,
)

SIGNALS: Final = (
    Signal.USR1,
    Signal.USR1,
    Signal.CHLD,
    Signal.URG,
    Signal.USR2,
    Signal.PIPE,
    Signal.CONT,
    Signal.CONT,
    Signal.STOP,
    Signal.STOP,
    Signal.TSTP,
    Signal.TERM,
    Signal.KILL,
    0,
)
"""The signals that are sent, and those whose actions are changed."""

_SETS: Final = tuple(
    SIGNAL_SETS.read(text)
    for text in ("USR1", "USR1+USR2+TERM+TSTP", "CHLD", "KILL+STOP+PIPE", "-")
)
_WAITS: Final = tuple(
    WAIT_OPTIONS.read(text)
    for text in ("-", "nohang", *("nohang+untraced+continued",) * 3, "invalid")
)
_WAITIDS: Final = tuple(
    WAITID_OPTIONS.read(text)
    for text in (
        "exited+nohang",
        "exited+nohang+nowait",
        "exited",
        *("exited+stopped+continued+nohang",) * 3,
        "nohang",
    )
)
SEMAPHORES: Final = ("s", "s", "t")


def _new_name(system: System) -> str:
    """The first name that nobody has."""
    number = 0
    while True:
        name = "abcdefghijklmnopqrstuvwxyz"[number % 26] + "x" * (number // 26)
        if name not in system.processes and name not in system.kernel.zombies:
            return name
        number += 1


def _fork(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del chooser
    return ops.Fork(process.name, _new_name(system))


def _exit(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    return ops.Exit(process.name, one(chooser, (0, 1, 300)))


def _awaited(system: System, process: Process, chooser: Chooser) -> str:
    """Whom a process waits for: any child, one that has something to tell, a group."""
    everyone = (p for p in system.kernel.everyone() if p.parent == process.pid)
    telling = [
        p.name for p in everyone if p.unreported is not None or p.status is not None
    ]
    name = somebody(system, process, chooser)
    known = ("any", "any", "any", name, name, name, f"group:{name}", "group")
    return one(chooser, (*telling, *telling, *known, "least", "nobody"))


def _waitpid(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    which = _awaited(system, process, chooser)
    return ops.Waitpid(process.name, which, one(chooser, _WAITS))


def _waitid(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    which = _awaited(system, process, chooser)
    return ops.Waitid(process.name, which, one(chooser, _WAITIDS))


def _setpgid(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    somebody_else = somebody(system, process, chooser)
    return ops.Setpgid(process.name, one(chooser, (process.name, somebody_else)))


def _get_attribute(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    return ops.GetAttribute(process.name, one(chooser, tuple(Attribute)))


def _set_attribute(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    limits = (Attribute.OPEN_MAX, Attribute.PROCESSES_MAX)
    attribute = one(chooser, (*limits, *limits, *Attribute))
    return ops.SetAttribute(process.name, attribute, one(chooser, (3, 3, 7, 0)))


def _kill(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    stopped = [other.name for other in system.processes.values() if other.stopped]
    name = one(chooser, (*stopped, somebody(system, process, chooser)))
    targets = (name, name, name, name, process.name, "group", f"group:{name}")
    which = one(chooser, (*targets, "all", "nobody"))
    signals = (Signal.CONT,) * len(SIGNALS) if name in stopped else ()
    return ops.Kill(process.name, which, one(chooser, (*signals, *SIGNALS)))


def _sigaction(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    signal = one(chooser, SIGNALS)
    anywhere = place(system, process, chooser, any_source(process, chooser))
    places = (("pcc", 0), ("pcc", 16), anywhere)
    handlers: tuple[str | tuple[str, int], ...] = (*places, "ignore", "default")
    return ops.Sigaction(process.name, signal, one(chooser, handlers))


def _sigquery(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    known = sorted(process.signals.actions)
    signal = one(chooser, (*known, *known, Signal.USR1))
    return ops.Sigquery(process.name, signal, any_destination(chooser))


def _sigmask(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    how = one(chooser, ("block", "unblock", "setmask"))
    return ops.Sigmask(process.name, how, one(chooser, _SETS))


def _sigaltstack(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    register = one(chooser, ("csp", any_source(process, chooser)))
    at = place(system, process, chooser, register)
    return ops.Sigaltstack(process.name, at, system.memory.layout.page_size)


def _getaltstack(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    return ops.GetAltstack(process.name, any_destination(chooser))


def _sem_open(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    name = one(chooser, SEMAPHORES)
    return ops.SemOpen(process.name, name, one(chooser, (1, 0)))


def _alone(operation: Callable[[str], ops.Operation]) -> Drawer:
    """A drawer for what has no operands."""

    def drawer(system: System, process: Process, chooser: Chooser) -> ops.Operation:
        del system, chooser
        return operation(process.name)

    return drawer


def _of_semaphore(operation: Callable[[str, str], ops.Operation]) -> Drawer:
    """A drawer for what is given a semaphore."""

    def drawer(system: System, process: Process, chooser: Chooser) -> ops.Operation:
        del system
        known = sorted(process.semaphores)
        return operation(process.name, one(chooser, (*known, *known, *SEMAPHORES)))

    return drawer


PROCESS_DRAWERS: Final[dict[type[ops.Operation], Drawer]] = {
    ops.Getpid: _alone(ops.Getpid),
    ops.Getppid: _alone(ops.Getppid),
    ops.Getpgid: _alone(ops.Getpgid),
    ops.GetAttribute: _get_attribute,
    ops.SetAttribute: _set_attribute,
    ops.Setpgid: _setpgid,
    ops.Waitpid: _waitpid,
    ops.Waitid: _waitid,
    ops.Fork: _fork,
    ops.Exit: _exit,
    ops.Sigpending: _alone(ops.Sigpending),
    ops.Caught: _alone(ops.Caught),
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
