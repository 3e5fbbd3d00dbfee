"""The numbers that a runner written in another language has to be told."""

from typing import Final

from model.isa.registers import REGISTERS
from properties.adapters.linux.encoding import (
    FAULTED,
    FIRST_GROUP,
    FORKED,
    HEAP_PAGES,
    IGNORE,
    MAX_OPERATIONS,
    MAX_PROCESSES,
    PAGE,
    REGION,
    REGISTER_NUMBERS,
    STALL_MS,
    TARGETS,
    VERBS,
)
from properties.adapters.linux.grounds import ATTRIBUTES, PINS_MAX, SEMAPHORES

CONSTANTS: Final = {
    **{f"OP_{verb.upper()}": code for code, verb in enumerate(VERBS)},
    **{f"REG_{name.upper()}": number for name, number in REGISTER_NUMBERS.items()},
    **{f"ATTRIBUTE_{each.name}": number for number, each in enumerate(ATTRIBUTES)},
    "SEMAPHORES": len(SEMAPHORES),
    "R0": REGION,
    "HEAP_PAGES": HEAP_PAGES,
    "PAGE": PAGE,
    "PINS_MAX": PINS_MAX,
    "STALL_MS": STALL_MS,
    "REGISTERS": len(REGISTERS),
    "MAX_OPERATIONS": MAX_OPERATIONS,
    "MAX_PROCESSES": MAX_PROCESSES,
    "IGNORE": IGNORE,
    "FAULTED": FAULTED,
    "FORKED": FORKED,
    "ANY": TARGETS["any"],
    "GROUP": TARGETS["group"],
    "LEAST": TARGETS["least"],
    "NOBODY": TARGETS["nobody"],
    "FIRST_GROUP": FIRST_GROUP,
}
"""By their names there."""
