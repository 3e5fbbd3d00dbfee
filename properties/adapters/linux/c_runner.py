"""The runner that is written in C, compiled when it is first needed."""

import shutil
import struct
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from properties.adapters.linux.abilities import abilities
from properties.adapters.linux.grounds import PATHS
from properties.adapters.linux.recording import Recording
from properties.adapters.linux.results import ENDING, RESULT
from properties.adapters.linux.told import CONSTANTS

SOURCE: Final = Path(__file__).with_name("runner.c")
"""The text of the runner."""

PATIENCE: Final = 10.0
"""How long the runner may take to finish what it was given, in seconds."""

Answer = tuple[bytes, bytes]
"""How a program ended, and the results of its operations."""


class NoRunnerError(Exception):
    """The runner cannot be made or does not run here."""


def find_compiler() -> str | None:
    """A C compiler, if there is one."""
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def compiled(folder: Path) -> Path:
    """The runner, compiled into a folder.

    Raises:
        NoRunnerError: There is no compiler, or it rejects the runner.
    """
    compiler = find_compiler()
    if compiler is None:
        raise NoRunnerError("there is no C compiler")
    target = folder / "runner"
    names = ", ".join(f'"{name}"' for name in PATHS)
    macros = [f"-D{name}=({value})" for name, value in CONSTANTS.items()]
    macros += [f"-DPATHS={names}"]
    base = [
        compiler,
        "-O2",
        "-std=gnu11",
        "-Wall",
        "-pthread",
        *macros,
        "-o",
        str(target),
    ]
    reason = ["no reason given"]
    for extra in (["-static"], []):
        ran = subprocess.run(  # noqa: S603  the compiler of the system
            [*base, *extra, str(SOURCE)], capture_output=True, text=True, check=False
        )
        if ran.returncode == 0:
            return target
        reason = ran.stderr.strip().splitlines() or reason
    raise NoRunnerError(f"the C compiler refuses the runner: {reason[0]}")


def file_folder() -> Path:
    """A fresh folder for the files of programs, in memory if possible."""
    shared = Path("/dev/shm")  # noqa: S108  only a parent of a fresh folder
    parent = shared if shared.is_dir() else None
    try:
        return Path(tempfile.mkdtemp(prefix="ufork-oracle-", dir=parent))
    except OSError:
        return Path(tempfile.mkdtemp(prefix="ufork-oracle-"))


class CRunner:
    """Runs batches of programs; to be used in a ``with`` statement."""

    abilities = abilities("c")

    def __init__(self, cpu: int = -1, *, namespace: bool = True) -> None:
        self._folders: list[Path] = []
        self._cpu = cpu
        self._kind = "namespace" if namespace else "plain"
        self._process: subprocess.Popen[bytes] | None = None
        self._sent: Sequence[Recording] = ()

    def __enter__(self) -> Self:
        try:
            binaries = Path(tempfile.mkdtemp(prefix="ufork-oracle-"))
            self._folders.append(binaries)
            files = file_folder()
            self._folders.append(files)
            runner = compiled(binaries)
            self._process = subprocess.Popen(  # noqa: S603  what was just compiled
                [str(runner), str(files), self._kind, str(self._cpu)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the runner once it has finished, and remove its folders."""
        if self._process is not None:
            try:
                self._process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.communicate()
            self._process = None
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)
        self._folders.clear()

    def start(self, programs: Sequence[Recording]) -> None:
        """Hand programs over; they run while the caller does other things."""
        body = b"".join(
            struct.pack("=i", len(program.records)) + b"".join(program.records)
            for program in programs
        )
        self._sent = programs
        process = self._running()
        if process.stdin is None:
            raise NoRunnerError("the runner has no input")
        process.stdin.write(struct.pack("=II", len(programs), len(body)) + body)
        process.stdin.flush()

    def answers(self) -> list[Answer]:
        """What happened in the programs that were handed over.

        Raises:
            NoRunnerError: The runner ended.
        """
        return [
            (self._read(ENDING.size), self._read(RESULT.size * len(program.records)))
            for program in self._sent
        ]

    def run(self, programs: Sequence[Recording]) -> list[Answer]:
        """Hand programs over and wait for what happens in them."""
        self.start(programs)
        return self.answers()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise NoRunnerError("the runner was not started")
        return self._process

    def _read(self, size: int) -> bytes:
        stdout = self._running().stdout
        read = stdout.read(size) if stdout is not None else b""
        if len(read) != size:
            raise NoRunnerError("the runner ended")
        return read
