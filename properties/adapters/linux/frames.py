"""Which pages of real processes share a frame: told after each of some commands.

Run as a program, it reads a command from each line of its input: ``a store 2``,
``a fork b`` or ``a exit``. It answers with a line of JSON: for each process, the frames
of its pages by number, where the numbers say only which are the same.
"""

import contextlib
import ctypes
import json
import mmap
import os
import signal
import struct
import sys
from pathlib import Path
from typing import Final, NoReturn

PAGES: Final = 4
"""Pages that every process has."""

NAMES: Final = "abcdefgh"
"""What processes may be called."""

PRESENT: Final = 1 << 63
"""The bit of an entry that says that there is a frame."""

FRAME: Final = (1 << 55) - 1
"""The bits of an entry that number it."""


def is_readable() -> bool:
    """Whether this system tells which frames a process has."""
    page = mmap.mmap(-1, mmap.PAGESIZE)
    page[0] = 1
    try:
        return 0 not in _frames(os.getpid(), _address(page), 1)
    except OSError:
        return False


def _address(pages: mmap.mmap) -> int:
    """Where pages are mapped."""
    return ctypes.addressof(ctypes.c_char.from_buffer(pages))


def _frames(pid: int, address: int, count: int) -> list[int]:
    """The frames of so many pages; 0 if the system does not tell."""
    with Path(f"/proc/{pid}/pagemap").open("rb") as file:
        file.seek(address // mmap.PAGESIZE * 8)
        content = file.read(8 * count)
    words = struct.unpack(f"={count}Q", content)
    return [word & FRAME if word & PRESENT else 0 for word in words]


class Family:
    """A process and its descendants, which carry out commands."""

    def __init__(self) -> None:
        self.pages = mmap.mmap(
            -1,
            PAGES * mmap.PAGESIZE,
            mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS,
        )
        self.pages.madvise(mmap.MADV_NOHUGEPAGE)
        for page in range(PAGES):
            self.pages[page * mmap.PAGESIZE] = 1
        self.address = _address(self.pages)
        self.orders = {name: os.pipe() for name in NAMES}
        self.answers = os.pipe()
        self.living: dict[str, int] = {"a": 0}
        self.living["a"] = os.fork()
        if self.living["a"] == 0:
            self._serve("a")

    def order(self, line: str) -> None:
        """Have a command carried out."""
        name, verb, *operands = line.split()
        os.write(self.orders[name][1], f"{line}\n".ljust(32).encode())
        if verb == "exit":
            del self.living[name]
            os.read(self.answers[0], 8)
        else:
            pid = int.from_bytes(os.read(self.answers[0], 8), "little")
            if verb == "fork":
                self.living[operands[0]] = pid

    def classes(self) -> dict[str, list[int]]:
        """Which pages share a frame."""
        numbers: dict[int, int] = {}
        return {
            name: [
                numbers.setdefault(frame, len(numbers))
                for frame in _frames(pid, self.address, PAGES)
            ]
            for name, pid in sorted(self.living.items())
        }

    def close(self) -> None:
        """End all processes."""
        for pid in self.living.values():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _serve(self, name: str) -> NoReturn:
        """Carry out commands until told to exit."""
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        while True:
            order = os.read(self.orders[name][0], 32).decode().split()
            result = 0
            match order[1:]:
                case ["store", page]:
                    self.pages[int(page) * mmap.PAGESIZE] = 2
                case ["fork", child]:
                    result = os.fork()
                    if result == 0:
                        name = child
                        continue
                case ["exit"]:
                    self._exit()
                case _:
                    os._exit(1)
            os.write(self.answers[1], result.to_bytes(8, "little"))

    def _exit(self) -> NoReturn:
        """Unmap the pages, so that no process shares them; then answer, and end."""
        place = ctypes.c_void_p(self.address)
        ctypes.CDLL(None).munmap(place, ctypes.c_size_t(PAGES * mmap.PAGESIZE))
        os.write(self.answers[1], bytes(8))
        os._exit(0)


def main() -> None:
    """Carry out the commands of the input."""
    family = Family()
    try:
        for line in sys.stdin:
            family.order(line.strip())
            sys.stdout.write(json.dumps(family.classes()) + "\n")
    finally:
        family.close()


if __name__ == "__main__":
    main()
