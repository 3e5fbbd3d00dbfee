"""What an operation may do to the machine, declared on its class.

An effect is declared once, where the operation is defined. All that follow a program
(the class of transparent programs, the fuzzer, the oracle) ask the operation, so none
of them has a list of operations of its own.
"""

from enum import Enum


class Content(Enum):
    """What an operation takes from memory, or puts there."""

    BYTES = "bytes"
    """Bytes without their tags, as many as its operand ``size`` says."""
    CAPABILITY = "capability"
    """One granule, with its tag."""
