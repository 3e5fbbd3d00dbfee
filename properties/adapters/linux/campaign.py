"""Many random programs on the kernel and the model, until these differ on one."""

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import ClassVar, Protocol

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
from properties.programs.campaign import Report, Trial, kind_of, run_trials, sources
from properties.programs.shrinking import Program, shrink

BATCH = 24
"""Programs that are handed to a runner at once."""

FOLLOWINGS = 24
"""How often the model may follow the kernel in one program."""


class Runner(Protocol):
    """Runs programs on real processes."""

    catches_faults: bool
    """Whether the runner can call handlers for faults."""
    lacks: ClassVar[Mapping[type[ops.Operation], str]]
    """The operations that it does not have though others do, each with the reason."""

    def start(self, programs: Sequence[Recording]) -> None:
        """Hand programs over; they run while the caller does other things."""
        ...

    def answers(self) -> list[Answer]:
        """What happened in the programs that were handed over."""
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


def run_campaign(
    setup: OracleSetup,
    runner: Runner,
    numbers: Iterable[int],
    goes_on: Callable[[Report[Mismatch]], bool],
) -> Report[Mismatch]:
    """Run the programs of these numbers, as long as ``goes_on`` says so."""
    return run_trials(_trials(setup, runner, numbers), goes_on)


def _trials(
    setup: OracleSetup, runner: Runner, numbers: Iterable[int]
) -> Iterator[Trial[Mismatch]]:
    """The results of programs; the next ones are made while the runner is busy."""
    made = _batches(setup, runner, numbers)
    batch = next(made, None)
    while batch is not None:
        runner.start([program for _, program in batch])
        following = next(made, None)
        for (number, program), answer in zip(batch, runner.answers(), strict=True):
            mismatch = None
            if difference(program, answer) is not None:
                mismatch = judge(setup, runner, number, program)
            yield Trial(program.operations, mismatch)
        batch = following


def _batches(
    setup: OracleSetup, runner: Runner, numbers: Iterable[int]
) -> Iterator[list[tuple[int, Recording]]]:
    """The programs of these numbers, some at a time."""
    new = partial(new_program, catches_faults=runner.catches_faults, lacks=runner.lacks)
    made = (
        (number, new(setup.boot, source))
        for number, source in sources(setup.seed, numbers)
    )
    while batch := list(itertools.islice(made, BATCH)):
        yield batch


def judge(
    setup: OracleSetup, runner: Runner, number: int, program: Recording
) -> Mismatch | None:
    """Run a program that differed once more; None if it was the machine's fault.

    Under the profile ``posix`` the model follows an answer that differs, if POSIX
    allows it.
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
    """The smallest program found with a difference in an operation of that kind.

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
    """The operations up to the one that is answered differently."""
    return mismatch.operations[: mismatch.difference.index + 1]


def _kind_of_difference(mismatch: Mismatch) -> str:
    """The kind of the operation that is answered differently."""
    return kind_of(mismatch.operations[mismatch.difference.index])
