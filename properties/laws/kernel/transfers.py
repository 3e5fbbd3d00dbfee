"""Where the offset of a file goes, and what becomes of its content and of a message.

Source:
    POSIX.1-2024, ``lseek``, ``ftruncate``, ``mmap`` on the end of a file, and
    ``mq_receive``.
"""

from typing import Final

from model import operations as ops
from model.isa.faults import Fault
from model.kernel.state.open_files import MessageQueue, Pipe, RegularFile
from model.memory.layout import KERNEL_SLOT, Location
from model.outcomes import Blocked, Failed, Number, Outcome
from model.system import System, step
from properties.laws.assumption import assume

FURTHEST: Final = (1 << 63) - 1
"""The greatest offset: a number of 64 bits with a sign."""


def an_offset_goes_where_it_is_asked_to(system: System, operation: ops.Lseek) -> None:
    """The offset becomes so many bytes from the start, from where it was or from the
    end. If that is no offset, or the file has none, the call fails and it stays.
    """
    entry = system.processes[operation.process].descriptors.get(operation.descriptor)
    assume(entry is not None and operation.whence in ("set", "cur", "end"))
    assert entry is not None
    description, file = entry.description, entry.description.file
    before = description.offset
    origin = {"set": 0, "cur": before, "end": getattr(file, "size", 0)}
    place = origin[operation.whence] + operation.offset
    outcome = step(system, operation)
    expected: Outcome
    if isinstance(file, Pipe | MessageQueue):
        expected, after = Failed("ESPIPE"), before
    elif 0 <= place <= FURTHEST:
        expected, after = Number(place), place
    else:
        expected, after = Failed("EINVAL" if place < 0 else "EOVERFLOW"), before
    assert outcome == expected, f"{outcome}, not {expected}"
    assert description.offset == after


def a_new_descriptor_has_the_flag_that_was_asked(
    system: System, operation: ops.Call
) -> None:
    """A descriptor is closed on exec iff the call that makes it says so."""
    assume(isinstance(operation, ops.Open | ops.Dup | ops.Dup2 | ops.Dup3 | ops.Pipe))
    process = system.processes[operation.process]
    before = dict(process.descriptors)
    outcome = step(system, operation)
    assume(not isinstance(outcome, Failed | Blocked))
    asked = "cloexec" in getattr(operation, "flags", ())
    for number, entry in process.descriptors.items():
        if before.get(number) is not entry:
            assert entry.cloexec == asked, f"{operation}: descriptor {number}"


def what_is_cut_off_comes_back_as_zeros(
    system: System, operation: ops.Ftruncate
) -> None:
    """Bytes beyond a new end of a file are zeros up to the end of its page, and so are
    those between its old end and its new one. What it keeps stays as it was.
    """
    entry = system.processes[operation.process].descriptors.get(operation.descriptor)
    file = None if entry is None else entry.description.file
    assume(isinstance(file, RegularFile))
    assert isinstance(file, RegularFile)
    size, before = file.size, content_of(system, file)
    assume(not isinstance(step(system, operation), Failed))
    least, page = min(size, file.size), system.memory.layout.page_size
    last = file.size if file.size > size else file.size + -file.size % page
    after = content_of(system, file)
    assert after[:least] == before[:least]
    assert not any(after[least:last]), f"{operation}: not zeros from {least} to {last}"


def content_of(system: System, file: RegularFile) -> bytes:
    """The bytes of the pages of a file, its end regarded or not."""
    layout, found = system.memory.layout, b""
    for index in range(max(file.pages, default=-1) + 1):
        for granule in range(layout.page_granules):
            at = Location(KERNEL_SLOT, file.pages.get(index, _NOWHERE), granule)
            data = system.memory.peek(at).data
            found += data.to_bytes(layout.format.granule, "little")
    return found


_NOWHERE: Final = 1 << 30
"""The number of no page."""


def at_the_end_of_a_file_nothing_is_read(system: System, operation: ops.Read) -> None:
    """A read at the end of a file, or beyond it, gives nothing, and so it needs no
    memory that could be written.
    """
    entry = system.processes[operation.process].descriptors.get(operation.descriptor)
    assume(entry is not None and entry.description.readable and operation.size >= 0)
    assert entry is not None
    file, offset = entry.description.file, entry.description.offset
    assume(isinstance(file, RegularFile) and file.size <= offset)
    assert step(system, operation) == Number(0)
    assert entry.description.offset == offset


def a_message_is_received_whole_or_not_at_all(
    system: System, operation: ops.Read
) -> None:
    """The oldest message is received if there is room for all of it, and leaves the
    queue; with less room, or memory that cannot be written, it stays.
    """
    entry = system.processes[operation.process].descriptors.get(operation.descriptor)
    assume(entry is not None and entry.description.readable and operation.size >= 0)
    assert entry is not None
    file = entry.description.file
    assume(isinstance(file, MessageQueue))
    assert isinstance(file, MessageQueue)
    messages = list(file.messages)
    outcome = step(system, operation)
    assume(not isinstance(outcome, Fault) and outcome != Failed("EFAULT"))
    if not messages:
        assert outcome in (Failed("EAGAIN"), Blocked())
    elif len(messages[0]) > operation.size:
        assert outcome == Failed("EMSGSIZE"), f"{outcome}"
        assert list(file.messages) == messages
    else:
        assert outcome == Number(len(messages[0])), f"{outcome}"
        assert list(file.messages) == messages[1:]
