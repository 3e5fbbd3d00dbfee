"""The plain seeded loop: many random programs in lockstep, as fast as they go."""

import math
import random
from collections.abc import Callable, Iterator

import attrs

from model import operations as ops
from model.isa.formats import TOY
from model.system import System
from properties.machines.lockstep import Lockstep, Violation, run_program
from properties.machines.remembering import remembering
from properties.machines.setups import (
    PLAIN_IMAGE,
    PLANTED,
    SCARCE,
    SEPARATE,
    WHOLE_IMAGE,
    Setup,
)
from properties.programs import profiles
from properties.programs.campaign import Report, Trial, run_trials, sources
from properties.programs.generation import make_up
from properties.programs.profiles import Profile
from properties.programs.shrinking import Program, shrink

AUDIT_EVERY = 16
"""Programs from one audit to the next. Audits are rare, because a failure that a
program can observe says more."""

PLANTED_SHARE = 1 / 16
"""The share of programs that begin with strays, over one address space."""

IMAGE_SHARE = 1 / 4
"""The share of programs that begin with a whole image, where regions have room for it.
"""


SCARCE_SHARE = 1 / 8
"""The share of programs that run where there is little of everything."""


@attrs.frozen
class Failure:
    """A program that breaks a law."""

    setup: Setup
    program: tuple[ops.Operation, ...]
    violation: Violation


@attrs.define
class _Judged:
    """A program that is run in lockstep while it is generated."""

    lockstep: Lockstep
    program: list[ops.Operation] = attrs.field(factory=list)
    violation: Violation | None = None

    @property
    def system(self) -> System:
        """The reference, so that programs do not depend on the system under test."""
        return self.lockstep.reference

    @property
    def is_over(self) -> bool:
        """Whether a law is broken, or no process is left."""
        return self.violation is not None or not self.system.processes

    def run(self, operation: ops.Operation) -> bool:
        """Run an operation; False if it is left out."""
        before = self.lockstep.skipped
        violation = self.lockstep.run(operation)
        if self.lockstep.skipped > before:
            return False
        self.program.append(operation)
        self.violation = violation
        return True

    def end(self, *, audit: bool) -> None:
        """Look at everything once more."""
        if self.violation is None:
            lockstep = self.lockstep
            self.violation = lockstep.audit() if audit else lockstep.sweep()


def one_program(setup: Setup, source: random.Random, *, audit: bool) -> Trial[Failure]:
    """Generate a program while it runs, and see how it fails, if it does.

    An audit at its end also finds what no program could observe.
    """
    setup, profile = _start(setup, source.random())
    judged = _Judged(Lockstep(setup))
    make_up(profile, judged, source)
    judged.end(audit=audit)
    program, failure = tuple(judged.program), None
    if judged.violation is not None:
        violation = attrs.evolve(judged.violation, step=len(program) - 1)
        failure = Failure(setup, program, violation)
    return Trial(program, failure, judged.lockstep.skipped)


def _start(setup: Setup, chance: float) -> tuple[Setup, Profile]:
    """How a program begins: as it was asked for, or in one of the rarer ways.

    These are with strays, with a whole image, and with little of everything.
    """
    if setup.image != PLAIN_IMAGE:
        return setup, profiles.OF_IMAGE
    if setup.policy != SEPARATE and chance < PLANTED_SHARE:
        return attrs.evolve(setup, start=PLANTED), profiles.PLANTED
    if setup.format != TOY.name and chance >= 1 - IMAGE_SHARE:
        return attrs.evolve(setup, image=WHOLE_IMAGE), profiles.OF_IMAGE
    if setup.format != TOY.name and chance >= 1 - IMAGE_SHARE - SCARCE_SHARE:
        return attrs.evolve(setup, supply=SCARCE), profiles.ANY
    return setup, profiles.ANY


def run_campaign(
    setup: Setup,
    seed: int,
    seconds: float = math.inf,
    progress: Callable[[Report[Failure]], None] = lambda _: None,
    *,
    programs: float = math.inf,
    steps: float = math.inf,
) -> Report[Failure]:
    """Run random programs until time, programs or steps are used up, or one fails.

    A program is run to its end. Program ``n`` of a seed is the same whatever the time:
    only how many there are depends on the clock.
    """

    def goes_on(report: Report[Failure]) -> bool:
        progress(report)
        is_left = report.programs < programs and report.steps < steps
        return is_left and report.seconds < seconds

    with remembering():
        return run_trials(_trials(setup, seed), goes_on)


def _trials(setup: Setup, seed: int) -> Iterator[Trial[Failure]]:
    """The programs of a campaign."""
    for number, source in sources(seed):
        audit = number % AUDIT_EVERY == AUDIT_EVERY - 1
        yield one_program(setup, source, audit=audit)


def shrunk(failure: Failure) -> Failure:
    """The smallest program found that breaks the same law in the same setup.

    The law is the first that the whole program breaks when everything is looked at
    after every step, as a replay does.
    """
    setup = failure.setup

    def run(program: Program) -> Violation | None:
        return run_program(setup, program, look=True)

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
