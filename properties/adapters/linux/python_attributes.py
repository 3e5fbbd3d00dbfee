"""Attributes and semaphores of a process of a program, without a compiler."""

import ctypes
import errno
import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Final

from model.posix.attribute import Attribute
from properties.adapters.linux.grounds import ATTRIBUTES
from properties.adapters.linux.python_files import PythonFiles
from properties.adapters.linux.python_memory import LIBC, called

LIBC.sem_open.restype = ctypes.c_void_p


def semaphore_path(number: int) -> bytes:
    """The name of a semaphore on this machine: the current folder has it to itself."""
    return f"/{Path.cwd().name}-{number}".encode()


class PythonAttributes(PythonFiles):
    """What a process has of attributes and semaphores."""

    def __init__(self, pids: Callable[[int], int], named: Callable[[int], int]) -> None:
        super().__init__(pids, named)
        self._nice_at_start = os.getpriority(os.PRIO_PROCESS, 0)
        self._semaphores: dict[int, int] = {}
        os.umask(0)

    def _get(self, _: int, which: int, *__: int) -> int:
        return _GETTERS[ATTRIBUTES[which]]() - self._origin(which)

    def _set(self, _: int, which: int, value: int, *__: int) -> int:
        before = self._get(0, which)
        _SETTERS[ATTRIBUTES[which]](value + self._origin(which))
        return before

    def _origin(self, which: int) -> int:
        """What an attribute was at the start, if that is not 0."""
        return self._nice_at_start if ATTRIBUTES[which] is Attribute.NICE else 0

    def _semopen(self, _: int, which: int, value: int, *__: int) -> None:
        found = LIBC.sem_open(semaphore_path(which), os.O_CREAT, 0o600, value)
        if not found:
            raise OSError(ctypes.get_errno(), "")
        self._semaphores[which] = found

    def _sempost(self, _: int, which: int, *__: int) -> None:
        called(LIBC.sem_post(self._semaphore(which)))

    def _semwait(self, _: int, which: int, *__: int) -> None:
        called(LIBC.sem_trywait(self._semaphore(which)))

    def _semvalue(self, _: int, which: int, *__: int) -> int:
        value = ctypes.c_int()
        called(LIBC.sem_getvalue(self._semaphore(which), ctypes.byref(value)))
        return value.value

    def _semunlink(self, _: int, which: int, *__: int) -> None:
        called(LIBC.sem_unlink(semaphore_path(which)))

    def _semaphore(self, which: int) -> ctypes.c_void_p:
        """A semaphore that is open: of others a process cannot ask."""
        if which not in self._semaphores:
            raise OSError(errno.EINVAL, "")
        return ctypes.c_void_p(self._semaphores[which])


def _umask() -> int:
    found = os.umask(0)
    os.umask(found)
    return found


def _alarm() -> int:
    found = signal.alarm(0)
    signal.alarm(found)
    return found


def _limit(value: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (value, most))


_GETTERS: Final[dict[Attribute, Callable[[], int]]] = {
    Attribute.UMASK: _umask,
    Attribute.NICE: lambda: os.getpriority(os.PRIO_PROCESS, 0),
    Attribute.OPEN_MAX: lambda: resource.getrlimit(resource.RLIMIT_NOFILE)[0],
    Attribute.ALARM: _alarm,
}

_SETTERS: Final[dict[Attribute, Callable[[int], object]]] = {
    Attribute.UMASK: os.umask,
    Attribute.NICE: lambda value: os.setpriority(os.PRIO_PROCESS, 0, value),
    Attribute.OPEN_MAX: _limit,
    Attribute.ALARM: signal.alarm,
}
