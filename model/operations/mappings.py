"""Operations that map memory, and that say what a child inherits of it."""

import attrs

from model.operations.kinds import (
    INHERITANCE,
    MEMORY,
    MOVING,
    NUMBER,
    PLACING,
    PROTECTION,
    REGISTER,
    SHARING,
)
from model.operations.operation import Call, operand


@attrs.frozen
class Mmap(Call):
    """Map zeroed pages for ``length`` bytes."""

    verb = "mmap"
    makes_pointer = True
    maps = True
    destination: str = operand(REGISTER)
    length: int = operand(NUMBER)
    protection: str = operand(PROTECTION)
    sharing: str = operand(SHARING, "private")


@attrs.frozen
class MmapFile(Call):
    """Map ``length`` bytes of an open file from ``offset``; at a place, if given."""

    verb = "mmapfile"
    makes_pointer = True
    maps = True
    destination: str = operand(REGISTER)
    length: int = operand(NUMBER)
    protection: str = operand(PROTECTION)
    sharing: str = operand(SHARING)
    descriptor: int = operand(NUMBER)
    offset: int = operand(NUMBER, 0)
    at: tuple[str, int] | None = operand(MEMORY, None)


@attrs.frozen
class MmapAt(Call):
    """Map zeroed pages at a fixed place: replacing what is there, or only if free."""

    verb = "mmapat"
    makes_pointer = True
    maps = True
    destination: str = operand(REGISTER)
    at: tuple[str, int] = operand(MEMORY)
    length: int = operand(NUMBER)
    protection: str = operand(PROTECTION)
    placing: str = operand(PLACING, "replace")


@attrs.frozen
class Mremap(Call):
    """Give the pages that a capability covers another length, and perhaps place."""

    verb = "mremap"
    makes_pointer = True
    maps = True
    destination: str = operand(REGISTER)
    source: str = operand(REGISTER)
    length: int = operand(NUMBER)
    moving: str = operand(MOVING, "stay")


@attrs.frozen
class Munmap(Call):
    """Unmap the pages that a capability covers."""

    verb = "munmap"
    maps = True
    source: str = operand(REGISTER)


@attrs.frozen
class Mprotect(Call):
    """Change what the pages that a capability covers allow."""

    verb = "mprotect"
    maps = True
    source: str = operand(REGISTER)
    protection: str = operand(PROTECTION)


@attrs.frozen
class Dontneed(Call):
    """Forget what private pages hold, of those that a capability covers."""

    verb = "dontneed"
    maps = True
    source: str = operand(REGISTER)


@attrs.frozen
class Revoke(Call):
    """Clear the tag of every capability of the process that leads into a range."""

    verb = "revoke"
    source: str = operand(REGISTER)


@attrs.frozen
class Minherit(Call):
    """Say what a child gets of the pages that a capability covers."""

    verb = "minherit"
    maps = True
    source: str = operand(REGISTER)
    inheritance: str = operand(INHERITANCE)
