"""The next operation of a random program, aimed at the rare cases.

An operation is drawn from the state it will meet: live processes, registers that hold
capabilities, the boundaries of what they cover. Every choice is a number, and 0 is
always the plainest, so that the drivers can shrink by lowering numbers.
"""

import random
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from model import operations as ops
from model.isa.capability import Capability
from model.kernel.process import Process
from model.system import System

Choice = TypeVar("Choice")

SCRATCH = ("c5", "c6", "c7", "c8", "c9")
"""The registers that random programs write to."""

GIVEN = ("c1", "c4", "csp", "c3", "c2", "pcc")
"""The registers that hold what the kernel gave."""

MEMORY = ("c1", "c1", "csp")
"""The registers through which memory is reached most, so that it is reached again."""


class Chooser(Protocol):
    """Where choices come from."""

    def pick(self, options: int) -> int:
        """A number from 0 up to, but not including, ``options``."""
        ...


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


def draw(
    system: System, operation: type[ops.Operation], chooser: Chooser
) -> ops.Operation:
    """An operation of this class for ``system`` as it is now."""
    names = sorted(system.processes) or ["a"]
    name = _one(chooser, names)
    process = system.processes.get(name)
    if process is None:
        return ops.Exit(name)
    return _DRAWERS[operation](system, process, chooser)


def _one(chooser: Chooser, options: Sequence[Choice]) -> Choice:
    """One of the options."""
    return options[chooser.pick(len(options))]


def _source(process: Process, chooser: Chooser) -> str:
    """A register to use: more often than not one that holds a capability."""
    tagged = [name for name in SCRATCH if process.registers[name].tag]
    options = (*tagged, *tagged, *GIVEN, *SCRATCH)
    return _one(chooser, options)


def _authority(process: Process, chooser: Chooser) -> str:
    """A register to reach memory through."""
    return _one(chooser, (*MEMORY, _source(process, chooser)))


def _destination(chooser: Chooser) -> str:
    """A register to write to."""
    return _one(chooser, SCRATCH)


def _offsets(system: System, capability: Capability) -> Sequence[int]:
    """Distances from base that matter: the ends, one past them, pages and granules."""
    layout = system.memory.layout
    granule, page = layout.format.granule, layout.page_size
    length = capability.length
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


def _place(
    system: System, process: Process, chooser: Chooser, register: str
) -> tuple[str, int]:
    """A memory operand: half the time at the address, else at a boundary."""
    capability = process.registers[register]
    if chooser.pick(2) == 0:
        return register, 0
    offset = _one(chooser, _offsets(system, capability))
    return register, capability.base + offset - capability.address


