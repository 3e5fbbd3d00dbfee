"""Maps from keys to values, through which all state of memories is reached.

A table is a map of rows, each a map of cells; every cell has a value, and all but a
few have the default one. A whole row is changed by one operation, ``overlay``, which
takes a function of one value. The concrete table here runs the loop; a symbolic one
keeps the function instead, and shows the same cells.

Law:
    ``an_overlay_is_its_function_at_every_cell``,
    ``a_clearing_empties_what_is_chosen_and_no_more``
"""

from collections.abc import Callable, Hashable, Iterator
from typing import Protocol, Self, TypeVar

Cell = TypeVar("Cell", bound=Hashable)
Value = TypeVar("Value")


class Table(Protocol[Cell, Value]):
    """A value for every row and cell."""

    def get(self, row: int, cell: Cell) -> Value:
        """The value of one cell."""
        ...

    def set(self, row: int, cell: Cell, value: Value) -> None:
        """Give one cell a value."""
        ...

    def overlay(
        self, target: int, source: int, change: Callable[[Value], Value]
    ) -> int:
        """Set every cell of ``target`` to ``change`` of the same cell of ``source``.

        ``change`` must leave the default value as it is.

        Returns:
            How many cells ``change`` was applied to.
        """
        ...

    def clear(self, row: int, chosen: Callable[[Cell], bool] | None = None) -> None:
        """Give the cells of a row that are ``chosen``, or all of them, the default."""
        ...

    def rows(self) -> list[int]:
        """The rows with a cell whose value is not the default, in no stated order."""
        ...

    def cells(self, row: int) -> Iterator[tuple[Cell, Value]]:
        """The cells of a row whose value is not the default, in no stated order."""
        ...

    def copy(self) -> Self:
        """A table with the same values, which changes independently of this one."""
        ...


class SparseTable(Table[Cell, Value]):
    """A table that stores the cells whose value is not the default."""

    def __init__(self, default: Value) -> None:
        self._default = default
        self._rows: dict[int, dict[Cell, Value]] = {}

    def get(self, row: int, cell: Cell) -> Value:
        """The value of one cell."""
        return self._rows.get(row, {}).get(cell, self._default)

    def set(self, row: int, cell: Cell, value: Value) -> None:
        """Give one cell a value."""
        cells = self._rows.setdefault(row, {})
        if value == self._default:
            cells.pop(cell, None)
        else:
            cells[cell] = value

    def overlay(
        self, target: int, source: int, change: Callable[[Value], Value]
    ) -> int:
        """Set every cell of a row to ``change`` of the same cell of another."""
        cells = self._rows.get(source, {})
        self._rows[target] = {cell: change(value) for cell, value in cells.items()}
        return len(cells)

    def clear(self, row: int, chosen: Callable[[Cell], bool] | None = None) -> None:
        """Give the chosen cells of a row the default value."""
        cells = self._rows.pop(row, {})
        if chosen is not None:
            kept = {cell: value for cell, value in cells.items() if not chosen(cell)}
            self._rows[row] = kept

    def rows(self) -> list[int]:
        """The rows with a cell whose value is not the default, in no stated order."""
        return [row for row, cells in self._rows.items() if cells]

    def cells(self, row: int) -> Iterator[tuple[Cell, Value]]:
        """The cells of a row whose value is not the default."""
        return iter(self._rows.get(row, {}).items())

    def copy(self) -> Self:
        """A table with the same values, which changes independently of this one."""
        twin = type(self)(self._default)
        twin._rows = {row: dict(cells) for row, cells in self._rows.items()}
        return twin
