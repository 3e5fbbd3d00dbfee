"""How a process executes a program: exec, which replaces its image.

There is one program, that of the machine, so exec names none. In one address space the
process keeps its slot, from which all that it held is cleared before the new image is
loaded: no byte or tag of it is seen again.

Source:
    POSIX.1-2024, ``exec``, ``posix_spawn``.
"""

from typing import Final

from model.isa.capability import integer
from model.isa.faults import SyscallError
from model.kernel.calls import (
    delivery,
    descriptors,
    lifecycle,
    loading,
    page_mapping,
    pinning,
    signals,
)
from model.kernel.calls.copying import Buffer, copy_in, copy_out
from model.kernel.state import attributes
from model.kernel.state.image import REGISTERS, Part
from model.kernel.state.kernel import Kernel
from model.kernel.state.process import RETURN_REGISTER, Process
from model.kernel.state.supply import Resource

FOUND_AT: Final = REGISTERS[Part.STACK]
"""The register that leads to the arguments of an image: its stack pointer, as on most
machines. Their number is in the return register."""


def arguments(
    kernel: Kernel, process: Process, buffer: Buffer | None, size: int
) -> bytes:
    """The arguments that a process has for a new image: bytes, and no tag.

    Raises:
        SyscallError: EINVAL, the size is below 0; E2BIG, they are more than a page, or
            than the stack of the new image; EFAULT, the process could not load them
            itself.
    """
    if size < 0:
        raise SyscallError("EINVAL")
    layout = kernel.memory.layout
    stack = len(kernel.image.parts(layout)[Part.STACK]) * layout.page_size
    if size > min(layout.page_size, stack):
        raise SyscallError("E2BIG")
    return b"" if buffer is None else copy_in(kernel, process, buffer, size)


def execute(kernel: Kernel, process: Process, given: bytes) -> None:
    """Replace the image of a process by the machine's, and give it arguments.

    Mappings, what devices hold of them, handlers, their stack and notes, and named
    semaphores were the old image's; descriptors are closed if they are close-on-exec;
    all else is the process's and stays. A process that lives in the memory of another
    leaves it for a slot of its own, so that the other goes on.

    Raises:
        SyscallError: EAGAIN, a slot is needed and there is none; ENOMEM, the machine
            does not have the pages, with those that the process has for itself.
            Nothing has changed.

    Law:
        ``an_exec_keeps_what_it_should``,
        ``an_exec_that_is_refused_leaves_all_as_it_was``
    """
    if kernel.shares_slot(process):
        with kernel.supply.all_or_nothing():
            slot = _take_room(kernel, process.pid)
        pinning.release(kernel, process)
        page_mapping.leave(kernel, process)
        process.slot = slot
    else:
        _clear(kernel, process)
    _begin_anew(kernel, process, given)
    delivery.let_go_on(kernel, process)


def _take_room(kernel: Kernel, pid: int) -> int:
    """Take a slot, and the pages of an image; the result is the slot."""
    kernel.supply.take(Resource.SLOT)
    slot = lifecycle.free_slot(kernel, pid)
    kernel.supply.take(Resource.PAGE, _needed(kernel))
    return slot


def _needed(kernel: Kernel) -> int:
    """How many pages the image of the machine has."""
    return loading.pages_of(kernel.memory.layout, kernel.image)


def _clear(kernel: Kernel, process: Process) -> None:
    """Unmap all that a process has mapped, and take pages for an image in its place."""
    own = sum(use.is_private for use in process.pages.values())
    if _needed(kernel) - own > kernel.supply.left[Resource.PAGE]:
        raise SyscallError("ENOMEM")
    pinning.release(kernel, process)
    kernel.memory.exit(process.slot)
    page_mapping.release(kernel, process)
    kernel.supply.take(Resource.PAGE, _needed(kernel))


def _begin_anew(kernel: Kernel, process: Process, given: bytes) -> None:
    """Load the image of the machine for a process that has nothing mapped."""
    loading.load(kernel, process, kernel.image)
    copy_out(kernel, process, (FOUND_AT, 0), given)
    form = kernel.memory.layout.format
    process.registers[RETURN_REGISTER] = integer(form, len(given))
    process.signals = signals.after_exec(process.signals)
    process.attributes = attributes.after_exec(process.attributes)
    process.semaphores = {}
    process.executed = True
    descriptors.close_at_exec(kernel, process)


def spawn(
    kernel: Kernel, parent: Process, name: str, buffer: Buffer | None, size: int
) -> Process:
    """Make a child of ``parent`` that has executed: what vfork and exec do together.

    Raises:
        SyscallError: As ``lifecycle.vfork``, then as ``arguments`` and ``execute``.
            Nothing has changed, and there is no child.

    Source:
        POSIX.1-2024, ``posix_spawn``, which leaves open whether a child that cannot
        execute is seen to end: here the call fails.
    Law:
        ``a_spawn_is_a_vfork_and_an_exec``
    """
    with kernel.supply.all_or_nothing():
        lifecycle.take_entry(kernel, parent)
        kernel.supply.take(Resource.TABLE)
        given = arguments(kernel, parent, buffer, size)
        slot = _take_room(kernel, kernel.next_pid())
    child = lifecycle.borrower(kernel, parent, name)
    child.slot, child.pages = slot, {}
    _begin_anew(kernel, child, given)
    return child
