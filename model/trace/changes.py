"""The steps of a program, each with what it changed and nothing else."""

from collections.abc import Iterator, Sequence

import attrs

from model import operations as ops
from model.isa.capability import Capability
from model.isa.faults import SyscallError
from model.kernel.calls.copying import require_room
from model.kernel.state.process import Process
from model.memory.layout import Location
from model.memory.memory_system import MemorySystem
from model.memory.tagged_memory import Granule
from model.outcomes import Outcome
from model.system import System, place_of, step
from model.trace.kept import STATUS, Kept, kept

MAPPING = (ops.Mmap, ops.MmapFile, ops.MmapAt, ops.Munmap, ops.Ftruncate, ops.Write)
"""The operations that can change which pages of a process are mapped."""


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
class KeptChange:
    """What the kernel keeps before and after a step; empty if it kept nothing."""

    owner: str
    """A process, or a file."""
    what: str
    before: str
    after: str


@attrs.frozen
class Changes:
    """What is different after a step."""

    registers: tuple[RegisterChange, ...] = ()
    granules: tuple[GranuleChange, ...] = ()
    mapped: tuple[Location, ...] = ()
    """The first granule of each page that is mapped now and was not."""
    unmapped: tuple[Location, ...] = ()
    """The first granule of each page that was mapped and is not."""
    kept: tuple[KeptChange, ...] = ()
    """Of processes that live before and after, and of files."""
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
        self._granules = {at: memory.peek(at) for at in _stored_to(system, operation)}
        self._living = dict(system.processes)
        self._pages = self._pages_of(system)
        self._kept = self._kept_of(system)

    def changes(self, system: System) -> Changes:
        """What is different in ``system`` now."""
        process, memory = self._process, system.memory
        if process is None:
            return Changes()
        living, pages = system.processes, self._pages_of(system)
        ended = [p for p in self._living.values() if living.get(p.name) is not p]
        begun = [p for p in living.values() if self._living.get(p.name) is not p]
        goes_on = process not in ended
        kept_changes = self._kept_changes(system, {p.name for p in (*begun, *ended)})
        return Changes(
            registers=(
                *(self._register_changes(process) if goes_on else ()),
                *_first_registers(begun),
            ),
            granules=tuple(self._granule_changes(system)) if goes_on else (),
            mapped=_pages(process.slot, pages - self._pages),
            unmapped=_pages(process.slot, self._pages - pages) if goes_on else (),
            kept=tuple(kept_changes),
            begun=tuple(begun),
            ended=tuple(ended),
            pages_copied=memory.pages_copied - self._copied,
        )

    def _register_changes(self, process: Process) -> Iterator[RegisterChange]:
        """The registers that do not hold what they held."""
        for register, after in process.registers.items():
            before = self._registers[register]
            if before is not after and before != after:
                yield RegisterChange(process.name, register, before, after)

    def _granule_changes(self, system: System) -> Iterator[GranuleChange]:
        """The granules that do not hold what they held."""
        for at, before in self._granules.items():
            if (after := system.memory.peek(at)) != before:
                yield GranuleChange(at, before, after)

    def _kept_changes(self, system: System, new: set[str]) -> Iterator[KeptChange]:
        """What the kernel keeps otherwise; of those who begin or end, the status."""
        now = self._kept_of(system)
        for key in (*self._kept, *(key for key in now if key not in self._kept)):
            before, after = self._kept.get(key, ""), now.get(key, "")
            owner, what = key
            if before != after and (owner not in new or what == STATUS):
                yield KeptChange(owner, what, before, after)

    def _pages_of(self, system: System) -> frozenset[int]:
        """The mapped pages, if the operation can change which these are."""
        if self._process and isinstance(self._operation, MAPPING):
            return frozenset(system.memory.mapped_pages(self._process.slot))
        return frozenset()

    def _kept_of(self, system: System) -> Kept:
        """What the kernel keeps, if the operation can change it."""
        if isinstance(self._operation, ops.Call) or system.kernel.faults_kill:
            return kept(system.kernel)
        return {}


def _stored_to(system: System, operation: ops.Operation) -> Iterator[Location]:
    """The granules that a store is aimed at, or a read."""
    if isinstance(operation, ops.StoreData | ops.StoreCapability):
        at = place_of(system, operation)
        if at is not None:
            yield at
    process = system.processes.get(operation.process)
    if process is None or not isinstance(operation, ops.Read):
        return
    try:
        require_room(system.kernel, process, operation.at, operation.size)
    except SyscallError:
        return
    granule = system.memory.layout.format.granule
    start = process.registers[operation.at[0]].address + operation.at[1]
    for address in range(start - start % granule, start + operation.size, granule):
        yield system.memory.locate(process.slot, address)


def _first_registers(begun: Sequence[Process]) -> Iterator[RegisterChange]:
    """What new processes hold, except for NULL."""
    for process in begun:
        for register, capability in held(process).items():
            yield RegisterChange(process.name, register, None, capability)


def _pages(slot: int, pages: frozenset[int]) -> tuple[Location, ...]:
    """The first granules of pages, in ascending order."""
    return tuple(Location(slot, page, 0) for page in sorted(pages))


def address_of(memory: MemorySystem, at: Location) -> int:
    """Where the owner of a slot finds a granule of it."""
    return memory.layout.address_of(attrs.evolve(at, slot=memory.place(at.slot)))


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
