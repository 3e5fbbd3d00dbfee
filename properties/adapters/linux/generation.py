"""Random programs, made up while the model runs them."""

import random
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Final

from model import operations as ops
from model.kernel.state.process import Process
from model.system import System
from properties.adapters.linux.drawing import Draw
from properties.adapters.linux.drawing_calls import CALL_DRAWERS
from properties.adapters.linux.drawing_memory import MEMORY_DRAWERS
from properties.adapters.linux.judged import is_judged
from properties.adapters.linux.recording import Chooser, Recording

SHORTEST, LONGEST = 60, 100
"""Operations of a program."""

ATTEMPTS: Final = 40
"""How often another operation is tried, if one is not judged or would have to wait."""

_DRAWERS: Final = (*MEMORY_DRAWERS, *CALL_DRAWERS)
_FUNCTIONS: Final = [drawer for _, drawer in _DRAWERS]
_WEIGHTS: Final = list(accumulate(weight for weight, _ in _DRAWERS))

Boot = Callable[[], System]
"""Makes a fresh system, of the kind that is held against the kernel."""


def new_program(
    boot: Boot, source: random.Random, *, catches_faults: bool = True
) -> Recording:
    """A random program that the model has run."""
    recording = Recording(boot())
    length = SHORTEST + int(source.random() * (LONGEST - SHORTEST))
    process = recording.system.processes["a"]
    while len(recording.operations) < length and recording.system.processes:
        process = _next_process(recording.system, process, source)
        draw = Draw(
            recording.system,
            process,
            source,
            list(recording.names.numbers),
            catches_faults,
        )
        if not _extended(recording, draw):
            break
    return recording


def _next_process(system: System, process: Process, source: random.Random) -> Process:
    """Who goes on: often the same, as each switch costs time."""
    living = list(system.processes.values())
    if process.status is None and source.random() < 0.6:  # noqa: PLR2004  a probability
        return process
    return living[int(source.random() * len(living))]


def _extended(recording: Recording, draw: Draw) -> bool:
    """Whether an operation was found that can be run now, and was."""
    for _ in range(ATTEMPTS):
        (drawer,) = draw.source.choices(_FUNCTIONS, cum_weights=_WEIGHTS)
        operation = drawer(draw)
        if is_judged(recording.system, operation) and recording.run(operation):
            return True
    return False


def replayed(
    boot: Boot, program: Iterable[ops.Operation], script: Sequence[int] = ()
) -> Recording:
    """A program run again, without what cannot be run or is not judged now.

    Of several children that ended, waits tell of those in the script.
    """
    recording = Recording(boot(), chooser=Chooser(script))
    for operation in program:
        if is_judged(recording.system, operation):
            recording.run(operation)
    return recording
