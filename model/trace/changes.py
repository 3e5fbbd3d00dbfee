"""The steps of a program, each with what it changed and nothing else.

What a step changed is the difference of two observations, one before and one after it.
"""

from collections.abc import Iterator, Mapping

import attrs

from model import operations as ops
from model.isa.capability import Capability
from model.kernel.state.process import Process
from model.memory.layout import KERNEL_SLOT, Location
from model.memory.memory_system import MemorySystem
from model.memory.tagged_memory import ZERO, Granule
from model.outcomes import Outcome
from model.system import System, step
from model.trace.kept import STATUS, kept
from model.trace.observation import Observation, ProcessSeen, SlotSeen
from model.trace.observing import EMPTY, observe_reach


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
    """What is different after a step.

    A process that begins or ends does so with all of its pages and what they hold.
    """

    registers: tuple[RegisterChange, ...] = ()
    granules: tuple[GranuleChange, ...] = ()
    """Of pages that are mapped before and after."""
    mapped: tuple[Location, ...] = ()
    """The first granule of each page that is mapped now and was not."""
    unmapped: tuple[Location, ...] = ()
    """The first granule of each page that was mapped and is not."""
    kept: tuple[KeptChange, ...] = ()
    """Of processes that live before and after, and of files."""
    begun: tuple[ProcessSeen, ...] = ()
    ended: tuple[ProcessSeen, ...] = ()
    pages_copied: int = 0
    """How many pages the step made the memory copy."""


@attrs.frozen
class Step:
    """One operation that was run, its outcome and what it changed."""

    index: int
    """Counted from 0."""
    operation: ops.Operation
    outcome: Outcome
    changes: Changes


def replay(system: System, operations: Iterator[ops.Operation]) -> Iterator[Step]:
    """Run operations, each when its step is asked for."""
    for index, operation in enumerate(operations):
        copied = system.memory.pages_copied
        before = observe_reach(system, operation)
        outcome = step(system, operation)
        after = observe_reach(system, operation)
        changes = attrs.evolve(
            changes_between(before, after),
            pages_copied=system.memory.pages_copied - copied,
        )
        yield Step(index, operation, outcome, changes)


def changes_between(before: Observation, after: Observation) -> Changes:
    """What is different in the second of two observations of one system."""
    was, now = before.kernel.processes, after.kernel.processes
    begun = tuple(p for n, p in now.items() if n not in was or was[n].pid != p.pid)
    ended = tuple(p for n, p in was.items() if n not in now or now[n].pid != p.pid)
    apart = {KERNEL_SLOT, *(process.slot for process in (*begun, *ended))}
    slots = sorted({*before.memory, *after.memory} - apart)
    pairs = [
        (slot, before.memory.get(slot, EMPTY), after.memory.get(slot, EMPTY))
        for slot in slots
    ]
    return Changes(
        registers=tuple(_register_changes(before, after)),
        granules=tuple(c for pair in pairs for c in _granule_changes(*pair)),
        mapped=tuple(at for n, old, new in pairs for at in _pages_gained(n, old, new)),
        unmapped=tuple(
            at for n, old, new in pairs for at in _pages_gained(n, new, old)
        ),
        kept=tuple(_kept_changes(before, after, {p.name for p in (*begun, *ended)})),
        begun=begun,
        ended=ended,
    )


def _register_changes(
    before: Observation, after: Observation
) -> Iterator[RegisterChange]:
    """The registers whose contents changed; of a new process, all that are not NULL."""
    was, now = before.kernel.processes, after.kernel.processes
    for name, registers in after.registers.items():
        goes_on = name in before.registers and (
            name not in was or was[name].pid == now[name].pid
        )
        old: Mapping[str, Capability] = before.registers[name] if goes_on else {}
        for register, capability in registers.items():
            held_before = old.get(register)
            is_other = held_before is not capability and held_before != capability
            if is_other and not (held_before is None and is_null(capability)):
                yield RegisterChange(name, register, held_before, capability)


def _granule_changes(
    slot: int, old: SlotSeen, new: SlotSeen
) -> Iterator[GranuleChange]:
    """The granules whose contents changed, in pages that were and are mapped."""
    cells = {*old.granules, *new.granules} if old.granules != new.granules else set()
    for cell in sorted(cells):
        page, granule = cell
        before, after = old.granules.get(cell, ZERO), new.granules.get(cell, ZERO)
        came_or_went = (page in old.pages) != (page in new.pages)
        if before != after and not came_or_went:
            yield GranuleChange(Location(slot, page, granule), before, after)


def _pages_gained(slot: int, old: SlotSeen, new: SlotSeen) -> Iterator[Location]:
    """The first granules of the pages that only the second has, in ascending order."""
    return (Location(slot, page, 0) for page in new.pages if page not in old.pages)


def _kept_changes(
    before: Observation, after: Observation, new: set[str]
) -> Iterator[KeptChange]:
    """What the kernel keeps differently; of processes that begin or end, the status."""
    was, now = kept(before.kernel), kept(after.kernel)
    for key in (*was, *(key for key in now if key not in was)):
        old, said = was.get(key, ""), now.get(key, "")
        owner, what = key
        if old != said and (owner not in new or what == STATUS):
            yield KeptChange(owner, what, old, said)


def address_of(memory: MemorySystem, at: Location) -> int:
    """The address at which the owner of a slot finds a granule of it."""
    return memory.layout.address_of(attrs.evolve(at, slot=memory.place(at.slot)))


def is_null(capability: Capability) -> bool:
    """Whether the capability is NULL: the untagged zero."""
    return not capability.tag and capability.bits == 0


def held(process: Process) -> dict[str, Capability]:
    """The registers of a process that are not NULL."""
    registers = process.registers.items()
    return {name: value for name, value in registers if not is_null(value)}
