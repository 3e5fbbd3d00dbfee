"""A program that the model runs: what is done, and what a runner should say of it."""

import struct
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from model import operations as ops
from model.isa.capability import Capability
from model.kernel.calls.delivery import receivers_of
from model.kernel.state.choices import oldest
from model.kernel.state.kernel import Kernel
from model.kernel.state.process import INIT_PID, Process
from model.outcomes import Blocked, Derived, Outcome, Skipped
from model.posix.signal_numbers import STOPPING, Signal, bit
from model.posix.targets import target
from model.system import System, step
from properties.adapters.linux.encoding import (
    BY_REGISTER,
    CODES,
    OPERATION,
    POINTER,
    WATCHED,
    Names,
    operands_of,
    signed,
)
from properties.adapters.linux.results import result_of, result_of_leaving

ORDERED: Final = frozenset({Signal.CONT, *STOPPING})
"""Signals of which a process must have acted upon one before it gets another."""

ON_PAGES: Final = (
    ops.Munmap,
    ops.Mprotect,
    ops.Dontneed,
    ops.Minherit,
    ops.Pin,
    ops.Unpin,
)
"""Calls on the pages that a capability covers."""


@attrs.define
class Chooser:
    """Which of several ended children a wait reports: as scripted, then as usual.

    POSIX leaves the choice open.
    """

    script: Sequence[int] = ()
    """The pids to choose, one for each time that there is a choice."""
    asked: list[tuple[int, ...]] = attrs.field(factory=list)
    """The pids that there were to choose from."""

    def __call__(self, candidates: Sequence[Process]) -> Process:
        """The child that the wait reports."""
        if len(candidates) == 1:
            return candidates[0]
        turn = len(self.asked)
        self.asked.append(tuple(child.pid for child in candidates))
        if turn < len(self.script):
            for child in candidates:
                if child.pid == self.script[turn]:
                    return child
        return oldest(candidates)


