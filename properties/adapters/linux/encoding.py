"""How a program is written for a runner: one record of fixed size for each operation.

Pointers are distances from the start of the region, so that it may lie anywhere.
"""

import struct
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from model import operations as ops
from model.isa.registers import REGISTERS
from model.posix.signal_numbers import signal_set
from properties.adapters.linux import words
from properties.adapters.linux.grounds import ATTRIBUTES, SEMAPHORES

OPERATION: Final = struct.Struct("=iiIIIIIIqqqqq")
"""Process, code, flags, the processes that end, those that are gone, those that stop,
those that run on, those of them that lend their memory, and five operands."""

WATCHED, POINTER, BY_REGISTER = 1, 2, 4
"""Flags: the operation ends, stops or continues a process; a pointer is expected; an
operand is a register; for mmap, whatever is there is replaced; for mremap, pages may
move."""

DEFAULT, IGNORE, FAULTED, FORKED = -1, -2, -2, -3
"""Actions for signals besides handlers, and values that no call returns."""

TARGETS: Final = {"any": -1, "all": -1, "group": -2, "least": -3, "nobody": -4}
"""Targets that are not names of processes."""

FIRST_GROUP: Final = -16
"""The target that is the group of process 0; those of the others are below it."""

SELF: Final = -1
"""The operand that stands for the process itself."""

MAX_OPERATIONS, MAX_PROCESSES = 256, 32
"""The most operations and processes that a program may have."""

REGION: Final = 0x1000_0000_0000
"""Where the regions of real processes begin: far from all that the kernel places."""

SLOT_BITS: Final = 30
"""The binary logarithm of what a region may span, in bytes."""

HEAP_PAGES: Final = 4
"""The pages of the first process's heap, as ``boot`` has them."""

PAGE: Final = 4096
"""Bytes of a page."""

STALL_MS: Final = 2000
"""How long one operation may take, in milliseconds."""

FREE_PLACE: Final = 1 << 29
"""Where nothing is mapped, for calls that fail: a distance from the region's start."""

REGISTER_NUMBERS: Final = {name: index for index, name in enumerate(REGISTERS)}
"""The place of each register in the register file."""

_REGISTER: Final = REGISTER_NUMBERS
_ATTRIBUTE: Final = {each: number for number, each in enumerate(ATTRIBUTES)}
_SEMAPHORE: Final = {name: number for number, name in enumerate(SEMAPHORES)}
Operands = tuple[int, ...]


def _bits(words: frozenset[str], known: Mapping[str, int]) -> int:
    """A set of words as a number."""
    return sum(known[word] for word in words)


def _at(operand: tuple[str, int]) -> tuple[int, int]:
    """A memory operand."""
    return _REGISTER[operand[0]], operand[1]


Locking = ops.SetLock | ops.GetLock | ops.SetDescriptionLock | ops.GetDescriptionLock
"""Operations on locks of parts of files."""


def _given(op: ops.Exec | ops.Spawn) -> Operands:
    """Where arguments are, and how many bytes."""
    return (*_at(op.at or ("c1", 0)), op.size)


def _lock(op: Locking) -> Operands:
    """The operands of record locks."""
    whence = words.WHENCE[op.whence]
    if isinstance(op, ops.SetLock | ops.SetDescriptionLock) and op.call == "wait":
        whence |= 4
    return op.descriptor, words.LOCK[op.kind], op.start, op.length, whence


def signed(number: int) -> int:
    """A number modulo 2^64 as a signed word: no number is too large for a record.

    A pointer that a defect of the model lets out of its region may be at any distance
    from it. The record then differs from what a runner answers, and nothing breaks
    down.
    """
    half = 1 << 63
    return (number + half) % (2 * half) - half


def _store(op: ops.StoreData) -> Operands:
    """A number, or the register that has it."""
    value = _REGISTER[op.value] if isinstance(op.value, str) else op.value
    return *_at(op.at), op.size, value


def _handler(op: ops.Sigaction) -> Operands:
    """A signal and what to do: handlers are numbered by their place in the text."""
    if op.handler == "default":
        return op.signal, DEFAULT
    if op.handler == "ignore":
        return op.signal, IGNORE
    return op.signal, int(op.handler[1]) // 16


