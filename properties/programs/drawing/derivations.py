"""Drawers of derivations: capabilities made of others."""

from collections.abc import Callable
from typing import Final

from model import operations as ops
from properties.programs.draw import Draw
from properties.programs.drawing.drawer import Drawer, Drawers

_PERMS: Final = tuple(map(ops.PERMS.read, ("r", "rR", "rw", "wW", "-")))


def _set_offset(draw: Draw) -> ops.Operation:
    source = draw.source()
    offset = draw.distance(draw.process.registers[source].length)
    return ops.SetOffset(draw.name, draw.destination(), source, offset)


def _set_address(draw: Draw) -> ops.Operation:
    """Set the address to that of a register, or to an otype to seal with."""
    if draw.chance(1, of=2):
        free = draw.system.memory.layout.format.otypes.free
        otype = free + draw.one((1, 0, 3, 4))
        return ops.SetAddress(draw.name, draw.destination(), "c2", otype)
    number = draw.source()
    return ops.SetAddress(draw.name, draw.destination(), draw.source(), number)


def _increment(draw: Draw) -> ops.Operation:
    source = draw.source()
    amount = draw.amount(draw.process.registers[source].length)
    return ops.Increment(draw.name, draw.destination(), source, amount)


def _set_bounds(draw: Draw) -> ops.Operation:
    source = draw.source()
    length = draw.narrowed(draw.process.registers[source])
    return ops.SetBounds(draw.name, draw.destination(), source, length)


def _set_bounds_exact(draw: Draw) -> ops.Operation:
    source = draw.source()
    length = draw.narrowed(draw.process.registers[source])
    return ops.SetBoundsExact(draw.name, draw.destination(), source, length)


def _and_perms(draw: Draw) -> ops.Operation:
    source = draw.source()
    return ops.AndPerms(draw.name, draw.destination(), source, draw.one(_PERMS))


def _plain(operation: Callable[[str, str, str], ops.Operation]) -> Drawer:
    """A drawer for a derivation of one source alone."""
    return lambda draw: operation(draw.name, draw.destination(), draw.source())


def _sealing(operation: Callable[[str, str, str, str], ops.Operation]) -> Drawer:
    """A drawer for a derivation with an authority: nearly always that over otypes."""

    def drawer(draw: Draw) -> ops.Operation:
        authority = draw.one(("c2", "c2", "c2", draw.source()))
        return operation(draw.name, draw.destination(), draw.source(), authority)

    return drawer


DERIVATION_DRAWERS: Final[Drawers] = {
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
}
"""The drawers by operation."""
