"""Page-table entries as a machine has them: one word for each.

An entry that is a Python object takes a hundred bytes, and a large mapping has a
million of them which differ in their frames alone. Here the bits and what is shown are
a number among those that have occurred, below the number of the frame.
"""

from array import array
from collections.abc import Callable, Iterator
from typing import Final, Self

from model.memory.page_table import PTE
from model.memory.tables import Table
from optimized.entries import ABSENT, Entry

KIND_BITS: Final = 24
"""Bits of the number of a kind; the other 40 of a word are the frame's."""

_KINDS: Final = (1 << KIND_BITS) - 1

Kind = tuple[PTE, PTE, int]
"""The hardware bits, the mapping and what is shown: all of an entry but its frame."""


class PackedEntries(Table[int, Entry]):
    """Entries by table and place; a table has ``2 ** span_bits`` of them, or none.

    Law:
        ``an_overlay_is_its_function_at_every_cell``
    """

    def __init__(self, span_bits: int) -> None:
        self._span = 1 << span_bits
        self._rows: dict[int, array[int]] = {}
        self._kinds: list[Kind] = [_kind_of(ABSENT)]
        self._numbers: dict[Kind, int] = {_kind_of(ABSENT): 0}

    def get(self, row: int, cell: int) -> Entry:
        """The entry at one place of a table."""
        words = self._rows.get(row)
        return ABSENT if words is None else self._entry(words[cell])

    def set(self, row: int, cell: int, value: Entry) -> None:
        """Change the entry at one place of a table."""
        words = self._rows.get(row)
        if words is None:
            words = self._rows[row] = array("Q", bytes(8 * self._span))
        words[cell] = self._word(value)

    def overlay(
        self, target: int, source: int, change: Callable[[Entry], Entry]
    ) -> int:
        """Set every entry of a table to ``change`` of the same one of another."""
        words = self._rows.get(source)
        if words is None:
            self._rows.pop(target, None)
            return 0
        made = array("Q", bytes(8 * self._span))
        changed = 0
        for cell, word in enumerate(words):
            if word:
                made[cell] = self._word(change(self._entry(word)))
                changed += 1
        self._rows[target] = made
        return changed

    def clear(self, row: int, chosen: Callable[[int], bool] | None = None) -> None:
        """Take away the chosen entries of a table, or all."""
        if chosen is None:
            self._rows.pop(row, None)
            return
        for cell, _ in list(self.cells(row)):
            if chosen(cell):
                self.set(row, cell, ABSENT)

    def rows(self) -> list[int]:
        """The tables with an entry."""
        return [row for row, words in self._rows.items() if any(words)]

    def cells(self, row: int) -> Iterator[tuple[int, Entry]]:
        """The places of a table that have an entry, in ascending order."""
        words = self._rows.get(row, ())
        return ((cell, self._entry(word)) for cell, word in enumerate(words) if word)

    def copy(self) -> Self:
        """The same entries, which change independently of these."""
        twin = type(self).__new__(type(self))
        twin._span = self._span
        twin._rows = {row: words[:] for row, words in self._rows.items()}
        twin._kinds, twin._numbers = self._kinds[:], dict(self._numbers)
        return twin

    def _entry(self, word: int) -> Entry:
        """The entry that a word stands for."""
        return Entry(word >> KIND_BITS, *self._kinds[word & _KINDS])

    def _word(self, entry: Entry) -> int:
        """The word that stands for an entry."""
        kind = _kind_of(entry)
        number = self._numbers.get(kind)
        if number is None:
            number = self._numbers[kind] = len(self._kinds)
            self._kinds.append(kind)
        return entry.frame << KIND_BITS | number


def _kind_of(entry: Entry) -> Kind:
    """All of an entry but its frame."""
    return entry.pte, entry.mapping, entry.shows
