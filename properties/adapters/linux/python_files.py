"""The files of a process of a program, for systems without a compiler."""

import ctypes
import fcntl
import os
import struct
from collections.abc import Callable
from typing import Final

from properties.adapters.linux.python_memory import (
    LIBC,
    Operands,
    PythonMemory,
    Said,
    called,
    flags_of,
)

OFD_GETLK, OFD_SETLK, OFD_SETLKW = 36, 37, 38
"""Commands of fcntl that Python names on some systems only. Source: Linux."""

_OPEN: Final = {
    1: os.O_RDONLY,
    2: os.O_WRONLY,
    4: os.O_RDWR,
    8: os.O_CREAT,
    16: os.O_EXCL,
    32: os.O_TRUNC,
    64: os.O_APPEND,
    128: os.O_NONBLOCK,
    256: os.O_CLOEXEC,
    512: os.O_DIRECTORY,
}
_ORIGINS: Final = (os.SEEK_SET, os.SEEK_CUR, os.SEEK_END, 99)
_LOCKS: Final = (fcntl.F_RDLCK, fcntl.F_WRLCK, fcntl.F_UNLCK)
_FLOCK: Final = struct.Struct("hhqqi")


class PythonFiles(PythonMemory):
    """The calls on files."""

    def _open(self, _: int, path: int, bits: int, *__: int) -> int:
        name = chr(path).encode()
        return called(LIBC.open(name, flags_of(bits, _OPEN), 0o600))

    def _unlink(self, _: int, path: int, *__: int) -> None:
        os.unlink(chr(path))  # noqa: PTH108  the call itself is what is tried

    def _close(self, _: int, number: int, *__: int) -> None:
        called(LIBC.close(number))

    def _read(self, _: int, *operands: int) -> int:
        return self._transfer(LIBC.read, operands)

    def _write(self, _: int, *operands: int) -> int:
        return self._transfer(LIBC.write, operands)

    def _transfer(self, call: Callable[..., int], operands: Operands) -> int:
        number, base, offset, size, _ = operands
        address = ctypes.c_void_p(self._at(base, offset))
        return called(call(number, address, ctypes.c_size_t(size)))

    def _lseek(self, _: int, number: int, offset: int, whence: int, *__: int) -> int:
        return called(LIBC.lseek(number, ctypes.c_long(offset), _ORIGINS[whence]))

    def _dup(self, _: int, number: int, *__: int) -> int:
        return called(LIBC.dup(number))

    def _dup2(self, _: int, number: int, target: int, *__: int) -> int:
        return called(LIBC.dup2(number, target))

    def _dup3(self, _: int, number: int, target: int, bits: int, *__: int) -> int:
        flags = {1: os.O_CLOEXEC, 64: os.O_APPEND}
        return called(LIBC.dup3(number, target, flags_of(bits, flags)))

    def _dupfd(self, _: int, number: int, least: int, bits: int, *__: int) -> int:
        command = fcntl.F_DUPFD_CLOEXEC if bits else fcntl.F_DUPFD
        return called(LIBC.fcntl(number, command, least))

    def _pipe(self, _: int, bits: int, *__: int) -> Said:
        ends = (ctypes.c_int * 2)()
        flags = {1: os.O_CLOEXEC, 2: os.O_NONBLOCK}
        called(LIBC.pipe2(ends, flags_of(bits, flags)))
        return 0, ends[0], ends[1], 0

    def _getfd(self, _: int, number: int, *__: int) -> int:
        return called(LIBC.fcntl(number, fcntl.F_GETFD))

    def _setfd(self, _: int, number: int, bits: int, *__: int) -> None:
        called(LIBC.fcntl(number, fcntl.F_SETFD, 1 if bits else 0))

    def _getfl(self, _: int, number: int, *__: int) -> int:
        flags = called(LIBC.fcntl(number, fcntl.F_GETFL))
        access = {os.O_RDONLY: 0, os.O_WRONLY: 1, os.O_RDWR: 2}
        found = access[flags & os.O_ACCMODE]
        found |= 0o2000 if flags & os.O_APPEND else 0
        return found | (0o4000 if flags & os.O_NONBLOCK else 0)

    def _setfl(self, _: int, number: int, bits: int, *__: int) -> None:
        flags = flags_of(bits, {1: os.O_APPEND, 2: os.O_NONBLOCK})
        called(LIBC.fcntl(number, fcntl.F_SETFL, flags))

    def _ftruncate(self, _: int, number: int, length: int, *__: int) -> None:
        called(LIBC.ftruncate(number, ctypes.c_long(length)))

    def _fstat(self, _: int, number: int, *__: int) -> int:
        return os.fstat(number).st_size

    def _lock(self, command: int, operands: Operands) -> tuple[int, ...]:
        number, kind, start, length, whence = operands
        origin = _ORIGINS[whence & 3]
        wanted = _FLOCK.pack(_LOCKS[kind], origin, start, length, 0)
        return _FLOCK.unpack(fcntl.fcntl(number, command, wanted))

    def _setlk(self, _: int, *operands: int) -> None:
        waits = operands[4] & 4
        self._lock(fcntl.F_SETLKW if waits else fcntl.F_SETLK, operands)

    def _getlk(self, _: int, *operands: int) -> Said:
        return self._found(fcntl.F_GETLK, operands)

    def _found(self, command: int, operands: Operands) -> Said:
        kind, _, start, length, pid = self._lock(command, operands)
        if kind == fcntl.F_UNLCK:
            return 2, 0, 0, 0
        named = self._named(pid) if pid >= 0 else (1 << 64) - 1
        return int(kind == fcntl.F_WRLCK), start, length, named

    def _ofdlock(self, _: int, *operands: int) -> None:
        self._lock(OFD_SETLKW if operands[4] & 4 else OFD_SETLK, operands)

    def _ofdtest(self, _: int, *operands: int) -> Said:
        return self._found(OFD_GETLK, operands)

    def _flock(self, _: int, number: int, what: int, *__: int) -> None:
        called(LIBC.flock(number, what))
