"""Operations on pages that a device holds."""

import attrs

from model.operations.effects import Content
from model.operations.kinds import MEMORY, NUMBER, REGISTER, SIZE
from model.operations.operation import Call, operand


@attrs.frozen
class Pin(Call):
    """Let a device have the pages that a capability covers."""

    verb = "pin"
    source: str = operand(REGISTER)


@attrs.frozen
class Unpin(Call):
    """Take the pages that a capability covers from the device."""

    verb = "unpin"
    source: str = operand(REGISTER)


@attrs.frozen
class DeviceLoad(Call):
    """What a device reads in a page that it holds."""

    verb = "dmaload"
    destination: str = operand(REGISTER)
    at: tuple[str, int] = operand(MEMORY)
    size: int = operand(SIZE)


@attrs.frozen
class DeviceStore(Call):
    """Let a device write to a page that it holds."""

    verb = "dmastore"
    writes = Content.BYTES
    at: tuple[str, int] = operand(MEMORY)
    size: int = operand(SIZE)
    value: int = operand(NUMBER)