@attrs.define
class Recording:
    """A program so far."""

    system: System
    names: Names = attrs.field(factory=Names)
    operations: list[ops.Operation] = attrs.field(factory=list)
    outcomes: list[Outcome] = attrs.field(factory=list)
    records: list[bytes] = attrs.field(factory=list)
    """The operations, for the runner."""
    expected: list[bytes] = attrs.field(factory=list)
    """The results, if the model is right."""
    statuses: dict[int, tuple[int, int | None]] = attrs.field(factory=dict)
    """For processes that init waited for: in which operation, and how they ended; None
    if that cannot be known."""
    chooser: Chooser = attrs.field(factory=Chooser)
    choices: dict[int, int] = attrs.field(factory=dict)
    """For waits that could have reported another child: which choice that was."""

    def __attrs_post_init__(self) -> None:
        """Let the chooser choose."""
        kernel = self.system.kernel
        kernel.choices = attrs.evolve(kernel.choices, ended_child=self.chooser)

    def run(self, operation: ops.Operation) -> bool:
        """Run an operation, and record it; False if it cannot be run now."""
        kernel = self.system.kernel
        process = kernel.processes.get(operation.process)
        if process is None:
            return False
        try:
            operands = operands_of(operation, self.names)
        except KeyError:
            return False
        operands, flags = self._completed(process, operation, operands)
        origin = self._origin(process)
        before, told = _crowd(kernel), self._told(process, operation)
        asked = len(self.chooser.asked)
        outcome = step(self.system, operation)
        if isinstance(outcome, Blocked | Skipped):
            return False
        if len(self.chooser.asked) > asked:
            self.choices[len(self.operations)] = asked
        dying = gone = halted = running = 0
        if told or not before.is_unchanged:
            dying, gone = self._ended(before)
            halted, running = self._stopped(before, told)
        if dying | halted | running:
            flags |= WATCHED
        if isinstance(outcome, Derived):
            flags |= POINTER * outcome.capability.tag
            _learn(operation, operands, outcome.capability, origin, flags)
        number = self.names.numbers[operation.process]
        ends = dying, gone, halted, running, running & self._lending()
        heads = number, CODES[type(operation)], flags, *ends
        self.records.append(_packed(heads, operands))
        if (dying | halted) >> number & 1:
            result = result_of_leaving(number, dying, halted)
        else:
            result = result_of(operation, outcome, origin, (dying, halted))
        self.expected.append(result)
        self.operations.append(operation)
        self.outcomes.append(outcome)
        return True

    def _origin(self, process: Process) -> int:
        """The address at which the region of a process begins."""
        memory = self.system.memory
        return memory.place(process.slot) << memory.layout.slot_bits

    def _completed(
        self, process: Process, operation: ops.Operation, operands: list[int]
    ) -> tuple[list[int], int]:
        """The operands that follow from the state before the step, and the flags."""
        flags = 0
        match operation:
            case ops.SetOffset(source=source):
                operands[2] = process.registers[source].address
            case ops.StoreData(value=str()):
                flags = BY_REGISTER
            case _ if isinstance(operation, ON_PAGES):
                bounds = process.registers[operation.source].bounds
                operands[0] = bounds.base - self._origin(process)
                first = operands[2]
                operands[1], operands[2] = bounds.length, first
            case ops.Mremap(source=source, moving=moving):
                bounds = process.registers[source].bounds
                operands[1] = bounds.base - self._origin(process)
                operands[2] = bounds.length
                flags = BY_REGISTER if moving == "move" else 0
            case ops.MmapFile(at=(register, offset)):
                address = process.registers[register].address + offset
                operands[1] = address - self._origin(process)
                flags = BY_REGISTER
            case ops.MmapAt(at=(register, offset), placing=placing):
                address = process.registers[register].address + offset
                operands[1] = address - self._origin(process)
                flags = BY_REGISTER if placing == "replace" else 0
            case _:
                pass
        return operands, flags

    def _ended(self, before: "_Crowd") -> tuple[int, int]:
        """Which processes ended in this step, and which are gone for good, in bits."""
        kernel, numbers = self.system.kernel, self.names.numbers
        dying = [each for each, *_ in before.living if each.status is not None]
        zombies = before.zombies if dying else ()
        gone = [p for p in (*dying, *zombies) if p.name not in kernel.zombies]
        for process in gone:
            number = numbers[process.name]
            if len(dying) > 1:
                self.statuses[number] = (len(self.operations), None)
            elif process.parent == INIT_PID:
                self.statuses[number] = (len(self.operations), process.status)
        return self._bits(p.name for p in dying), self._bits(p.name for p in gone)

    def _told(self, process: Process, operation: ops.Operation) -> set[str]:
        """The processes that get a signal upon which they must act at once.

        Whether a signal stops a process depends on the groups that there are when the
        process looks; and SIGCONT and the signals that stop cancel each other.
        """
        if not isinstance(operation, ops.Kill) or operation.signal not in ORDERED:
            return set()
        receivers = receivers_of(self.system.kernel, process, target(operation.which))
        return {each.name for each in receivers}

    def _stopped(self, before: "_Crowd", told: set[str]) -> tuple[int, int]:
        """Which processes have stopped in this step, and which run after all, in bits.

        They are those that were stopped before, act upon a signal now, or begin or
        cease to wait for a child of vfork.
        """
        halted, running = [], []
        for each, stopped, caught, lends_to in before.living:
            continued = each.signals.caught & ~caught & bit(Signal.CONT)
            if each.status is not None:
                continue
            if each.stopped and not stopped:
                halted.append(each.name)
            elif not each.stopped and (
                stopped or continued or each.name in told or each.lends_to != lends_to
            ):
                running.append(each.name)
        return self._bits(halted), self._bits(running)

    def _lending(self) -> int:
        """Which processes wait for a child that lives in their memory, in bits."""
        living = self.system.processes.values()
        return self._bits(each.name for each in living if each.lends_to is not None)

    def _bits(self, names: Iterable[str]) -> int:
        """A set of processes as a number."""
        return sum(1 << self.names.numbers[name] for name in names)


@attrs.frozen
class _Crowd:
    """The processes that there were before a step."""

    living: tuple[tuple[Process, bool, int, int | None], ...]
    """Each with whether it was stopped, which handlers had been called, and to whom it
    lent its memory."""
    zombies: tuple[Process, ...]

    @property
    def is_unchanged(self) -> bool:
        """Whether they all live, and run or are stopped and have caught as before."""
        return all(
            each.status is None
            and each.stopped is stopped
            and each.signals.caught == caught
            and each.lends_to == lends_to
            for each, stopped, caught, lends_to in self.living
        )


def _crowd(kernel: Kernel) -> _Crowd:
    """The processes that there are now."""
    living = kernel.processes.values()
    return _Crowd(
        tuple((p, p.stopped, p.signals.caught, p.lends_to) for p in living),
        tuple(kernel.zombies.values()),
    )


def _packed(heads: tuple[int, ...], operands: Sequence[int]) -> bytes:
    """A record; what does not fit in it, a defect of the model may have caused."""
    try:
        return OPERATION.pack(*heads, *operands)
    except struct.error:
        return OPERATION.pack(*heads, *map(signed, operands))


def _learn(
    operation: ops.Operation,
    operands: list[int],
    capability: Capability,
    origin: int,
    flags: int,
) -> None:
    """Complete operands by what the step gave: the place of what it mapped."""
    if isinstance(operation, ops.Mmap | ops.MmapFile):
        if not flags & BY_REGISTER:
            operands[1] = capability.base - origin
    elif isinstance(operation, ops.Mremap):
        operands[4] = capability.base - origin
    elif isinstance(operation, ops.SetOffset):
        operands[2] = capability.address - operands[2]
