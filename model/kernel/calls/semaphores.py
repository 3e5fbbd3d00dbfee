"""Named semaphores: shared by all processes that have them open, across forks too.

Source:
    POSIX.1-2024, ``sem_open``, ``sem_wait``, ``sem_post``, ``sem_unlink``.
"""

from model.isa.faults import SyscallError
from model.kernel.state.kernel import Kernel, WouldBlock
from model.kernel.state.process import Process
from model.kernel.state.semaphore import Semaphore


def sem_open(kernel: Kernel, process: Process, name: str, value: int) -> None:
    """Open a semaphore; if there is none of that name, make one."""
    process.semaphores[name] = kernel.semaphores.setdefault(name, Semaphore(value))


def semaphore(process: Process, name: str) -> Semaphore:
    """A semaphore that the process has open.

    Raises:
        SyscallError: EINVAL, the process does not have it open.
    """
    if name not in process.semaphores:
        raise SyscallError("EINVAL")
    return process.semaphores[name]


def post(process: Process, name: str) -> None:
    """Count up.

    Raises:
        SyscallError: EINVAL, the process does not have it open.
    """
    semaphore(process, name).value += 1


def wait(process: Process, name: str) -> None:
    """Count down.

    Raises:
        SyscallError: EINVAL, the process does not have it open.
        WouldBlock: The count is 0.
    """
    found = semaphore(process, name)
    if found.value == 0:
        raise WouldBlock
    found.value -= 1


def unlink(kernel: Kernel, name: str) -> None:
    """Remove the name; processes that have the semaphore open keep it.

    Raises:
        SyscallError: ENOENT, there is no such name.
    """
    if name not in kernel.semaphores:
        raise SyscallError("ENOENT")
    del kernel.semaphores[name]