class Names:
    """The numbers of processes: in the order in which they are forked."""

    def __init__(self) -> None:
        self.numbers = {"a": 0}

    def add(self, name: str) -> int:
        """The number of a process that is to be forked."""
        return self.numbers.setdefault(name, len(self.numbers))

    def target(self, which: str) -> int:
        """The number of a process, or of a target that is not a process."""
        if which in TARGETS:
            return TARGETS[which]
        kind, _, name = which.rpartition(":")
        return FIRST_GROUP - self.numbers[name] if kind else self.numbers[name]

    def whom(self, which: str | None) -> int:
        """The number of a process, or that of the process itself."""
        return SELF if which is None else self.numbers[which]


_PLAIN: Final[dict[type[ops.Operation], Callable[[Any], Operands]]] = {
    ops.LoadData: lambda o: (_REGISTER[o.destination], *_at(o.at), o.size),
    ops.StoreData: _store,
    ops.LoadCapability: lambda o: (_REGISTER[o.destination], *_at(o.at)),
    ops.StoreCapability: lambda o: (_REGISTER[o.source], *_at(o.at)),
    ops.Move: lambda o: (_REGISTER[o.destination], _REGISTER[o.source]),
    ops.SetBounds: lambda o: (_REGISTER[o.destination], _REGISTER[o.source]),
    ops.Increment: lambda o: (_REGISTER[o.destination], _REGISTER[o.source], o.amount),
    ops.SetOffset: lambda o: (_REGISTER[o.destination], _REGISTER[o.source]),
    ops.Mmap: lambda o: (
        _REGISTER[o.destination],
        FREE_PLACE,
        o.length,
        words.PROTECTION[o.protection] | words.SHARED[o.sharing],
    ),
    ops.MmapAt: lambda o: (
        _REGISTER[o.destination],
        0,
        o.length,
        words.PROTECTION[o.protection],
    ),
    ops.MmapFile: lambda o: (
        _REGISTER[o.destination],
        FREE_PLACE,
        o.length,
        words.PROTECTION[o.protection] | words.SHARED[o.sharing] | o.descriptor << 3,
        o.offset,
    ),
    ops.Mremap: lambda o: (_REGISTER[o.destination], 0, 0, o.length),
    ops.Munmap: lambda _: (),
    ops.Mprotect: lambda o: (0, 0, words.PROTECTION[o.protection]),
    ops.Dontneed: lambda _: (),
    ops.Minherit: lambda o: (0, 0, words.INHERITANCE[o.inheritance]),
    ops.Pin: lambda _: (),
    ops.Unpin: lambda _: (),
    ops.DeviceLoad: lambda o: (_REGISTER[o.destination], *_at(o.at), o.size),
    ops.DeviceStore: lambda o: (*_at(o.at), o.size, o.value),
    ops.Exit: lambda o: (o.status,),
    ops.Exec: _given,
    ops.GetAttribute: lambda o: (_ATTRIBUTE[o.attribute],),
    ops.SetAttribute: lambda o: (_ATTRIBUTE[o.attribute], o.value),
    ops.SemOpen: lambda o: (_SEMAPHORE[o.name], o.value),
    ops.SemPost: lambda o: (_SEMAPHORE[o.name],),
    ops.SemWait: lambda o: (_SEMAPHORE[o.name],),
    ops.SemValue: lambda o: (_SEMAPHORE[o.name],),
    ops.SemUnlink: lambda o: (_SEMAPHORE[o.name],),
    ops.Getpid: lambda _: (),
    ops.Getppid: lambda _: (),
    ops.Setsid: lambda _: (),
    ops.Open: lambda o: (ord(o.path), _bits(o.flags, words.OPEN)),
    ops.Unlink: lambda o: (ord(o.path),),
    ops.Close: lambda o: (o.descriptor,),
    ops.Read: lambda o: (o.descriptor, *_at(o.at), o.size),
    ops.Write: lambda o: (o.descriptor, *_at(o.at), o.size),
    ops.Lseek: lambda o: (o.descriptor, o.offset, words.WHENCE[o.whence]),
    ops.Dup: lambda o: (o.descriptor,),
    ops.Dup2: lambda o: (o.descriptor, o.target),
    ops.Dup3: lambda o: (o.descriptor, o.target, _bits(o.flags, words.CLOEXEC)),
    ops.DupFrom: lambda o: (o.descriptor, o.least, _bits(o.flags, words.CLOEXEC)),
    ops.Pipe: lambda o: (_bits(o.flags, words.PIPE),),
    ops.GetDescriptorFlags: lambda o: (o.descriptor,),
    ops.SetDescriptorFlags: lambda o: (o.descriptor, _bits(o.flags, words.CLOEXEC)),
    ops.GetStatusFlags: lambda o: (o.descriptor,),
    ops.SetStatusFlags: lambda o: (o.descriptor, _bits(o.flags, words.STATUS)),
    ops.Ftruncate: lambda o: (o.descriptor, o.length),
    ops.Fstat: lambda o: (o.descriptor,),
    ops.SetLock: _lock,
    ops.GetLock: _lock,
    ops.SetDescriptionLock: _lock,
    ops.GetDescriptionLock: _lock,
    ops.Flock: lambda o: (o.descriptor, words.FLOCKS[o.kind]),
    ops.Sigaction: _handler,
    ops.Sigquery: lambda o: (o.signal, _REGISTER[o.destination]),
    ops.Sigmask: lambda o: (words.HOW[o.how], signal_set(o.signals)),
    ops.Sigpending: lambda _: (),
    ops.Caught: lambda _: (),
    ops.Sigaltstack: lambda o: (*_at(o.at), o.size),
    ops.GetAltstack: lambda o: (_REGISTER[o.destination],),
}
"""Operands, as far as the operation alone tells them."""

