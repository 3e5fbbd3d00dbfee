"""Laws of what page tables count: a table its links, a frame the tables that map it.

What is counted changes by as many as there are links and entries more, and nobody else
links or maps otherwise than before. That references are the number of links and of
entries follows by summing over all of them: that step is arithmetic, outside the
solver.
"""

from collections.abc import Callable, Sequence

import attrs

from optimized.frames import Frame
from optimized.links import NOWHERE
from optimized.page_tables import PageTables
from properties.laws.assumption import assume
from properties.laws.comparison import counted_once
from properties.laws.memory.hypotheses import assume_tables_sound
from properties.laws.memory.table_invariants import (
    has_directory,
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
    assume((seen.directory != NOWHERE.table) & (seen.leaf != NOWHERE.table))
    tables = before, after
    _assert_one_kind(*tables, _OF_DIRECTORY, seen.directory, taking.slots, seen.slot)
    directories, leaves = taking.directories, taking.leaves
    _assert_one_kind(*tables, _OF_LEAF, seen.leaf, directories, seen.other_directory)
    _assert_one_kind(*tables, _OF_FRAME, seen.frame, leaves, seen.other_leaf)


@attrs.frozen
class _Kind:
    """A kind of reference: its counter, and who has one."""

    counter: Callable[[PageTables, int], Frame]
    has: Callable[[PageTables, int, int], bool]


_OF_DIRECTORY = _Kind(lambda tables, it: tables.directory_frames.get(it), has_directory)
_OF_LEAF = _Kind(lambda tables, it: tables.leaf_frames.get(it), leads_to)
_OF_FRAME = _Kind(lambda tables, it: tables.frames.get(it), maps_frame)


def _assert_one_kind(
    before: PageTables,
    after: PageTables,
    kind: _Kind,
    number: int,
    taking: Sequence[int],
    other: int,
) -> None:
    """The counter of ``number`` tells what those who take part gained and lost."""
    for each in taking:
        assume(other != each)
    lost = counted_once(taking, lambda each: kind.has(before, each, number))
    gained = counted_once(taking, lambda each: kind.has(after, each, number))
    was, now = (kind.counter(tables, number).references for tables in (before, after))
    assert now + lost == was + gained
    assert kind.has(after, other, number) == kind.has(before, other, number)
