"""Laws of the containers: a bulk change is its pointwise function at every cell.

The symbolic containers are defined as what these laws say of the concrete ones. This is
what ties a proof to the loop that runs.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from model.memory.page_table import PRIVATE
from model.memory.tables import Table
from optimized.entries import Entry
from optimized.frames import Change, Frame, FrameTable, Row

Cell = TypeVar("Cell", bound=Hashable)
Value = TypeVar("Value")


def an_overlay_is_its_function_at_every_cell(
    table: Table[Cell, Value],
    source: int,
    target: int,
    change: Callable[[Value], Value],
    cell: Cell,
) -> None:
    """After an overlay every cell of the target is the change of the source's, and the
    source is what it was unless it is the target.

    ``change`` leaves the default value alone.
    """
    before = table.copy()
    table.overlay(target, source, change)
    assert table.get(target, cell) == change(before.get(source, cell))
    if source != target:
        assert table.get(source, cell) == before.get(source, cell)


def an_overlay_tells_how_many_cells_it_changed(
    table: Table[Cell, Value],
    source: int,
    target: int,
    change: Callable[[Value], Value],
) -> None:
    """An overlay returns how many cells of the source have not the default value."""
    cells = len(list(table.cells(source)))
    assert table.overlay(target, source, change) == cells


def cells_are_those_that_differ(
    table: Table[Cell, Value], default: Value, row: int, cell: Cell
) -> None:
    """The cells of a row are all that have not the default value, each with its own,
    and the rows are those that have cells.
    """
    cells, value = dict(table.cells(row)), table.get(row, cell)
    assert default not in cells.values()
    assert (cell in cells) == (value != default)
    assert cells.get(cell, default) == value
    assert (row in table.rows()) == (len(cells) > 0)


def a_copy_changes_apart(
    table: Table[int, Value], row: int, cell: int, value: Value
) -> None:
    """A copy has every cell of its table, and either changes without the other."""
    cells = {each: dict(table.cells(each)) for each in table.rows()}
    twin = table.copy()
    assert {each: dict(twin.cells(each)) for each in twin.rows()} == cells
    twin.set(row, cell, value)
    assert twin.get(row, cell) == value
    assert {each: dict(table.cells(each)) for each in table.rows()} == cells


def a_frame_is_given_out_once(frames: FrameTable) -> None:
    """A frame that is given out is none that is in use, and then none that is given."""
    used = set(frames.in_use())
    first = frames.allocate()
    frames.set(first, Frame(references=1, home=1, page=0))
    second = frames.allocate()
    assert first not in used
    assert second not in used | {first}


def a_clearing_empties_what_is_chosen_and_no_more(
    table: Table[Cell, Value],
    row: int,
    chosen: Callable[[Cell], bool] | None,
    at: tuple[int, Cell],
    default: Value,
) -> None:
    """After a row is cleared its chosen cells, or all, have the default value; every
    other cell has the value that it had.
    """
    other, cell = at
    before = table.get(other, cell)
    table.clear(row, chosen)
    is_cleared = (other == row) & (True if chosen is None else chosen(cell))
    assert table.get(other, cell) == (default if is_cleared else before)


def a_change_reaches_the_mapped_frames_and_no_other(
    frames: FrameTable,
    pages: Table[int, Entry],
    slot: int,
    change: Change,
    frame: int,
) -> None:
    """A frame is changed if the slot maps it, and else it stays; a page that shows one
    of the kernel's maps none.

    A frame is mapped only at the page that it knows, as in every reachable memory. Of a
    frame without references the law claims nothing else.
    """
    known = frames.copy().get(frame)
    entry = pages.get(slot, known.page)
    is_private = entry.shows == PRIVATE
    is_mapped = entry.pte.mapped & is_private & (entry.frame == frame)
    frames.change_mapped(Row(pages, slot), change)
    expected = change(known) if is_mapped else known
    now = frames.get(frame)
    assert now.references == expected.references
    if expected.references > 0:
        assert now.home == expected.home
        assert now.page == expected.page
