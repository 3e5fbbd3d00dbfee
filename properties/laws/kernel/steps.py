"""What a step is said to have changed is what differs after it, and nothing else.

The laws look at the system itself before and after the step, and not through an
observation.
"""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from model.isa.capability import Capability
from model.kernel.state.open_files import (
    File,
    MessageQueue,
    OpenFile,
    Pipe,
    RegularFile,
)
from model.kernel.state.process import Process
from model.memory.layout import KERNEL_SLOT, Location
from model.memory.page_table import PRIVATE
from model.memory.tagged_memory import Granule
from model.system import System
from model.trace import Step


@attrs.frozen
class Snapshot:
    """Everything whose changes a step tells, read from the system itself."""

    pids: Mapping[str, int]
    registers: Mapping[str, Mapping[str, Capability]]
    slots: Mapping[str, int]
    pages: Mapping[int, frozenset[int]]
    """The pages that are mapped, by slot."""
    granules: Mapping[Location, Granule]
    """The granules that are not zero."""
    shown: Mapping[tuple[int, int], int]
    """The kernel page that a page shows, by slot and page."""
    copied: int
    kept: Mapping[str, object]
    """The state of a process whose changes are told in words, by process."""
    files: Mapping[str, object]
    """The same for the files that have a name."""

    @classmethod
    def of(cls, system: System) -> "Snapshot":
        """The snapshot of the system now."""
        living, memory = system.processes, system.memory
        slots = {name: process.slot for name, process in living.items()}
        found = {
            at: memory.peek(at)
            for slot in slots.values()
            for at in _places(system, slot)
        }
        return cls(
            {name: process.pid for name, process in living.items()},
            {name: dict(process.registers) for name, process in living.items()},
            slots,
            {slot: frozenset(memory.mapped_pages(slot)) for slot in slots.values()},
            {at: held for at, held in found.items() if held.tag or held.data},
            {(at.slot, at.page): memory.shows(at.slot, at.page) for at in found},
            memory.pages_copied,
            {name: _kept(system, process) for name, process in living.items()},
            {name: _held(file) for name, file in system.kernel.names.items()},
        )

    def mapped(self, slot: int) -> frozenset[int]:
        """The pages of a slot; none, if nobody lives there."""
        return self.pages.get(slot, frozenset())

    def content(self, at: Location) -> Location:
        """The place that holds the content of a granule: in a kernel page, if one is
        shown.
        """
        shown = self.shown.get((at.slot, at.page), PRIVATE)
        return at if shown == PRIVATE else Location(KERNEL_SLOT, shown, at.granule)


def a_step_changes_what_differs(before: Snapshot, step: Step, after: Snapshot) -> None:
    """What a step is said to have changed is what differs after it, and nothing else:
    registers, pages, granules of the pages that stay, processes and copied pages.

    A change in memory that several processes share is told of one of them.
    """
    changes = step.changes
    stay = {n for n, pid in after.pids.items() if before.pids.get(n) == pid}
    assert {each.name for each in changes.begun} == set(after.pids) - stay
    assert {each.name for each in changes.ended} == set(before.pids) - stay
    assert changes.pages_copied == after.copied - before.copied
    registers = {
        (each.process, each.register): (each.before, each.after)
        for each in changes.registers
    }
    assert len(registers) == len(changes.registers)
    assert registers == dict(_changed_registers(before, after, stay))
    slots = [after.slots[name] for name in stay]
    for told, one, other in (
        (changes.mapped, before, after),
        (changes.unmapped, after, before),
    ):
        gained = {(n, p) for n in slots for p in other.mapped(n) - one.mapped(n)}
        assert sorted((at.slot, at.page) for at in told) == sorted(gained)
        assert all(at.granule == 0 for at in told)
    granules = {
        after.content(each.at): (each.before, each.after) for each in changes.granules
    }
    assert granules == dict(_changed_granules(before, after, slots))


