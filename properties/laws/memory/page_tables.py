"""Laws of page tables that slots share, each said of one way to one entry.

What the laws assume of all ways they keep at any way: ``table_invariants``.
"""

from model.memory.page_table import PRIVATE, TRAP
from optimized.entries import ABSENT, Entry
from optimized.links import AWAY
from optimized.page_tables import ROOTS, PageTables
from properties.laws.assumption import assume
from properties.laws.comparison import implies, isnt, same_entry
from properties.laws.memory.hypotheses import assume_tables_sound
from properties.laws.memory.table_invariants import (
    Way,
    assert_tables_are_sound,
    root_of,
    same_whole_entry,
    withholds_stores_and_tags,
)


def to_own_a_page_changes_nothing_that_is_seen(
    tables: PageTables, slot: int, page: int, way: Way
) -> None:
    """A slot that gets a table of its own sees in it what it saw, and so do others."""
    assume_tables_sound(tables)
    before = tables.get(way.slot, way.page)
    tables.own(slot, page)
    assert same_whole_entry(tables.get(way.slot, way.page), before)


def to_own_a_page_keeps_tables_sound(
    tables: PageTables, slot: int, page: int, way: Way
) -> None:
    """What shared tables need, they need of those that a slot gets for itself."""
    assume_tables_sound(tables)
    tables.own(slot, page)
    assert_tables_are_sound(tables, way)


def an_entry_that_is_set_is_one_slots_alone(
    tables: PageTables, slot: int, page: int, entry: Entry, way: Way
) -> None:
    """The slot sees it at that page, and everything else is seen as it was."""
    assume_tables_sound(tables)
    before = tables.get(way.slot, way.page)
    tables.set(slot, page, entry)
    is_there = (way.slot == slot) & (way.page == page)
    now = tables.get(way.slot, way.page)
    assert implies(is_there, same_whole_entry(now, entry))
    assert is_there | same_whole_entry(now, before)


def shared_tables_show_what_a_fork_makes(
    tables: PageTables, parent: int, child: int, way: Way
) -> None:
    """The child sees what the policy makes for a child of each entry that the parent
    saw, the parent what it leaves to a parent, and everybody else what there was.

    No entry is of another generation than the parent: those it has left behind.
    """
    assume_tables_sound(tables)
    assume(parent != child)
    assume(is_of_one_generation(tables, parent))
    seen, others = tables.get(parent, way.page), tables.get(way.slot, way.page)
    tables.share(parent, child)
    policy, now = tables.policy, tables.get(way.slot, way.page)
    is_parent, is_child = way.slot == parent, way.slot == child
    assert implies(is_child, same_whole_entry(now, policy.child_entry(seen)))
    assert implies(is_parent, same_whole_entry(now, policy.parent_entry(seen)))
    assert is_child | is_parent | same_whole_entry(now, others)


def to_share_keeps_tables_sound(
    tables: PageTables, parent: int, child: int, way: Way
) -> None:
    """What shared tables need, they need after a fork."""
    assume_tables_sound(tables)
    assume(parent != child)
    assume(is_of_one_generation(tables, parent))
    tables.share(parent, child)
    assert_tables_are_sound(tables, way)


def is_of_one_generation(tables: PageTables, slot: int) -> bool:
    """Whether a slot has no entries of another generation than its own."""
    root = root_of(tables, slot)
    is_mixed = tables.mixed.get(ROOTS, root.table)
    return (root.pending != AWAY) & isnt(is_mixed)


def a_slot_that_is_cleared_shows_nothing(
    tables: PageTables, slot: int, way: Way
) -> None:
    """Nothing is left of its pages, and everybody else sees what there was."""
    assume_tables_sound(tables)
    before = tables.get(way.slot, way.page)
    tables.clear(slot)
    now = tables.get(way.slot, way.page)
    assert implies(way.slot == slot, same_whole_entry(now, ABSENT))
    assert (way.slot == slot) | same_whole_entry(now, before)


def to_clear_a_slot_keeps_tables_sound(tables: PageTables, slot: int, way: Way) -> None:
    """What shared tables need, they need after the end of one who shared them."""
    assume_tables_sound(tables)
    tables.clear(slot)
    assert_tables_are_sound(tables, way)


def the_hardware_finds_what_is_seen(tables: PageTables, way: Way) -> None:
    """The bits on the way to a page are those of the entry as its slot sees it: nothing
    that is pending has to be done for that. Of a page that shows the kernel's the
    hardware may withhold stores and tags besides.
    """
    assume_tables_sound(tables)
    seen, found = tables.get(way.slot, way.page), tables.hardware(way.slot, way.page)
    is_private = seen.shows == PRIVATE
    assert implies(is_private, same_entry(found, seen.pte))
    assert implies(found.writable, seen.pte.writable)
    assert (found.capability_load == TRAP) | (
        found.capability_load == seen.pte.capability_load
    )
    assert found.mapped == seen.pte.mapped
    assert found.readable == seen.pte.readable
    assert found.executable == seen.pte.executable
    assert found.capability_store == seen.pte.capability_store
    assert found.capability_dirty == seen.pte.capability_dirty


def an_entry_that_is_set_keeps_tables_sound(
    tables: PageTables, slot: int, page: int, entry: Entry, way: Way
) -> None:
    """What shared tables need, they need of an entry that is changed, if it maps a
    frame that knows the page.
    """
    assume_tables_sound(tables)
    known = tables.frames.get(entry.frame)
    assume(withholds_stores_and_tags(entry))
    is_known = (known.page == page) & (known.references >= 1)
    assume(implies(entry.is_reference, is_known))
    tables.set(slot, page, entry)
    assert_tables_are_sound(tables, way)
