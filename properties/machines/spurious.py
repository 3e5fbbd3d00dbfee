"""Hardware that raises the load barrier where it need not.

Architectures let it: a fault may be raised for a clear tag, and for an entry that was
changed since it was read. Nothing that a program sees may depend on that.

Source:
    RISC-V specification for CHERI, page-table bits: whether a clear tag is trapped is
    left open; Arm Morello supplement, translation tables, cached entries.
"""

from random import Random

import attrs

from model.memory.layout import Location
from model.memory.tagged_memory import Granule
from optimized.fault_handler import capability_load
from optimized.lazy_memory import LazyMemory
from optimized.policy import Policy
from optimized.shared_tables import SharedTablesMemory


@attrs.define(eq=False)
class SpuriousMemory(LazyMemory):
    """A lazy memory on such hardware: one capability load in two is trapped first."""

    chance: Random = attrs.field(factory=lambda: Random(0))  # noqa: S311  no secret

    def load_capability(self, at: Location) -> Granule:
        """The granule that a capability load reads, perhaps after a needless fault."""
        if self.pte(at.slot, at.page).readable and self.chance.random() < 1 / 2:
            self.resolve(at, capability_load(tag=True))
        return super().load_capability(at)


@attrs.define(eq=False)
class SpuriousSharedTables(SpuriousMemory, SharedTablesMemory):
    """The same with shared tables."""


def spurious_memory(policy: Policy, seed: int) -> LazyMemory:
    """A fresh lazy memory on hardware whose needless faults are drawn by a number."""
    kind = SpuriousSharedTables if policy.shares_tables else SpuriousMemory
    return kind(policy, chance=Random(seed))  # noqa: S311  no secret
