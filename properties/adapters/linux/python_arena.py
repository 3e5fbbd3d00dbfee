"""What the processes of a program share, for systems without a compiler.

The turn goes from process to process through pipes, whose numbers are so high that
programs do not meet them.
"""

import ctypes
import fcntl
import mmap
import os
import resource
import select
import signal
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from properties.adapters.linux.encoding import (
    CODES,
    HEAP_PAGES,
    MAX_OPERATIONS,
    MAX_PROCESSES,
    PAGE,
    REGION,
    WATCHED,
)
from properties.adapters.linux.python_memory import (
    LIBC,
    MAP_ANONYMOUS,
    MAP_FIXED_NOREPLACE,
    MAP_PRIVATE,
    called,
)
from properties.adapters.linux.python_process import PythonProcess
from properties.adapters.linux.results import EXECUTED, HALTED, RESULT

HIGH: Final = 500
"""The first descriptor number that the runner uses."""

OPEN_MAX: Final = 1024
"""The least number that no descriptor may have, as at the start of the model."""

DUMPABLE: Final = 4
"""The option of prctl that says whether a core is dumped."""

PATIENCE: Final = 5.0
"""How long a process waits before it checks that the supervisor lives, in seconds."""

Records = Sequence[tuple[int, ...]]
"""An encoded program."""

_TURN: Final = struct.Struct("=i")
_PIDS: Final = struct.Struct(f"={MAX_PROCESSES}i")
_FORK: Final = next(c for k, c in CODES.items() if k.verb == "fork")
_RESULTS_AT: Final = _TURN.size + _PIDS.size
_NOTHING: Final[Sequence[int]] = (0, 0, 0)


class Arena:
    """Memory and pipes that a supervisor shares with the processes of its programs."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _RESULTS_AT + MAX_OPERATIONS * RESULT.size)
        self._supervisor = os.getpid()
        self._pipes = [_high_pipe() for _ in range(MAX_PROCESSES + 1)]

    def close(self) -> None:
        """Close the pipes."""
        for number in (end for ends in self._pipes for end in ends):
            os.close(number)
        self._pipes.clear()

    def clear(self) -> None:
        """Make the arena as it was at first."""
        self._memory[:] = bytes(len(self._memory))
        for reading, _ in self._pipes:
            while select.select([reading], [], [], 0)[0]:
                os.read(reading, 4096)

    def set_pid(self, number: int, pid: int) -> None:
        """Note which pid a process of the program has."""
        struct.pack_into("=i", self._memory, _TURN.size + 4 * number, pid)

    def pid(self, number: int) -> int:
        """The pid of a process of the program."""
        return int(struct.unpack_from("=i", self._memory, _TURN.size + 4 * number)[0])

    def _named(self, pid: int) -> int:
        if pid == self._supervisor:
            return 1
        pids = _PIDS.unpack_from(self._memory, _TURN.size)
        return pids.index(pid) + 2 if pid in pids else -pid

    def result(self, index: int) -> tuple[int, ...]:
        """What an operation returned."""
        return RESULT.unpack_from(self._memory, _RESULTS_AT + index * RESULT.size)

    def results(self, count: int) -> bytes:
        """What so many operations returned."""
        return self._memory[_RESULTS_AT : _RESULTS_AT + RESULT.size * count]

    @property
    def current(self) -> int:
        """The operation that was granted last."""
        return int(_TURN.unpack_from(self._memory)[0])

    def following(self, seconds: float) -> int | None:
        """The operation that is next, when the turn comes back; None if it does not."""
        reading = self._pipes[-1][0]
        if select.select([reading], [], [], seconds)[0]:
            return int(_TURN.unpack(os.read(reading, _TURN.size))[0])
        return None

    def grant(self, records: Records, index: int) -> None:
        """Give the turn to the process of an operation."""
        _TURN.pack_into(self._memory, 0, index)
        os.write(self._pipes[records[index][0]][1], _TURN.pack(index))

    def put_result(self, index: int, *values: int) -> None:
        """Write down what an operation returned."""
        RESULT.pack_into(self._memory, _RESULTS_AT + index * RESULT.size, *values)

    def begin(self, records: Records, folder: Path) -> NoReturn:
        """Become the first process of a program."""
        try:
            os.setsid()
            os.closerange(0, HIGH)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_MAX, OPEN_MAX))
            LIBC.prctl(DUMPABLE, 0, 0, 0, 0)
            os.chdir(folder)
            for number in {*range(1, 32)} - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, set())
            kind = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE
            for page, count, bits in ((0, 1, 1), (1, 1 + HEAP_PAGES, 3)):
                place = ctypes.c_void_p(REGION + page * PAGE)
                length = ctypes.c_size_t(count * PAGE)
                called(LIBC.mmap(place, length, bits, kind, -1, ctypes.c_long(0)))
            self._keep_stepping(records, PythonProcess(self.pid, self._named))
        finally:
            os._exit(99)

    def _await_turn(self, me: int) -> int:
        """Wait for the turn; end if the supervisor is gone."""
        reading = self._pipes[me][0]
        while not select.select([reading], [], [], PATIENCE)[0]:
            os.kill(self._supervisor, 0)
        return int(_TURN.unpack(os.read(reading, _TURN.size))[0])

    def _keep_stepping(self, records: Records, process: PythonProcess) -> NoReturn:
        """Take a step whenever it is this process's turn."""
        me = 0
        while True:
            index = self._await_turn(me)
            _, code, flags, _, _, _, _, _, *operands = records[index]
            if code == _FORK:
                pid = os.fork()
                if pid == 0:
                    me = operands[0]
                    continue
                self.set_pid(operands[0], pid)
                value, error, more = self._named(pid), 0, _NOTHING
            else:
                value, error, more = _stepped(process, code, flags, tuple(operands))
            if self.result(index)[2] == HALTED:
                continue
            self.put_result(index, value, error, EXECUTED, 0, 0, *more)
            following = index + 1
            if following == len(records) or (flags | records[following][2]) & WATCHED:
                os.write(self._pipes[-1][1], _TURN.pack(following))
            else:
                self.grant(records, following)


def _high_pipe() -> tuple[int, int]:
    """A pipe whose descriptors are out of the way."""
    low = os.pipe()
    reading, writing = (fcntl.fcntl(number, fcntl.F_DUPFD, HIGH) for number in low)
    for number in low:
        os.close(number)
    return reading, writing


def _stepped(
    process: PythonProcess, code: int, flags: int, operands: tuple[int, ...]
) -> tuple[int, int, Sequence[int]]:
    """Value, error and three numbers more of an operation."""
    try:
        value, *more = process.step(code, flags, operands)
    except OSError as failed:
        return -1, failed.errno or 0, _NOTHING
    return value, 0, more
