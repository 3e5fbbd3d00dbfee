"""The frames that page tables map, where these are copied or given up."""

from collections.abc import Iterable

import attrs

from model.memory.tables import Table
from optimized.entries import ABSENT, Entry
from optimized.frames import FrameTable, Reference, References, Row
from optimized.links import Link


@attrs.frozen
class Leaves:
    """The entries of all last-level tables, with ``2 ** span_bits`` places in each."""

    entries: Table[int, Entry]
    """By last-level table and place in the table."""
    span_bits: int

    def place(self, page: int) -> int:
        """The place in a directory of the link to the table of a page."""
        return page >> self.span_bits

    def index(self, page: int) -> int:
        """The place of a page in its table."""
        return page & (1 << self.span_bits) - 1

    def page(self, place: int, index: int = 0) -> int:
        """The page at a place of the table at a place of a directory."""
        return (place << self.span_bits) + index

    def get(self, leaf: int, page: int) -> Entry:
        """The entry at the place that a page has in its table."""
        return self.entries.get(leaf, self.index(page))

    def copy(self) -> "Leaves":
        """The same entries, which change independently of these."""
        return Leaves(self.entries.copy(), self.span_bits)


@attrs.frozen
class Held(References):
    """The entries of one last-level table."""

    leaves: Leaves
    leaf: int

    def at(self, page: int) -> Reference:
        """The entry of a page."""
        return self.leaves.get(self.leaf, page)

    def targets(self) -> Iterable[int]:
        """The frame of every entry that has one."""
        return Row(self.leaves.entries, self.leaf).targets()

    def copy(self) -> "Held":
        """The same, whatever changes later."""
        return Held(self.leaves.copy(), self.leaf)


@attrs.frozen
class Abandoned(References):
    """The entries of the tables behind a directory that have no link any more."""

    leaves: Leaves
    directories: Table[int, Link]
    directory: int
    leaf_frames: FrameTable

    def at(self, page: int) -> Reference:
        """The entry of a page."""
        link = self.directories.get(self.directory, self.leaves.place(page))
        return self.leaves.get(link.table, page) if self._is_left(link) else ABSENT

    def targets(self) -> Iterable[int]:
        """The frame of every entry that has one."""
        for _, link in self.directories.cells(self.directory):
            if self._is_left(link):
                yield from Held(self.leaves, link.table).targets()

    def copy(self) -> "Abandoned":
        """The same, whatever changes later."""
        return Abandoned(
            self.leaves.copy(),
            self.directories.copy(),
            self.directory,
            self.leaf_frames.copy(),
        )

    def _is_left(self, link: Link) -> bool:
        """Whether no link leads to that table."""
        return self.leaf_frames.get(link.table).references == 0
