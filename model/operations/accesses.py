"""Operations that load or store through a register."""

import attrs

from model.operations.effects import Content
from model.operations.kinds import MEMORY, REGISTER, SIZE, VALUE
from model.operations.operation import Operation, operand


class Access(Operation):
    """An instruction that loads or stores through a register, at its operand ``at``."""

    __slots__ = ()
    at: tuple[str, int]


@attrs.frozen
class LoadData(Access):
    """Load ``size`` bytes as a number."""

    verb = "load"
    reads = Content.BYTES
    destination: str = operand(REGISTER)
    at: tuple[str, int] = operand(MEMORY)
    size: int = operand(SIZE)


@attrs.frozen
class StoreData(Access):
    """Store ``size`` bytes of a number."""

    verb = "store"
    writes = Content.BYTES
    at: tuple[str, int] = operand(MEMORY)
    size: int = operand(SIZE)
    value: int | str = operand(VALUE)


@attrs.frozen
class LoadCapability(Access):
    """Load a capability."""

    verb = "loadcap"
    reads = Content.CAPABILITY
    destination: str = operand(REGISTER)
    at: tuple[str, int] = operand(MEMORY)


@attrs.frozen
class StoreCapability(Access):
    """Store a capability."""

    verb = "storecap"
    writes = Content.CAPABILITY
    source: str = operand(REGISTER)
    at: tuple[str, int] = operand(MEMORY)
