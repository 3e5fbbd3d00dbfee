"""Page tables that parent and child share after a fork, until an entry must change.

The entries of a slot are in last-level tables, and the links to these in a directory.
The distance between slots is a multiple of what a table spans, so that a page of the
child has in its tables the place that it has in the parent's. Fork therefore gives the
child the parent's directory, and writes nothing else: what it changes in every entry is
pending on the two links to that directory. Before an entry changes, its slot gets a
directory and a table of its own, in which what was pending is done.

The hardware sees what is pending without any write to an entry: a link may be read-only
for all that is below it, and the load barrier is up for entries of another generation
than the process that runs.

Source:
    Arm Architecture Reference Manual, table descriptors: hierarchical permissions,
    APTable; Arm Morello supplement, CCTLR.TGEN. Last-level tables are shared at fork
    by Zhao, Gong, Fonseca, "On-demand-fork", EuroSys 2021. The rest is this project's.
"""

from collections.abc import Callable, Iterator
from typing import Final, Self

import attrs

from model.memory.page_table import ALLOW, PTE, TRAP
from model.memory.tables import SparseTable, Table
from optimized.entries import ABSENT, Entry
from optimized.frames import FrameTable
from optimized.links import NOWHERE, Link, Pending, Uses
from optimized.packed import PackedEntries
from optimized.policy import Policy

SPAN_BITS: Final = 9
"""The binary logarithm of how many entries a table of hardware has."""


