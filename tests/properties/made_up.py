"""Random programs for whoever runs the operations himself."""

import random
from collections.abc import Iterator

from model import operations as ops
from model.system import System
from properties.programs.choosing import RandomChooser
from properties.programs.generation import draw
from properties.programs.profiles import ANY

LENGTH = ANY.longest


def made_up(
    system: System, number: int, length: int = LENGTH
) -> Iterator[ops.Operation]:
    """A random program on a system, which whoever asks for an operation has to run."""
    source = random.Random(number)
    phases, chooser = source.choice(ANY.kinds), RandomChooser(source)
    for index in range(length):
        if not system.processes:
            return
        phase = phases[index * len(phases) // length]
        yield draw(system, source.choice(phase), chooser)
