"""The μprocess: a POSIX process inside the one address space."""

from typing import Final

import attrs

from model.isa.capability import Capability, null
from model.isa.format import Format

REGISTERS: Final = (*(f"c{number}" for number in range(31)), "csp", "pcc", "ctp", "ddc")
"""The capability registers: general purpose, stack, program counter, thread pointer and
default data capability, which stays NULL."""

RETURN_REGISTER: Final = "c0"
"""Where a system call leaves its result."""


@attrs.define(eq=False)
class Process:
    """What the kernel knows of one μprocess."""

    name: str
    """What programs call it; the kernel gives it no meaning."""
    pid: int
    slot: int
    registers: dict[str, Capability]


def empty_registers(form: Format) -> dict[str, Capability]:
    """Every register NULL."""
    return dict.fromkeys(REGISTERS, null(form))
