"""Operations that load or store through a register."""

import attrs

from model.operations.kinds import MEMORY, REGISTER, SIZE, VALUE
from model.operations.operation import Operation, operand


@attrs.frozen
class LoadData(Operation):
    """Load ``size`` bytes as a number."""

    verb = "load"
    destination: str = operand(REGISTER)
    at: tuple[str, int] = operand(MEMORY)
    size: int = operand(SIZE)


@attrs.frozen
class StoreData(Operation):
    """Store ``size`` bytes of a number."""

    verb = "store"
    at: tuple[str, int] = operand(MEMORY)
    size: int = operand(SIZE)
    value: int | str = operand(VALUE)


@attrs.frozen
class LoadCapability(Operation):
    """Load a capability."""

    verb = "loadcap"
    destination: str = operand(REGISTER)
    at: tuple[str, int] = operand(MEMORY)


@attrs.frozen
class StoreCapability(Operation):
    """Store a capability."""

    verb = "storecap"
    source: str = operand(REGISTER)
    at: tuple[str, int] = operand(MEMORY)
