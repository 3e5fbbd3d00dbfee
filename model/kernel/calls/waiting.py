"""Waiting for children.

Source:
    POSIX.1-2024, ``wait``, ``waitpid``, ``waitid``.
"""

from typing import Final

from model.isa.faults import SyscallError
from model.kernel.calls.copying import Buffer, copy_out
from model.kernel.calls.delivery import reap
from model.kernel.state.kernel import Kernel, WouldBlock
from model.kernel.state.process import Process
from model.posix.signal_numbers import CONTINUED
from model.posix.targets import Target, TargetKind

STATES: Final = frozenset({"exited", "stopped", "continued"})
"""What ``waitid`` can be asked to wait for: at least one of them."""

Report = tuple[int, int] | None
"""The pid and wait status of a child; None if no child has one and the caller does not
wait."""


STATUS_BYTES: Final = 4
"""Bytes of a wait status in memory: those of an int."""


def wait(
    kernel: Kernel,
    process: Process,
    target: Target,
    options: frozenset[str],
    buffer: Buffer | None = None,
) -> Report:
    """Wait for a child that ended, or that stopped or was continued, if asked for.

    A child that ended is gone afterwards, also if its status cannot be stored in the
    buffer, as on Linux. If no child is reported, nothing is stored.

    Raises:
        SyscallError: EINVAL, an option is unknown; ESRCH, the target is LEAST; ECHILD,
            the caller has no such child; EFAULT, it could not store the status itself.
        WouldBlock: No such child has ended or done what is asked for, and the caller
            waits.
    """
    if "invalid" in options:
        raise SyscallError("EINVAL")
    if target.kind is TargetKind.LEAST:
        raise SyscallError("ESRCH")
    stopped = {"stopped"} if "untraced" in options else set()
    found = _wait(kernel, process, target, options | stopped | {"exited"})
    if found is not None and buffer is not None:
        status = found[1].to_bytes(STATUS_BYTES, "little")
        copy_out(kernel, process, buffer, status)
    return found


def waitid(
    kernel: Kernel, process: Process, target: Target, options: frozenset[str]
) -> Report:
    """Wait for a child to do one of the things that are asked for.

    With the option ``nowait``, the same child can be waited for again.

    Raises:
        SyscallError: EINVAL, an option is unknown, or nothing is asked for; ECHILD, the
            caller has no such child, or none that could still do one of the things.
        WouldBlock: No such child did one of the things, and the caller waits.
    """
    if "invalid" in options or not options & STATES:
        raise SyscallError("EINVAL")
    return _wait(kernel, process, target, options)


def _wait(
    kernel: Kernel, process: Process, target: Target, options: frozenset[str]
) -> Report:
    """Wait, as the options of ``waitid`` say.

    POSIX leaves open which of several ready children is reported; ``Choices`` decides.
    """
    children = candidates(kernel, process, target)
    if "exited" not in options:
        children = [child for child in children if child.status is None]
    if not children:
        raise SyscallError("ECHILD")
    ready = [child for child in children if _is_ready(child, options)]
    if not ready:
        if "nohang" in options:
            return None
        raise WouldBlock
    child = kernel.choices.ended_child(ready)
    status = child.unreported if child.status is None else child.status
    if "nowait" not in options:
        if child.status is not None:
            reap(kernel, child)
        child.unreported = None
    return child.pid, status or 0


def candidates(kernel: Kernel, process: Process, target: Target) -> list[Process]:
    """The children of a process that a wait selects, the least pid first."""
    children = [p for p in kernel.everyone() if p.parent == process.pid]
    children.sort(key=lambda child: child.pid)
    if target.kind is TargetKind.ANY:
        return children
    return kernel.targeted(process, target, children)


def _is_ready(child: Process, options: frozenset[str]) -> bool:
    """Whether a child did one of the things that were asked for."""
    if child.status is not None:
        return "exited" in options
    if child.unreported is None:
        return False
    return ("continued" if child.unreported == CONTINUED else "stopped") in options
