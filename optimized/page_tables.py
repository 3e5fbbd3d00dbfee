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
from optimized.frames import FREE, FramePool, FrameTable, Row, one_less, one_more
from optimized.links import AWAY, HOME, NOTHING, NOWHERE, Link
from optimized.packed import PackedEntries
from optimized.policy import Policy
from optimized.table_references import Abandoned, Held, Leaves

SPAN_BITS: Final = 9
"""The binary logarithm of how many entries a table of hardware has."""


def _span_bits(policy: Policy) -> int:
    """As many entries as hardware has, unless a slot would have few tables then."""
    layout = policy.layout
    return min(SPAN_BITS, (layout.slot_bits - layout.page_bits) // 2)


def _no_links() -> Table[int, Link]:
    """Links to nowhere."""
    return SparseTable(NOWHERE)


def _no_entries(policy: Policy) -> Leaves:
    """Tables without entries."""
    span_bits = _span_bits(policy)
    return Leaves(PackedEntries(span_bits), span_bits)


def _generation_zero() -> Table[int, int]:
    """Everything is of generation 0."""
    return SparseTable(0)


def _no_mixture() -> Table[int, bool]:
    """No table with entries of two generations."""
    return SparseTable(False)


def _one_empty_table() -> FrameTable:
    """The frames of tables: one is taken, by the table that has no entries."""
    pool = FramePool()
    pool.set(NOWHERE.table, one_more(FREE))
    return pool


ROOTS: Final = 0
"""The row of ``roots`` and of ``mixed``."""

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
    roots: Table[int, Link] = attrs.field(factory=_no_links)
    """Links to directories, by slot."""
    directories: Table[int, Link] = attrs.field(factory=_no_links)
    """Links to last-level tables, by directory and place in the directory."""
    leaves: Leaves = attrs.field(
        default=attrs.Factory(lambda self: _no_entries(self.policy), takes_self=True)
    )
    directory_frames: FrameTable = attrs.field(factory=_one_empty_table)
    """A directory counts the slots that have it."""
    leaf_frames: FrameTable = attrs.field(factory=_one_empty_table)
    """A last-level table counts the directories with a link to it, and knows the place
    of that link, which is the same in all of them: the ``page`` of its frame."""
    generations: Table[int, int] = attrs.field(factory=_generation_zero)
    """The load generation with which each slot runs, and that of each table's entries:
    by kind, ``SLOT`` or ``LEAF``, and number."""
    mixed: Table[int, bool] = attrs.field(factory=_no_mixture)
    """The directories in which a link may have something pending as ``AWAY``."""

    def seen(self, entry: Entry, pending: int) -> Entry:
        """What an entry is, once what is pending is done."""
        if pending == AWAY:
            return self.policy.child_entry(entry)
        if pending == HOME:
            return self.policy.parent_entry(entry)
        return entry

    def get(self, row: int, cell: int) -> Entry:
        """The entry of a page of a slot, as the slot sees it."""
        link, entry = self._found(row, cell)
        return self.seen(entry, link.pending)

    def set(self, row: int, cell: int, value: Entry) -> None:
        """Change the entry of a page of one slot, in tables of its own."""
        self.leaves.entries.set(self.own(row, cell), self.leaves.index(cell), value)

    def hardware(self, slot: int, page: int) -> PTE:
        """The bits that the hardware finds on its way to a page of a slot.

        A link with something pending is read-only, and the load barrier is up for
        entries of another generation than the slot's.

        Law:
            ``the_hardware_refuses_what_is_seen_to_be_withheld``
        """
        link, entry = self._found(slot, page)
        pte = entry.pte
        if link.pending != NOTHING:
            pte = attrs.evolve(pte, writable=False)
        own = self.generations.get(SLOT, slot) == self.generations.get(LEAF, link.table)
        if pte.capability_load == ALLOW and not own:
            pte = attrs.evolve(pte, capability_load=TRAP)
        return pte

    def share(self, parent: int, child: int) -> None:
        """Give ``child`` the directory of ``parent``, and leave all else pending.

        The child has no pages; of tables that are left from former ones it gets rid. It
        runs with the other generation than its parent, who has left that behind.
        """
        self.clear(child)
        root = self.roots.get(ROOTS, parent)
        if root.is_reference:
            known = self.directory_frames.get(root.table)
            self.directory_frames.set(root.table, one_more(known))
            self.roots.set(ROOTS, child, root.below(AWAY))
            self.roots.set(ROOTS, parent, root.below(HOME))
        self.generations.set(SLOT, child, 1 - self.generations.get(SLOT, parent))

    def leave_generation_behind(self, slot: int) -> None:
        """Give a slot tables of its own where its entries are of another generation.

        They would be a third kind in what the slot and its child share.
        """
        root = self.roots.get(ROOTS, slot)
        if root.pending == AWAY or self.mixed.get(ROOTS, root.table):
            for place, link in list(self.directories.cells(root.table)):
                if AWAY in (root.pending, link.pending):
                    self.own(slot, self.leaves.page(place))
            self.mixed.set(ROOTS, self.roots.get(ROOTS, slot).table, False)

    def own(self, slot: int, page: int) -> int:
        """Give a page a table that no other slot uses, with nothing pending before it.

        Returns:
            The number of the table.
        """
        directory, place = self._own_directory(slot), self.leaves.place(page)
        link = self.directories.get(directory, place)
        leaf = self._own_leaf(link, place)
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
        if directory != NOWHERE.table:
            left = one_less(self.directory_frames.get(directory))
            self.directory_frames.set(directory, left)
            if left.references == 0:
                self._abandon(directory)

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
            for index, entry in self.leaves.entries.cells(link.table):
                yield self.leaves.page(place, index), self.seen(entry, pending)

    def copy(self) -> Self:
        """The same entries, which change independently of these."""
        tables = ("roots", "directories", "leaves", "generations", "mixed")
        counts = ("frames", "directory_frames", "leaf_frames")
        return attrs.evolve(
            self, **{name: getattr(self, name).copy() for name in (*tables, *counts)}
        )

    def _found(self, slot: int, page: int) -> tuple[Link, Entry]:
        """The way to a page, with all that is pending on it, and the entry there."""
        root = self.roots.get(ROOTS, slot)
        link = self.directories.get(root.table, self.leaves.place(page))
        return link.below(root.pending), self.leaves.get(link.table, page)

    def _own_directory(self, slot: int) -> int:
        """The directory of a slot, which no other uses, with nothing pending on it."""
        root = self.roots.get(ROOTS, slot)
        old, pending = root.table, root.pending
        if root.is_reference and pending == NOTHING:
            return old
        known, directory = self.directory_frames.get(old), old
        if not root.is_reference or known.references > 1:
            directory = self._new_table(self.directory_frames)
        self.directories.overlay(directory, old, lambda link: link.below(pending))
        is_mixed = self.mixed.get(ROOTS, old) | (pending == AWAY)
        self.mixed.set(ROOTS, directory, is_mixed)
        if directory != old:
            self.leaf_frames.change_mapped(Row(self.directories, directory), one_more)
        if directory != old and root.is_reference:
            self.directory_frames.set(old, one_less(known))
        self.roots.set(ROOTS, slot, Link(directory))
        return directory

    def _own_leaf(self, link: Link, place: int) -> int:
        """The table at the end of a link, or a copy, with what was pending done."""
        leaf, pending = link.table, link.pending
        if link.is_reference and pending == NOTHING:
            return leaf
        known, own = self.leaf_frames.get(leaf), leaf
        if not link.is_reference or known.references > 1:
            own = self._new_table(self.leaf_frames, place)
        self.leaves.entries.overlay(own, leaf, lambda each: self.seen(each, pending))
        if own != leaf and link.is_reference:
            self.leaf_frames.set(leaf, one_less(known))
            held = Held(self.leaves, own)
            self.frames.change_mapped(held, self.policy.frame_after_fork)
        return own

    def _new_table(self, frames: FrameTable, place: int = 0) -> int:
        """A table with one link to it; its entries are those of a former one."""
        table = frames.allocate()
        frames.set(table, attrs.evolve(one_more(FREE), page=place))
        return table

    def _abandon(self, directory: int) -> None:
        """Give up the tables behind a directory that no slot has any more."""
        self.leaf_frames.change_mapped(Row(self.directories, directory), one_less)
        left = Abandoned(self.leaves, self.directories, directory, self.leaf_frames)
        self.frames.change_mapped(left, self.policy.frame_after_leaving)
        self.directories.clear(directory)
        self.mixed.set(ROOTS, directory, False)
