"""The states of a program, as an object for a file in the Informal Trace Format.

Source:
    Apalache ADR-015, Informal Trace Format.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

from model import operations as ops
from model.memory.layout import KERNEL_SLOT, Location
from model.memory.memory_system import MemorySystem
from model.system import System, step
from model.trace.changes import address_of, is_null
from model.trace.kept import changed_attributes, name_of, set_of
from model.trace.observation import (
    DescriptorSeen,
    KernelSeen,
    Observation,
    ProcessSeen,
)
from model.trace.observing import EMPTY, observe
from model.trace.rendering import Json, mapped, number, record, rendered

VARIABLES: Final = (
    *("processes", "memory", "zombies", "files", "outcome"),
    *("page_tables", "frames", "kernel", "kernel_memory"),
)
"""The variables of a state of a trace."""

STATES_KEPT: Final = 64
"""States that a trace holds at most, the last ones; each of them is complete."""

GRANULES_KEPT: Final = 20_000
"""Granules that the states of a trace hold together at most, if there are more than two
states."""

DESCRIPTION: Final = "https://apalache-mc.org/docs/adr/015adr-trace.html"


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
    first = len(operations) + 1 - _states_kept(boot, operations)
    system = boot()
    states = [_state(system, 0, "boot")] if first <= 0 else []
    for index, operation in enumerate(operations, start=1):
        outcome = step(system, operation)
        if index >= first:
            states.append(_state(system, index, str(outcome)))
    meta = {"format": "ITF", "format-description": DESCRIPTION, **about}
    meta["ops"] = [str(operation) for operation in operations]
    return {"#meta": meta, "vars": list(VARIABLES), "states": states}


def _states_kept(
    boot: Callable[[], System], operations: Sequence[ops.Operation]
) -> int:
    """How many states are written: all of a short program with little memory."""
    system = boot()
    sizes, long_ago = [_granules(system)], len(operations) - STATES_KEPT
    for index, operation in enumerate(operations):
        step(system, operation)
        if index >= long_ago:
            sizes.append(_granules(system))
    last = sizes[-STATES_KEPT:]
    fitting = sum(total <= GRANULES_KEPT for total in accumulate(reversed(last)))
    return min(max(2, fitting), len(last))


def _granules(system: System) -> int:
    """How many granules a state of the system holds."""
    memory, processes = system.memory, system.processes.values()
    return sum(1 for each in processes for _ in memory.populated(each.slot))


def _state(system: System, index: int, outcome: str) -> Json:
    """One complete state."""
    seen = observe(system)
    kernel, memory = seen.kernel, system.memory
    slots = {name: process.slot for name, process in kernel.processes.items()}
    return {
        "#meta": {"index": index},
        "processes": mapped(
            {n: _process(seen, p) for n, p in kernel.processes.items()}
        ),
        "memory": mapped({n: _memory(memory, seen, slot) for n, slot in slots.items()}),
        "zombies": mapped({n: _zombie(each) for n, each in kernel.zombies.items()}),
        "files": mapped({n: _file(kernel, each) for n, each in kernel.names.items()}),
        "outcome": outcome,
        "page_tables": rendered(
            {slot: each.pages for slot, each in seen.memory.items() if each.pages}
        ),
        "frames": rendered(seen.frames),
        "kernel": record(kernel, without=("processes", "zombies")),
        "kernel_memory": _kernel_memory(seen),
    }


def _process(seen: Observation, process: ProcessSeen) -> Json:
    """A process: its registers that are not NULL, and what POSIX gives it."""
    registers, signals = seen.registers[process.name].items(), process.signals
    held = {name: value for name, value in registers if not is_null(value)}
    descriptors = {
        str(each): _descriptor(seen.kernel, entry)
        for each, entry in process.descriptors.items()
    }
    return record(process, without=("name", "status", "signals")) | {
        "registers": rendered(held),
        "descriptors": mapped(descriptors),
        "mask": set_of(signals.mask),
        "pending": set_of(signals.pending),
        "caught": set_of(signals.caught),
        "actions": rendered(signals.actions),
        "stack": rendered(signals.stack),
        "attributes": rendered(changed_attributes(process)),
    }


def _descriptor(kernel: KernelSeen, entry: DescriptorSeen) -> Json:
    """A descriptor, and what it names; ``references`` counts all that name the same."""
    description = kernel.descriptions[entry.description]
    return record(entry) | {
        "file": name_of(kernel, description.file),
        "access": rendered(description.access),
        "offset": number(description.offset),
        "references": number(description.references),
    }


def _zombie(process: ProcessSeen) -> Json:
    """A process that ended and was not waited for."""
    return {
        "pid": number(process.pid),
        "parent": number(process.parent),
        "group": number(process.group),
        "session": number(process.session),
        "status": number(process.status or 0),
    }


def _file(kernel: KernelSeen, file: int) -> Json:
    """A file that has a name, and its number; the rest is what the kernel keeps."""
    seen = kernel.files[file]
    openings, size = number(len(seen.openings)), number(seen.size)
    return {"number": number(file), "size": size, "openings": openings}


def _memory(memory: MemorySystem, seen: Observation, slot: int) -> list[Json]:
    """The granules of a slot that do not hold zeros, in the order of addresses."""
    return [
        {
            "address": number(address_of(memory, Location(slot, page, granule))),
            **record(content),
        }
        for (page, granule), content in seen.memory.get(slot, EMPTY).granules.items()
    ]


def _kernel_memory(seen: Observation) -> list[Json]:
    """What the kernel's pages hold: files, and memory that is shared."""
    granules = seen.memory.get(KERNEL_SLOT, EMPTY).granules
    return [
        {"page": number(page), "granule": number(granule), **record(content)}
        for (page, granule), content in granules.items()
    ]
