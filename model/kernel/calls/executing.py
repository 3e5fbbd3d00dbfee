"""How a process executes a program: exec, which replaces its image.

There is one program, that of the machine, so exec names none. In one address space the
process keeps its slot, from which all that it held is cleared before the new image is
loaded: no byte or tag of it is seen again.

Source:
    POSIX.1-2024, ``exec``.
"""

from typing import Final

from model.isa.capability import integer
from model.isa.faults import SyscallError
from model.kernel.calls import descriptors, loading, page_mapping, signals
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

    Mappings, handlers, their stack and notes, and named semaphores were the old
    image's; descriptors are closed if they are close-on-exec; all else is the process's
    and stays.

    Raises:
        SyscallError: ENOMEM, the machine does not have the pages, with those that the
            process has for itself. Nothing has changed.
    """
    needed = loading.pages_of(kernel.memory.layout, kernel.image)
    own = sum(use.is_private for use in process.pages.values())
    if needed - own > kernel.supply.left[Resource.PAGE]:
        raise SyscallError("ENOMEM")
    _clear(kernel, process)
    kernel.supply.take(Resource.PAGE, needed)
    _begin_anew(kernel, process, given)


def _clear(kernel: Kernel, process: Process) -> None:
    """Unmap all that a process has mapped."""
    kernel.memory.exit(process.slot)
    page_mapping.release(kernel, process)


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
