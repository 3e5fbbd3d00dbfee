"""Random programs, generated while a system runs them."""

import random
from typing import Final, Protocol

from model import operations as ops
from model.kernel.state.process import Process
from model.system import System
from properties.programs.choosing import Chooser, RandomChooser
from properties.programs.draw import Draw
from properties.programs.drawing.accesses import ACCESS_DRAWERS
from properties.programs.drawing.allocations import ALLOCATION_DRAWERS
from properties.programs.drawing.derivations import DERIVATION_DRAWERS
from properties.programs.drawing.devices import DEVICE_DRAWERS
from properties.programs.drawing.drawer import Drawers
from properties.programs.drawing.files import FILE_DRAWERS
from properties.programs.drawing.mappings import MAPPING_DRAWERS
from properties.programs.drawing.processes import PROCESS_DRAWERS
from properties.programs.profiles import Phase, Profile

ATTEMPTS: Final = 40
"""How often another operation is tried, if one is refused."""

DRAWERS: Final[Drawers] = {
    **ACCESS_DRAWERS,
    **ALLOCATION_DRAWERS,
    **DERIVATION_DRAWERS,
    **MAPPING_DRAWERS,
    **DEVICE_DRAWERS,
    **FILE_DRAWERS,
    **PROCESS_DRAWERS,
}
"""The drawers by operation."""


class Run(Protocol):
    """Runs a program while it is generated."""

    @property
    def system(self) -> System:
        """The system that operations are drawn for."""
        ...

    @property
    def is_over(self) -> bool:
        """Whether no more operations are wanted."""
        ...

    def run(self, operation: ops.Operation) -> bool:
        """Run an operation; False if it is refused, and not part of the program."""
        ...


FOLLOWED = 3
"""In one of how many cases what follows an operation is chosen for it."""


def draw(
    system: System, operation: type[ops.Operation], chooser: Chooser
) -> ops.Operation:
    """An operation of this class for ``system`` as it is now."""
    living = system.processes
    running = _running(system)
    if not running:
        return ops.Exit("a")
    process = living[running[chooser.pick(len(running))]]
    return DRAWERS[operation](Draw(system, process, chooser))


def make_up(profile: Profile, program: Run, source: random.Random) -> None:
    """Generate a program, operation by operation, while it is run."""
    system, chooser = program.system, RandomChooser(source)
    phases = profile.kinds[chooser.pick(len(profile.kinds))]
    length = profile.shortest
    length += chooser.pick(profile.longest - length + 1)
    process, last = None, None
    for index in range(length):
        if program.is_over:
            return
        process = _next_process(system, process, profile, chooser)
        operands = profile.operands(system, process, chooser)
        phase = phases[index * len(phases) // length]
        if last is not None and last in profile.follows and chooser.pick(FOLLOWED) == 0:
            phase = profile.follows[last]
        last = _extended(program, phase, operands)
        if last is None:
            return


def _running(system: System) -> list[str]:
    """The processes that can take a step; all of them, if none can."""
    living = system.processes
    return sorted(name for name in living if can_run(living[name])) or sorted(living)


def can_run(process: Process) -> bool:
    """Whether a process lives, is not stopped, and waits for no child of its vfork."""
    idle = process.stopped or process.lends_to is not None
    return process.status is None and not idle


def _next_process(
    system: System, process: Process | None, profile: Profile, chooser: Chooser
) -> Process:
    """The process that executes the next operation."""
    runs = process is not None and can_run(process)
    if process is not None and runs and chooser.pick(10) < profile.stays:
        return process
    running = _running(system)
    return system.processes[running[chooser.pick(len(running))]]


def _extended(program: Run, phase: Phase, operands: Draw) -> type[ops.Operation] | None:
    """The class of the next operation; None if all that were tried are refused."""
    for _ in range(ATTEMPTS):
        kind = operands.one(phase)
        if program.run(DRAWERS[kind](operands)):
            return kind
    return None
