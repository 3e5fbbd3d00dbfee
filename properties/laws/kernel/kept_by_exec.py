"""What is compared after an exec and a vfork: each thing that a process has.

The predicates are said in words of their own: what the kernel's calls do is read
nowhere here. ``executing_fates`` says which of them must hold, and on whose word.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import attrs

from model.isa.capability import Capability
from model.kernel.state.open_files import File, RecordLock
from model.kernel.state.page_use import PageUse
from model.kernel.state.process import Process
from model.memories.full_copy import FullCopyMemory
from model.memory.layout import Location
from model.memory.tagged_memory import Granule, capability_of
from model.operations import Exec
from model.posix.arguments import Disposition
from model.system import System, boot
from properties.laws.kernel.handed_down import (
    Before,
    before_fork,
    contents_of,
    fields_of,
)
from properties.laws.kernel.inheritance import RESULT, is_handed_down

STACK: Final = "csp"
"""The register that leads to the arguments."""

ENDED: Final = {"mlock": 0, "timers": 0, "threads": 1}
"""The attributes that an exec does not keep, and what a process has instead."""

Locks = frozenset[tuple[int, RecordLock]]
"""Record locks, each with the identity of its file."""


@attrs.frozen(eq=False)
class Start:
    """What a process begins with: registers, pages and what they hold."""

    place: int
    """The slot at whose addresses it is."""
    registers: Mapping[str, Capability]
    uses: Mapping[int, PageUse]
    contents: Mapping[tuple[int, int], Granule]


@attrs.frozen(eq=False)
class BeforeExec:
    """What a process had when it was about to execute, and what there was beside it."""

    had: Before
    given: bytes | None
    """The bytes that it has for arguments; None if it could not say."""
    closing: frozenset[int]
    """The identities of the files of descriptors that are to be closed."""
    locks: Locks
    beside: frozenset[str]
    """The names of those that lived in its memory, besides itself."""
    lender: Process | None
    """The parent that waits for it, if it does."""
    start: Start


@attrs.frozen(eq=False)
class Executed:
    """An exec that succeeded."""

    system: System
    before: BeforeExec
    process: Process
    now: Mapping[str, Any]
    """The fields of the process."""


def start_of(system: System) -> Start:
    """What the machine's image gives: what the first process of a like machine has."""
    fresh = boot(FullCopyMemory(system.memory.layout), system.kernel.image)
    (first,) = fresh.processes.values()
    held = contents_of(fresh, first)
    return Start(first.slot, dict(first.registers), dict(first.pages), held)


def before_exec(system: System, operation: Exec, start: Start) -> BeforeExec:
    """What a process has now, and what there is beside it."""
    process = system.processes[operation.process]
    parent = system.kernel.of_pid(process.parent)
    waits = parent is not None and parent.lends_to == process.pid
    living = system.processes.items()
    closing = [e.description.file for e in process.descriptors.values() if e.cloexec]
    return BeforeExec(
        before_fork(system, operation.process),
        _given(system, process, operation),
        frozenset(map(id, closing)),
        frozenset(_locks(system)),
        frozenset(n for n, p in living if p is not process and p.slot == process.slot),
        parent if waits else None,
        start,
    )


def _given(system: System, process: Process, operation: Exec) -> bytes | None:
    """The bytes of the arguments, as their process finds them."""
    if operation.at is None:
        return b""
    if not 0 <= operation.size <= system.memory.layout.page_size:
        return None
    memory, size = system.memory, system.memory.layout.format.granule
    first = process.registers[operation.at[0]].address + operation.at[1]
    found = bytearray()
    for address in range(first, first + operation.size):
        if not 0 <= address < 1 << memory.layout.format.address_width:
            return None
        granule = memory.peek(memory.locate(process.slot, address))
        found.append(granule.data >> 8 * (address % size) & 0xFF)
    return bytes(found)


def _files(system: System) -> Iterator[File]:
    """Every file that has a name or a descriptor, once or more."""
    yield from system.kernel.names.values()
    for process in system.processes.values():
        for entry in process.descriptors.values():
            yield entry.description.file


