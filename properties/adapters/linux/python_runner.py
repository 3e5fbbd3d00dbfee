"""The runner that is written in Python, for systems without a compiler."""

import contextlib
import os
import select
import shutil
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import ClassVar, Final, Self

from model import operations as ops
from properties.adapters.linux.c_runner import NoRunnerError, file_folder
from properties.adapters.linux.comparing import Answer
from properties.adapters.linux.encoding import (
    MAX_PROCESSES,
    OPERATION,
    STALL_MS,
    WATCHED,
)
from properties.adapters.linux.grounds import PATHS, SEMAPHORES
from properties.adapters.linux.python_arena import Arena, Records
from properties.adapters.linux.python_memory import LIBC
from properties.adapters.linux.recording import Recording
from properties.adapters.linux.results import DIED, ENDING, HALTED

SUBREAPER, END_WITH_PARENT = 36, 1
"""Options of prctl: orphans come to this process; it is killed when its parent ends."""

STALL: Final = STALL_MS / 1000
"""How long one operation may take, in seconds."""

_INTERPRETER: Final = "an interpreter cannot go on after it, as a program in C does"
LACKS: Final[Mapping[type[ops.Operation], str]] = MappingProxyType(
    dict.fromkeys((ops.Exec, ops.Vfork, ops.Spawn), _INTERPRETER)
)
"""The operations that only the runner in C has, each with the reason."""


class PythonRunner:
    """Runs batches of programs; to be used in a ``with`` statement."""

    catches_faults = False
    lacks: ClassVar[Mapping[type[ops.Operation], str]] = LACKS

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._arena = Arena()
        self._sent: Sequence[Recording] = ()

    def __enter__(self) -> Self:
        self._folder = file_folder()
        LIBC.prctl(SUBREAPER, 1, 0, 0, 0)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._arena.close()
        LIBC.prctl(SUBREAPER, 0, 0, 0, 0)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def start(self, programs: Sequence[Recording]) -> None:
        """Take programs; they run when their answers are asked for."""
        self._sent = programs

    def answers(self) -> list[Answer]:
        """What happened in the programs that were taken."""
        return [self._run(program) for program in self._sent]

    def run(self, programs: Sequence[Recording]) -> list[Answer]:
        """Run programs, and return what happened in them."""
        self.start(programs)
        return self.answers()

    def _run(self, program: Recording) -> Answer:
        """Run one program."""
        if self._folder is None:
            raise NoRunnerError("the runner was not started")
        arena = self._arena
        arena.clear()
        records = [OPERATION.unpack(record) for record in program.records]
        try:
            first = os.fork()
            if first == 0:
                LIBC.prctl(END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
                arena.begin(records, self._folder)
            arena.set_pid(0, first)
            stopped, statuses = self._supervise(records)
        finally:
            _clean_up([arena.pid(n) for n in range(MAX_PROCESSES)], self._folder)
        return ENDING.pack(stopped, *statuses, -1), arena.results(len(records))

    def _supervise(self, records: Records) -> tuple[int, list[int]]:
        """Run a program to its end; tell where it stopped, and orphans' statuses."""
        statuses = [-1] * MAX_PROCESSES
        following = 0
        while following < len(records):
            index = following
            if records[index][2] & WATCHED:
                following = index + 1 if self._watched(records, index, statuses) else 0
            else:
                self._arena.grant(records, index)
                following = self._turn_comes_back() or 0
            if not following:
                return self._arena.current, statuses
        return -1, statuses

    def _turn_comes_back(self) -> int | None:
        """The operation that is next; None if the turn is not given back."""
        limit, seen = time.monotonic() + STALL, -1
        while time.monotonic() < limit:
            if (following := self._arena.following(0.1)) is not None:
                return following
            if self._arena.current != seen:
                limit, seen = time.monotonic() + STALL, self._arena.current
        return None

    def _watched(self, records: Records, index: int, statuses: list[int]) -> bool:
        """Run an operation that ends, stops or continues processes; whether it did.

        They become zombies under a lock of the kernel. A call that needs this lock
        returns only after their parents were notified.
        """
        arena = self._arena
        process, _, _, dying, gone, halted, running, *_ = records[index]
        endings = {n: os.pidfd_open(arena.pid(n)) for n in _members(dying)}
        arena.grant(records, index)
        leaves = (dying | halted) >> process & 1
        back = bool(leaves) or self._turn_comes_back() is not None
        died = stopped = 0
        for number, descriptor in endings.items():
            if select.select([descriptor], [], [], STALL / 4)[0]:
                died |= 1 << number
            os.close(descriptor)
        for number in _members(halted | running):
            expected = bool(halted >> number & 1)
            stopped |= _is_stopped(arena.pid(number), expected=expected) << number
        with contextlib.suppress(ChildProcessError):
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        value, error, state, _, _, *more = arena.result(index)
        if (died | stopped) >> process & 1:
            state = DIED if died >> process & 1 else HALTED
            value, error, more = 0, 0, [0, 0, 0]
        arena.put_result(index, value, error, state, died, stopped, *more)
        if not back or died != dying or stopped != halted:
            return False
        for number in _members(gone):
            statuses[number] = _status_of(arena.pid(number))
        return True


def _members(bits: int) -> list[int]:
    """The numbers of a set of processes."""
    return [number for number in range(MAX_PROCESSES) if bits >> number & 1]


def _is_stopped(pid: int, *, expected: bool) -> bool:
    """Whether a process is stopped in the end: one that goes on awaits its turn."""
    limit = time.monotonic() + STALL / 4
    while True:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        state = text.rpartition(")")[2].split()[0]
        if state == ("T" if expected else "S") or time.monotonic() >= limit:
            return state == "T"
        time.sleep(0)


def _status_of(pid: int) -> int:
    """How an orphan ended, once its pid is free; −1 if another waited for it."""
    limit = time.monotonic() + STALL
    while time.monotonic() < limit:
        try:
            found, status = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                break
            continue
        if found:
            return status & ~0x80 if os.WIFSIGNALED(status) else status
    return -1


def _clean_up(pids: Sequence[int], folder: Path) -> None:
    """End what is left of a program, and remove its files.

    What is left are our children, and who becomes our child when its parent ends, which
    is before it in ``pids``.
    """
    for pid in filter(None, pids):
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(pid, os.WNOHANG) == (0, 0):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    for name in PATHS:
        (folder / name).unlink(missing_ok=True)
    for number in range(len(SEMAPHORES)):
        LIBC.sem_unlink(f"/{folder.name}-{number}".encode())