def _span_bits(policy: Policy) -> int:
    """As many entries as hardware has, unless a slot would have few tables then."""
    layout = policy.layout
    return min(SPAN_BITS, (layout.slot_bits - layout.page_bits) // 2)


def _no_links() -> Table[int, Link]:
    """Links to nowhere."""
    return SparseTable(NOWHERE)


def _generation_zero() -> Table[int, int]:
    """Everything is of generation 0."""
    return SparseTable(0)


ROOTS: Final = 0
"""The row of ``roots``."""

SLOT, LEAF = range(2)
"""The rows of ``generations``."""


@attrs.define(eq=False)
class PageTables(Table[int, Entry]):
    """The entries of every slot; a row is a slot, and a cell is a page.

    A table is shared if more than one link leads to it. On every way to a shared table
    there is a link with something pending, so that no entry in it can be written to.

    Law:
        ``shared_tables_show_what_plain_ones_hold``
    """

    policy: Policy
    frames: FrameTable
    """A frame counts the tables with an entry that maps it."""
    span_bits: int = attrs.field(
        default=attrs.Factory(lambda self: _span_bits(self.policy), takes_self=True)
    )
    roots: Table[int, Link] = attrs.field(factory=_no_links)
    """Links to directories, by slot."""
    directories: Table[int, Link] = attrs.field(factory=_no_links)
    """Links to last-level tables, by directory and place in the directory."""
    leaves: Table[int, Entry] = attrs.field(
        default=attrs.Factory(
            lambda self: PackedEntries(self.span_bits), takes_self=True
        )
    )
    """Entries, by last-level table and place in the table."""
    directory_uses: Uses = attrs.field(factory=Uses)
    leaf_uses: Uses = attrs.field(factory=Uses)
    generations: Table[int, int] = attrs.field(factory=_generation_zero)
    """The load generation with which each slot runs, and that of each table's entries:
    by kind, ``SLOT`` or ``LEAF``, and number."""
    mixed: set[int] = attrs.field(factory=set)
    """The directories in which a link may have something pending as ``AWAY``."""

    def seen(self, entry: Entry, pending: Pending) -> Entry:
        """What an entry is, once what is pending is done."""
        if pending is Pending.AWAY:
            return self.policy.child_entry(entry)
        if pending is Pending.HOME:
            return self.policy.parent_entry(entry)
        return entry

    def get(self, row: int, cell: int) -> Entry:
        """The entry of a page of a slot, as the slot sees it."""
        link, entry = self._found(row, cell)
        return self.seen(entry, link.pending)

    def set(self, row: int, cell: int, value: Entry) -> None:
        """Change the entry of a page of one slot, in tables of its own."""
        self.leaves.set(self.own(row, cell), self._place(cell), value)

    def hardware(self, slot: int, page: int) -> PTE:
        """The bits that the hardware finds on its way to a page of a slot.

        A link with something pending is read-only, and the load barrier is up for
        entries of another generation than the slot's.

        Law:
            ``the_hardware_refuses_what_is_seen_to_be_withheld``
        """
        link, entry = self._found(slot, page)
        pte = entry.pte
        if link.pending:
            pte = attrs.evolve(pte, writable=False)
        own = self.generations.get(SLOT, slot) == self.generations.get(LEAF, link.table)
        if pte.capability_load == ALLOW and not own:
            pte = attrs.evolve(pte, capability_load=TRAP)
        return pte

    def share(self, parent: int, child: int) -> None:
        """Give ``child`` the directory of ``parent``, and leave all else pending.

        The child has no pages; of tables that are left from former ones it gets rid. It
        runs with the other generation than its parent. Entries of that generation would
        be a third kind in what both share: the parent gets tables of its own for them.
        """
        self.clear(child)
        self._leave_generation_behind(parent)
        root = self.roots.get(ROOTS, parent)
        if root.table:
            self.directory_uses.change(root.table, 1)
            self.roots.set(ROOTS, child, root.below(Pending.AWAY))
            self.roots.set(ROOTS, parent, root.below(Pending.HOME))
        self.generations.set(SLOT, child, 1 - self.generations.get(SLOT, parent))

    def own(self, slot: int, page: int) -> int:
        """Give a page a table that no other slot uses, with nothing pending before it.

        Returns:
            The number of the table.
        """
        directory, place = self._own_directory(slot), page >> self.span_bits
        link = self.directories.get(directory, place)
        leaf = self._own_leaf(link)
        self.directories.set(directory, place, Link(leaf))
        self.generations.set(LEAF, leaf, self.generations.get(SLOT, slot))
        return leaf

    def clear(self, row: int, chosen: Callable[[int], bool] | None = None) -> None:
        """Take away the chosen entries of a slot, or all; others keep their tables."""
        if chosen is not None:
            for page in [page for page, _ in self.cells(row) if chosen(page)]:
                self.set(row, page, ABSENT)
            return
        directory = self.roots.get(ROOTS, row).table
        self.roots.set(ROOTS, row, NOWHERE)
        if directory and not self.directory_uses.change(directory, -1):
            for _, link in self.directories.cells(directory):
                self._leave(link.table)
            self.directories.clear(directory)
            self.mixed.discard(directory)

    def overlay(
        self, target: int, source: int, change: Callable[[Entry], Entry]
    ) -> int:
        """Set every entry of ``target`` to ``change`` of the same one of ``source``."""
        changed = [(page, change(entry)) for page, entry in self.cells(source)]
        self.clear(target)
        for page, entry in changed:
            self.set(target, page, entry)
        return len(changed)

    def rows(self) -> list[int]:
        """The slots with a page."""
        return [slot for slot, _ in self.roots.cells(ROOTS) if any(self.cells(slot))]

    def cells(self, row: int) -> Iterator[tuple[int, Entry]]:
        """The pages of a slot, with their entries as the slot sees them."""
        root = self.roots.get(ROOTS, row)
        for place, link in self.directories.cells(root.table):
            pending = max(root.pending, link.pending)
            for index, entry in self.leaves.cells(link.table):
                page = (place << self.span_bits) + index
                yield page, self.seen(entry, pending)

    def copy(self) -> Self:
        """The same entries, which change independently of these."""
        parts = ("frames", "roots", "directories", "leaves", "generations", "mixed")
        counts = ("directory_uses", "leaf_uses")
        return attrs.evolve(
            self, **{name: getattr(self, name).copy() for name in (*parts, *counts)}
        )

    def _found(self, slot: int, page: int) -> tuple[Link, Entry]:
        """The way to a page, with all that is pending on it, and the entry there."""
        root = self.roots.get(ROOTS, slot)
        link = self.directories.get(root.table, page >> self.span_bits)
        entry = self.leaves.get(link.table, self._place(page))
        return link.below(root.pending), entry

    def _place(self, page: int) -> int:
        """The place of a page in its table."""
        return page & (1 << self.span_bits) - 1

    def _own_directory(self, slot: int) -> int:
        """The directory of a slot, which no other uses, with nothing pending on it."""
        root = self.roots.get(ROOTS, slot)
        directory, pending = root.table, root.pending
        if root == Link(directory) and directory:
            return directory
        if not directory or self.directory_uses.get(directory) > 1:
            directory = self.directory_uses.allocate()
        self.directories.overlay(
            directory, root.table, lambda link: link.below(pending)
        )
        if directory != root.table:
            for _, link in self.directories.cells(directory):
                self.leaf_uses.change(link.table, 1)
            if root.table:
                self.directory_uses.change(root.table, -1)
        if pending is Pending.AWAY or root.table in self.mixed:
            self.mixed.add(directory)
        self.roots.set(ROOTS, slot, Link(directory))
        return directory

    def _leave_generation_behind(self, slot: int) -> None:
        """Give a slot tables of its own where its entries are of another generation."""
        root = self.roots.get(ROOTS, slot)
        if root.pending is not Pending.AWAY and root.table not in self.mixed:
            return
        for place, link in list(self.directories.cells(root.table)):
            if Pending.AWAY in (root.pending, link.pending):
                self.own(slot, place << self.span_bits)
        self.mixed.discard(self.roots.get(ROOTS, slot).table)

    def _own_leaf(self, link: Link) -> int:
        """The table at the end of a link, or a copy, with what was pending done."""
        leaf, pending = link.table, link.pending
        if not pending and leaf:
            return leaf
        if leaf and self.leaf_uses.get(leaf) == 1:
            self.leaves.overlay(leaf, leaf, lambda each: self.seen(each, pending))
            return leaf
        own = self.leaf_uses.allocate()
        self.leaves.overlay(own, leaf, lambda each: self.seen(each, pending))
        if leaf:
            self.leaf_uses.change(leaf, -1)
            self.frames.change_mapped(self.leaves, own, self.policy.frame_after_fork)
        return own

    def _leave(self, leaf: int) -> None:
        """One link less leads to a table; without links its entries leave frames."""
        if not self.leaf_uses.change(leaf, -1):
            leaving = self.policy.frame_after_leaving
            self.frames.change_mapped(self.leaves, leaf, leaving)
            self.leaves.clear(leaf)
