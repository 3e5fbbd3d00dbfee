"""Bulk changes are their pointwise functions; what faults has not happened."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from model import operations as ops
from model.memory.layout import MORELLO_LAYOUT, TOY_LAYOUT
from model.memory.page_table import PTE
from model.memory.tables import SparseTable
from model.memory.tagged_memory import ZERO, Granule
from model.system import System
from optimized.content import FrameContent
from optimized.entries import ABSENT, Entry
from optimized.frames import Frame, FramePool, Row
from optimized.packed import PackedEntries
from optimized.page_tables import PageTables
from optimized.policies.copa import CoPA
from optimized.policies.copa_shared import CoPAShared
from properties.laws.kernel.faults import a_fault_changes_nothing
from properties.laws.memory.tables import (
    a_change_reaches_the_mapped_frames_and_no_other,
    a_clearing_empties_what_is_chosen_and_no_more,
    a_copy_changes_apart,
    a_frame_is_given_out_once,
    an_overlay_is_its_function_at_every_cell,
    an_overlay_tells_how_many_cells_it_changed,
    cells_are_those_that_differ,
)
from properties.machines.setups import Setup
from properties.programs.choosing import PackedChooser
from properties.programs.generation import draw
from properties.strategies.memories import Scene, locations, scenes, systems
from properties.strategies.programs import packed_operands
from tests.properties.sampling import lawful_memories, sample

COPA = CoPA(TOY_LAYOUT)
ROWS = st.integers(0, 2)
CELLS = st.integers(0, 3)


def tables() -> st.SearchStrategy[SparseTable[int, int]]:
    """Tables of numbers, with 0 the default."""
    return st.dictionaries(st.tuples(ROWS, CELLS), st.integers(0, 9)).map(filled)


def filled(values: dict[tuple[int, int], int]) -> SparseTable[int, int]:
    """A table with these cells."""
    table: SparseTable[int, int] = SparseTable(0)
    for (row, cell), value in values.items():
        table.set(row, cell, value)
    return table


@given(tables(), ROWS, ROWS, st.integers(-1, 3), CELLS)
def test_an_overlay_is_its_function(
    table: SparseTable[int, int], source: int, target: int, factor: int, cell: int
) -> None:
    law = an_overlay_is_its_function_at_every_cell
    sample(law, table, source, target, lambda value: value * factor, cell)
    an_overlay_tells_how_many_cells_it_changed(
        table, source, target, lambda value: value * factor
    )


FRAMES = st.dictionaries(st.tuples(ROWS, CELLS), st.integers(1, 9))
"""Frames by slot and page."""


def page_tables(
    frames: dict[tuple[int, int], int],
) -> Iterator[PageTables | PackedEntries]:
    """The tables of an optimized memory, with entries for these frames."""
    pool = FramePool()
    for frame in range(10):
        pool.set(frame, Frame(references=9, home=1, page=0))
    tables = (
        PageTables(CoPAShared(TOY_LAYOUT), pool),
        PackedEntries(4),
        PackedEntries(1),
    )
    for table in tables:
        for (row, page), frame in frames.items():
            table.set(row, page, Entry(frame, PTE(), PTE()))
    yield from tables


@given(FRAMES, ROWS, ROWS, CELLS)
def test_an_overlay_of_page_tables_is_its_function(
    frames: dict[tuple[int, int], int], source: int, target: int, cell: int
) -> None:
    law, change = an_overlay_is_its_function_at_every_cell, COPA.parent_entry
    for table in page_tables(frames):
        sample(law, table, source, target, change, cell)
        an_overlay_tells_how_many_cells_it_changed(table, source, target, change)


@given(tables(), ROWS, st.none() | CELLS, ROWS, CELLS)
def test_a_clearing_empties_what_is_chosen(
    table: SparseTable[int, int], row: int, least: int | None, other: int, cell: int
) -> None:
    chosen = None if least is None else lambda cell: cell >= least
    law = a_clearing_empties_what_is_chosen_and_no_more
    sample(law, table, row, chosen, (other, cell), 0)


@given(FRAMES, ROWS, st.none() | CELLS, ROWS, CELLS)
def test_a_clearing_of_page_tables_empties_what_is_chosen(
    frames: dict[tuple[int, int], int],
    row: int,
    least: int | None,
    other: int,
    cell: int,
) -> None:
    chosen = None if least is None else lambda cell: cell >= least
    law = a_clearing_empties_what_is_chosen_and_no_more
    for table in page_tables(frames):
        sample(law, table, row, chosen, (other, cell), ABSENT)
    sample(law, content_of(frames), row, chosen, (other, cell), ZERO)


def content_of(numbers: dict[tuple[int, int], int]) -> FrameContent:
    """Frames whose granules hold these numbers, some of them with tags."""
    content = FrameContent(MORELLO_LAYOUT)
    for (frame, granule), data in numbers.items():
        content.set(frame, granule, Granule(tag=data % 2 == 1, data=data // 2))
    return content


@given(FRAMES, ROWS, CELLS, st.booleans())
def test_cells_are_those_that_differ(
    frames: dict[tuple[int, int], int], row: int, cell: int, cleared: bool
) -> None:
    content = content_of(frames)
    for frame, granule in frames if cleared else ():
        content.set(frame, granule, ZERO)
    cells_are_those_that_differ(content, ZERO, row, cell)
    for table in page_tables(frames):
        if cleared:
            table.clear(row)
        cells_are_those_that_differ(table, ABSENT, row, cell)


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 1))))
def test_a_frame_is_given_out_once(known: list[tuple[int, int]]) -> None:
    """Frames are allocated, or said to be used, and left, in any order."""
    pool = FramePool()
    for frame, references in known:
        pool.set(frame, Frame(references, home=1, page=0))
    a_frame_is_given_out_once(pool)


@given(tables(), ROWS, CELLS, st.integers(0, 9))
def test_a_copy_of_a_table_changes_apart(
    table: SparseTable[int, int], row: int, cell: int, value: int
) -> None:
    a_copy_changes_apart(table, row, cell, value)


@given(FRAMES, ROWS, CELLS)
def test_a_copy_of_entries_changes_apart(
    frames: dict[tuple[int, int], int], row: int, cell: int
) -> None:
    _, *every = page_tables(frames)
    for packed, entry in product(every, (Entry(7, PTE(writable=False), PTE()), ABSENT)):
        a_copy_changes_apart(packed, row, cell, entry)


@lawful_memories
@given(scenes(setup=Setup("copa", format="toy")), st.sampled_from((-1, 1)))
def test_a_change_reaches_the_mapped_frames(scene: Scene, difference: int) -> None:
    memory, policy = scene.pair.lazy, CoPA(scene.pair.lazy.layout)
    changes = {1: policy.frame_after_fork, -1: policy.frame_after_leaving}
    sample(
        a_change_reaches_the_mapped_frames_and_no_other,
        memory.frames,
        memory.pages,
        scene.parent,
        changes[difference],
        scene.probe.frame,
    )


def test_a_frame_that_nothing_refers_to_is_given_again() -> None:
    pool, pages = FramePool(), SparseTable[int, Entry](ABSENT)
    frame = pool.allocate()
    pool.set(frame, Frame(references=1, home=1, page=0))
    pages.set(1, 0, Entry(frame, PTE(), PTE()))

    pool.change_mapped(Row(pages, 1), CoPA(TOY_LAYOUT).frame_after_leaving)

    assert frame == pool.allocate()


@st.composite
def steps_to_come(draw_: st.DrawFn, *, setup: Setup) -> tuple[System, ops.Operation]:
    """A system, and any operation for it."""
    system = draw_(systems(setup=setup))
    chooser = PackedChooser(draw_(packed_operands()))
    return system, draw(system, draw_(st.sampled_from(ops.CLASSES)), chooser)


@lawful_memories
@given(steps_to_come(setup=Setup("copa", format="toy")), st.data())
def test_a_fault_changes_nothing(
    to_come: tuple[System, ops.Operation], data: st.DataObject
) -> None:
    system, operation = to_come
    at = data.draw(locations(layout=system.memory.layout, slots=(1, 2, 3)))
    sample(a_fault_changes_nothing, system, operation, at)
