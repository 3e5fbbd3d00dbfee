"""The lazy memory of a policy: its class follows from what the policy shares."""

import attrs

from optimized.lazy_memory import LazyMemory
from optimized.metering import MeteredMemory
from optimized.policy import Policy
from optimized.shared_tables import SharedTablesMemory


@attrs.define(eq=False)
class MeteredSharedTables(MeteredMemory, SharedTablesMemory):
    """A memory with shared tables that counts its work."""

    def entries_of_fork(self, parent: int) -> int:
        """None: the tables are shared as they are."""
        del parent
        return 0


def lazy_memory(policy: Policy, *, metered: bool) -> LazyMemory:
    """A fresh lazy memory, which counts its work if it is ``metered``."""
    if policy.shares_tables:
        return (MeteredSharedTables if metered else SharedTablesMemory)(policy)
    return (MeteredMemory if metered else LazyMemory)(policy)
