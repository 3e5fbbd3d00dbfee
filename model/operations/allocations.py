"""Operations of a program on its heap: calls of the library that it is linked with.

The library finds its state through the GOT, to which the register ``c28`` must lead.
"""

import attrs

from model.operations.kinds import NUMBER, REGISTER
from model.operations.operation import Operation, operand


@attrs.frozen
class LibraryCall(Operation):
    """A call of the program's library, whose code loads and stores in the process."""

    calls_library = True


@attrs.frozen
class Malloc(LibraryCall):
    """Get ``length`` bytes of the heap."""

    verb = "malloc"
    destination: str = operand(REGISTER)
    length: int = operand(NUMBER)


@attrs.frozen
class Free(LibraryCall):
    """Give back the bytes that a pointer leads to."""

    verb = "free"
    source: str = operand(REGISTER)


@attrs.frozen
class Realloc(LibraryCall):
    """Get ``length`` bytes that begin with what a pointer leads to, and free that."""

    verb = "realloc"
    destination: str = operand(REGISTER)
    source: str = operand(REGISTER)
    length: int = operand(NUMBER)
