"""A program that the model runs: what is done, and what a runner should say of it."""

import errno
import struct
from collections.abc import Sequence
from typing import Final

import attrs

from model import operations as ops
from model.isa.capability import Capability
from model.kernel.state.choices import oldest
from model.kernel.state.process import INIT_PID, Process
from model.outcomes import (
    Blocked,
    Derived,
    Done,
    Failed,
    Faulted,
    Number,
    Numbers,
    Outcome,
    Skipped,
    Waited,
)
from model.system import System, step
from properties.adapters.linux.encoding import (
    BY_REGISTER,
    CODES,
    ENDS,
    FAULTED,
    MAX_PROCESSES,
    OPERATION,
    POINTER,
    Names,
    operands_of,
    signed,
)

RESULT: Final = struct.Struct("=qiIIIQQQ")
"""Value, error, state, the processes that ended, an unused word, and three more
numbers."""

ENDING: Final = struct.Struct(f"={MAX_PROCESSES + 2}i")
"""Where the program stopped, or −1; statuses of orphans, or −1; an unused word."""

PENDING, EXECUTED, DIED = range(3)
"""States of an operation: not run, run, or its process ended meanwhile."""

PLAIN, TAGGED = 1, 2
"""Values of operations that give a granule: with three numbers more."""

_WORD: Final = (1 << 64) - 1


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
        kernel = self.system.kernel
        living, zombies = dict(kernel.processes), dict(kernel.zombies)
        asked = len(self.chooser.asked)
        outcome = step(self.system, operation)
        if isinstance(outcome, Blocked | Skipped):
            return False
        if len(self.chooser.asked) > asked:
            self.choices[len(self.operations)] = asked
        dying = gone = 0
        if any(p.status is not None for p in living.values()):
            flags |= ENDS
            dying, gone = self._ended(living, zombies)
        if isinstance(outcome, Derived):
            flags |= POINTER * outcome.capability.tag
            _learn(operation, operands, outcome.capability, origin, flags)
        number = self.names.numbers[operation.process]
        code = CODES[type(operation)]
        self.records.append(
            OPERATION.pack(number, code, flags, dying, gone, 0, *map(signed, operands))
        )
        died = bool(dying >> number & 1)
        self.expected.append(_result(operation, outcome, origin, dying, died=died))
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
            case ops.Munmap() | ops.Mprotect() | ops.Minherit():
                bounds = process.registers[operation.source].bounds
                operands[0] = bounds.base - self._origin(process)
                first = operands[2]
                operands[1], operands[2] = bounds.length, first
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

    def _ended(
        self, living: dict[str, Process], zombies: dict[str, Process]
    ) -> tuple[int, int]:
        """Which processes ended in this step, and which are gone for good, in bits."""
        kernel, numbers = self.system.kernel, self.names.numbers
        dying = [p for p in living.values() if p.status is not None]
        gone = [p for p in (*dying, *zombies.values()) if p.name not in kernel.zombies]
        for process in gone:
            number = numbers[process.name]
            if len(dying) > 1:
                self.statuses[number] = (len(self.operations), None)
            elif process.parent == INIT_PID:
                self.statuses[number] = (len(self.operations), process.status)
        return (
            sum(1 << numbers[p.name] for p in dying),
            sum(1 << numbers[p.name] for p in gone),
        )


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
    elif isinstance(operation, ops.SetOffset):
        operands[2] = capability.address - operands[2]


def _result(
    operation: ops.Operation, outcome: Outcome, origin: int, dying: int, *, died: bool
) -> bytes:
    """An outcome as a runner would write it."""
    if died:
        return RESULT.pack(0, 0, DIED, dying, 0, 0, 0, 0)
    value, error, more = 0, 0, (0, 0, 0)
    match outcome:
        case Done():
            pass
        case Number(value=number):
            if isinstance(operation, ops.LoadData):
                more = (number & _WORD, number >> 64, 0)
            else:
                value = number
        case Numbers(values=numbers):
            value, more = _numbers(numbers)
        case Waited(pid=value, status=status):
            more = (status, 0, 0)
        case Derived(capability=capability):
            value, more = _granule(capability, origin)
        case Failed(errno=name):
            value, error = -1, int(getattr(errno, name))
        case Faulted():
            value = FAULTED
        case _:
            raise AssertionError(outcome)
    words = (number & _WORD for number in more)
    return RESULT.pack(signed(value), error, EXECUTED, dying, 0, *words)


def _numbers(numbers: tuple[int, ...]) -> tuple[int, tuple[int, int, int]]:
    """Several numbers: the two ends of a pipe, or a lock."""
    if len(numbers) == 2:  # noqa: PLR2004  a pipe has two ends
        return 0, (numbers[0], numbers[1], 0)
    rest = (*numbers[1:], 0, 0, 0)
    return numbers[0], (rest[0], rest[1], rest[2])


def _granule(capability: Capability, origin: int) -> tuple[int, tuple[int, int, int]]:
    """A pointer, or 16 bytes that are none."""
    if capability.tag:
        return TAGGED, (capability.address - origin & _WORD, 0, 0)
    return PLAIN, (capability.bits & _WORD, capability.bits >> 64, 0)
