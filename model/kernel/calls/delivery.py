"""Signals: how they are sent and delivered, and how processes end.

A signal may end a process, and the end of a process sends a signal: so both are here.
Handlers are not run: the kernel records which were called, until the process asks.

Source:
    POSIX.1-2024, XSH 2.4; ``kill``, ``sigprocmask``; ``_Exit``, consequences of process
    termination.
"""

from collections.abc import Sequence

from model.isa.capability import Capability
from model.isa.faults import Fault, NotMapped, SyscallError
from model.kernel.calls import descriptors, groups, page_mapping, pinning
from model.kernel.calls.signals import is_ignored
from model.kernel.state.kernel import Kernel
from model.kernel.state.process import INIT_PID, Process, Signals
from model.kernel.state.supply import Resource
from model.memory.layout import Location
from model.posix.arguments import Disposition, Masking, Protection
from model.posix.signal_numbers import (
    CONTINUED,
    DUMPING,
    HARMLESS,
    NO_SIGNAL,
    STOPPING,
    UNSTOPPABLE,
    Signal,
    bit,
    killed,
    stopped,
)
from model.posix.targets import Target, TargetKind

STOPS = sum(bit(signal) for signal in STOPPING)
"""The set of the signals that stop a process."""


def kill(kernel: Kernel, process: Process, target: Target, signal: int) -> None:
    """Send a signal to the processes of a target; signal 0 only checks that any exist.

    A signal that is sent to a zombie has no effect.

    Raises:
        SyscallError: ESRCH, there is no such process; EINVAL, no such signal.
    """
    receivers = receivers_of(kernel, process, target)
    if not receivers:
        raise SyscallError("ESRCH")
    if signal == NO_SIGNAL:
        raise SyscallError("EINVAL")
    for receiver in receivers:
        if signal and receiver.status is None:
            send(kernel, receiver, signal)


def fault(
    kernel: Kernel,
    process: Process,
    cause: Fault,
    at: Location | None,
    *,
    storing: bool,
) -> None:
    """End a process that faulted at a place, or call its handler.

    The signal is SIGBUS if the page is in a mapping that allows the access, but beyond
    the end of the file, and else SIGSEGV. If the signal is blocked or ignored, the
    process ends.
    """
    use = None if at is None else process.pages.get(at.page)
    if use is not None and not _allows(use.protection, storing=storing):
        use = None
    beyond = isinstance(cause, NotMapped) and use is not None
    signal = Signal.BUS if beyond else Signal.SEGV
    signals = process.signals
    caught = isinstance(signals.actions.get(signal), Capability)
    if caught and not signals.mask & bit(signal):
        signals.caught |= bit(signal)
    else:
        end(kernel, process, killed(signal))


def _allows(protection: Protection, *, storing: bool) -> bool:
    """Whether a page of this protection allows a load, or a store."""
    match protection:
        case Protection.NONE:
            return False
        case Protection.READ:
            return not storing
        case Protection.READ_WRITE:
            return True


def receivers_of(kernel: Kernel, process: Process, target: Target) -> Sequence[Process]:
    """The processes to which ``kill`` sends a signal."""
    everyone = list(kernel.everyone())
    if target.kind is TargetKind.ALL:
        return [p for p in everyone if p is not process]
    return kernel.targeted(process, target, everyone)


def send(kernel: Kernel, target: Process, signal: int) -> None:
    """Make a signal pending for a process, and deliver it unless it is blocked.

    A process that waits for a child to leave its memory gets it when it goes on; but
    SIGKILL ends it at once, and so does a signal that ends processes by default and
    writes no core, if no other waits to be delivered.

    Source:
        Linux, ``wait_for_vfork_done`` and ``complete_signal``. POSIX has no ``vfork``
        any more.
    """
    signals = target.signals
    waiting = signals.pending & ~signals.mask
    if signal == Signal.CONT:
        signals.pending &= ~STOPS
        _continue(kernel, target)
    elif signal in STOPPING:
        signals.pending &= ~bit(Signal.CONT)
    if signals.mask & bit(signal) or not is_ignored(signals, signal):
        signals.pending |= bit(signal)
    if target.lends_to is None:
        deliver(kernel, target)
    elif signal == Signal.KILL or (not waiting and _ends_at_once(signals, signal)):
        end(kernel, target, killed(signal))


def _ends_at_once(signals: Signals, signal: int) -> bool:
    """Whether a signal is let through, ends processes by default and writes no core."""
    harmless = HARMLESS | STOPPING | DUMPING
    is_blocked = bool(signals.mask & bit(signal))
    return not (is_blocked or signal in signals.actions or signal in harmless)


def deliver(kernel: Kernel, process: Process) -> None:
    """Deliver what is pending and not blocked, the lowest number first.

    A stopped process gets nothing but SIGKILL until it is continued.
    """
    signals = process.signals
    while process.status is None:
        held = ~bit(Signal.KILL) if process.stopped else signals.mask
        ready = signals.pending & ~held
        if not ready:
            return
        signal = (ready & -ready).bit_length() - 1
        signals.pending &= ~bit(signal)
        _act(kernel, process, signal)


