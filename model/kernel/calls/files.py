"""Files: names, bytes, and the calls that read and write them.

Source:
    POSIX.1-2024, ``open``, ``read``, ``write``, ``lseek``, ``ftruncate``, ``unlink``.
"""

from collections import deque
from typing import Final

from model.isa.faults import SyscallError
from model.kernel.calls.contents import read_file, resize, write_file
from model.kernel.calls.copying import Buffer, copy_in, copy_out
from model.kernel.calls.descriptors import discard, install, lowest_free
from model.kernel.calls.pipes import readable, receive, write_pipe
from model.kernel.state.kernel import Kernel, descriptor
from model.kernel.state.open_files import (
    Descriptor,
    Directory,
    File,
    MessageQueue,
    OpenFile,
    Pipe,
    RegularFile,
)
from model.kernel.state.process import Process
from model.posix.arguments import Access, Whence

OFFSET_MAX: Final = (1 << 63) - 1
"""The greatest offset."""

ROOT: Final = "."
"""The name of the one directory."""


def open_file(
    kernel: Kernel, process: Process, path: str, flags: frozenset[str]
) -> int:
    """Open a file, creating it if asked to, as the lowest free descriptor.

    Raises:
        SyscallError: EINVAL, no access mode, or a directory is to be created; EMFILE;
            ENOENT, the file does not exist and is not to be created; EEXIST, it exists
            and is to be new; EISDIR, a directory is opened for writing; ENOTDIR, it is
            not a directory and one is asked for.
    """
    modes = [mode for mode in Access if mode in flags]
    if len(modes) != 1 or ("creat" in flags and "directory" in flags):
        raise SyscallError("EINVAL")
    (access,) = modes
    number = lowest_free(process)
    file = _file_called(kernel, path, flags)
    if isinstance(file, Directory) and access is not Access.READ:
        raise SyscallError("EISDIR")
    if "directory" in flags and not isinstance(file, Directory):
        raise SyscallError("ENOTDIR")
    if "trunc" in flags and isinstance(file, RegularFile) and access is not Access.READ:
        resize(kernel, file, 0)
    opening = OpenFile(file, access, "append" in flags, "nonblock" in flags)
    file.openings.append(opening)
    return install(process, number, Descriptor(opening, "cloexec" in flags))


def _file_called(kernel: Kernel, path: str, flags: frozenset[str]) -> File:
    """The file of a name; a new one if there is none and it may be created."""
    found = kernel.root if path == ROOT else kernel.names.get(path)
    if found is not None:
        if "creat" in flags and "excl" in flags:
            raise SyscallError("EEXIST")
        return found
    if "creat" not in flags:
        raise SyscallError("ENOENT")
    made = MessageQueue(links=1) if "queue" in flags else RegularFile(links=1)
    kernel.names[path] = made
    return made


def unlink(kernel: Kernel, path: str) -> None:
    """Remove a name; the file stays as long as it is open or mapped.

    Raises:
        SyscallError: EISDIR, it is the directory; ENOENT, there is no such name.
    """
    if path == ROOT:
        raise SyscallError("EISDIR")
    if path not in kernel.names:
        raise SyscallError("ENOENT")
    file = kernel.names.pop(path)
    file.links -= 1
    discard(kernel, file)


def read(
    kernel: Kernel, process: Process, number: int, buffer: Buffer, size: int
) -> int:
    """Read up to ``size`` bytes; the result is how many were read, 0 at the end.

    Raises:
        SyscallError: EBADF, it is not open for reading; EINVAL, the size is below 0;
            EISDIR; EAGAIN, there is nothing yet and the call may not wait; EMSGSIZE,
            the message is longer; EFAULT.
        WouldBlock: There is nothing yet.
    """
    description = descriptor(process, number).description
    if not description.readable:
        raise SyscallError("EBADF")
    if size < 0:
        raise SyscallError("EINVAL")
    file = description.file
    match file:
        case RegularFile():
            content = read_file(kernel, file, description.offset, size)
            copy_out(kernel, process, buffer, content)
            description.offset += len(content)
        case Pipe():
            content = readable(description, file, size) if size else b""
            copy_out(kernel, process, buffer, content)
            del file.content[: len(content)]
        case MessageQueue():
            content = receive(description, file)
            if len(content) > size:
                raise SyscallError("EMSGSIZE")
            copy_out(kernel, process, buffer, content)
            file.messages.popleft()
        case _:
            raise SyscallError("EISDIR")
    return len(content)


def write(
    kernel: Kernel, process: Process, number: int, buffer: Buffer, size: int
) -> int:
    """Write ``size`` bytes; the result is how many were written.

    Raises:
        SyscallError: EBADF, it is not open for writing; EINVAL, the size is below 0;
            EPIPE, the pipe has no readers; EFAULT; EAGAIN, there is no room and the
            call may not wait; EFBIG, ENOSPC.
        WouldBlock: There is no room.
    """
    description = descriptor(process, number).description
    if not description.writable:
        raise SyscallError("EBADF")
    if size < 0:
        raise SyscallError("EINVAL")
    file = description.file
    if isinstance(file, Pipe):
        content = copy_in(kernel, process, buffer, size) if file.has_readers else b""
        return write_pipe(kernel, process, description, content)
    content = copy_in(kernel, process, buffer, size)
    if isinstance(file, MessageQueue):
        file.messages = deque([*file.messages, content])
    elif isinstance(file, RegularFile):
        at_end = description.append and content
        offset = file.size if at_end else description.offset
        write_file(kernel, file, offset, content)
        description.offset = offset + size
    return size


def lseek(process: Process, number: int, offset: int, whence: Whence) -> int:
    """Move the offset of a description; the result is the new offset, in bytes.

    Raises:
        SyscallError: EBADF, it is not open; ESPIPE, it is a pipe or queue; EINVAL,
            ``whence`` is invalid or the new offset is below 0; EOVERFLOW, the new
            offset is above OFFSET_MAX.
    """
    description = descriptor(process, number).description
    if isinstance(description.file, Pipe | MessageQueue):
        raise SyscallError("ESPIPE")
    place = description.origin(whence) + offset
    if place < 0:
        raise SyscallError("EINVAL")
    if place > OFFSET_MAX:
        raise SyscallError("EOVERFLOW")
    description.offset = place
    return place


def ftruncate(kernel: Kernel, process: Process, number: int, length: int) -> None:
    """Set the size of a file: what is cut off is lost, what is added is zeros.

    Raises:
        SyscallError: EBADF, it is not open; EINVAL, the length is negative, or it is
            not a regular file, or not open for writing; EFBIG.
    """
    description = descriptor(process, number).description
    file = description.file
    if length < 0 or not description.writable or not isinstance(file, RegularFile):
        raise SyscallError("EINVAL")
    resize(kernel, file, length)


def readdir(kernel: Kernel, process: Process, number: int) -> int:
    """Read the next entry of a directory: 1, or 0 if there is none.

    Raises:
        SyscallError: EBADF, it is not open; ENOTDIR, it is not a directory.
    """
    description = descriptor(process, number).description
    if not isinstance(description.file, Directory):
        raise SyscallError("ENOTDIR")
    if description.offset >= len(kernel.names):
        return 0
    description.offset += 1
    return 1


def size_of(process: Process, number: int) -> int:
    """The size of an open file, in bytes; 0 for a pipe or queue.

    Raises:
        SyscallError: EBADF, it is not open.
    """
    file = descriptor(process, number).description.file
    return file.size if isinstance(file, RegularFile) else 0