def _locks(system: System) -> Iterator[tuple[int, RecordLock]]:
    """All record locks, each with its file."""
    return ((id(file), lock) for file in _files(system) for lock in file.locks)


def kept(field: str) -> Callable[[Executed], bool]:
    """The process has what it had."""
    return lambda done: bool(done.now[field] == done.before.had.kept[field])


def is_now(field: str, value: object) -> Callable[[Executed], bool]:
    """The process has a certain value of a field."""
    return lambda done: bool(done.now[field] == value)


def slot_is_its_own(done: Executed) -> bool:
    """It stays in its slot, or leaves that of another for one that nobody had."""
    slot, had = done.process.slot, done.before.had
    if not done.before.beside:
        return bool(slot == had.kept["slot"])
    users = done.system.memory.layout.user_slots
    return slot in users and slot not in had.slots


def registers_are_those_of_the_start(done: Executed) -> bool:
    """Each register is as at the start, where its own region has it; the result is the
    number of arguments.
    """
    start, registers = done.before.start, done.process.registers
    layout = done.system.memory.layout
    places = start.place, done.system.memory.place(done.process.slot)
    if registers.keys() != start.registers.keys():
        return False
    result, number = registers[RESULT], len(done.before.given or b"")
    if result.tag or result.bits != number:
        return False
    return all(
        is_handed_down(layout, held, registers[name], places)
        for name, held in start.registers.items()
        if name != RESULT
    )


def pages_are_those_of_the_start(done: Executed) -> bool:
    """The same pages are mapped as at the start, and no others."""
    mapped = list(done.system.memory.mapped_pages(done.process.slot))
    uses = done.before.start.uses
    return done.process.pages == dict(uses) and mapped == sorted(uses)


def memory_is_that_of_the_start(done: Executed) -> bool:
    """Memory holds what it holds at the start, and the arguments where the stack is."""
    memory, start = done.system.memory, done.before.start
    layout, form = memory.layout, memory.layout.format
    places = start.place, memory.place(done.process.slot)
    wanted = dict(start.contents)
    address = done.process.registers[STACK].address
    given, size = done.before.given or b"", form.granule
    for first in range(0, len(given), size):
        at: Location = memory.locate(done.process.slot, address + first)
        number = int.from_bytes(given[first : first + size], "little")
        if number:
            wanted[at.page, at.granule] = Granule(tag=False, data=number)
    found = contents_of(done.system, done.process)
    if found.keys() != wanted.keys():
        return False
    for place, granule in wanted.items():
        had, has = (capability_of(form, each) for each in (granule, found[place]))
        if not is_handed_down(layout, had, has, places):
            return False
    return True


def descriptors_are_closed_or_kept(done: Executed) -> bool:
    """Those that are close-on-exec are gone; the others are as they were."""
    had = done.before.had.kept["descriptors"].items()
    wanted = {number: entry for number, entry in had if not entry.cloexec}
    return bool(done.process.descriptors == wanted)


def locks_are_closed_or_kept(done: Executed) -> bool:
    """A record lock goes iff the process has closed a descriptor of its file."""
    gone = {
        (file, lock)
        for file, lock in done.before.locks
        if lock.pid == done.process.pid and file in done.before.closing
    }
    return frozenset(_locks(done.system)) == done.before.locks - gone


def only_what_is_ignored_stays(done: Executed) -> bool:
    """Signals that were ignored are ignored; all others have the default action."""
    had = done.before.had.kept["signals.actions"].items()
    ignored = {signal for signal, action in had if action == Disposition.IGNORE}
    now: Mapping[int, object] = done.now["signals.actions"]
    return now.keys() == ignored and set(now.values()) <= {Disposition.IGNORE}


def attributes_are_kept_or_ended(done: Executed) -> bool:
    """Each attribute is as it was, but memory locks, timers and threads."""
    had = {a.value: n for a, n in done.before.had.kept["attributes"].items()}
    now = {a.value: n for a, n in done.process.attributes.items()}
    return now == had | ENDED


def executed(system: System, before: BeforeExec, name: str) -> Executed:
    """A process after its exec."""
    process = system.processes[name]
    return Executed(system, before, process, fields_of(process))