def _act(kernel: Kernel, process: Process, signal: int) -> None:
    """Take the action for a signal: that of the process, or the default."""
    action = process.signals.actions.get(signal)
    if isinstance(action, Capability):
        process.signals.caught |= bit(signal)
    elif action == Disposition.IGNORE or signal in HARMLESS:
        pass
    elif signal in STOPPING:
        _stop(kernel, process, signal)
    else:
        end(kernel, process, killed(signal))


def _stop(kernel: Kernel, process: Process, signal: int) -> None:
    """Stop a process.

    Of an orphaned group, which nobody could continue, only SIGSTOP stops a member: the
    signals that a terminal sends are discarded.
    """
    if signal == Signal.STOP or not groups.is_orphaned(kernel, process.group):
        process.stopped = True
        _report(kernel, process, stopped(signal))


def _continue(kernel: Kernel, process: Process) -> None:
    """Continue a process that is stopped."""
    if process.stopped:
        process.stopped = False
        _report(kernel, process, CONTINUED)


def _report(kernel: Kernel, process: Process, status: int) -> None:
    """Report to the parent that a child stopped or continued."""
    process.unreported = status
    parent = kernel.of_pid(process.parent)
    if parent is not None and not _ignores_children(parent):
        send(kernel, parent, Signal.CHLD)


def set_mask(kernel: Kernel, process: Process, how: Masking, chosen: int) -> int:
    """Change the set of blocked signals; the result is the set as it was before.

    Pending signals that are no longer blocked are delivered before the call returns.
    SIGKILL and SIGSTOP are never blocked.
    """
    signals = process.signals
    before = signals.mask
    changed = {
        Masking.BLOCK: before | chosen,
        Masking.UNBLOCK: before & ~chosen,
        Masking.SETMASK: chosen,
    }
    signals.mask = changed[how] & ~sum(bit(signal) for signal in UNSTOPPABLE)
    deliver(kernel, process)
    return before


def end(kernel: Kernel, process: Process, status: int) -> None:
    """End ``process``; ``status`` is its wait status.

    Its descriptors are closed and its memory is freed, unless another process lives in
    it. Its slot is free at once, its pid after the process was waited for. Its children
    become children of init, which waits for them. A parent that ignores SIGCHLD has no
    zombies. If a group is orphaned by all this, it is hung up; and a parent that waits
    for it to leave its memory goes on: last, for both may end the parent.
    """
    for number in sorted(process.descriptors):
        descriptors.close(kernel, process, number)
    pinning.release(kernel, process)
    page_mapping.leave(kernel, process)
    process.status, process.stopped, process.unreported = status, False, None
    process.lends_to = None
    kernel.supply.give_back(Resource.TABLE)
    linked = groups.linked_by(kernel, process)
    del kernel.processes[process.name]
    kernel.zombies[process.name] = process
    _leave_children(kernel, process)
    parent = kernel.of_pid(process.parent)
    if parent is None or _ignores_children(parent):
        reap(kernel, process)
    else:
        send(kernel, parent, Signal.CHLD)
    for group in sorted(linked):
        _hang_up(kernel, group)
    let_go_on(kernel, process)


def let_go_on(kernel: Kernel, process: Process) -> None:
    """Let the parent go on that waits for a child to leave its memory, if one does.

    It gets what was sent to it meanwhile, which may end it.
    """
    parent = kernel.of_pid(process.parent)
    if parent is not None and parent.lends_to == process.pid:
        parent.lends_to = None
        deliver(kernel, parent)


def reap(kernel: Kernel, process: Process) -> None:
    """Remove a zombie: its pid is free."""
    del kernel.zombies[process.name]
    kernel.supply.give_back(Resource.PROCESS)


def _leave_children(kernel: Kernel, process: Process) -> None:
    """Make the children of a process children of init, which waits for zombies."""
    for child in list(kernel.everyone()):
        if child.parent == process.pid:
            child.parent = INIT_PID
            if child.status is not None:
                reap(kernel, child)


def _hang_up(kernel: Kernel, group: int) -> None:
    """Send SIGHUP, then SIGCONT, to a group that has lost its last link, if it has.

    They are sent to all members if one of them is stopped, which nobody else would ever
    continue.
    """
    found = groups.members(kernel, group)
    if groups.is_orphaned(kernel, group) and any(each.stopped for each in found):
        for signal in (Signal.HUP, Signal.CONT):
            for member in found:
                if member.status is None:
                    send(kernel, member, signal)


def _ignores_children(parent: Process) -> bool:
    """Whether a process gets no SIGCHLD, and its children leave no zombies.

    POSIX leaves open whether a signal that is both blocked and ignored becomes pending;
    on Linux SIGCHLD does not.
    """
    return parent.signals.actions.get(Signal.CHLD) == Disposition.IGNORE
