"""The invariants of page tables that slots share, each said of a few ways.

A way leads from a slot over a directory and a last-level table to an entry.
"""

from collections.abc import Sequence

import attrs

from model.memory.page_table import ALLOW, TRAP, UNMAPPED
from optimized.entries import ABSENT, Entry
from optimized.links import AWAY, NOTHING, NOWHERE, Link
from optimized.page_tables import LEAF, ROOTS, SLOT, PageTables
from properties.laws.comparison import counted_once, implies, isnt, same_entry


@attrs.frozen
class Way:
    """Any place to look at: a page of a slot, and what it is compared with."""

    slot: int
    page: int
    other: int
    """A second slot, which may be the same."""
    directory: int
    """Any directory."""
    leaf: int
    """Any last-level table."""


def root_of(tables: PageTables, slot: int) -> Link:
    """The link from a slot to its directory."""
    return tables.roots.get(ROOTS, slot)


def link_of(tables: PageTables, directory: int, place: int) -> Link:
    """The link at a place of a directory."""
    return tables.directories.get(directory, place)


def _pending(tables: PageTables, slot: int, place: int) -> int:
    """What is pending on the way from a slot to a page."""
    root = root_of(tables, slot)
    return max(root.pending, link_of(tables, root.table, place).pending)


def is_used(tables: PageTables, directory: int) -> bool:
    """Whether a slot has the directory."""
    return tables.directory_frames.get(directory).references >= 1


def root_is_sound(tables: PageTables, slot: int) -> bool:
    """A slot has a directory that counts it, or none, and then nothing is pending. A
    directory of two slots has no two generations behind it.
    """
    root = root_of(tables, slot)
    known = tables.directory_frames.get(root.table)
    return (
        (known.references >= 1)
        & implies(root.table == NOWHERE.table, root.pending == NOTHING)
        & implies(known.references > 1, isnt(tables.mixed.get(ROOTS, root.table)))
        & _is_pending(root)
    )


def link_is_sound(tables: PageTables, directory: int, place: int) -> bool:
    """A directory in use leads to a table that counts it and knows its place, or to
    none, and then nothing is pending.
    """
    link = link_of(tables, directory, place)
    known = tables.leaf_frames.get(link.table)
    is_there = link.table != NOWHERE.table
    is_away = link.pending == AWAY
    return implies(
        is_used(tables, directory),
        (known.references >= 1)
        & implies(is_there, known.page == place)
        & implies(isnt(is_there), link.pending == NOTHING)
        & implies(is_away, tables.mixed.get(ROOTS, directory))
        & _is_pending(link),
    )


def _is_pending(link: Link) -> bool:
    """Whether what is pending on a link is one of the three."""
    return (link.pending >= NOTHING) & (link.pending <= AWAY)


def empty_tables_are_never_free(tables: PageTables) -> bool:
    """Table 0 of either kind is in use, and no entries behind it are of a child."""
    known = tables.leaf_frames.get(NOWHERE.table)
    is_mixed = tables.mixed.get(ROOTS, NOWHERE.table)
    return is_used(tables, NOWHERE.table) & (known.references >= 1) & isnt(is_mixed)


def the_empty_directory_leads_nowhere(tables: PageTables, place: int) -> bool:
    """Directory 0 has no link."""
    link = link_of(tables, NOWHERE.table, place)
    return (link.table == NOWHERE.table) & (link.pending == NOTHING)


def the_empty_table_has_no_entry(tables: PageTables, index: int) -> bool:
    """Last-level table 0 has no entry."""
    return same_whole_entry(tables.leaves.entries.get(NOWHERE.table, index), ABSENT)


def shared_directories_are_barred(tables: PageTables, slot: int, other: int) -> bool:
    """On the way to a directory that another slot has, too, something is pending."""
    here, there = root_of(tables, slot), root_of(tables, other)
    both = (here.table == there.table) & (here.table != NOWHERE.table)
    return implies(both & (slot != other), here.pending != NOTHING)


def shared_tables_are_barred(
    tables: PageTables, slot: int, directory: int, place: int
) -> bool:
    """On the way to a table to which another directory leads, something is pending."""
    root = root_of(tables, slot)
    here, there = link_of(tables, root.table, place), link_of(tables, directory, place)
    both = (here.table == there.table) & (here.table != NOWHERE.table)
    return implies(
        both & (root.table != directory) & is_used(tables, directory),
        _pending(tables, slot, place) != NOTHING,
    )


def has_directory(tables: PageTables, slot: int, directory: int) -> bool:
    """Whether a slot has a directory."""
    return root_of(tables, slot).table == directory


