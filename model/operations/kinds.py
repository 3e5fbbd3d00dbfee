"""How operands are written: each kind reads and writes its text."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import attrs

from model.isa.permissions import LETTERS, letters
from model.isa.registers import REGISTERS
from model.posix.arguments import (
    Disposition,
    Inheritance,
    LockKind,
    Masking,
    Moving,
    Placing,
    Protection,
    Sharing,
    Whence,
)
from model.posix.attribute import Attribute
from model.posix.signal_numbers import NO_SIGNAL, Signal
from model.posix.targets import TargetKind

SIZES: Final = (1, 2, 4, 8, 16)
"""The sizes that a data access may have, in bytes."""


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
    if text in RESERVED or not re.fullmatch(r"[a-z][a-z0-9_]*", text):
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


def _signal(text: str) -> int:
    return 0 if text == "0" else Signal[text]


def _written_signal(signal: int) -> str:
    return Signal(signal).name if signal else "0"


def _sent(text: str) -> int:
    return NO_SIGNAL if text == "invalid" else _signal(text)


def _written_sent(signal: int) -> str:
    return "invalid" if signal == NO_SIGNAL else _written_signal(signal)


def _words(known: Iterable[str]) -> Callable[[str], frozenset[str]]:
    """Reads a set of these words."""
    allowed = frozenset(known)

    def read(text: str) -> frozenset[str]:
        words = frozenset() if text == "-" else frozenset(text.split("+"))
        if not words <= allowed:
            raise ValueError
        return words

    return read


def _one_of(*words: str) -> Kind:
    """One of these words."""
    known = tuple(map(str, words))
    return Kind(" or ".join(known), {word: word for word in known}.__getitem__)


def _some_of(hint: str, *known: str) -> Kind:
    """Any of these words, joined by plus signs; a hyphen for none."""

    def write(words: frozenset[str]) -> str:
        return "+".join(word for word in known if word in words) or "-"

    return Kind(hint, _words(known), write)


def _target(text: str) -> str:
    if text not in RESERVED:
        _name(text.removeprefix(TargetKind.GROUP.value))
    return text


def _handler(text: str) -> str | tuple[str, int]:
    return text if text in HANDLERS else _memory(text)


def _written_handler(handler: str | tuple[str, int]) -> str:
    return handler if isinstance(handler, str) else _written_memory(handler)


def _path(text: str) -> str:
    if not re.fullmatch(r"[\w./-]+", text):
        raise ValueError
    return text


RESERVED: Final = tuple(
    sorted(
        kind.value
        for kind in TargetKind
        if kind not in {TargetKind.GROUP, TargetKind.PROCESS}
    )
)
"""Targets that are not names."""

HANDLERS: Final = tuple(word.value for word in Disposition)
"""What a process may do about a signal besides calling a function."""

NAME = Kind("a name such as s", _name)
PROCESS = Kind("a name such as b", _name)
REGISTER = Kind("a register such as c4", _register)
MEMORY = Kind("a register and an offset such as c1+16", _memory, _written_memory)
NUMBER = Kind("a number", _number)
SIZE = Kind("a size of 1, 2, 4, 8 or 16 bytes", _size)
VALUE = Kind("a number or a register", _value)
PERMS = Kind("letters of rwxRWsu, or -", _perms, letters)
PROTECTION = _one_of(*Protection)
SHARING = _one_of(*Sharing)
INHERITANCE = _one_of(*Inheritance)
PLACING = _one_of(*Placing)
MOVING = _one_of(*Moving)
TARGET = Kind(f"a process, group:NAME, {', '.join(RESERVED)}", _target)
WAIT_OPTIONS = _some_of(
    "nohang, untraced, continued, joined by +, or -",
    *("nohang", "untraced", "continued", "invalid"),
)
WAITID_OPTIONS = _some_of(
    "exited, stopped, continued, nohang or nowait, joined by +, or -",
    *("exited", "stopped", "continued", "nohang", "nowait", "invalid"),
)
OPEN_FLAGS = _some_of(
    "flags such as rw+creat",
    *("r", "w", "rw", "creat", "excl", "trunc", "append", "nonblock", "cloexec"),
    *("directory", "queue"),
)
STATUS_FLAGS = _some_of(
    "append, nonblock, both joined by +, or -", "append", "nonblock"
)
DESCRIPTOR_FLAGS = _some_of("cloexec or -", "cloexec", "invalid")
PIPE_FLAGS = _some_of(
    "cloexec, nonblock, both joined by +, or -", "cloexec", "nonblock"
)
WHENCE = _one_of(*Whence)
LOCK = _one_of(*LockKind)
LOCK_CALL = _one_of("set", "wait")
FLOCK = _one_of("sh", "ex", "un", "sh+nb", "ex+nb", "invalid")
SIGNAL = Kind("a signal such as USR1", _signal, _written_signal)
SENT = Kind("a signal such as USR1, 0 or invalid", _sent, _written_sent)
SIGNALS = _some_of("signals such as USR1+CHLD, or -", *(s.name for s in Signal))
MASKING = _one_of(*Masking)
HANDLER = Kind("default, ignore or a place such as pcc+16", _handler, _written_handler)
PATH = Kind("a file name", _path)
ATTRIBUTE = Kind(
    f"one of {', '.join(a.value for a in Attribute)}", Attribute, lambda a: a.value
)
