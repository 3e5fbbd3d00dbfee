"""How long the first access to a shared page takes, and the next ones, by policy."""

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Final

import attrs

from model.isa.capability import root
from model.isa.permissions import Permission
from model.memory.layout import MORELLO_LAYOUT, Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import PTE
from model.memory.tagged_memory import granule_of
from optimized.memories import lazy_memory
from optimized.policies import SOUND
from properties.laws.memory import acts
from ufork.bench.forks import CHILD, PARENT

LAYOUT: Final = MORELLO_LAYOUT

ACCESSES: Final[Mapping[str, Callable[[Location], acts.Act]]] = {
    "load": acts.load_data,
    "capability load": acts.load_capability,
    "store": lambda at: acts.store_data(at, 0, 1, 1),
}
"""What is done to a granule that holds a capability, by name."""

PAGES: Final = 64
"""How many pages are accessed, one after the other."""


@attrs.frozen
class FaultRow:
    """What was measured of one access by one side of a fork."""

    system: str
    side: str
    access: str
    first_us: float
    """The median of the first accesses to the pages."""
    next_us: float
    """The median of the second ones, which find a page of their own if any did."""
    copied: int
    """Pages that the first accesses copied."""


def measured(system: str, side: str, access: str) -> FaultRow:
    """Fork a memory whose pages are full of capabilities, and access each twice."""
    memory = _full(system)
    memory.fork(PARENT, CHILD)
    slot, before = CHILD if side == "child" else PARENT, memory.pages_copied
    first = _times(memory, slot, access)
    copied = memory.pages_copied - before
    again = _times(memory, slot, access)
    return FaultRow(
        system,
        side,
        access,
        round(statistics.median(first) / 1000, 2),
        round(statistics.median(again) / 1000, 2),
        copied,
    )


def _times(memory: MemorySystem, slot: int, access: str) -> list[int]:
    """Nanoseconds of an access to each page."""
    times = []
    for page in range(PAGES):
        act = ACCESSES[access](Location(slot, page, 0))
        begun = time.perf_counter_ns()
        act.run(memory)
        times.append(time.perf_counter_ns() - begun)
    return times


def _full(system: str) -> MemorySystem:
    """A memory whose pages hold nothing but capabilities of their owner's."""
    memory = lazy_memory(SOUND[system](LAYOUT), metered=False)
    region = LAYOUT.region(PARENT)
    for page in range(PAGES):
        memory.map(PARENT, page, PTE())
        for granule in range(LAYOUT.page_granules):
            base = region.base + (1 << 20) + granule * 64
            held = root(LAYOUT.format, base, base + 64, Permission.LOAD)
            memory.store_capability(Location(PARENT, page, granule), granule_of(held))
    return memory
