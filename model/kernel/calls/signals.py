"""What a process does about each signal, and what its children inherit of that.

The kernel keeps the capabilities to handlers; the memory decides what a child holds in
their place.

Source:
    POSIX.1-2024, ``sigaction``, ``fork``, ``exec``.
"""

from collections.abc import Callable

from model.isa.capability import Capability
from model.isa.faults import SyscallError
from model.kernel.state.process import Process, Signals
from model.posix.arguments import Disposition
from model.posix.signal_numbers import HARMLESS, UNSTOPPABLE, bit


def is_ignored(signals: Signals, signal: int) -> bool:
    """Whether the action for a signal is to do nothing."""
    action = signals.actions.get(signal)
    return action == Disposition.IGNORE or (action is None and signal in HARMLESS)


def set_action(process: Process, signal: int, action: Capability | Disposition) -> None:
    """Set the action for a signal; a signal that is ignored does not stay pending.

    Raises:
        SyscallError: EINVAL, the signal is SIGKILL or SIGSTOP, whose action is fixed,
            or there is no such signal.
    """
    if signal in UNSTOPPABLE or signal == 0:
        raise SyscallError("EINVAL")
    signals = process.signals
    if action is Disposition.DEFAULT:
        signals.actions.pop(signal, None)
    else:
        signals.actions[signal] = action
    if is_ignored(signals, signal):
        signals.pending &= ~bit(signal)


def take_caught(process: Process) -> int:
    """The set of signals whose handlers were called since the process last asked."""
    caught, process.signals.caught = process.signals.caught, 0
    return caught


def inherited(
    signals: Signals, passed_on: Callable[[Capability], Capability]
) -> Signals:
    """What a child has: actions, mask and notes of the parent, and nothing pending.

    Handlers and their stack are capabilities that the kernel keeps for the process, so
    the child gets them from ``passed_on``, like those in registers.
    """
    return Signals(
        actions={
            signal: passed_on(action) if isinstance(action, Capability) else action
            for signal, action in signals.actions.items()
        },
        mask=signals.mask,
        caught=signals.caught,
        stack=None if signals.stack is None else passed_on(signals.stack),
    )


def after_exec(signals: Signals) -> Signals:
    """What a process has after an exec: ignored signals, mask and pending ones stay.

    Handlers were code of the image that is gone, as their notes and their stack were
    memory of it, so the actions of signals that were caught are the default. POSIX
    leaves open whether SIGCHLD stays ignored; on Linux it does.
    """
    return Signals(
        actions={
            signal: action
            for signal, action in signals.actions.items()
            if action is Disposition.IGNORE
        },
        mask=signals.mask,
        pending=signals.pending,
    )
