"""The next operation of a random program, aimed at the rare cases.

An operation is drawn from the state it will meet: live processes, registers that hold
capabilities, the boundaries of what they cover, descriptors that are open.
"""

from collections.abc import Callable
from typing import Final

from model import operations as ops
from model.isa.capability import Capability
from model.kernel.state.process import Process
from model.system import System
from properties.programs.choosing import (
    Chooser,
    Drawer,
    PackedChooser,
    RandomChooser,
    any_authority,
    any_destination,
    any_source,
    mapping_authority,
    offsets,
    one,
    place,
)
from properties.programs.file_drawing import FILE_DRAWERS
from properties.programs.mapping_drawing import MAPPING_DRAWERS
from properties.programs.process_drawing import PROCESS_DRAWERS

__all__ = ["DRAWERS", "Chooser", "PackedChooser", "RandomChooser", "draw"]


def draw(
    system: System, operation: type[ops.Operation], chooser: Chooser
) -> ops.Operation:
    """An operation of this class for ``system`` as it is now."""
    living = system.processes
    running = sorted(name for name in living if not living[name].stopped)
    name = one(chooser, running or sorted(living) or ["a"])
    if name not in living:
        return ops.Exit(name)
    return DRAWERS[operation](system, living[name], chooser)


def _load_data(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    register = mapping_authority(system, process, chooser)
    at = place(system, process, chooser, register)
    size = one(
        chooser, [s for s in ops.SIZES if s <= system.memory.layout.format.granule]
    )
    return ops.LoadData(process.name, any_destination(chooser), at, size)


def _load_capability(
    system: System, process: Process, chooser: Chooser
) -> ops.Operation:
    at = place(system, process, chooser, any_authority(process, chooser))
    return ops.LoadCapability(process.name, any_destination(chooser), at)


def _store_data(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    register = mapping_authority(system, process, chooser)
    at = place(system, process, chooser, register)
    size = one(
        chooser, [s for s in ops.SIZES if s <= system.memory.layout.format.granule]
    )
    number = any_destination(chooser)
    values: tuple[int | str, ...] = (0, 1, 0xA5, (1 << (8 * size)) - 1, number)
    return ops.StoreData(process.name, at, size, one(chooser, values))


def _store_capability(
    system: System, process: Process, chooser: Chooser
) -> ops.Operation:
    source = any_source(process, chooser)
    at = place(system, process, chooser, any_authority(process, chooser))
    return ops.StoreCapability(process.name, source, at)


def _set_offset(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    source = any_source(process, chooser)
    offset = one(chooser, offsets(system, process.registers[source].length))
    return ops.SetOffset(process.name, any_destination(chooser), source, offset)


def _set_address(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    """To what a register says, or an otype to seal with."""
    source, other = any_source(process, chooser), any_source(process, chooser)
    if chooser.pick(2) == 0:
        return ops.SetAddress(process.name, any_destination(chooser), source, other)
    otype = system.memory.layout.format.otypes.free + one(chooser, (1, 0, 3, 4))
    return ops.SetAddress(process.name, any_destination(chooser), "c2", otype)


def _increment(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    source = any_source(process, chooser)
    amount = one(chooser, offsets(system, process.registers[source].length))
    return ops.Increment(process.name, any_destination(chooser), source, amount)


def _length(system: System, capability: Capability, chooser: Chooser) -> int:
    """A length to narrow to: nothing, a little, all that is left, or a byte more."""
    layout = system.memory.layout
    left = max(0, capability.top - capability.value)
    granule = layout.format.granule
    return one(chooser, (granule, 0, 1, left, 3 * granule, layout.page_size, left + 1))


def _set_bounds(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    source = any_source(process, chooser)
    length = _length(system, process.registers[source], chooser)
    return ops.SetBounds(process.name, any_destination(chooser), source, length)


def _set_bounds_exact(
    system: System, process: Process, chooser: Chooser
) -> ops.Operation:
    source = any_source(process, chooser)
    length = _length(system, process.registers[source], chooser)
    return ops.SetBoundsExact(process.name, any_destination(chooser), source, length)


def _and_perms(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    source, destination = any_source(process, chooser), any_destination(chooser)
    perms = one(chooser, [ops.PERMS.read(p) for p in ("r", "rR", "rw", "wW", "-")])
    return ops.AndPerms(process.name, destination, source, perms)


def _plain(
    operation: Callable[[str, str, str], ops.Operation],
) -> Callable[[System, Process, Chooser], ops.Operation]:
    """A drawer for a derivation of one source alone."""

    def drawer(system: System, process: Process, chooser: Chooser) -> ops.Operation:
        del system
        source = any_source(process, chooser)
        return operation(process.name, any_destination(chooser), source)

    return drawer


def _sealing(
    operation: Callable[[str, str, str, str], ops.Operation],
) -> Callable[[System, Process, Chooser], ops.Operation]:
    """A drawer for a derivation with an authority: the otypes, nearly always."""

    def drawer(system: System, process: Process, chooser: Chooser) -> ops.Operation:
        del system
        source, destination = any_source(process, chooser), any_destination(chooser)
        authority = one(chooser, ("c2", "c2", "c2", any_source(process, chooser)))
        return operation(process.name, destination, source, authority)

    return drawer


DRAWERS: Final[dict[type[ops.Operation], Drawer]] = {
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
    **FILE_DRAWERS,
    **MAPPING_DRAWERS,
    **PROCESS_DRAWERS,
}
"""The drawers by operation."""
