"""How much memory a large μprocess takes here, of which little is touched.

It is measured in a process of its own, because a process never gives back all of what
it once had.
"""

import multiprocessing
import resource
from concurrent.futures import ProcessPoolExecutor
from random import Random
from typing import Final

import attrs

from model.memory.layout import Location
from ufork.bench.forks import LAYOUT, PARENT, filled

MIB: Final = 1 << 20

FIXED: Final = 100
"""MiB that are allowed besides: Python itself, and page tables."""


@attrs.frozen
class MemoryRow:
    """What was measured of one policy."""

    system: str
    mapped_mib: int
    touched_mib: float
    resident_mib: float
    """The most that the process of the model had at any time."""
    allowed_mib: float
    """Twice what is touched, and ``FIXED``."""


def measured(system: str, mib: int, percent: float) -> MemoryRow:
    """Map so much in a fresh process, and store to so many pages of it."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as pool:
        touched, resident = pool.submit(fill, system, mib, percent).result()
    allowed = 2 * touched + FIXED
    return MemoryRow(
        system, mib, round(touched, 1), round(resident, 1), round(allowed, 1)
    )


def fill(system: str, mib: int, percent: float) -> tuple[float, float]:
    """Map and store, in this process: MiB touched, and the most that were resident."""
    memory, pages = filled(system, mib), mib * MIB // LAYOUT.page_size
    chosen = Random(1).sample(range(pages), round(pages * percent / 100))  # noqa: S311
    for page in chosen:
        memory.store(Location(PARENT, page, 0), 0, 1, 1)
    kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return len(chosen) * LAYOUT.page_size / MIB, kibibytes / 1024
