"""How tests of the kernel run a program: a line of text each, and what it came to."""

from model.language import parse
from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import MORELLO_LAYOUT, Layout
from model.memory.memory_system import MemorySystem
from model.system import System, boot, step
from optimized.lazy_memory import LazyMemory
from optimized.policies.copa import CoPA


def memories(layout: Layout = MORELLO_LAYOUT) -> list[MemorySystem]:
    """A fresh one of each."""
    return [SeparateMemory(layout), FullCopyMemory(layout), LazyMemory(CoPA(layout))]


def run(system: System, *lines: str) -> list[str]:
    """What each operation came to; of a fault, its kind."""
    said = []
    for line in lines:
        operation = parse(line)
        assert operation is not None
        said.append(str(step(system, operation)).partition(":")[0])
    return said


def fresh(*lines: str) -> System:
    """A system over full copy, after a program."""
    system = boot(FullCopyMemory(MORELLO_LAYOUT))
    run(system, *lines)
    return system
