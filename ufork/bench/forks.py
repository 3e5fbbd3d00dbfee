"""How long a fork takes, by the memory that the parent has mapped.

A memory of this project does a kernel's work on pages in Python, and nothing else of
what a fork is. Linux makes a task besides, and does all of it in machine code. So the
figures are not a race: what can be compared is how each grows, and why, which the
numbers of entries and frames beside them say.
"""

import gc
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import attrs

from model.isa.formats import MORELLO128
from model.memories.full_copy import FullCopyMemory
from model.memory.layout import Layout, Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import PTE
from optimized.lazy_memory import LazyMemory
from optimized.memories import MeteredTables, lazy_memory
from optimized.metering import MeteredMemory
from optimized.page_tables import PageTables
from optimized.policies import SOUND
from properties.adapters.linux.c_runner import find_compiler

SOURCE: Final = Path(__file__).with_name("fork.c")
"""The program whose forks are measured on Linux."""

LAYOUT: Final = Layout(MORELLO128, page_bits=12, slot_bits=33)
"""Pages of 4 KiB, and slots that hold more than 4 GiB."""

SIZES: Final = (1, 4, 16, 64, 256, 1024, 4096)
"""MiB that are mapped."""

FULL_COPY: Final = "full-copy"
LINUX: Final = {"linux-4k": "small", "linux-thp": "huge"}
"""Linux with pages of 4 KiB, and with huge ones, by what its program calls them."""

SYSTEMS: Final = (FULL_COPY, *SOUND, *LINUX)
"""Everything that can be measured."""

BY_PAGE: Final = 256
"""The most MiB for which a fork that does work for each page is measured by default."""

PARENT, CHILD = 1, 2


class NotMeasuredError(Exception):
    """A system cannot be measured here."""


@attrs.frozen
class ForkRow:
    """What was measured of one system at one size."""

    system: str
    mib: int
    median_us: float
    least_us: float
    greatest_us: float
    rounds: int
    work: str
    """What a fork did, in numbers; empty where it cannot be told."""


def measured(system: str, mib: int, rounds: int) -> ForkRow:
    """Fork so often, each time with a child that ends at once.

    Raises:
        NotMeasuredError: There is no compiler, no fork or not enough memory.
    """
    if system in LINUX:
        times, work = _of_linux(LINUX[system], mib, rounds), ""
    else:
        times, work = _of_memory(system, mib, rounds)
    median, least, greatest = statistics.median(times), min(times), max(times)
    return ForkRow(
        system,
        mib,
        round(median / 1000, 2),
        round(least / 1000, 2),
        round(greatest / 1000, 2),
        len(times),
        work,
    )


def _of_memory(system: str, mib: int, rounds: int) -> tuple[Sequence[int], str]:
    """Nanoseconds of each fork of a memory of this project, and what one did."""
    memory, times = filled(system, mib), []
    with _undisturbed():
        for _ in range(rounds):
            begun = time.perf_counter_ns()
            memory.fork(PARENT, CHILD)
            times.append(time.perf_counter_ns() - begun)
            memory.exit(CHILD)
    return times, _work(memory)


def filled(system: str, mib: int) -> MemorySystem:
    """A memory of which the parent has so much mapped.

    A full copy takes longer if there is something in the pages, so a byte is stored in
    each; a lazy memory does not look at what they hold.
    """
    if system == FULL_COPY:
        copied = FullCopyMemory(LAYOUT)
        for page in range((mib << 20) // LAYOUT.page_size):
            copied.map(PARENT, page, PTE())
            copied.store(Location(PARENT, page, 0), 0, 1, 1)
        return copied
    lazy = lazy_memory(SOUND[system](LAYOUT), metered=False)
    for page in range((mib << 20) // LAYOUT.page_size):
        lazy.map(PARENT, page, PTE())
    return lazy


def _work(memory: MemorySystem) -> str:
    """What one more fork does, as it is counted."""
    counting, before = _counting(memory), memory.pages_copied
    counting.fork(PARENT, CHILD)
    if isinstance(counting, MeteredMemory):
        written = sum(counting.costs_of(slot).entries for slot in (PARENT, CHILD))
        return f"{written:,} entries written"
    return f"{memory.pages_copied - before:,} pages copied"


def _counting(memory: MemorySystem) -> MemorySystem:
    """The same pages and frames in a memory that counts its work, if it is lazy."""
    if not isinstance(memory, LazyMemory):
        return memory
    counting = lazy_memory(memory.policy, metered=True)
    counting.pages, counting.frames = memory.pages, memory.frames
    if isinstance(memory.pages, PageTables):
        counting.pages = MeteredTables(**attrs.asdict(memory.pages, recurse=False))
    return counting


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No garbage is looked for, and what there is is not looked at."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def _of_linux(kind: str, mib: int, rounds: int) -> Sequence[int]:
    """Nanoseconds of each fork of a small program that has written to every page."""
    with tempfile.TemporaryDirectory(prefix="ufork-bench-") as folder:
        program = _compiled(Path(folder))
        ran = subprocess.run(  # noqa: S603  the program that was just compiled
            [program, str(mib), kind, str(rounds)],
            capture_output=True,
            text=True,
            check=False,
        )
    times = [int(line) for line in ran.stdout.split()]
    if ran.returncode or len(times) != rounds:
        raise NotMeasuredError(f"the program on Linux could not get {mib} MiB")
    return times


def _compiled(folder: Path) -> Path:
    """The program for Linux, compiled into a folder.

    Raises:
        NotMeasuredError: There is no compiler, or it rejects the program.
    """
    compiler = find_compiler()
    if compiler is None:
        raise NotMeasuredError("there is no C compiler")
    target = folder / "fork"
    ran = subprocess.run(  # noqa: S603  the compiler of the system
        [compiler, "-O2", "-o", str(target), str(SOURCE)],
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise NotMeasuredError("the C compiler refuses the program for Linux")
    return target


def planned(systems: Sequence[str], sizes: Sequence[int]) -> list[tuple[str, int]]:
    """What is measured, in order; forks by page only up to a size."""
    return [
        (system, mib)
        for mib in sizes
        for system in systems
        if mib <= BY_PAGE or system in LINUX or grows_not(system)
    ]


def grows_not(system: str) -> bool:
    """Whether a fork does no work for each page."""
    return system in SOUND and SOUND[system].shares_tables
