"""What a trace says is so: of its states, and of what each of its steps changed.

Both are read here with the eyes of somebody who has the text of the Informal Trace
Format and the system, and no part of what wrote the trace: maps and numbers are read
anew, addresses are computed from the sizes of slots, pages and granules, and every
granule of every page is peeked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from model import operations as ops
from model.isa.capability import Capability
from model.kernel.state.attributes import AT_START
from model.kernel.state.open_files import (
    File,
    MessageQueue,
    OpenFile,
    Pipe,
    RegularFile,
)
from model.kernel.state.process import Process
from model.memory.layout import Location
from model.memory.tagged_memory import Granule
from model.posix.signal_numbers import Signal
from model.system import System
from model.trace import Step

Json = Any
"""Whatever a trace has."""


def a_state_says_what_is_so(system: System, state: Json, outcome: str) -> None:
    """A state of a trace has the processes with their registers and their memory, the
    zombies and the files of the system that it is a state of; and the last outcome.
    """
    assert state["outcome"] == outcome
    said = _read(state["processes"])
    assert list(said) == list(system.processes)
    memories = _read(state["memory"])
    for name, process in system.processes.items():
        assert said[name]["registers"] == _registers(process), name
        _assert_process(system, process, said[name])
        assert list(memories[name]) == list(_memory(system, process.slot)), name
    zombies = _read(state["zombies"])
    assert zombies == {
        name: {
            "pid": each.pid,
            "parent": each.parent,
            "group": each.group,
            "status": each.status,
        }
        for name, each in system.kernel.zombies.items()
    }
    for name, process in system.processes.items():
        chosen = {
            attribute.value: value
            for attribute, value in process.attributes.items()
            if value != AT_START[attribute]
        }
        assert said[name]["attributes"] == chosen, name
    files = _read(state["files"])
    assert list(files) == list(system.kernel.names)
    _assert_kernel(system, _read(state["kernel"]), files)
    for name, file in system.kernel.names.items():
        assert files[name]["size"] == getattr(file, "size", 0), name
        assert files[name]["openings"] == len(file.openings), name


def a_trace_holds_its_last_states(
    document: Json, operations: Sequence[ops.Operation], most: int
) -> None:
    """A trace holds every operation, and its last states with their numbers: all of a
    short program, at least two, and not more than it may.
    """
    assert document["#meta"]["ops"] == [str(operation) for operation in operations]
    numbers = [state["#meta"]["index"] for state in document["states"]]
    assert numbers[-1] == len(operations)
    assert numbers == list(range(numbers[0], len(operations) + 1))
    assert min(2, len(operations) + 1) <= len(numbers) <= most
    for state in document["states"]:
        assert set(document["vars"]) | {"#meta"} == set(state)


@attrs.frozen
class Snapshot:
    """All of a system that a step tells the changes of, taken by itself."""

    pids: Mapping[str, int]
    registers: Mapping[str, Mapping[str, Capability]]
    slots: Mapping[str, int]
    pages: Mapping[int, frozenset[int]]
    """The pages that are mapped, by slot."""
    granules: Mapping[Location, Granule]
    """Those that are not zeros."""
    copied: int
    kept: Mapping[str, object]
    """What words are found for, by process."""
    files: Mapping[str, object]
    """The same of the files that have a name."""

    @classmethod
    def of(cls, system: System) -> "Snapshot":
        """What there is now."""
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
            memory.pages_copied,
            {name: _kept(system, process) for name, process in living.items()},
            {name: _held(file) for name, file in system.kernel.names.items()},
        )


def a_step_changes_what_differs(before: Snapshot, step: Step, after: Snapshot) -> None:
    """What a step is said to have changed is what differs after it, and nothing else:
    registers, pages, granules of the pages that stay, processes and copied pages.
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
        gained = {(n, p) for n in slots for p in other.pages[n] - one.pages[n]}
        assert sorted((at.slot, at.page) for at in told) == sorted(gained)
        assert all(at.granule == 0 for at in told)
    granules = {each.at: (each.before, each.after) for each in changes.granules}
    assert granules == dict(_changed_granules(before, after, slots))


def words_are_found_for_what_changes(
    before: Snapshot, step: Step, after: Snapshot
) -> None:
    """A step tells in words what the kernel keeps otherwise of a process that lives on,
    if and only if it does.
    """
    told = {each.owner for each in step.changes.kept}
    for name, pid in after.pids.items():
        if before.pids.get(name) == pid:
            differs = before.kept[name] != after.kept[name]
            assert (name in told) == differs, f"{name} after `{step.operation}`"
    for name in set(before.files) - set(before.pids) - set(after.pids):
        differs = before.files[name] != after.files.get(name, NOTHING_HELD)
        assert (name in told) == differs, f"{name} after `{step.operation}`"


