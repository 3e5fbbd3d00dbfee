"""What crosses between memory and the kernel, and from one owner of memory to the next.

The kernel copies bytes on behalf of a process, which must be the bytes that the process
itself finds, under every policy. Memory that was somebody's shows nothing of that to
whoever gets it.

Source:
    POSIX.1-2024, ``read``, ``write`` and ``mmap``; Linux, ``madvise``, of pages that a
    fork wipes.
"""

from collections.abc import Iterator

import attrs

from model import operations as ops
from model.isa.capability import Capability
from model.kernel.state.open_files import File, MessageQueue, Pipe, RegularFile
from model.kernel.state.process import Process
from model.memory.layout import Location
from model.memory.page_table import PRIVATE
from model.memory.tagged_memory import ZERO, Granule
from model.outcomes import Derived, Failed, Number, Waited
from model.posix.arguments import Inheritance
from model.system import System, step
from properties.laws.assumption import assume
from properties.laws.isa.extent import extent_of
from properties.laws.kernel.transfers import content_of


def a_write_takes_what_its_process_finds(system: System, operation: ops.Write) -> None:
    """What a write puts in a file, a pipe or a queue are the bytes that the process
    finds in its buffer. Bytes of capabilities are left out: not every policy hides
    whether they were copied.
    """
    found, process = _buffer(system, operation), system.processes[operation.process]
    entry = process.descriptors.get(operation.descriptor)
    assume(entry is not None)
    assert entry is not None
    description = entry.description
    outcome = step(system, operation)
    assume(isinstance(outcome, Number) and outcome.value > 0)
    assert isinstance(outcome, Number)
    taken = _last(system, description.file, description.offset, outcome.value)
    for index, byte in zip(range(outcome.value), found, strict=False):
        assert byte.tag or taken[index] == byte.value, f"{operation}: byte {index}"


def a_read_puts_what_there_was_where_its_process_finds_it(
    system: System, operation: ops.Read
) -> None:
    """The process finds in its buffer what was read, without tags. Everything else in
    memory that nobody shares with it is as it was.
    """
    process = system.processes[operation.process]
    entry = process.descriptors.get(operation.descriptor)
    assume(entry is not None)
    assert entry is not None
    file, offset = entry.description.file, entry.description.offset
    content, before = _held(system, file, offset), _private(system)
    outcome = step(system, operation)
    assume(isinstance(outcome, Number))
    assert isinstance(outcome, Number)
    after, given = _private(system), dict[Location, int]()
    found = _buffer(system, operation)
    for index, byte in zip(range(outcome.value), found, strict=False):
        assert not byte.tag, f"{operation}: byte {index}"
        assert byte.value == content[index], f"{operation}: byte {index}"
        given[byte.at] = given.get(byte.at, 0) | 0xFF << 8 * byte.number
    for page in before.keys() & after.keys():
        for at in before[page].keys() | after[page].keys():
            was, now = before[page].get(at, ZERO), after[page].get(at, ZERO)
            changed = was.data ^ now.data
            assert changed | given.get(at, 0) == given.get(at, 0), f"{operation}: {at}"
            assert at in given or was.tag == now.tag, f"{operation}: {at}"


def a_status_is_stored_where_its_process_finds_it(
    system: System, operation: ops.Waitpid
) -> None:
    """Who waits finds the status that it is told where it asked for it, without a tag.
    Everything else in memory that nobody shares with it is as it was.
    """
    assume(operation.at is not None)
    assert operation.at is not None
    buffer = ops.Read(operation.process, 0, operation.at, 4)
    before = _private(system)
    outcome = step(system, operation)
    assume(isinstance(outcome, Waited))
    assert isinstance(outcome, Waited)
    after, given = _private(system), {each.at for each in _buffer(system, buffer)}
    for number, byte in enumerate(_buffer(system, buffer)):
        assert byte.value == outcome.status >> 8 * number & 0xFF, f"byte {number}"
        assert not byte.tag, f"{operation}: byte {number}"
    for page in before.keys() & after.keys():
        for at in before[page].keys() | after[page].keys():
            same = before[page].get(at, ZERO) == after[page].get(at, ZERO)
            assert at in given or same, f"{operation}: {at}"


def memory_that_is_new_holds_zeros(
    system: System, operation: ops.Mmap | ops.MmapAt
) -> None:
    """What a mapping of memory without a file gives holds zeros without tags, whoever
    had it before and whatever was in it.
    """
    process, memory = system.processes[operation.process], system.memory
    outcome = step(system, operation)
    assume(isinstance(outcome, Derived))
    assert isinstance(outcome, Derived)
    for at in _places(system, process, outcome.capability):
        granule = memory.peek(at)
        assert granule.data == 0, f"{operation}: {at}"
        assert not granule.tag, f"{operation}: {at}"


