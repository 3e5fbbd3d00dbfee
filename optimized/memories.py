"""The lazy memory of a policy: its class follows from what the policy shares."""

from collections import Counter

import attrs

from optimized.lazy_memory import LazyMemory
from optimized.links import NOWHERE
from optimized.metering import Costs, MeteredMemory
from optimized.page_tables import ROOTS, PageTables
from optimized.policy import Policy
from optimized.shared_tables import SharedTablesMemory


def _is_copied(was: int, now: int) -> bool:
    """Whether a table took the place of another, which may have entries."""
    return NOWHERE.table != was != now


@attrs.define(eq=False)
class MeteredTables(PageTables):
    """Page tables that count, for each slot, how many were copied for it."""

    copied: Counter[int] = attrs.field(factory=Counter)

    def own(self, slot: int, page: int) -> int:
        """Give a page a table that no other slot uses, and count what is copied."""
        before = self._tables_of(slot, page)
        leaf = super().own(slot, page)
        after = self._tables_of(slot, page)
        self.copied[slot] += sum(map(_is_copied, before, after))
        return leaf

    def _tables_of(self, slot: int, page: int) -> tuple[int, int]:
        """The directory and the last-level table on the way to a page."""
        directory = self.roots.get(ROOTS, slot).table
        link = self.directories.get(directory, self.leaves.place(page))
        return directory, link.table


@attrs.define(eq=False)
class MeteredSharedTables(MeteredMemory, SharedTablesMemory):
    """A memory with shared tables that counts its work."""

    pages: MeteredTables = attrs.field(
        default=attrs.Factory(
            lambda self: MeteredTables(self.policy, self.frames), takes_self=True
        )
    )

    def costs_of(self, slot: int) -> Costs:
        """The costs of the present owner of a slot, tables among them."""
        costs = super().costs_of(slot)
        costs.tables += self.pages.copied.pop(slot, 0)
        return costs

    def entries_of_fork(self, parent: int) -> int:
        """None: the tables are shared as they are."""
        del parent
        return 0


def lazy_memory(policy: Policy, *, metered: bool) -> LazyMemory:
    """A fresh lazy memory, which counts its work if it is ``metered``."""
    if policy.shares_tables:
        return (MeteredSharedTables if metered else SharedTablesMemory)(policy)
    return (MeteredMemory if metered else LazyMemory)(policy)
