"""Laws of what page tables count: a table its links, a frame the tables that map it.

What is counted changes by as many as there are links and entries more, and nobody else
links or maps otherwise than before. That references are the number of links and of
entries follows by summing over all of them: that step is arithmetic, outside the
solver.
"""

from collections.abc import Sequence

import attrs

from optimized.links import NOWHERE
from optimized.page_tables import PageTables
from properties.laws.assumption import assume
from properties.laws.memory.hypotheses import assume_tables_sound
from properties.laws.memory.table_invariants import (
    leads_to,
    link_of,
    maps_frame,
    root_of,
)


@attrs.frozen
class Counted:
    """What is counted, and who takes no part in what is done."""

    directory: int
    leaf: int
    frame: int
    slot: int
    """A slot that takes no part."""
    other_directory: int
    """A directory that takes no part."""
    other_leaf: int
    """A last-level table that takes no part."""


@attrs.frozen
class _Taking:
    """Who takes part: each once."""

    slots: Sequence[int]
    directories: Sequence[int]
    leaves: Sequence[int]


def to_own_a_page_counts_what_it_adds(
    tables: PageTables, slot: int, page: int, seen: Counted
) -> None:
    """Who takes part are the slot, the directories that it had and has, and the tables
    that it had and has for the page.
    """
    assume_tables_sound(tables)
    before, place = tables.copy(), tables.leaves.place(page)
    leaf = tables.own(slot, page)
    old, new = root_of(before, slot).table, root_of(tables, slot).table
    was = link_of(before, old, place).table
    _assert_counted(before, tables, seen, _Taking([slot], [old, new], [was, leaf]))


def to_share_counts_what_it_adds(
    tables: PageTables, parent: int, child: int, seen: Counted
) -> None:
    """Who takes part are the parent and its child, which had nothing."""
    assume_tables_sound(tables)
    assume(parent != child)
    assume(root_of(tables, child).table == NOWHERE.table)
    before = tables.copy()
    tables.share(parent, child)
    _assert_counted(before, tables, seen, _Taking([parent, child], [], []))


def to_clear_a_slot_counts_what_it_takes(
    tables: PageTables, slot: int, seen: Counted
) -> None:
    """Who takes part are the slot, its directory, and of the tables behind that the one
    that may map the frame.
    """
    assume_tables_sound(tables)
    before, directory = tables.copy(), root_of(tables, slot).table
    place = tables.leaves.place(tables.frames.get(seen.frame).page)
    leaf = link_of(tables, directory, place).table
    tables.clear(slot)
    _assert_counted(before, tables, seen, _Taking([slot], [directory], [leaf]))


def _assert_counted(
    before: PageTables, after: PageTables, seen: Counted, taking: _Taking
) -> None:
    """Each reference that is gained or lost is one of those who take part."""
    directory, leaf, frame = seen.directory, seen.leaf, seen.frame
    for each in taking.slots:
        assume(seen.slot != each)
    for each in taking.directories:
        assume(seen.other_directory != each)
    for each in taking.leaves:
        assume(seen.other_leaf != each)
    assume((directory != NOWHERE.table) & (leaf != NOWHERE.table))
    gained = lost = 0
    for each in taking.slots:
        gained = gained + (root_of(after, each).table == directory)
        lost = lost + (root_of(before, each).table == directory)
    now, was = (t.directory_frames.get(directory).references for t in (after, before))
    assert now + lost == was + gained
    gained = lost = 0
    for index, each in enumerate(taking.directories):
        counted = is_first(taking.directories, index)
        gained = gained + (leads_to(after, each, leaf) & counted)
        lost = lost + (leads_to(before, each, leaf) & counted)
    now, was = (t.leaf_frames.get(leaf).references for t in (after, before))
    assert now + lost == was + gained
    gained = lost = 0
    for index, each in enumerate(taking.leaves):
        counted = is_first(taking.leaves, index)
        gained = gained + (maps_frame(after, each, frame) & counted)
        lost = lost + (maps_frame(before, each, frame) & counted)
    now, was = (t.frames.get(frame).references for t in (after, before))
    assert now + lost == was + gained
    assert root_of(after, seen.slot).table == root_of(before, seen.slot).table
    other = seen.other_directory
    assert leads_to(after, other, leaf) == leads_to(before, other, leaf)
    other = seen.other_leaf
    assert maps_frame(after, other, frame) == maps_frame(before, other, frame)


def is_first(numbers: Sequence[int], index: int) -> bool:
    """Whether a number is not among those before it."""
    first = True
    for earlier in numbers[:index]:
        first = first & (numbers[index] != earlier)
    return first
