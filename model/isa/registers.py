"""The capability registers of a thread, by name."""

from typing import Final

REGISTERS: Final = (*(f"c{number}" for number in range(31)), "csp", "pcc", "ctp", "ddc")
"""The capability registers: general purpose, stack, program counter, thread pointer and
default data capability, which stays NULL."""