def _changed_registers(
    before: Snapshot, after: Snapshot, stay: set[str]
) -> Iterator[tuple[tuple[str, str], tuple[Capability | None, Capability]]]:
    """The registers that hold something else, and those of who is new, but for NULL."""
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
            both = all(at.page in each.pages[at.slot] for each in (before, after))
            if both and was != now:
                yield at, (was, now)


def _kept(system: System, process: Process) -> object:
    """What a step has words for, as values."""
    descriptors = {
        number: (entry.cloexec, *_opened(system, entry.description))
        for number, entry in process.descriptors.items()
    }
    signals = process.signals
    return (
        *(process.parent, process.group, process.stopped, descriptors),
        *(signals.pending, signals.mask, signals.caught, dict(signals.actions)),
        *(signals.stack, dict(process.attributes), sorted(process.semaphores)),
        {
            number: (use.protection, use.inheritance)
            for number, use in process.pages.items()
            if (use.protection.value, use.inheritance.value) != ("rw", "copy")
        },
    )


NOTHING_HELD = None, 0, ()
"""Of a file of which nothing is said."""


def _held(file: File) -> tuple[object, ...]:
    """What a step has words for, of a file with a name, as values."""
    size = file.size if isinstance(file, RegularFile) else None
    messages = len(file.messages) if isinstance(file, MessageQueue) else 0
    locks = tuple((lock.pid, lock.kind, lock.start, lock.end) for lock in file.locks)
    return size, messages, locks


def _opened(system: System, description: OpenFile) -> tuple[object, ...]:
    """What words tell of an open file: an offset, but which end if it is a pipe."""
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


def _memory(system: System, slot: int) -> Iterator[dict[str, object]]:
    """The granules of a slot that are not zeros, as a trace has them."""
    memory, layout = system.memory, system.memory.layout
    for page in sorted(memory.mapped_pages(slot)):
        for granule in range(layout.page_size // layout.format.granule):
            held = memory.peek(Location(slot, page, granule))
            if held.tag or held.data:
                address = memory.place(slot) * layout.slot_size
                address += page * layout.page_size + granule * layout.format.granule
                yield {"address": address, "valid": held.tag, "data": held.data}


def _registers(process: Process) -> dict[str, dict[str, object]]:
    """The registers that are not NULL, as a trace has them."""
    return {
        name: {
            "valid": held.tag,
            "perms": held.perms,
            "otype": held.otype,
            "base": held.base,
            "top": held.top,
            "address": held.address,
            "bits": held.bits,
        }
        for name, held in process.registers.items()
        if held.tag or held.bits
    }


def _assert_process(system: System, process: Process, said: Json) -> None:
    """What else is said of a process."""
    for name in ("pid", "slot", "parent", "group", "stopped"):
        assert said[name] == getattr(process, name), name
    for name in ("mask", "pending", "caught"):
        chosen = getattr(process.signals, name)
        numbers = [int(Signal[word]) for word in said[name].split("+") if word]
        assert sum(1 << number for number in numbers) == chosen, name
    assert list(said["descriptors"]) == list(map(str, process.descriptors))
    for number, entry in process.descriptors.items():
        told, description = said["descriptors"][str(number)], entry.description
        assert told["cloexec"] == entry.cloexec
        assert told["offset"] == description.offset
        assert told["references"] == description.references
        names = [n for n, f in system.kernel.names.items() if f is description.file]
        assert not names or told["file"] in names


def _assert_kernel(system: System, said: Json, files: Json) -> None:
    """What is said of what the kernel keeps for all."""
    kernel = system.kernel
    for name in ("pids", "last_pid", "last_page"):
        assert said[name] == getattr(kernel, name), name
    assert said["free_pages"] == list(kernel.free_pages)
    assert said["supply"] == {each.value: n for each, n in kernel.supply.left.items()}
    numbers = {name: each["number"] for name, each in files.items()}
    assert said["names"] == numbers
    here = [n for n, file in kernel.names.items() if file is kernel.root]
    assert [n for n in numbers if numbers[n] == said["root"]] == here
    assert said["files"][str(said["root"])]["kind"] == type(kernel.root).__name__
    counters = said["semaphore_names"]
    assert list(counters) == list(kernel.semaphores)
    for name, semaphore in kernel.semaphores.items():
        assert said["semaphores"][str(counters[name])] == semaphore.value, name


def _read(value: Json) -> Json:
    """A value of a trace for a reader."""
    if isinstance(value, dict) and set(value) == {"#map"}:
        return {key: _read(each) for key, each in value["#map"]}
    if isinstance(value, dict) and set(value) == {"#bigint"}:
        return int(value["#bigint"])
    if isinstance(value, dict):
        return {key: _read(each) for key, each in value.items()}
    return [_read(each) for each in value] if isinstance(value, list) else value