_NOWHERE: Final = -1, 0
"""The memory operand that stands for none."""

_NAMED: Final[dict[type[ops.Operation], Callable[[Any, Names], Operands]]] = {
    ops.Fork: lambda o, names: (names.add(o.child),),
    ops.Vfork: lambda o, names: (names.add(o.child),),
    ops.Spawn: lambda o, names: (names.add(o.child), *_given(o)),
    ops.Getpgid: lambda o, names: (names.whom(o.which),),
    ops.Getsid: lambda o, names: (names.whom(o.which),),
    ops.Setpgid: lambda o, names: (names.numbers[o.leader], names.whom(o.member)),
    ops.Kill: lambda o, names: (names.target(o.which), o.signal),
    ops.Waitpid: lambda o, names: (
        names.target(o.which),
        _bits(o.options, words.WAIT),
        *(_NOWHERE if o.at is None else _at(o.at)),
    ),
    ops.Waitid: lambda o, names: (names.target(o.which), _bits(o.options, words.WAIT)),
}
"""Operands that are processes."""

DERIVED: Final = (ops.Move, ops.SetBounds, ops.Increment, ops.SetOffset)
"""Derivations: to a runner all are additions."""

_NAME_OF_DERIVED: Final = "derive"

VERBS: Final = (
    _NAME_OF_DERIVED,
    *(kind.verb for kind in (*_PLAIN, *_NAMED) if kind not in DERIVED),
)
"""The operations of a runner; the code of each is its place here."""

_CODE_OF_VERB: Final = {verb: code for code, verb in enumerate(VERBS)}

CODES: Final[Mapping[type[ops.Operation], int]] = MappingProxyType(
    {
        kind: _CODE_OF_VERB[_NAME_OF_DERIVED if kind in DERIVED else kind.verb]
        for kind in (*_PLAIN, *_NAMED)
    }
)
"""The code of each operation that runners have."""


def operands_of(operation: ops.Operation, names: Names) -> list[int]:
    """The five operands of a record; those that only the state tells are 0.

    Raises:
        KeyError: A process is named that was never forked.
    """
    kind = type(operation)
    plain = _PLAIN.get(kind)
    given = plain(operation) if plain else _NAMED[kind](operation, names)
    return [*given, *(0,) * (5 - len(given))]


def is_known(operation: ops.Operation) -> bool:
    """Whether runners have this operation."""
    return type(operation) in CODES
