"""The trace: programs replayed step by step, and the only writer of their states.

``replay`` runs a program and tells, of every step, what it changed and nothing else.
``document`` writes the same run in the Informal Trace Format. The operations in it are
the truth; the states follow from them, and a reader can compute them again.

Source:
    Apalache ADR-015, Informal Trace Format.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from model import operations as ops
from model.isa.capability import Capability
from model.kernel.process import Process
from model.memory.layout import Location
from model.memory.memory_system import MemorySystem
from model.memory.tagged_memory import ZERO, Granule
from model.system import Outcome, System, step

VARIABLES: Final = ("processes", "memory", "outcome")
"""What a state of a trace says."""

STATES_KEPT: Final = 64
"""States that a trace holds at most, the last ones; each of them is complete."""

GRANULES_KEPT: Final = 20_000
"""Granules in all states together at which a trace holds no more than two states."""

DESCRIPTION: Final = "https://apalache-mc.org/docs/adr/015adr-trace.html"

Json = dict[str, Any]


@attrs.frozen
class RegisterChange:
    """A register before and after a step; a new process had none before."""

    process: str
    register: str
    before: Capability | None
    after: Capability


@attrs.frozen
class GranuleChange:
    """A granule before and after a step, as its owner finds it."""

    at: Location
    before: Granule
    after: Granule


@attrs.frozen
class Changes:
    """What is different after a step."""

    registers: tuple[RegisterChange, ...] = ()
    granules: tuple[GranuleChange, ...] = ()
    mapped: tuple[Location, ...] = ()
    """The first granule of each page that is mapped now and was not."""
    unmapped: tuple[Location, ...] = ()
    """The first granule of each page that was mapped and is not."""
    begun: tuple[Process, ...] = ()
    ended: tuple[Process, ...] = ()
    pages_copied: int = 0
    """How many pages the step made the memory copy."""


@attrs.frozen
class Step:
    """One operation that was run, what came of it and what it changed."""

    index: int
    """Counted from 0."""
    operation: ops.Operation
    outcome: Outcome
    changes: Changes


def replay(system: System, operations: Iterator[ops.Operation]) -> Iterator[Step]:
    """Run operations, each when its step is asked for."""
    for index, operation in enumerate(operations):
        before = _Before(system, operation)
        outcome = step(system, operation)
        yield Step(index, operation, outcome, before.changes(system))


class _Before:
    """What a step may change, as it was: looked at by peeking, never by loading."""

    def __init__(self, system: System, operation: ops.Operation) -> None:
        memory = system.memory
        self._operation = operation
        self._process = system.processes.get(operation.process)
        self._registers = dict(self._process.registers) if self._process else {}
        self._copied = memory.pages_copied
        self._at = _stored_to(system, self._process, operation)
        self._granule = memory.peek(self._at) if self._at else ZERO
        self._others = set(system.processes)
        self._pages = self._pages_of(memory)

    def changes(self, system: System) -> Changes:
        """What is different in ``system`` now."""
        process, memory = self._process, system.memory
        if process is None:
            return Changes()
        after = memory.peek(self._at) if self._at else ZERO
        pages = self._pages_of(memory)
        ended = () if process.name in system.processes else (process,)
        begun = tuple(
            other
            for name, other in system.processes.items()
            if name not in self._others
        )
        return Changes(
            registers=(*self._register_changes(process), *_first_registers(begun)),
            granules=(GranuleChange(self._at, self._granule, after),)
            if self._at and after != self._granule
            else (),
            mapped=_pages(process.slot, pages - self._pages),
            unmapped=() if ended else _pages(process.slot, self._pages - pages),
            begun=begun,
            ended=ended,
            pages_copied=memory.pages_copied - self._copied,
        )

    def _register_changes(self, process: Process) -> Iterator[RegisterChange]:
        """The registers that do not hold what they held."""
        for register, after in process.registers.items():
            before = self._registers[register]
            if before is not after and before != after:
                yield RegisterChange(process.name, register, before, after)

    def _pages_of(self, memory: MemorySystem) -> frozenset[int]:
        """The mapped pages, if the operation can change which these are."""
        if self._process and isinstance(self._operation, ops.Mmap | ops.Munmap):
            return frozenset(memory.mapped_pages(self._process.slot))
        return frozenset()


def _stored_to(
    system: System, process: Process | None, operation: ops.Operation
) -> Location | None:
    """The granule that a store is aimed at."""
    if process is None or not isinstance(
        operation, ops.StoreData | ops.StoreCapability
    ):
        return None
    register, offset = operation.at
    return system.memory.layout.locate(process.registers[register].address + offset)


def _first_registers(begun: Sequence[Process]) -> Iterator[RegisterChange]:
    """What new processes hold, except for NULL."""
    for process in begun:
        for register, capability in held(process).items():
            yield RegisterChange(process.name, register, None, capability)


def _pages(slot: int, pages: frozenset[int]) -> tuple[Location, ...]:
    """The first granules of pages, in ascending order."""
    return tuple(Location(slot, page, 0) for page in sorted(pages))


def is_null(capability: Capability) -> bool:
    """Whether it is the untagged zero."""
    return not capability.tag and capability.bits == 0


def held(process: Process) -> dict[str, Capability]:
    """The registers of a process that are not NULL."""
    return {
        register: capability
        for register, capability in process.registers.items()
        if not is_null(capability)
    }


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
    processes = system.processes
    return {
        "#meta": {"index": index},
        "processes": _map({name: _process(processes[name]) for name in processes}),
        "memory": _map({name: _memory(system, processes[name]) for name in processes}),
        "outcome": outcome,
    }


def _process(process: Process) -> Json:
    """A process, with the registers that are not NULL."""
    registers = held(process).items()
    return {
        "pid": _number(process.pid),
        "slot": _number(process.slot),
        "registers": _map({name: _capability(value) for name, value in registers}),
    }


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
        (memory.layout.address_of(at), granule)
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
