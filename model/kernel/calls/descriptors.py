"""The descriptor table: what its numbers name, and what a fork copies of it.

Source:
    POSIX.1-2024, ``dup``, ``fcntl``, ``close``, ``fork``, ``exec``.
"""

import attrs

from model.isa.faults import SyscallError
from model.kernel.state.kernel import Kernel, descriptor, is_unused
from model.kernel.state.open_files import Descriptor, File, OpenFile, RegularFile
from model.kernel.state.process import Process
from model.posix.arguments import Access
from model.posix.attribute import Attribute

ACCESS_BITS = {Access.READ: 0, Access.WRITE: 1, Access.READ_WRITE: 2}
"""O_RDONLY, O_WRONLY and O_RDWR."""
APPEND_BIT, NONBLOCK_BIT = 0o2000, 0o4000
"""O_APPEND and O_NONBLOCK. Source: Linux on most machines; POSIX gives no values."""


def lowest_free(process: Process, least: int = 0) -> int:
    """The lowest number from ``least`` on that names nothing.

    Raises:
        SyscallError: EMFILE, the process may have no more descriptors.
    """
    number = least
    while number in process.descriptors:
        number += 1
    if number >= process.attributes[Attribute.OPEN_MAX]:
        raise SyscallError("EMFILE")
    return number


def install(process: Process, number: int, entry: Descriptor) -> int:
    """Make a number name a description."""
    process.descriptors[number] = entry
    entry.description.references += 1
    return number


def close(kernel: Kernel, process: Process, number: int) -> None:
    """Close a descriptor.

    All record locks that the process has on the file are released, whichever descriptor
    was used to set them; the description is closed with its last descriptor.

    Raises:
        SyscallError: EBADF, it is not open.
    """
    description = descriptor(process, number).description
    del process.descriptors[number]
    file = description.file
    file.locks = [lock for lock in file.locks if lock.pid != process.pid]
    description.references -= 1
    if description.references == 0:
        file.openings.remove(description)
        discard(kernel, file)


def discard(kernel: Kernel, file: File) -> None:
    """Free the pages of a file that is unused."""
    if isinstance(file, RegularFile) and is_unused(file):
        for page in file.pages.values():
            kernel.drop_page(page)
        file.pages.clear()


def close_at_exec(kernel: Kernel, process: Process) -> None:
    """Close the descriptors that exec closes, each as ``close`` does it."""
    closing = [n for n, entry in process.descriptors.items() if entry.cloexec]
    for number in sorted(closing):
        close(kernel, process, number)


def inherited(parent: Process) -> dict[int, Descriptor]:
    """The descriptor table of a child: a copy that names the parent's descriptions."""
    for entry in parent.descriptors.values():
        entry.description.references += 1
    return dict(parent.descriptors)


def dup(process: Process, number: int) -> int:
    """Duplicate a descriptor, as the lowest free number.

    Raises:
        SyscallError: EBADF, it is not open; EMFILE.
    """
    entry = descriptor(process, number)
    return install(process, lowest_free(process), Descriptor(entry.description))


def dup_from(process: Process, number: int, least: int, *, cloexec: bool) -> int:
    """Duplicate a descriptor, as the lowest free number from ``least`` on.

    Raises:
        SyscallError: EBADF, it is not open; EINVAL, ``least`` is out of range; EMFILE.
    """
    entry = descriptor(process, number)
    if not 0 <= least < process.attributes[Attribute.OPEN_MAX]:
        raise SyscallError("EINVAL")
    return install(
        process,
        lowest_free(process, least),
        Descriptor(entry.description, cloexec),
    )


def dup2(kernel: Kernel, process: Process, number: int, target: int) -> int:
    """Duplicate a descriptor as ``target``, which is closed first if it is open.

    If both numbers are the same, nothing happens.

    Raises:
        SyscallError: EBADF, it is not open, or ``target`` is out of range.
    """
    entry = descriptor(process, number)
    if number == target:
        return target
    return _replace(kernel, process, target, Descriptor(entry.description))


def dup3(
    kernel: Kernel, process: Process, number: int, target: int, flags: frozenset[str]
) -> int:
    """As dup2, with close-on-exec if asked for.

    Raises:
        SyscallError: EINVAL, a flag is unknown or both numbers are the same; EBADF.
    """
    if "invalid" in flags or number == target:
        raise SyscallError("EINVAL")
    entry = descriptor(process, number)
    cloexec = "cloexec" in flags
    return _replace(kernel, process, target, Descriptor(entry.description, cloexec))


def _replace(kernel: Kernel, process: Process, target: int, entry: Descriptor) -> int:
    """Close a number if it is open, and make it name another description.

    Raises:
        SyscallError: EBADF, the number is out of range.
    """
    if not 0 <= target < process.attributes[Attribute.OPEN_MAX]:
        raise SyscallError("EBADF")
    entry.description.references += 1
    if target in process.descriptors:
        close(kernel, process, target)
    process.descriptors[target] = entry
    return target


def descriptor_flags(process: Process, number: int) -> int:
    """1 iff exec closes the descriptor, else 0."""
    return int(descriptor(process, number).cloexec)


def set_descriptor_flags(process: Process, number: int, *, cloexec: bool) -> None:
    """Set close-on-exec of this descriptor, and of no other of its description."""
    entry = descriptor(process, number)
    process.descriptors[number] = attrs.evolve(entry, cloexec=cloexec)


def status_flags(process: Process, number: int) -> int:
    """Access mode and status flags, as bits."""
    description: OpenFile = descriptor(process, number).description
    return (
        ACCESS_BITS[description.access]
        | APPEND_BIT * description.append
        | NONBLOCK_BIT * description.nonblock
    )


def set_status_flags(process: Process, number: int, flags: frozenset[str]) -> None:
    """Set the status flags, for every descriptor of the description."""
    description = descriptor(process, number).description
    description.append = "append" in flags
    description.nonblock = "nonblock" in flags
