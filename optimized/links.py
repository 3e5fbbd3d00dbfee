"""Links between page tables: where they lead, and what is pending on them."""

import enum
from typing import Final

import attrs


class Pending(enum.IntEnum):
    """What forks have left to do in every entry below a link; the greatest is done."""

    NOTHING = enum.auto()
    HOME = enum.auto()
    """What the fork does to the parent's entries."""
    AWAY = enum.auto()
    """What the fork does to make the child's entries."""


NOTHING: Final = int(Pending.NOTHING)
HOME: Final = int(Pending.HOME)
AWAY: Final = int(Pending.AWAY)


@attrs.frozen
class Link:
    """The way from a slot to its directory, or from there to a last-level table."""

    table: int
    """Number 0 is the table without entries, which never changes."""
    pending: int = NOTHING
    """NOTHING, HOME or AWAY."""

    @property
    def is_reference(self) -> bool:
        """Whether the link leads to a table that may have entries."""
        return self.table != 0

    @property
    def target(self) -> int:
        """The table that the link leads to."""
        return self.table

    def below(self, pending: int) -> "Link":
        """The link if something is pending on the way to it, too."""
        return Link(self.table, max(self.pending, pending)) if self.table else self


NOWHERE: Final = Link(0)
"""The link of a place where nothing is mapped."""
