"""How much memory a child takes that saves its parent's table, by policy and size.

The program is ``redis-snapshot``, with values of 1 KiB. The child follows every pointer
and reads every value, while the parent goes on writing to a few entries.
"""

from typing import Final

import attrs

from model.system import System, step
from optimized.metering import MeteredMemory
from properties.machines.setups import FULL_COPY, Setup
from properties.programs.hash_table import Size
from properties.programs.redis_snapshot import operations, the_snapshot_is_the_table

ENTRIES: Final = (128, 1024, 4096)
"""How many entries the tables have."""

VALUE: Final = 1024
"""Bytes of a value."""

SYSTEMS: Final = (FULL_COPY, "coa", "copa-strict", "copa", "copa-shared")
"""The policies, in the order of what their children take."""

PAPER: Final = {FULL_COPY: 144, "coa": 101, "copa": 6}
"""MB that the child takes whose parent has a database of 100 MB.

Source:
    Kressel, Lefeuvre, Olivier, "μFork", SOSP 2025, section 5.1.
"""

CHILD: Final = "b"


@attrs.frozen
class SnapshotRow:
    """What was measured of one policy at one size."""

    system: str
    entries: int
    table_kib: float
    """All objects of the table at the fork."""
    child_kib: float
    """The pages that only the child uses, when it has written its last record."""
    copied: int
    """Pages copied for forks, in all."""


def measured(system: str, entries: int) -> SnapshotRow:
    """Run the program under a policy, check the snapshot, and look at the child.

    Raises:
        AssertionError: The child's buffer is not the table.
    """
    size = Size(entries, VALUE)
    running = Setup(system).boot(metered=True)
    for operation in operations(size):
        step(running, operation)
    the_snapshot_is_the_table(running, size)
    memory = running.memory
    pages = _pages_of_child(running)
    kibibytes = pages * memory.layout.page_size / 1024
    return SnapshotRow(
        system,
        entries,
        round(size.bytes / 1024, 1),
        round(kibibytes, 1),
        memory.pages_copied,
    )


def _pages_of_child(system: System) -> int:
    """The pages that only the child uses: all that it has, where a fork copies."""
    memory, slot = system.memory, system.processes[CHILD].slot
    if isinstance(memory, MeteredMemory):
        return memory.usage(slot).unique
    return len(list(memory.mapped_pages(slot)))