def directories_are_counted(
    tables: PageTables, directory: int, slots: Sequence[int]
) -> bool:
    """A directory has at least as many references as slots here have it."""
    sharers = counted_once(slots, lambda slot: has_directory(tables, slot, directory))
    is_one = directory != NOWHERE.table
    return implies(is_one, tables.directory_frames.get(directory).references >= sharers)


def leads_to(tables: PageTables, directory: int, leaf: int) -> bool:
    """Whether a directory in use leads to a table: it can only at the place that the
    table knows.
    """
    place = tables.leaf_frames.get(leaf).page
    link = tables.directories.get(directory, place)
    return is_used(tables, directory) & (link.table == leaf)


def tables_are_counted(
    tables: PageTables, leaf: int, directories: Sequence[int]
) -> bool:
    """A table has at least as many references as there are directories here that lead
    to it.
    """
    sharers = counted_once(directories, lambda each: leads_to(tables, each, leaf))
    is_one = leaf != NOWHERE.table
    return implies(is_one, tables.leaf_frames.get(leaf).references >= sharers)


def maps_frame(tables: PageTables, leaf: int, frame: int) -> bool:
    """Whether a table in use maps a frame: it can only at the page that the frame
    knows, which is below the place that the table knows.
    """
    page, known = tables.frames.get(frame).page, tables.leaf_frames.get(leaf)
    entry = tables.leaves.get(leaf, page)
    is_below = known.page == tables.leaves.place(page)
    is_mapped = entry.is_reference & (entry.frame == frame)
    return (known.references >= 1) & is_below & is_mapped


def frames_are_counted(tables: PageTables, frame: int, leaves: Sequence[int]) -> bool:
    """A frame has at least as many references as there are tables here that map it."""
    sharers = counted_once(leaves, lambda leaf: maps_frame(tables, leaf, frame))
    return tables.frames.get(frame).references >= sharers


def generations_tell(tables: PageTables, slot: int, place: int) -> bool:
    """The entries of a table are of another generation than the slot iff they are still
    to be made those of a child.
    """
    leaf = link_of(tables, root_of(tables, slot).table, place).table
    mine, its = tables.generations.get(SLOT, slot), tables.generations.get(LEAF, leaf)
    is_away = _pending(tables, slot, place) == AWAY
    return (
        (mine <= 1)
        & (its <= 1)
        & implies(leaf != NOWHERE.table, (mine != its) == is_away)
    )


def entry_is_sound_in(tables: PageTables, leaf: int, index: int) -> bool:
    """An entry of a table in use maps what it was asked to map, by a frame that knows
    its page; and it withholds nothing but stores and capability loads.
    """
    entry, known = tables.leaves.entries.get(leaf, index), tables.leaf_frames.get(leaf)
    page = tables.leaves.page(known.page, index)
    frame = tables.frames.get(entry.frame)
    is_known = (frame.page == page) & (frame.references >= 1)
    return implies(
        known.references >= 1,
        withholds_stores_and_tags(entry) & implies(entry.is_reference, is_known),
    )


def withholds_stores_and_tags(entry: Entry) -> bool:
    """Whether the hardware allows all that was asked for but for stores and loads of
    tags, and those only where they were asked for.
    """
    pte, mapping = entry.pte, entry.mapping
    is_barrier = (pte.capability_load == ALLOW) | (pte.capability_load == TRAP)
    return (
        (pte.mapped == mapping.mapped)
        & (pte.readable == mapping.readable)
        & (pte.executable == mapping.executable)
        & (pte.capability_store == mapping.capability_store)
        & implies(pte.writable, mapping.writable)
        & implies(pte.mapped, is_barrier & (mapping.capability_load == ALLOW))
        & (pte.mapped | same_entry(pte, UNMAPPED) & same_entry(mapping, UNMAPPED))
    )


def same_whole_entry(one: Entry, other: Entry) -> bool:
    """Whether two entries are equal in all their parts."""
    return (
        (one.frame == other.frame)
        & same_entry(one.pte, other.pte)
        & (one.pte.capability_dirty == other.pte.capability_dirty)
        & same_entry(one.mapping, other.mapping)
        & (one.shows == other.shows)
    )


def assert_tables_are_sound(tables: PageTables, way: Way) -> None:
    """Every invariant, at one way."""
    place, index = tables.leaves.place(way.page), tables.leaves.index(way.page)
    assert root_is_sound(tables, way.slot)
    assert link_is_sound(tables, way.directory, place)
    assert empty_tables_are_never_free(tables)
    assert the_empty_directory_leads_nowhere(tables, place)
    assert the_empty_table_has_no_entry(tables, index)
    assert shared_directories_are_barred(tables, way.slot, way.other)
    assert shared_tables_are_barred(tables, way.slot, way.directory, place)
    assert generations_tell(tables, way.slot, place)
    assert entry_is_sound_in(tables, way.leaf, index)
