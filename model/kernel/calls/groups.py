"""Process groups: who may join one, and which are orphaned.

A group is orphaned if nobody outside it could continue its members: the parent of each
is a member itself, or init, which is in a session of its own. All other processes are
in one session.

Source:
    POSIX.1-2024, XBD 3.264 "orphaned process group"; ``setpgid``.
"""

from model.isa.faults import SyscallError
from model.kernel.state.kernel import Kernel
from model.kernel.state.process import INIT_PID, Process


def join(kernel: Kernel, process: Process, leader: str) -> None:
    """Make a process a member of the group that ``leader`` leads, or of one of its own.

    A group exists as long as it has a member, a zombie or not; its leader may be gone.

    Raises:
        SyscallError: EPERM, there is no such group.
    """
    group = kernel.pids.get(leader)
    exists = any(member.group == group for member in kernel.everyone())
    if group is None or not (exists or group == process.pid):
        raise SyscallError("EPERM")
    process.group = group


def members(kernel: Kernel, group: int) -> list[Process]:
    """The living members of a group."""
    return [each for each in kernel.processes.values() if each.group == group]


def is_orphaned(kernel: Kernel, group: int) -> bool:
    """Whether the parent of every member is in the group, or init."""
    found = members(kernel, group)
    inside = {INIT_PID, *(member.pid for member in found)}
    return all(member.parent in inside for member in found)


def kept_by(kernel: Kernel, process: Process) -> set[int]:
    """The groups that a process keeps from being orphaned, it or as a parent.

    They are its own and those of its children, if they are not orphaned anyway.
    """
    families = {process.group} | {
        child.group for child in kernel.everyone() if child.parent == process.pid
    }
    return {group for group in families if not is_orphaned(kernel, group)}
