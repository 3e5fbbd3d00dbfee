"""Random programs, generated while the model runs them."""

import functools
import random
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import attrs

from model import operations as ops
from model.system import System
from properties.adapters.linux.abilities import EVERYTHING, Abilities
from properties.adapters.linux.judged import is_judged
from properties.adapters.linux.operands import LinuxDraw
from properties.adapters.linux.profile import LINUX
from properties.adapters.linux.recording import Chooser, Recording
from properties.programs.generation import can_run, make_up

LIVING_MAX: Final = 6
"""How many processes a program has at a time."""

EVER_MAX: Final = 24
"""How many processes a program has in all."""

LAST_ENDS: Final = 1 / 20
"""The share of its drawn exits that the last process really makes."""

Boot = Callable[[], System]
"""Makes a fresh system, of the kind that is compared with the kernel."""


@attrs.frozen
class _Recorded:
    """A program that is recorded while it is generated."""

    recording: Recording
    source: random.Random
    abilities: Abilities

    @property
    def system(self) -> System:
        """The model."""
        return self.recording.system

    @property
    def is_over(self) -> bool:
        """Whether no process is left that runs."""
        return not any(map(can_run, self.system.processes.values()))

    def run(self, operation: ops.Operation) -> bool:
        """Run an operation; False if it is not judged, or cannot be run now."""
        return (
            self._is_wanted(operation)
            and is_judged(self.system, operation)
            and self.recording.run(operation)
        )

    def _is_wanted(self, operation: ops.Operation) -> bool:
        """Whether it can be run, and leaves neither too many processes nor none."""
        if type(operation) in self.abilities.lacks:
            return False
        living, ever = self.system.processes, self.recording.names.numbers
        if isinstance(operation, ops.Birth):
            return len(living) < LIVING_MAX and len(ever) < EVER_MAX
        if isinstance(operation, ops.Exit) and len(living) == 1:
            return self.source.random() < LAST_ENDS
        return True


def new_program(
    boot: Boot, source: random.Random, abilities: Abilities = EVERYTHING
) -> Recording:
    """A random program that the model has run."""
    recording = Recording(boot())
    names = recording.names.numbers
    catches = abilities.catches_faults
    operands = functools.partial(LinuxDraw, names=names, catches_faults=catches)
    profile = attrs.evolve(LINUX, operands=operands)
    make_up(profile, _Recorded(recording, source, abilities), source)
    return recording


def replayed(
    boot: Boot, program: Iterable[ops.Operation], script: Sequence[int] = ()
) -> Recording:
    """A program run again, without what cannot be run or is not judged now.

    Where several children have ended, waits report those in the script.
    """
    recording = Recording(boot(), chooser=Chooser(script))
    for operation in program:
        if is_judged(recording.system, operation):
            recording.run(operation)
    return recording
