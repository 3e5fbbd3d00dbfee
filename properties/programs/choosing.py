"""Choices, and the operands that the drawers of all operations choose among.

Every choice is a number, and 0 is always the plainest, so that the drivers can shrink
by lowering numbers.
"""

import random
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from model import operations as ops
from model.kernel.state.open_files import OpenFile
from model.kernel.state.process import Process
from model.system import System

Choice = TypeVar("Choice")

SCRATCH = ("c5", "c6", "c7", "c8", "c9")
"""The registers that random programs write to."""

OTHERS = ("c0", *(f"c{number}" for number in range(10, 31)), "ctp")
"""The registers that they write to now and then, so that all are in use at forks."""

OTHERWISE = 16
"""One write in so many is to a register other than those of ``SCRATCH``."""

GIVEN = ("c1", "c4", "csp", "c3", "c2", "pcc")
"""The registers that hold what the kernel gave."""

MEMORY = ("c1", "c1", "csp")
"""The registers through which memory is reached most, so that it is reached again."""


class Chooser(Protocol):
    """Where choices come from."""

    def pick(self, options: int) -> int:
        """A number from 0 up to, but not including, ``options``."""
        ...


Drawer = Callable[[System, Process, Chooser], ops.Operation]
"""Makes an operation of one class, for one process."""


class RandomChooser:
    """Choices of a seeded generator."""

    def __init__(self, source: random.Random) -> None:
        self._source = source

    def pick(self, options: int) -> int:
        """A number from 0 up to, but not including, ``options``."""
        return int(self._source.random() * options)


class PackedChooser:
    """Choices packed in one number: its digits in the bases that are asked for."""

    def __init__(self, packed: int) -> None:
        self._packed = packed

    def pick(self, options: int) -> int:
        """A number from 0 up to, but not including, ``options``."""
        self._packed, digit = divmod(self._packed, options)
        return digit


def one(chooser: Chooser, options: Sequence[Choice]) -> Choice:
    """One of the options."""
    return options[chooser.pick(len(options))]


def any_source(process: Process, chooser: Chooser) -> str:
    """A register to use: more often than not one that holds a capability."""
    tagged = [name for name in SCRATCH if process.registers[name].tag]
    others = [name for name in OTHERS if process.registers[name].tag]
    options = (*tagged, *tagged, *GIVEN, *SCRATCH, *others)
    return one(chooser, options)


def any_authority(process: Process, chooser: Chooser) -> str:
    """A register to reach memory through."""
    return one(chooser, (*MEMORY, any_source(process, chooser)))


def mapping_authority(system: System, process: Process, chooser: Chooser) -> str:
    """The same, but often one that leads to a file or to memory that is shared."""
    memory, registers = system.memory, process.registers
    leading = []
    for name in SCRATCH:
        if not registers[name].tag:
            continue
        bounds = registers[name].bounds
        if bounds.length > 1:
            at = memory.locate(process.slot, bounds.base)
            use = process.pages.get(at.page)
            if at.slot == process.slot and use is not None and use.file is not None:
                leading.append(name)
    return one(chooser, (*leading, *leading, any_authority(process, chooser)))


def any_destination(chooser: Chooser) -> str:
    """A register to write to; rarely one that holds what the kernel gave."""
    if chooser.pick(OTHERWISE) < OTHERWISE - 1:
        return one(chooser, SCRATCH)
    return one(chooser, (*OTHERS, *GIVEN))


def offsets(system: System, length: int) -> Sequence[int]:
    """Distances from the base of ``length`` bytes that matter.

    They are the ends, one past them, pages and granules.
    """
    layout = system.memory.layout
    granule, page = layout.format.granule, layout.page_size
    return (
        0,
        granule,
        length - granule,
        length,
        length - 1,
        page,
        page - granule,
        3 * granule,
        1,
        -1,
        -granule,
        length + 1,
        length + page,
        -page,
        2 * length,
    )


def place(
    system: System, process: Process, chooser: Chooser, register: str
) -> tuple[str, int]:
    """A memory operand: half the time at the address, else at a boundary."""
    capability = process.registers[register]
    if chooser.pick(2) == 0:
        return register, 0
    bounds = capability.bounds
    offset = one(chooser, offsets(system, bounds.length))
    return register, bounds.base + offset - capability.address


def buffer(
    system: System, process: Process, chooser: Chooser
) -> tuple[tuple[str, int], int]:
    """Where a call reads or writes, and how many bytes: odd ones too."""
    register, offset = place(system, process, chooser, any_authority(process, chooser))
    granule = system.memory.layout.format.granule
    size = one(chooser, (granule // 2, granule, granule + 3, 1, 2 * granule, 0))
    return (register, offset + one(chooser, (0, 0, 1, granule - 1))), size


def descriptor(process: Process, chooser: Chooser) -> int:
    """A descriptor: an open one if there are any, and now and then a closed one."""
    opened = sorted(process.descriptors)
    return one(chooser, (*opened, *opened, *opened, 0, len(opened)))


def descriptor_for(
    process: Process, chooser: Chooser, suits: Callable[[OpenFile], bool]
) -> int:
    """A descriptor whose description suits, more often than not."""
    opened = process.descriptors
    suitable = sorted(n for n in opened if suits(opened[n].description))
    return one(chooser, (*suitable, *suitable, descriptor(process, chooser)))


def somebody(system: System, process: Process, chooser: Chooser) -> str:
    """A process that has a pid: a child of this one more often than not."""
    everyone = list(system.kernel.everyone())
    children = [other.name for other in everyone if other.parent == process.pid]
    names = sorted(other.name for other in everyone)
    return one(chooser, (*children, *children, *names))
