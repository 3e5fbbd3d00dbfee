"""Operations, the steps of a program: one frozen class each, with their operands.

An operation is written as the process, the verb and the operands:
``a load c4 c1+16 8``. Registers are those of the process. Memory operands are an
authority and an offset from its address. Processes are named, never counted, so that an
operation keeps its meaning when an earlier one is deleted.
"""

import re
from collections.abc import Callable
from typing import Any, ClassVar, Final

import attrs

from model.isa.permissions import LETTERS, letters
from model.kernel.process import REGISTERS

SIZES: Final = (1, 2, 4, 8, 16)
"""Bytes that one data access may have."""


@attrs.frozen
class Kind:
    """How one operand is written."""

    hint: str
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str


def _number(text: str) -> int:
    return int(text, 0)


def _register(text: str) -> str:
    if text not in REGISTERS:
        raise ValueError
    return text


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
        raise ValueError
    return text


def _memory(text: str) -> tuple[str, int]:
    register, sign, offset = re.fullmatch(r"(\w+)(?:([+-])(\w+))?", text).groups()  # type: ignore[union-attr]
    distance = _number(offset) if sign else 0
    return _register(register), -distance if sign == "-" else distance


def _written_memory(operand: tuple[str, int]) -> str:
    register, offset = operand
    return f"{register}{offset:+}" if offset else register


def _value(text: str) -> int | str:
    return text if text in REGISTERS else _number(text)


def _size(text: str) -> int:
    if (size := _number(text)) not in SIZES:
        raise ValueError
    return size


def _perms(text: str) -> int:
    bits = {letter: bit for bit, letter in LETTERS}
    return sum({bits[letter] for letter in text.replace("-", "")})


def _writable(text: str) -> bool:
    return {"r": False, "rw": True}[text]


NAME = Kind("a name such as b", _name)
REGISTER = Kind("a register such as c4", _register)
MEMORY = Kind("a register and an offset such as c1+16", _memory, _written_memory)
NUMBER = Kind("a number", _number)
SIZE = Kind("a size of 1, 2, 4, 8 or 16 bytes", _size)
VALUE = Kind("a number or a register", _value)
PERMS = Kind("letters of rwxRWsu, or -", _perms, letters)
PROTECTION = Kind("r or rw", _writable, lambda writable: "rw" if writable else "r")


def _operand(kind: Kind) -> Any:  # noqa: ANN401  attrs fields have the field's type
    """An operand of this kind."""
    return attrs.field(metadata={"kind": kind})


@attrs.frozen
class Operation:
    """One thing that one μprocess does."""

    process: str
    verb: ClassVar[str] = ""

    def __str__(self) -> str:
        """The line that reads as this operation."""
        operands = (
            field.metadata["kind"].write(getattr(self, field.name))
            for field in attrs.fields(type(self))[1:]
        )
        return " ".join((self.process, self.verb, *operands))


@attrs.frozen
class Derivation(Operation):
    """An operation on registers alone: destination := some derivation of source."""

    destination: str = _operand(REGISTER)
    source: str = _operand(REGISTER)


@attrs.frozen
class Move(Derivation):
    """Copy a register."""

    verb = "move"


@attrs.frozen
class SetAddress(Derivation):
    """Point it at an absolute address, or at the number in a register."""

    verb = "setaddr"
    address: int | str = _operand(VALUE)


@attrs.frozen
class SetOffset(Derivation):
    """Point it ``offset`` bytes above its base."""

    verb = "setoffset"
    offset: int = _operand(NUMBER)


@attrs.frozen
class Increment(Derivation):
    """Move its address by ``amount`` bytes."""

    verb = "add"
    amount: int = _operand(NUMBER)


@attrs.frozen
class SetBounds(Derivation):
    """Narrow it to ``length`` bytes from its address, rounded outward."""

    verb = "setbounds"
    length: int = _operand(NUMBER)


@attrs.frozen
class SetBoundsExact(Derivation):
    """Narrow it to ``length`` bytes from its address, untagged if that is not exact."""

    verb = "setboundsexact"
    length: int = _operand(NUMBER)


@attrs.frozen
class AndPerms(Derivation):
    """Keep, of the permissions that have a letter, those given; and all others."""

    verb = "andperms"
    perms: int = _operand(PERMS)


@attrs.frozen
class ClearTag(Derivation):
    """Keep the bits and drop the tag."""

    verb = "cleartag"


@attrs.frozen
class Seal(Derivation):
    """Seal it with the otype that ``authority`` points at."""

    verb = "seal"
    authority: str = _operand(REGISTER)


@attrs.frozen
class Unseal(Derivation):
    """Unseal it with an authority that points at its otype."""

    verb = "unseal"
    authority: str = _operand(REGISTER)


@attrs.frozen
class SealEntry(Derivation):
    """Make a sealed entry of it."""

    verb = "sealentry"


@attrs.frozen
class LoadData(Operation):
    """Load ``size`` bytes as a number."""

    verb = "load"
    destination: str = _operand(REGISTER)
    at: tuple[str, int] = _operand(MEMORY)
    size: int = _operand(SIZE)


@attrs.frozen
class StoreData(Operation):
    """Store ``size`` bytes of a number."""

    verb = "store"
    at: tuple[str, int] = _operand(MEMORY)
    size: int = _operand(SIZE)
    value: int | str = _operand(VALUE)


@attrs.frozen
class LoadCapability(Operation):
    """Load a capability."""

    verb = "loadcap"
    destination: str = _operand(REGISTER)
    at: tuple[str, int] = _operand(MEMORY)


@attrs.frozen
class StoreCapability(Operation):
    """Store a capability."""

    verb = "storecap"
    source: str = _operand(REGISTER)
    at: tuple[str, int] = _operand(MEMORY)


@attrs.frozen
class Mmap(Operation):
    """Map zeroed pages for ``length`` bytes."""

    verb = "mmap"
    destination: str = _operand(REGISTER)
    length: int = _operand(NUMBER)
    writable: bool = _operand(PROTECTION)


@attrs.frozen
class Munmap(Operation):
    """Unmap the pages that a capability covers."""

    verb = "munmap"
    source: str = _operand(REGISTER)


@attrs.frozen
class Fork(Operation):
    """Make a child, called ``child``."""

    verb = "fork"
    child: str = _operand(NAME)


@attrs.frozen
class Exit(Operation):
    """End the process."""

    verb = "exit"


CLASSES: Final[tuple[type[Operation], ...]] = (
    LoadData,
    LoadCapability,
    Move,
    SetOffset,
    SetAddress,
    Increment,
    SetBounds,
    SetBoundsExact,
    AndPerms,
    ClearTag,
    Seal,
    Unseal,
    SealEntry,
    StoreData,
    StoreCapability,
    Mmap,
    Munmap,
    Exit,
    Fork,
)
"""Every operation, reads first and fork last: the order that shrinkers use."""
