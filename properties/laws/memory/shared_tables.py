"""Laws of shared page tables: they show what a table for each slot would hold.

The abstraction function ``plain`` writes out, for every slot, the entries that it sees,
and counts for every frame the pages that it backs. What the other laws say of a lazy
memory they then say of that one.
"""

from collections import Counter
from typing import Final

import attrs

from model.isa.faults import Fault
from model.memory.page_table import PRIVATE, PTE, TRAP
from model.memory.tables import SparseTable
from model.memory.tagged_memory import Granule
from optimized.entries import ABSENT, Entry
from optimized.frames import Frame
from optimized.lazy_memory import LazyMemory
from optimized.links import NOTHING, NOWHERE
from optimized.page_tables import LEAF, ROOTS, SLOT, PageTables
from properties.laws.memory.acts import Act


def plain(lazy: LazyMemory) -> LazyMemory:
    """The memory with a table for each slot that a lazy memory stands for.

    A memory that shares no tables stands for itself. Contents are not copied.
    """
    if not isinstance(lazy.pages, PageTables):
        return lazy
    pages, backed = SparseTable[int, Entry](ABSENT), Counter[int]()
    for slot in lazy.pages.rows():
        for page, entry in lazy.pages.cells(slot):
            pages.set(slot, page, entry)
            backed[entry.frame] += entry.shows == PRIVATE
    frames = lazy.frames.copy()
    for number, known in lazy.frames.in_use().items():
        frames.set(number, Frame(backed[number], known.home, known.page))
    return LazyMemory(lazy.policy, pages, frames, lazy.granules)


def tables_are_counted_and_barred(lazy: LazyMemory) -> None:
    """Every table has as many uses as links, every frame as many references as tables
    map it, and on each way to a table with two links there is something pending.
    """
    tables = lazy.pages
    assert isinstance(tables, PageTables)
    roots = dict(tables.roots.cells(ROOTS))
    directories, leaves = Counter(root.table for root in roots.values()), Counter[int]()
    frames = Counter[int]()
    for directory in directories:
        leaves.update(link.table for _, link in tables.directories.cells(directory))
    for leaf in leaves:
        held = [entry for _, entry in tables.leaves.entries.cells(leaf)]
        frames.update(entry.frame for entry in held if entry.shows == PRIVATE)
    for count, pool in (
        (directories, tables.directory_frames),
        (leaves, tables.leaf_frames),
    ):
        known = {table: each.references for table, each in pool.in_use().items()}
        assert known == {**count, NOWHERE.table: 1}, f"{known}, not {dict(count)}"
    known = {number: each.references for number, each in lazy.frames.in_use().items()}
    assert known == dict(frames), f"{known}, not {dict(frames)}"
    for slot, root in roots.items():
        for place, link in tables.directories.cells(root.table):
            is_shared = max(directories[root.table], leaves[link.table]) > 1
            is_pending = max(root.pending, link.pending) > NOTHING
            assert is_pending or not is_shared, f"table {place} of slot {slot}"


def a_directory_without_a_slot_is_empty(lazy: LazyMemory) -> None:
    """A directory that nothing uses has no links, so that its number can be given
    again. A generation is one of two, because an entry has one bit for it; a directory
    is shared only if all entries behind it are of one.
    """
    tables = lazy.pages
    assert isinstance(tables, PageTables)
    used = tables.directory_frames.in_use()
    left = set(tables.directories.rows()) - used.keys()
    assert not left, f"directories {left} are of no slot, and have links"
    mixed = [each for each, is_mixed in tables.mixed.cells(ROOTS) if is_mixed]
    shared = [each for each in mixed if used[each].references > 1]
    assert not shared, f"directories {shared} of two slots, of two generations"
    for kind in (SLOT, LEAF):
        generations = dict(tables.generations.cells(kind))
        assert set(generations.values()) <= {0, 1}, f"{generations}"


def tables_are_as_large_as_those_of_hardware(tables: PageTables) -> None:
    """A table has 512 entries, or as many as a slot has tables, if these are fewer."""
    layout, entries = tables.policy.layout, 1 << tables.leaves.span_bits
    pages = layout.slot_size // layout.page_size
    assert entries == _OF_HARDWARE or entries**2 <= pages < 4 * entries**2
    assert entries <= _OF_HARDWARE


def fresh_tables_are_of_the_first_generation(tables: PageTables) -> None:
    """Before a fork every slot and every table is of generation 0, which the bit of an
    entry has that says nothing.
    """
    for kind in (SLOT, LEAF):
        for number in range(3):
            assert tables.generations.get(kind, number) == PTE().load_generation


_OF_HARDWARE: Final = 512
"""Entries of 8 bytes in a page of 4 KiB."""


def shared_tables_show_what_plain_ones_hold(lazy: LazyMemory, act: Act) -> None:
    """Whatever is done to a memory with shared tables, and to one with a table for each
    slot that shows the same: both find the same, and show the same afterwards.
    """
    alike = plain(lazy)
    alike.granules = lazy.granules.copy()
    found, expected = _outcome(lazy, act), _outcome(alike, act)
    assert found == expected, f"{found}, not {expected}"
    now = plain(lazy)
    for slot in sorted({*now.pages.rows(), *alike.pages.rows()}):
        entries = dict(now.pages.cells(slot))
        assert entries == dict(alike.pages.cells(slot)), f"slot {slot}"
    frames = alike.frames.in_use()
    assert now.frames.in_use() == frames
    for frame in frames:
        content = dict(now.granules.cells(frame))
        assert content == dict(alike.granules.cells(frame)), f"frame {frame}"


def the_hardware_refuses_what_is_seen_to_be_withheld(
    lazy: LazyMemory, slot: int, page: int
) -> None:
    """The hardware finds on its way the bits that are seen, from one generation of the
    process and one of the table. Of a page that shows the kernel's it may withhold
    stores and tags besides, until the slot has a table of its own.
    """
    seen, found = lazy.pages.get(slot, page), lazy.hardware(slot, page)
    if seen.shows != PRIVATE:
        loads = (seen.pte.capability_load, TRAP)
        assert found.writable <= seen.pte.writable
        assert found.capability_load in loads
        found = attrs.evolve(
            found,
            writable=seen.pte.writable,
            capability_load=seen.pte.capability_load,
        )
    assert found == seen.pte, f"page {page} of slot {slot}: {found}, not {seen.pte}"


def shares_tables(lazy: LazyMemory) -> bool:
    """Whether a table has more than one link at the moment."""
    tables = lazy.pages
    assert isinstance(tables, PageTables)
    pools = (tables.directory_frames, tables.leaf_frames)
    return any(each.references > 1 for p in pools for each in p.in_use().values())


def _outcome(memory: LazyMemory, act: Act) -> Granule | str | None:
    """What an act returns, or the name of the fault that it ends in."""
    try:
        return act.run(memory)
    except Fault as fault:
        return type(fault).__name__