def words_are_found_for_what_changes(
    before: Snapshot, step: Step, after: Snapshot
) -> None:
    """A step tells in words what the kernel keeps otherwise of a process that lives on,
    if and only if it does.
    """
    told = {each.owner for each in step.changes.kept}
    fresh = {name for name, pid in after.pids.items() if before.pids.get(name) != pid}
    for name in fresh | (before.pids.keys() - after.pids.keys()):
        said = {each.what for each in step.changes.kept if each.owner == name}
        assert said <= {"status"}, f"{name} after `{step.operation}`: {said}"
    for name, pid in after.pids.items():
        if before.pids.get(name) == pid:
            differs = before.kept[name] != after.kept[name]
            assert (name in told) == differs, f"{name} after `{step.operation}`"
    for name, held in before.files.items():
        file, differs = f"file {name}", held != after.files.get(name, NOTHING_HELD)
        assert (file in told) == differs, f"{file} after `{step.operation}`"


def _changed_registers(
    before: Snapshot, after: Snapshot, stay: set[str]
) -> Iterator[tuple[tuple[str, str], tuple[Capability | None, Capability]]]:
    """The registers that hold something else, and those of a new process that are not
    NULL.
    """
    for name, registers in after.registers.items():
        for register, now in registers.items():
            was = before.registers[name][register] if name in stay else None
            if now != was and (was is not None or now.tag or now.bits):
                yield (name, register), (was, now)


def _changed_granules(
    before: Snapshot, after: Snapshot, slots: Sequence[int]
) -> Iterator[tuple[Location, tuple[Granule, Granule]]]:
    """The granules that hold something else in pages that were and are mapped."""
    nothing = Granule(tag=False, data=0)
    for at in {*before.granules, *after.granules}:
        if at.slot in slots:
            was, now = (each.granules.get(at, nothing) for each in (before, after))
            both = all(at.page in each.mapped(at.slot) for each in (before, after))
            if both and was != now:
                yield after.content(at), (was, now)


def _kept(system: System, process: Process) -> object:
    """The state of a process for which a step has words, as values."""
    descriptors = {
        number: (entry.cloexec, *_opened(system, entry.description))
        for number, entry in process.descriptors.items()
    }
    signals = process.signals
    return (
        *(process.parent, process.group, process.session, process.stopped),
        *(process.executed, process.lends_to),
        {page: pin.left for page, pin in process.pins.items()},
        descriptors,
        *(signals.pending, signals.mask, signals.caught, dict(signals.actions)),
        *(signals.stack, dict(process.attributes), sorted(process.semaphores)),
        {
            number: (use.protection, use.inheritance)
            for number, use in process.pages.items()
            if (use.protection.value, use.inheritance.value) != ("rw", "copy")
        },
    )


NOTHING_HELD = None, 0, ()
"""The values of a file about which a step has nothing to tell."""


def _held(file: File) -> tuple[object, ...]:
    """The state of a file with a name for which a step has words, as values."""
    size = file.size if isinstance(file, RegularFile) else None
    messages = len(file.messages) if isinstance(file, MessageQueue) else 0
    locks = tuple((lock.pid, lock.kind, lock.start, lock.end) for lock in file.locks)
    return size, messages, locks


def _opened(system: System, description: OpenFile) -> tuple[object, ...]:
    """What words tell of an open file: its offset or, of a pipe, which end it is."""
    file = description.file
    names = tuple(n for n, named in system.kernel.names.items() if named is file)
    is_pipe = isinstance(file, Pipe)
    return (
        *(names, file is system.kernel.root, is_pipe),
        description.access.value if is_pipe else description.offset,
        *(description.append, description.nonblock, description.lock),
    )


def _places(system: System, slot: int) -> Iterator[Location]:
    """Every granule of every page of a slot that may hold something."""
    pages = set(system.memory.mapped_pages(slot))
    return (at for at in system.memory.populated(slot) if at.page in pages)
