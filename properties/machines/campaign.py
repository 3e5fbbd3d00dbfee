"""The plain seeded loop: many random programs, as fast as they go."""

import math
import random
import time
from collections.abc import Callable, Iterator

import attrs

from model import operations as ops
from properties.machines.lockstep import SWEEP_EVERY, Lockstep, Violation, run_program
from properties.machines.remembering import remembering
from properties.machines.setups import PLANTED, SEPARATE, Setup
from properties.programs.generation import RandomChooser, draw
from properties.programs.shrinking import Program, shrink

LENGTH = 60
"""Operations in one program."""

AUDIT_EVERY = 16
"""Programs between two audits: a failure that somebody can observe says more."""

Phases = tuple[tuple[type[ops.Operation], ...], ...]
"""What is drawn in each part of a program; a class that is there twice, twice as often.
"""

MEMORY_PHASES: Phases = (
    (
        ops.SetOffset,
        ops.SetBounds,
        ops.Increment,
        ops.SealEntry,
        ops.Seal,
        ops.AndPerms,
        *(ops.StoreCapability,) * 3,
        ops.StoreData,
        ops.Mmap,
    ),
    (*(ops.Fork,) * 3, ops.LoadCapability, ops.StoreCapability, ops.Exit),
    (
        *ops.CLASSES,
        *(ops.LoadCapability,) * 12,
        *(ops.StoreCapability,) * 6,
        *(ops.Mprotect,) * 4,
        *(ops.Exit,) * 2,
    ),
)
"""Fill memory with capabilities, fork, then do anything."""

CALLS: tuple[type[ops.Operation], ...] = tuple(
    operation for operation in ops.CLASSES if issubclass(operation, ops.Call)
)

CALL_PHASES: Phases = (
    (
        *(ops.Open,) * 4,
        *(ops.Write,) * 4,
        *(ops.Mmap, ops.MmapFile, ops.StoreData) * 2,
        *(ops.Pipe,) * 2,
        ops.Close,
        ops.Ftruncate,
        ops.Sigaction,
        ops.Sigaltstack,
        ops.Sigmask,
        ops.SemOpen,
        ops.StoreCapability,
    ),
    (
        *(ops.Fork,) * 4,
        *(ops.Read, ops.Write, ops.SetLock) * 2,
        *(ops.StoreData,) * 4,
        ops.Open,
        ops.Flock,
        ops.Setpgid,
    ),
    (
        *CALLS,
        *(ops.Read, ops.Write, ops.SetLock, ops.LoadData, ops.StoreData) * 3,
        *(ops.Kill, ops.Waitpid, ops.Waitid) * 5,
        *(ops.Exit, ops.Close, ops.Ftruncate, ops.SetAttribute) * 2,
        ops.LoadCapability,
        ops.StoreCapability,
    ),
)
"""Open files and map them, fork, then make any system call."""

PLANTED_PHASES: Phases = (
    (
        ops.Move,
        *(ops.StoreCapability,) * 2,
        ops.Sigaction,
        ops.Sigaltstack,
        ops.SealEntry,
    ),
    (*(ops.Fork,) * 3, ops.LoadCapability, ops.StoreCapability, ops.Exit),
    (ops.Fork, ops.Move, *(ops.LoadCapability,) * 3, ops.StoreCapability),
)
"""Spread strays, then fork and look for them."""

PLANTED_SHARE = 1 / 16
"""The share of programs that begin with strays, over one address space."""

PROGRAMS = (MEMORY_PHASES, CALL_PHASES)
"""The kinds of programs, of which there are equally many."""


@attrs.frozen
class Failure:
    """A program that breaks a law."""

    setup: Setup
    program: tuple[ops.Operation, ...]
    violation: Violation


@attrs.define
class Report:
    """What a campaign has done so far."""

    seed: int
    programs: int = 0
    steps: int = 0
    skipped: int = 0
    """Operations that were left out, as ``program_class`` has it."""
    seconds: float = 0.0
    failure: Failure | None = None

    @property
    def steps_per_second(self) -> float:
        """Operations run per second of wall time, on both systems together."""
        return self.steps / self.seconds if self.seconds else 0.0


def one_program(
    setup: Setup, source: random.Random, *, audit: bool
) -> tuple[Lockstep, Failure | None]:
    """Make up a program while it runs; what it ran on, and how it failed, if so.

    An audit at its end also finds what nobody could observe.
    """
    phases = source.choice(PROGRAMS)
    if setup.policy != SEPARATE and source.random() < PLANTED_SHARE:
        setup, phases = attrs.evolve(setup, start=PLANTED), PLANTED_PHASES
    lockstep, chooser = Lockstep(setup), RandomChooser(source)
    program: list[ops.Operation] = []
    for index in range(LENGTH):
        phase = phases[index * len(phases) // LENGTH]
        operation = draw(lockstep.reference, source.choice(phase), chooser)
        program.append(operation)
        violation = lockstep.run(operation)
        last = index == LENGTH - 1 or not lockstep.reference.processes
        if violation is None and last:
            violation = lockstep.audit() if audit else lockstep.sweep()
        elif violation is None and index % SWEEP_EVERY == SWEEP_EVERY - 1:
            violation = lockstep.sweep()
        if violation is not None:
            violation = attrs.evolve(violation, step=index)
            return lockstep, Failure(setup, tuple(program), violation)
        if last:
            break
    return lockstep, None


def run_campaign(
    setup: Setup,
    seed: int,
    seconds: float = math.inf,
    progress: Callable[[Report], None] = lambda _: None,
    *,
    programs: float = math.inf,
) -> Report:
    """Run random programs for a time, up to so many, or until one fails.

    Program ``n`` of a seed is the same whatever the time: only how many there are
    depends on the clock.
    """
    report, begun = Report(seed), time.monotonic()
    with remembering():
        for source in _sources(seed):
            audit = report.programs % AUDIT_EVERY == AUDIT_EVERY - 1
            lockstep, report.failure = one_program(setup, source, audit=audit)
            report.programs += 1
            report.steps += lockstep.steps
            report.skipped += lockstep.skipped
            report.seconds = time.monotonic() - begun
            progress(report)
            if report.failure is not None or report.programs >= programs:
                break
            if report.seconds >= seconds:
                break
    return report


def _sources(seed: int) -> Iterator[random.Random]:
    """One generator for each program of a campaign."""
    number = 0
    while True:
        yield random.Random(f"{seed}/{number}")
        number += 1


def shrunk(failure: Failure) -> Failure:
    """The smallest program found that breaks the same law in the same setup.

    The law is the first that the whole program breaks when everything is looked at
    after every step, as a replay does.
    """
    setup = failure.setup

    def run(program: Program) -> Violation | None:
        return run_program(setup, program, sweep_every=1)

    with remembering():
        found = run(failure.program)
        if found is None:
            return failure
        law = found.law

        def fails(program: Program) -> bool:
            violation = run(program)
            return violation is not None and violation.law == law

        smallest = shrink(failure.program[: found.step + 1], fails)
        violation = run(smallest) or found
    return Failure(setup, smallest[: violation.step + 1], violation)
