"""Many random programs on both, until they differ in one."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import attrs

from model import operations as ops
from properties.adapters.linux.comparing import (
    Answer,
    Difference,
    difference,
    followed,
)
from properties.adapters.linux.generation import new_program, replayed
from properties.adapters.linux.recording import Recording
from properties.adapters.linux.setups import OracleSetup
from properties.programs.shrinking import Program, shrink

BATCH = 24
"""Programs that are handed to a runner at once."""

FOLLOWINGS = 24
"""How often the model may follow the kernel in one program."""


class Runner(Protocol):
    """Runs programs on real processes."""

    catches_faults: bool
    """Whether it can call handlers for faults."""

    def start(self, programs: Sequence[Recording]) -> None:
        """Hand programs over; they run while the caller does other things."""
        ...

    def answers(self) -> list[Answer]:
        """What happened in them."""
        ...

    def run(self, programs: Sequence[Recording]) -> list[Answer]:
        """Hand programs over and wait for what happens in them."""
        ...


@attrs.frozen
class Mismatch:
    """A program on which the kernel and the model differ."""

    number: int
    operations: tuple[ops.Operation, ...]
    difference: Difference


@attrs.define
class Tally:
    """What has been done."""

    programs: int = 0
    operations: int = 0
    kinds: Counter[str] = attrs.field(factory=Counter)
    mismatch: Mismatch | None = None


def kind_of(operation: ops.Operation) -> str:
    """The kind that an operation counts as: its verb, and how it maps or inherits."""
    match operation:
        case ops.Mmap(sharing=detail) | ops.MmapFile(sharing=detail):
            return f"{operation.verb} {detail}"
        case ops.MmapAt(placing=detail) | ops.Minherit(inheritance=detail):
            return f"{operation.verb} {detail}"
        case _:
            return operation.verb


def batches(
    setup: OracleSetup, numbers: Iterator[int], *, catches_faults: bool
) -> Iterator[list[tuple[int, Recording]]]:
    """The programs of these numbers, some at a time."""
    batch = []
    for number in numbers:
        source = random.Random(f"{setup.seed}/{number}")  # noqa: S311  has to come again
        program = new_program(setup.boot, source, catches_faults=catches_faults)
        batch.append((number, program))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def run_campaign(
    setup: OracleSetup,
    runner: Runner,
    numbers: Iterator[int],
    go_on: Callable[[Tally], bool],
) -> Tally:
    """Run the programs of these numbers, as long as that is wanted.

    While the runner is busy with some programs, the next are made up.
    """
    tally = Tally()
    made = batches(setup, numbers, catches_faults=runner.catches_faults)
    batch = next(made, None)
    while batch is not None:
        runner.start([program for _, program in batch])
        following = next(made, None)
        for (number, program), answer in zip(batch, runner.answers(), strict=True):
            _count(tally, program)
            if tally.mismatch is None and difference(program, answer) is not None:
                tally.mismatch = judge(setup, runner, number, program)
                if tally.mismatch is not None:
                    return tally
        if not go_on(tally):
            break
        batch = following
    return tally


def _count(tally: Tally, program: Recording) -> None:
    """Count the operations of a program."""
    tally.programs += 1
    tally.operations += len(program.operations)
    tally.kinds.update(map(kind_of, program.operations))


def judge(
    setup: OracleSetup, runner: Runner, number: int, program: Recording
) -> Mismatch | None:
    """Run a program that differed once more; None if it was the machine's fault.

    What is answered in another way, but as POSIX allows, the model follows.
    """
    found = None
    for _ in range(FOLLOWINGS):
        (answer,) = runner.run([program])
        found = difference(program, answer)
        if found is None:
            return None
        script = followed(program, answer, found)
        if setup.profile != "posix" or script is None:
            break
        program = replayed(setup.boot, program.operations, script)
    if found is None:
        return None
    return Mismatch(number, tuple(program.operations), found)


def shrunk(
    setup: OracleSetup, runner: Runner, mismatch: Mismatch, seconds: float = 20.0
) -> Mismatch:
    """The smallest program found on which they differ in an operation of that kind.

    Operations that are not judged in a smaller program are left out of it.
    """
    limit = time.monotonic() + seconds
    best, kind = mismatch, _kind_of_difference(mismatch)

    def fails(program: Program) -> bool:
        nonlocal best
        if time.monotonic() >= limit:
            return False
        found = judge(setup, runner, mismatch.number, replayed(setup.boot, program))
        if found is None or _kind_of_difference(found) != kind:
            return False
        best = found
        return True

    shrink(_differing_part(mismatch), fails)
    return attrs.evolve(best, operations=_differing_part(best))


def _differing_part(mismatch: Mismatch) -> Program:
    """The operations up to the one that is answered otherwise."""
    return mismatch.operations[: mismatch.difference.index + 1]


def _kind_of_difference(mismatch: Mismatch) -> str:
    """The kind of the operation that is answered otherwise."""
    return kind_of(mismatch.operations[mismatch.difference.index])
