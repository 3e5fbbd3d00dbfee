"""Links between page tables: where they lead, what is pending on them, how many."""

import enum
from typing import Final

import attrs


class Pending(enum.IntEnum):
    """What forks have left to do in every entry below a link; the greatest is done."""

    NOTHING = 0
    HOME = enum.auto()
    """What the fork does to the parent's entries."""
    AWAY = enum.auto()
    """What the fork does to make the child's entries."""


@attrs.frozen
class Link:
    """The way from a slot to its directory, or from there to a last-level table."""

    table: int
    """Number 0 is the table without entries, which never changes."""
    pending: Pending = Pending.NOTHING

    def below(self, pending: Pending) -> "Link":
        """The link if something is pending on the way to it, too."""
        return Link(self.table, max(self.pending, pending)) if self.table else self


NOWHERE: Final = Link(0)
"""The link of a place where nothing is mapped."""


class Uses:
    """How many links lead to each table of one kind, and which numbers are free."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self._free: list[int] = []

    def get(self, table: int) -> int:
        """How many links lead to a table."""
        return self._counts[table]

    def change(self, table: int, difference: int) -> int:
        """Count more links, or fewer; the number is free when there are none.

        Returns:
            How many there are now.
        """
        now = self.get(table) + difference
        if now:
            self._counts[table] = now
        else:
            del self._counts[table]
            self._free.append(table)
        return now

    def allocate(self) -> int:
        """A table that one link leads to; its entries are those of no page."""
        table = self._free.pop() if self._free else len(self._counts) + 1
        self._counts[table] = 1
        return table

    def counts(self) -> dict[int, int]:
        """How many links lead to each table to which one does."""
        return dict(self._counts)

    def copy(self) -> "Uses":
        """The same counts, which change independently of these."""
        twin = Uses()
        twin._counts, twin._free = self.counts(), list(self._free)
        return twin
