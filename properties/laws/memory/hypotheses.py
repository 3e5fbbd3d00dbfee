"""The hypotheses of laws of memory: what they assume of every place.

A law looks at a few places, and what it says holds because something holds of all
places. On plain memories a hypothesis is checked at every place in use: a memory that
does not meet it is outside the law's domain. Not every place of an arbitrary memory can
be checked; there ``proofs.arbitrary`` replaces these functions, and assumes the same
predicates wherever the law has looked when it ends. A law that forgets its hypothesis
is refuted, because nothing else is known of an arbitrary memory.
"""

from collections.abc import Hashable, Iterator, Sequence
from itertools import product
from typing import TypeVar

from model.memories.full_copy import FullCopyMemory
from model.memory.layout import KERNEL_SLOT
from model.memory.memory_system import MemorySystem
from model.memory.page_table import NO_PAGE
from model.memory.tables import SparseTable, Table
from model.memory.tagged_memory import ZERO
from optimized.lazy_memory import LazyMemory
from optimized.packed import PackedEntries
from optimized.page_tables import ROOTS, PageTables
from properties.laws.agreement import Counterparts, Pair, counterparts, full_copy_of
from properties.laws.assumption import assume
from properties.laws.comparison import same_entry
from properties.laws.memory.invariants import (
    CopiedMemory,
    granule_is_sound,
    page_is_sound,
    references_cover,
    shows_what_is_there,
    unsound_places,
)
from properties.laws.memory.table_invariants import (
    directories_are_counted,
    entry_is_sound_in,
    frames_are_counted,
    generations_tell,
    link_is_sound,
    root_is_sound,
    shared_directories_are_barred,
    shared_tables_are_barred,
    tables_are_counted,
)

Cell = TypeVar("Cell", bound=Hashable)
Value = TypeVar("Value")


def assume_sound(memory: LazyMemory) -> None:
    """Go on only if every invariant of a lazy memory holds at every place in use.

    Raises:
        Unmet: An invariant does not hold at some place.
    """
    slots = _rows(memory.pages)
    for frame in memory.frames.in_use():
        assume(references_cover(memory, frame, slots))
    assume(not next(unsound_places(memory, slots), ""))


def assume_agreement(pair: Pair) -> None:
    """Go on only if a lazy memory is sound, and the full copy has what it shows.

    Raises:
        Unmet: An invariant or the agreement fails at some place.
    """
    assume_sound(pair.lazy)
    _assume_equal(pair.reference, full_copy_of(pair.lazy, _rows(pair.lazy.pages)))


def assume_counterparts(pair: Counterparts) -> None:
    """Go on only if separate address spaces are sound, and the one address space beside
    them has what they have, relocated.

    Raises:
        Unmet: An invariant or the agreement fails at some place.
    """
    memory = pair.separate
    slots = sorted({*_rows(memory.pages), *_rows(memory.granules)})
    for slot in slots:
        assume(all(page_is_sound(memory, slot, n) for n, _ in memory.pages.cells(slot)))
        for (page, granule), _ in memory.granules.cells(slot):
            assume(granule_is_sound(memory, slot, page, granule))
    _assume_equal(pair.full_copy, counterparts(memory, slots).full_copy)


def assume_consistent(memory: MemorySystem) -> None:
    """Go on only if a lazy memory is sound; or if what the pages of another one show is
    there.

    Raises:
        Unmet: An invariant fails at some place.
    """
    if isinstance(memory, LazyMemory):
        assume_sound(memory)
    elif isinstance(memory, CopiedMemory):
        for slot in _rows(memory.pages):
            for page in memory.mapped_pages(slot):
                assume(shows_what_is_there(memory, slot, page))


def assume_empty(memory: MemorySystem, slot: int) -> None:
    """Go on only if nothing is mapped in a slot.

    Raises:
        Unmet: A page is mapped.
    """
    assume(not list(memory.mapped_pages(slot)))


def assume_tables_sound(tables: PageTables) -> None:
    """Go on only if every invariant of shared tables holds on all ways in use.

    Raises:
        Unmet: An invariant does not hold on some way.
    """
    slots = [slot for slot, _ in tables.roots.cells(ROOTS)]
    directories = [*tables.directory_frames.in_use()]
    places = [
        place
        for directory in directories
        for place, _ in tables.directories.cells(directory)
    ]
    for slot, other in product(slots, slots):
        assume(root_is_sound(tables, slot))
        assume(shared_directories_are_barred(tables, slot, other))
    for directory, place in product(directories, places):
        assume(link_is_sound(tables, directory, place))
        assume(directories_are_counted(tables, directory, slots))
        for slot in slots:
            assume(shared_tables_are_barred(tables, slot, directory, place))
            assume(generations_tell(tables, slot, place))
    leaves = [*tables.leaf_frames.in_use()]
    for leaf in leaves:
        assume(tables_are_counted(tables, leaf, directories))
        for index, _ in tables.leaves.entries.cells(leaf):
            assume(entry_is_sound_in(tables, leaf, index))
    for frame in tables.frames.in_use():
        assume(frames_are_counted(tables, frame, leaves))


def _rows(table: Table[Cell, Value]) -> Sequence[int]:
    """The rows that a table stores, and the kernel's row."""
    if not isinstance(table, SparseTable | PackedEntries):
        raise TypeError("an arbitrary table has no list of its rows")
    return sorted({KERNEL_SLOT, *table.rows()})


def _assume_equal(memory: FullCopyMemory, expected: FullCopyMemory) -> None:
    """Go on only if both hold the same everywhere, except for the marks of pages."""
    for page, other in _differing(memory.pages, expected.pages, NO_PAGE):
        assume((page.shows == other.shows) & same_entry(page.pte, other.pte))
    assume(not list(_differing(memory.granules, expected.granules, ZERO)))


def _differing(
    one: Table[Cell, Value], other: Table[Cell, Value], default: Value
) -> Iterator[tuple[Value, Value]]:
    """The values that are not the same in both tables, cell by cell."""
    for row in {*_rows(one), *_rows(other)}:
        here, there = dict(one.cells(row)), dict(other.cells(row))
        for cell in {*here, *there}:
            pair = here.get(cell, default), there.get(cell, default)
            if pair[0] != pair[1]:
                yield pair