def a_child_finds_its_parents_memory_and_no_other(
    system: System, operation: ops.Fork
) -> None:
    """A child has the pages that its parent hands down, and finds in each what the
    parent finds there, or zeros if the page is wiped: bytes are equal, and only where
    the parent finds a tag may the child, with bytes of its own.

    Whose slot it was before, and what was in it, nobody can tell.
    """
    parent, memory = system.processes[operation.process], system.memory
    outcome = step(system, operation)
    assume(not isinstance(outcome, Failed) and operation.child in system.processes)
    child = system.processes[operation.child]
    handed = {
        page: use.inheritance is Inheritance.WIPE
        for page, use in parent.pages.items()
        if use.inheritance is not Inheritance.NONE
    }
    pages = set(memory.mapped_pages(child.slot))
    assert pages == handed.keys() & set(memory.mapped_pages(parent.slot))
    for page in pages:
        for granule in range(memory.layout.page_granules):
            its = memory.peek(Location(child.slot, page, granule))
            parents = memory.peek(Location(parent.slot, page, granule))
            where = f"{operation}: granule {granule} of page {page}"
            if handed[page]:
                assert (its.tag, its.data) == (False, 0), where
            elif parents.tag:
                continue
            else:
                assert (its.tag, its.data) == (False, parents.data), where


@attrs.frozen
class _Byte:
    """A byte of memory, as the owner finds it."""

    at: Location
    number: int
    """Which byte of its granule."""
    value: int
    tag: bool
    """Whether it is part of a capability."""


def _buffer(system: System, operation: ops.Read | ops.Write) -> list[_Byte]:
    """Each byte of a buffer."""
    process, memory = system.processes[operation.process], system.memory
    register, offset = operation.at
    first = process.registers[register].address + offset
    start = first - (memory.place(process.slot) << memory.layout.slot_bits)
    assume(operation.size >= 0)
    assume(0 <= start and start + operation.size <= 1 << memory.layout.slot_bits)
    found = []
    for address in range(start, start + operation.size):
        at, number = _place(system, process, address)
        granule = memory.peek(at)
        value = granule.data >> 8 * number & 0xFF
        found.append(_Byte(at, number, value, granule.tag))
    return found


def _place(system: System, process: Process, address: int) -> tuple[Location, int]:
    """The granule of an address that is relative to the region, and the byte in it."""
    layout = system.memory.layout
    page, rest = divmod(address, 1 << layout.page_bits)
    granule, byte = divmod(rest, layout.format.granule)
    return Location(process.slot, page, granule), byte


def _places(
    system: System, process: Process, capability: Capability
) -> Iterator[Location]:
    """Every granule of the bounds of a capability to a process's memory."""
    memory, extent = system.memory, extent_of(capability)
    base = memory.place(process.slot) << memory.layout.slot_bits
    for address in range(extent.base, extent.top, memory.layout.format.granule):
        yield _place(system, process, address - base)[0]


def _private(system: System) -> dict[tuple[int, int], dict[Location, Granule]]:
    """What everybody finds in memory that is nobody else's, by slot and page."""
    memory = system.memory
    found: dict[tuple[int, int], dict[Location, Granule]] = {
        (process.slot, page): {}
        for process in system.processes.values()
        for page in memory.mapped_pages(process.slot)
        if memory.shows(process.slot, page) == PRIVATE
    }
    for slot in {slot for slot, _ in found}:
        for at in memory.populated(slot):
            if (slot, at.page) in found:
                found[slot, at.page][at] = memory.peek(at)
    return found


def _held(system: System, file: File, offset: int) -> bytes:
    """The bytes that the next read of a file would get."""
    if isinstance(file, RegularFile):
        return content_of(system, file)[offset:]
    if isinstance(file, MessageQueue):
        return file.messages[0] if file.messages else b""
    return bytes(file.content) if isinstance(file, Pipe) else b""


def _last(system: System, file: File, offset: int, size: int) -> bytes:
    """The bytes that the last write to a file put there."""
    if isinstance(file, RegularFile):
        return content_of(system, file)[offset - size : offset]
    if isinstance(file, MessageQueue):
        return file.messages[-1]
    assert isinstance(file, Pipe)
    return bytes(file.content[-size:])