def _load_data(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    at = _place(system, process, chooser, _authority(process, chooser))
    size = _one(
        chooser, [s for s in ops.SIZES if s <= system.memory.layout.format.granule]
    )
    return ops.LoadData(process.name, _destination(chooser), at, size)


def _load_capability(
    system: System, process: Process, chooser: Chooser
) -> ops.Operation:
    at = _place(system, process, chooser, _authority(process, chooser))
    return ops.LoadCapability(process.name, _destination(chooser), at)


def _store_data(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    at = _place(system, process, chooser, _authority(process, chooser))
    size = _one(
        chooser, [s for s in ops.SIZES if s <= system.memory.layout.format.granule]
    )
    value = _one(chooser, (0, 1, 0xA5, (1 << (8 * size)) - 1))
    return ops.StoreData(process.name, at, size, value)


def _store_capability(
    system: System, process: Process, chooser: Chooser
) -> ops.Operation:
    source = _source(process, chooser)
    at = _place(system, process, chooser, _authority(process, chooser))
    return ops.StoreCapability(process.name, source, at)


def _set_offset(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    source = _source(process, chooser)
    offset = _one(chooser, _offsets(system, process.registers[source]))
    return ops.SetOffset(process.name, _destination(chooser), source, offset)


def _set_address(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    source, other = _source(process, chooser), _source(process, chooser)
    del system
    return ops.SetAddress(process.name, _destination(chooser), source, other)


def _increment(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    source = _source(process, chooser)
    amount = _one(chooser, _offsets(system, process.registers[source]))
    return ops.Increment(process.name, _destination(chooser), source, amount)


def _length(system: System, capability: Capability, chooser: Chooser) -> int:
    """A length to narrow to: nothing, a little, all that is left, or a byte more."""
    layout = system.memory.layout
    left = max(0, capability.top - capability.value)
    granule = layout.format.granule
    return _one(chooser, (granule, 0, 1, left, 3 * granule, layout.page_size, left + 1))


def _set_bounds(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    source = _source(process, chooser)
    length = _length(system, process.registers[source], chooser)
    return ops.SetBounds(process.name, _destination(chooser), source, length)


def _set_bounds_exact(
    system: System, process: Process, chooser: Chooser
) -> ops.Operation:
    source = _source(process, chooser)
    length = _length(system, process.registers[source], chooser)
    return ops.SetBoundsExact(process.name, _destination(chooser), source, length)


def _and_perms(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    source, destination = _source(process, chooser), _destination(chooser)
    perms = _one(chooser, [ops.PERMS.read(p) for p in ("r", "rR", "rw", "wW", "-")])
    return ops.AndPerms(process.name, destination, source, perms)


def _plain(
    operation: Callable[[str, str, str], ops.Operation],
) -> Callable[[System, Process, Chooser], ops.Operation]:
    """A drawer for a derivation of one source alone."""

    def drawer(system: System, process: Process, chooser: Chooser) -> ops.Operation:
        del system
        source = _source(process, chooser)
        return operation(process.name, _destination(chooser), source)

    return drawer


def _sealing(
    operation: Callable[[str, str, str, str], ops.Operation],
) -> Callable[[System, Process, Chooser], ops.Operation]:
    """A drawer for a derivation with an authority: the otypes, nearly always."""

    def drawer(system: System, process: Process, chooser: Chooser) -> ops.Operation:
        del system
        source, destination = _source(process, chooser), _destination(chooser)
        authority = _one(chooser, ("c2", "c2", "c2", _source(process, chooser)))
        return operation(process.name, destination, source, authority)

    return drawer


def _mmap(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    length = _one(chooser, (1, system.memory.layout.page_size + 1, 0))
    writable = chooser.pick(3) < 2  # noqa: PLR2004  two in three
    return ops.Mmap(process.name, _destination(chooser), length, writable)


def _munmap(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    return ops.Munmap(process.name, _source(process, chooser))


def _fork(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del chooser
    return ops.Fork(process.name, _new_name(system))


def _new_name(system: System) -> str:
    """The first name that nobody has."""
    number = 0
    while True:
        name = "abcdefghijklmnopqrstuvwxyz"[number % 26] + "x" * (number // 26)
        if name not in system.processes:
            return name
        number += 1


def _exit(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system, chooser
    return ops.Exit(process.name)


_DRAWERS: dict[
    type[ops.Operation], Callable[[System, Process, Chooser], ops.Operation]
] = {
    ops.LoadData: _load_data,
    ops.LoadCapability: _load_capability,
    ops.Move: _plain(ops.Move),
    ops.SetOffset: _set_offset,
    ops.SetAddress: _set_address,
    ops.Increment: _increment,
    ops.SetBounds: _set_bounds,
    ops.SetBoundsExact: _set_bounds_exact,
    ops.AndPerms: _and_perms,
    ops.ClearTag: _plain(ops.ClearTag),
    ops.Seal: _sealing(ops.Seal),
    ops.Unseal: _sealing(ops.Unseal),
    ops.SealEntry: _plain(ops.SealEntry),
    ops.StoreData: _store_data,
    ops.StoreCapability: _store_capability,
    ops.Mmap: _mmap,
    ops.Munmap: _munmap,
    ops.Fork: _fork,
    ops.Exit: _exit,
}
