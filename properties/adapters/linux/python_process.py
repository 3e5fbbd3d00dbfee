"""A process of a program, for systems without a compiler: each operation in Python.

A handler for a fault cannot be written in Python: it would return to the access.
"""

import ctypes
import errno
import os
import signal
import struct
from collections.abc import Callable
from typing import Final

from model.posix.signal_numbers import CONTINUED, STOPPED
from properties.adapters.linux.encoding import (
    DEFAULT,
    IGNORE,
    REGION,
    TARGETS,
    VERBS,
)
from properties.adapters.linux.python_attributes import PythonAttributes
from properties.adapters.linux.python_memory import (
    LIBC,
    Operands,
    Said,
    called,
    flags_of,
)

ON_STACK, DISABLED = 0x0800_0000, 2
"""SA_ONSTACK, which Python sets and programs do not ask for; SS_DISABLE."""

FLAGS_OFFSET: Final = 136
"""Where the C library has the flags of an action for a signal."""

WNOWAIT, BAD_OPTION = 0x0100_0000, 0x0400_0000
"""Leave the child to be waited for again; a bit that no call that waits knows."""

_WAITPID: Final = {1: os.WNOHANG, 2: os.WUNTRACED, 4: os.WCONTINUED, 64: BAD_OPTION}
_WAITID: Final = {
    1: os.WNOHANG,
    2: os.WSTOPPED,
    4: os.WCONTINUED,
    8: os.WEXITED,
    16: WNOWAIT,
    64: BAD_OPTION,
}
_STACK: Final = struct.Struct("QiQ")


class PythonProcess(PythonAttributes):
    """What a process of a program has besides what the kernel keeps for it."""

    def __init__(self, pids: Callable[[int], int], named: Callable[[int], int]) -> None:
        super().__init__(pids, named)
        self.caught = 0
        self._handlers = [self._handler(number) for number in range(4)]

    def _handler(self, number: int) -> Callable[[int, object], None]:
        """One of the functions that are called for signals."""

        def handler(which: int, _: object) -> None:
            self.caught |= 1 << which

        handler.__name__ = f"handler_{number}"
        return handler

    def step(self, code: int, flags: int, operands: Operands) -> Said:
        """Take one step.

        Raises:
            OSError: The call failed.
        """
        said = getattr(self, f"_{VERBS[code]}")(flags, *operands)
        return said if isinstance(said, tuple) else (said or 0, 0, 0, 0)

    def _exit(self, _: int, status: int, *__: int) -> None:
        os._exit(status)

    def _waitpid(self, _: int, *operands: int) -> Said:
        which, bits, register, offset, _ = operands
        own = ctypes.c_int(0)
        place = ctypes.addressof(own)
        if register >= 0:
            place = self._at(register, offset)
        options = flags_of(bits, _WAITPID)
        where = ctypes.c_void_p(place)
        pid = called(LIBC.waitpid(self._target(which), where, options))
        if pid == 0:
            return 0, 0, 0, 0
        status = int.from_bytes(ctypes.string_at(place, 4), "little")
        plain = status & ~0x80 if os.WIFSIGNALED(status) else status
        return self._named(pid), plain, 0, 0

    def _waitid(self, _: int, which: int, bits: int, *__: int) -> Said:
        pid = self._target(which)
        kind = os.P_PID if pid > 0 else os.P_PGID
        if which == TARGETS["any"]:
            kind, pid = os.P_ALL, 0
        found = os.waitid(kind, abs(pid), flags_of(bits, _WAITID))
        if found is None:
            return 0, 0, 0, 0
        told = found.si_status
        status = {
            os.CLD_EXITED: (told & 0xFF) << 8,
            os.CLD_STOPPED: told << 8 | STOPPED,
            os.CLD_CONTINUED: CONTINUED,
        }.get(found.si_code, told)
        return self._named(found.si_pid), status, 0, 0

    def _getpid(self, *_: int) -> int:
        return self._named(os.getpid())

    def _getppid(self, *_: int) -> int:
        return self._named(os.getppid())

    def _getpgid(self, _: int, which: int, *__: int) -> int:
        return self._named(os.getpgid(self._whom(which)))

    def _getsid(self, _: int, which: int, *__: int) -> int:
        return self._named(os.getsid(self._whom(which)))

    def _setpgid(self, _: int, leader: int, which: int, *__: int) -> None:
        os.setpgid(self._whom(which), self._pid_of(leader))

    def _setsid(self, *_: int) -> int:
        os.setsid()
        return self._named(os.getpid())

    def _kill(self, _: int, which: int, number: int, *__: int) -> None:
        os.kill(self._target(which), number)

    def _sigaction(self, _: int, number: int, what: int, *__: int) -> None:
        plain = {DEFAULT: signal.SIG_DFL, IGNORE: signal.SIG_IGN}
        handler = plain[what] if what in plain else self._handlers[what]
        if number == 0:
            raise OSError(errno.EINVAL, "")
        signal.signal(number, handler)
        if what >= 0:
            self._stay_on_stack(number)

    @staticmethod
    def _stay_on_stack(number: int) -> None:
        """Clear a flag that Python sets, so that handlers run on the current stack."""
        action = ctypes.create_string_buffer(256)
        called(LIBC.sigaction(number, None, action))
        flags = struct.unpack_from("=i", action, FLAGS_OFFSET)[0] & ~ON_STACK
        struct.pack_into("=i", action, FLAGS_OFFSET, flags)
        called(LIBC.sigaction(number, action, None))

    def _sigquery(self, _: int, number: int, to: int, *__: int) -> Said:
        action = ctypes.create_string_buffer(256)
        called(LIBC.sigaction(number, None, action))
        handler = struct.unpack_from("=Q", action)[0]
        if handler in {0, 1}:
            return handler, 0, 0, 0
        place = self._handlers.index(signal.getsignal(number))  # type: ignore[arg-type]
        return self._pointer(to, REGION + 16 * place)

    def _sigmask(self, _: int, how: int, bits: int, *__: int) -> int:
        hows = (signal.SIG_BLOCK, signal.SIG_UNBLOCK, signal.SIG_SETMASK)
        chosen = {number for number in range(1, 32) if bits >> number & 1}
        return sum(1 << number for number in signal.pthread_sigmask(hows[how], chosen))

    def _sigpending(self, *_: int) -> int:
        return sum(1 << number for number in signal.sigpending())

    def _caught(self, *_: int) -> int:
        caught, self.caught = self.caught, 0
        return caught

    def _sigaltstack(self, _: int, base: int, offset: int, size: int, *__: int) -> None:
        called(LIBC.sigaltstack(_STACK.pack(self._at(base, offset), 0, size), None))

    def _getaltstack(self, _: int, to: int, *__: int) -> Said:
        stack = ctypes.create_string_buffer(_STACK.size)
        called(LIBC.sigaltstack(None, stack))
        place, flags, _ = _STACK.unpack(stack.raw)
        return (0, 0, 0, 0) if flags & DISABLED else self._pointer(to, place)
