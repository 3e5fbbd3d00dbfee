"""Process groups and sessions: who may join a group, and which groups are orphaned.

A session is a set of groups, as a terminal has them. A group is orphaned if nobody in
another group of its session could continue its members, because none of them has a
parent there. The first process leads a session, and init is in another.

Source:
    POSIX.1-2024, XBD 3.264 "orphaned process group"; ``setpgid``, ``setsid``,
    ``getpgid``, ``getsid``. Where POSIX names several errors of ``setpgid``, the order
    is that of Linux.
"""

from model.isa.faults import SyscallError
from model.kernel.state.kernel import Kernel
from model.kernel.state.process import Process


def named(kernel: Kernel, process: Process, which: str | None) -> Process:
    """The process that a call is about: the caller, or another that has a pid.

    Raises:
        SyscallError: ESRCH, there is no such process, nor a zombie.
    """
    if which is None:
        return process
    pid = kernel.pids.get(which)
    for each in kernel.everyone():
        if each.pid == pid:
            return each
    raise SyscallError("ESRCH")


def join(kernel: Kernel, process: Process, leader: str, which: str | None) -> None:
    """Make a process or its child a member of the group that ``leader`` leads.

    If it is its own leader, it gets a group of its own. A group exists as long as it
    has a member, a zombie or not; its leader may be gone.

    Raises:
        SyscallError: ESRCH, it is neither the caller nor a child of the caller; EPERM,
            the child is in another session; EACCES, the child has replaced its image;
            EPERM, it leads a session, or there is no such group in the session of the
            caller.
    """
    member = named(kernel, process, which)
    if member is not process and member.parent != process.pid:
        raise SyscallError("ESRCH")
    if process.session != member.session:
        raise SyscallError("EPERM")
    if member is not process and member.executed:
        raise SyscallError("EACCES")
    if member.session == member.pid:
        raise SyscallError("EPERM")
    group, session = kernel.pids.get(leader), member.session
    exists = any(p.group == group and p.session == session for p in kernel.everyone())
    if group is None or not (exists or group == member.pid):
        raise SyscallError("EPERM")
    member.group = group


def lead(kernel: Kernel, process: Process) -> int:
    """Make a process the leader of a new session; the result is its pid.

    Raises:
        SyscallError: EPERM, there is a group that it leads or once led.
    """
    if any(member.group == process.pid for member in kernel.everyone()):
        raise SyscallError("EPERM")
    process.session = process.group = process.pid
    return process.pid


def members(kernel: Kernel, group: int) -> list[Process]:
    """The living members of a group."""
    return [each for each in kernel.processes.values() if each.group == group]


def is_orphaned(kernel: Kernel, group: int) -> bool:
    """Whether no living member has a parent in another group of the session."""
    return not any(_is_link(kernel, member) for member in members(kernel, group))


def linked_by(kernel: Kernel, process: Process) -> set[int]:
    """The groups that a process links to another, as a member or as a parent.

    A child that is a zombie is a member still, so its parent links its group.
    """
    children = [each for each in kernel.everyone() if each.parent == process.pid]
    return {each.group for each in (process, *children) if _is_link(kernel, each)}


def _is_link(kernel: Kernel, member: Process) -> bool:
    """Whether the parent of a process is in another group of its session."""
    parent = kernel.of_pid(member.parent)
    return (
        parent is not None
        and parent.session == member.session
        and parent.group != member.group
    )
