"""The states of a program, as an object for a file in the Informal Trace Format.

Source:
    Apalache ADR-015, Informal Trace Format.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from model import operations as ops
from model.isa.capability import Capability
from model.kernel.state.open_files import Descriptor, File, RegularFile
from model.kernel.state.process import Process
from model.memory.tagged_memory import ZERO
from model.system import System, step
from model.trace.changes import address_of, held, replay
from model.trace.kept import changed_attributes, name_of, names_of_files, set_of

VARIABLES: Final = ("processes", "memory", "zombies", "files", "outcome")
"""What a state of a trace says."""

STATES_KEPT: Final = 64
"""States that a trace holds at most, the last ones; each of them is complete."""

GRANULES_KEPT: Final = 20_000
"""Granules in all states together at which a trace holds no more than two states."""

DESCRIPTION: Final = "https://apalache-mc.org/docs/adr/015adr-trace.html"

Json = dict[str, Any]


def document(
    boot: Callable[[], System],
    operations: Sequence[ops.Operation],
    about: Mapping[str, Any],
) -> Json:
    """The trace of a program as an object for a JSON file.

    A long program is written with its last states only, each with its number; state 0
    is what ``boot`` gives, and state ``n`` follows operation ``n``.

    Args:
        boot: Makes the system that the program starts in.
        operations: The program.
        about: What else the trace says of itself, such as its configuration.
    """
    kept = _states_kept(boot, operations)
    system = boot()
    first = len(operations) + 1 - kept
    states = [_state(system, 0, "boot")] if first <= 0 else []
    states.extend(
        _state(system, taken.index + 1, str(taken.outcome))
        for taken in replay(system, iter(operations))
        if taken.index + 1 >= first
    )
    meta = {"format": "ITF", "format-description": DESCRIPTION, **about}
    meta["ops"] = [str(operation) for operation in operations]
    return {"#meta": meta, "vars": list(VARIABLES), "states": states}


def _states_kept(
    boot: Callable[[], System], operations: Sequence[ops.Operation]
) -> int:
    """How many states are written: two at least, and all those of a short program."""
    system, largest = boot(), 1
    for operation in operations:
        step(system, operation)
    for process in system.processes.values():
        largest += sum(1 for _ in system.memory.populated(process.slot))
    return max(2, min(STATES_KEPT, GRANULES_KEPT // largest, len(operations) + 1))


def _state(system: System, index: int, outcome: str) -> Json:
    """One complete state."""
    zombies, names = system.kernel.zombies, system.kernel.names
    living = system.processes.items()
    return {
        "#meta": {"index": index},
        "processes": _map({name: _process(system, each) for name, each in living}),
        "memory": _map({name: _memory(system, each) for name, each in living}),
        "zombies": _map({name: _zombie(each) for name, each in zombies.items()}),
        "files": _map({name: _file(file) for name, file in names.items()}),
        "outcome": outcome,
    }


def _process(system: System, process: Process) -> Json:
    """A process: the registers that are not NULL, and what POSIX has it have."""
    registers, signals = held(process).items(), process.signals
    names = names_of_files(system.kernel)
    attributes = changed_attributes(process).items()
    return {
        "pid": _number(process.pid),
        "slot": _number(process.slot),
        "parent": _number(process.parent),
        "group": _number(process.group),
        "stopped": process.stopped,
        "registers": _map({name: _capability(value) for name, value in registers}),
        "descriptors": _map(
            {
                str(number): _descriptor(entry, names)
                for number, entry in process.descriptors.items()
            }
        ),
        "mask": set_of(signals.mask),
        "pending": set_of(signals.pending),
        "caught": set_of(signals.caught),
        "attributes": _map({name: _number(value) for name, value in attributes}),
    }


def _descriptor(entry: Descriptor, names: dict[int, str]) -> Json:
    """What a descriptor names; ``references`` are all that name the same."""
    description = entry.description
    return {
        "file": name_of(description.file, names),
        "access": description.access,
        "offset": _number(description.offset),
        "references": _number(description.references),
        "cloexec": entry.cloexec,
    }


def _zombie(process: Process) -> Json:
    """A process that ended and was not waited for."""
    return {
        "pid": _number(process.pid),
        "parent": _number(process.parent),
        "status": _number(process.status or 0),
    }


def _file(file: File) -> Json:
    """A file that has a name."""
    size = file.size if isinstance(file, RegularFile) else 0
    return {"size": _number(size), "openings": _number(len(file.openings))}


def _capability(capability: Capability) -> Json:
    """A capability; its tag is ``valid``, as ``tag`` means a variant to ITF readers."""
    bounds = capability.bounds
    return {
        "valid": capability.tag,
        "perms": _number(capability.perms),
        "otype": _number(capability.otype),
        "base": _number(bounds.base),
        "top": _number(bounds.top),
        "address": _number(capability.address),
    }


def _memory(system: System, process: Process) -> list[Json]:
    """The granules of a process that do not hold zeros, in the order of addresses."""
    memory = system.memory
    found = [
        (address_of(memory, at), granule)
        for at in memory.populated(process.slot)
        if (granule := memory.peek(at)) != ZERO
    ]
    return [
        {
            "address": _number(address),
            "valid": granule.tag,
            "data": _number(granule.data),
        }
        for address, granule in sorted(found, key=lambda pair: pair[0])
    ]


def _map(entries: Mapping[str, Any]) -> Json:
    """A function with a finite domain."""
    return {"#map": [[key, value] for key, value in entries.items()]}


def _number(value: int) -> Json:
    """An integer of any size."""
    return {"#bigint": str(value)}
