"""The memory of a process of a program, for systems without a compiler."""

import ctypes
import struct
from collections.abc import Callable
from typing import Final

from properties.adapters.linux.encoding import (
    BY_REGISTER,
    FIRST_GROUP,
    PAGE,
    POINTER,
    REGION,
    REGISTER_NUMBERS,
    SELF,
)
from properties.adapters.linux.results import PLAIN, TAGGED

LIBC: Final = ctypes.CDLL(None, use_errno=True)
"""The C library, for calls that Python lacks or to which it adds flags of its own."""

for _name in ("read", "write", "mmap", "mremap", "lseek"):
    getattr(LIBC, _name).restype = ctypes.c_ssize_t

MAP_SHARED, MAP_PRIVATE, MAP_FIXED, MAP_ANONYMOUS = 1, 2, 0x10, 0x20
"""What is mapped, and where. Source: Linux on most machines."""

MAP_FIXED_NOREPLACE: Final = 0x100000
"""Map exactly there, if the place is free."""

MADVICES: Final = ((11, 19), (10, 19), (18, 11))
"""DOFORK and KEEPONFORK; DONTFORK and KEEPONFORK; WIPEONFORK and DOFORK."""

MREMAP_MAYMOVE, MREMAP_FIXED = 1, 2
"""Pages may be given another place; this one."""

MADV_DONTNEED: Final = 4
"""Forget what private pages hold. Source: Linux on most machines."""

INT_MAX: Final = (1 << 31) - 1
"""A pid that no process has."""

Operands = tuple[int, ...]
"""The operands of an encoded operation."""

Said = tuple[int, int, int, int]
"""The value of an operation, and three numbers more."""


def flags_of(bits: int, known: dict[int, int]) -> int:
    """Bits of an encoded operation as those of the kernel."""
    return sum(flag for bit, flag in known.items() if bits & bit)


def called(result: int) -> int:
    """The result of a call of the C library.

    Raises:
        OSError: The call failed.
    """
    if result == -1:
        raise OSError(ctypes.get_errno(), "")
    return result


class PythonMemory:
    """The registers and the region of a process, and the pids of the others."""

    def __init__(self, pids: Callable[[int], int], named: Callable[[int], int]) -> None:
        self.registers = [[0, 0] for _ in REGISTER_NUMBERS]
        self._pid_of = pids
        self._named = named
        for name, page in (("pcc", 0), ("csp", 1), ("c1", 2), ("c4", 0)):
            self.registers[REGISTER_NUMBERS[name]][0] = REGION + page * PAGE

    def _at(self, register: int, offset: int) -> int:
        return (self.registers[register][0] + offset) % (1 << 64)

    def _told(self, flags: int, register: int) -> Said:
        low, high = self.registers[register]
        if flags & POINTER:
            return TAGGED, (low - REGION) % (1 << 64), 0, 0
        return PLAIN, low, high, 0

    def _pointer(self, register: int, address: int) -> Said:
        self.registers[register] = [address, 0]
        return self._told(POINTER, register)

    def _load(
        self, _: int, to: int, base: int, offset: int, size: int, *__: int
    ) -> Said:
        raw = ctypes.string_at(self._at(base, offset), size)
        low = int.from_bytes(raw[:8], "little")
        self.registers[to] = [low, 0]
        return 0, low, int.from_bytes(raw[8:], "little"), 0

    def _store(self, flags: int, *operands: int) -> None:
        base, offset, size, value, _ = operands
        number = self.registers[value][0] if flags & BY_REGISTER else value
        raw = (number % (1 << 64)).to_bytes(16, "little")[:size]
        ctypes.memmove(self._at(base, offset), raw, size)

    def _loadcap(self, flags: int, to: int, base: int, offset: int, *_: int) -> Said:
        raw = ctypes.string_at(self._at(base, offset), 16)
        self.registers[to] = list(struct.unpack("=QQ", raw))
        return self._told(flags, to)

    def _storecap(self, _: int, source: int, base: int, offset: int, *__: int) -> None:
        raw = struct.pack("=QQ", *self.registers[source])
        ctypes.memmove(self._at(base, offset), raw, 16)

    def _derive(self, flags: int, to: int, source: int, amount: int, *_: int) -> Said:
        low, high = self.registers[source]
        self.registers[to] = [(low + amount) % (1 << 64), high]
        return self._told(flags, to)

    def _map(self, operands: Operands, flags: int, number: int, offset: int) -> Said:
        to, place, length, bits = operands[:4]
        address = ctypes.c_void_p(REGION + place)
        mapped = LIBC.mmap(
            address,
            ctypes.c_size_t(length),
            bits & 3,
            flags,
            number,
            ctypes.c_long(offset),
        )
        return self._pointer(to, called(mapped))

    def _mmap(self, flags: int, *operands: int) -> Said:
        kind = MAP_FIXED if flags & BY_REGISTER else MAP_FIXED_NOREPLACE
        kind |= MAP_SHARED if operands[3] & 4 else MAP_PRIVATE
        return self._map(operands, kind | MAP_ANONYMOUS, -1, 0)

    _mmapat = _mmap

    def _mmapfile(self, flags: int, *operands: int) -> Said:
        kind = MAP_FIXED if flags & BY_REGISTER else MAP_FIXED_NOREPLACE
        kind |= MAP_SHARED if operands[3] & 4 else MAP_PRIVATE
        return self._map(operands, kind, operands[3] >> 3, operands[4])

    def _mremap(self, flags: int, *operands: int) -> Said:
        to, place, before, length, wanted = operands
        old, there = ctypes.c_void_p(REGION + place), ctypes.c_void_p(REGION + wanted)
        sizes = ctypes.c_size_t(before), ctypes.c_size_t(length)
        move = MREMAP_MAYMOVE if flags & BY_REGISTER else 0
        mapped = called(LIBC.mremap(old, *sizes, move))
        if mapped not in (old.value, there.value):
            same, fixed = ctypes.c_size_t(length), MREMAP_MAYMOVE | MREMAP_FIXED
            mapped = called(
                LIBC.mremap(ctypes.c_void_p(mapped), same, same, fixed, there)
            )
        return self._pointer(to, mapped)

    def _munmap(self, _: int, place: int, length: int, *__: int) -> None:
        address = ctypes.c_void_p(REGION + place)
        called(LIBC.munmap(address, ctypes.c_size_t(length)))

    def _mprotect(self, _: int, place: int, length: int, bits: int, *__: int) -> None:
        address = ctypes.c_void_p(REGION + place)
        called(LIBC.mprotect(address, ctypes.c_size_t(length), bits & 3))

    def _dontneed(self, _: int, place: int, length: int, *__: int) -> None:
        address = ctypes.c_void_p(REGION + place)
        called(LIBC.madvise(address, ctypes.c_size_t(length), MADV_DONTNEED))

    def _minherit(self, _: int, place: int, length: int, what: int, *__: int) -> None:
        address = ctypes.c_void_p(REGION + place)
        for advice in MADVICES[what]:
            called(LIBC.madvise(address, ctypes.c_size_t(length), advice))

    def _target(self, which: int) -> int:
        special = {-1: -1, -2: 0, -3: -INT_MAX - 1, -4: INT_MAX}
        if which in special:
            return special[which]
        group = FIRST_GROUP - which
        return -self._pid_of(group) if group >= 0 else self._pid_of(which)

    def _whom(self, which: int) -> int:
        """A process that a call is about: the number 0 stands for the caller."""
        return 0 if which == SELF else self._pid_of(which)
