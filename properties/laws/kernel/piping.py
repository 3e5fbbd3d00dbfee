"""What a write puts in a pipe, by the room there is.

Source:
    POSIX.1-2024, ``write`` to a pipe or FIFO, in the order of its table.
"""

from model import operations as ops
from model.kernel.state.open_files import Pipe
from model.outcomes import Blocked, Failed, Number, Outcome
from model.system import System, step
from properties.laws.assumption import assume
from properties.laws.kernel.numbers import PIPE_BUF, PIPE_CAPACITY


def a_write_puts_in_a_pipe_what_there_is_room_for(
    system: System, operation: ops.Write
) -> None:
    """Up to PIPE_BUF bytes are written whole or not at all; of more, a descriptor that
    does not wait writes as many as there is room for, if there is any.

    The law is about pipes that somebody can read, and buffers that can be read.
    """
    process = system.processes[operation.process]
    entry = process.descriptors.get(operation.descriptor)
    assume(entry is not None)
    if entry is None:
        return
    file, waits = entry.description.file, not entry.description.nonblock
    assume(isinstance(file, Pipe) and file.has_readers)
    if isinstance(file, Pipe):
        before, room = len(file.content), PIPE_CAPACITY - len(file.content)
        outcome = step(system, operation)
        expected = _expected(operation.size, room, waits=waits)
        assert outcome == expected, f"{operation} with room for {room}: {outcome}"
        put = expected.value if isinstance(expected, Number) else 0
        assert len(file.content) == before + put


def _expected(size: int, room: int, *, waits: bool) -> Outcome:
    """What POSIX has a write of so many bytes come to."""
    if size <= room:
        return Number(size)
    if waits:
        return Blocked()
    if size <= PIPE_BUF or room == 0:
        return Failed("EAGAIN")
    return Number(room)
