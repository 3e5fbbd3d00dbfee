"""Pipes and message queues: reading waits for writers, and writing for room.

Source:
    POSIX.1-2024, ``pipe``, ``read``, ``write``, ``mq_send``.
"""

from model.isa.faults import SyscallError
from model.kernel.calls.delivery import send
from model.kernel.calls.descriptors import install, lowest_free
from model.kernel.state.kernel import Kernel, WouldBlock
from model.kernel.state.open_files import (
    PIPE_BUF,
    PIPE_CAPACITY,
    Descriptor,
    MessageQueue,
    OpenFile,
    Pipe,
)
from model.kernel.state.process import Process
from model.posix.arguments import Access
from model.posix.signal_numbers import Signal


def pipe(process: Process, flags: frozenset[str]) -> tuple[int, int]:
    """Make a pipe; the result is the descriptors to read from and to write to.

    Raises:
        SyscallError: EMFILE, the process may not have two more descriptors.
    """
    reading = lowest_free(process)
    writing = lowest_free(process, reading + 1)
    file, ends = Pipe(), []
    for number, access in ((reading, Access.READ), (writing, Access.WRITE)):
        end = OpenFile(file, access, nonblock="nonblock" in flags)
        file.openings.append(end)
        ends.append(install(process, number, Descriptor(end, "cloexec" in flags)))
    return ends[0], ends[1]


def readable(description: OpenFile, file: Pipe, size: int) -> bytes:
    """The bytes that a read of a pipe gives; none at the end of the file.

    Raises:
        SyscallError: EAGAIN, there are none yet and the call may not wait.
        WouldBlock: There are none yet.
    """
    if not file.content and file.has_writers:
        _wait(description)
    return bytes(file.content[:size])


def write_pipe(
    kernel: Kernel, process: Process, description: OpenFile, content: bytes
) -> int:
    """Put bytes in a pipe; the result is how many. Up to PIPE_BUF go in one piece.

    Raises:
        SyscallError: EPIPE, there are no readers: the process gets a SIGPIPE; EAGAIN,
            there is no room and the call may not wait.
        WouldBlock: There is no room.
    """
    file = description.file
    if not isinstance(file, Pipe) or not file.has_readers:
        send(kernel, process, Signal.PIPE)
        raise SyscallError("EPIPE")
    room = PIPE_CAPACITY - len(file.content)
    fits = len(content) <= room
    if not fits and (len(content) <= PIPE_BUF or room == 0 or not description.nonblock):
        _wait(description)
    file.content += content[:room]
    return min(room, len(content))


def receive(description: OpenFile, file: MessageQueue) -> bytes:
    """The oldest message of a queue, which stays there.

    Raises:
        SyscallError: EAGAIN, there is none and the call may not wait.
        WouldBlock: There is none.
    """
    if not file.messages:
        _wait(description)
    return file.messages[0]


def _wait(description: OpenFile) -> None:
    """Refuse a call that would have to wait, in the way that the description says.

    Raises:
        SyscallError: EAGAIN, the description is non-blocking.
        WouldBlock: The description is blocking.
    """
    if description.nonblock:
        raise SyscallError("EAGAIN")
    raise WouldBlock
