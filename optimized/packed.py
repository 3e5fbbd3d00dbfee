"""Page-table entries as a machine has them: one word for each.

An entry that is a Python object takes a hundred bytes, and a large mapping has a
million of them which differ in their frames alone. Here the bits and what is shown are
a number among those that have occurred, below the number of the frame.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, Self

from model.memory.page_table import PTE
from model.memory.tables import Table
from optimized.entries import ABSENT, Entry

KIND_BITS: Final = 24
"""Bits of the number of a kind; the other 40 of a word are the frame's."""

_KINDS: Final = (1 << KIND_BITS) - 1

_NO_BLOCKS: Final[Mapping[int, "array[int]"]] = MappingProxyType({})

_READ_AT_MOST: Final = 1 << 12
"""Entries that are kept once they were read: a program looks at few, and often."""

Kind = tuple[PTE, PTE, int]
"""The hardware bits, the mapping and what is shown: all of an entry but its frame."""


class PackedEntries(Table[int, Entry]):
    """Entries by row and place; a row is in blocks of ``2 ** span_bits`` places.

    An overlay asks what becomes of each kind, and not of each entry: its function may
    neither look at the frame of an entry nor change it.

    Law:
        ``an_overlay_is_its_function_at_every_cell``,
        ``a_decision_is_the_same_for_every_frame``
    """

    def __init__(self, span_bits: int) -> None:
        self._bits, self._last = span_bits, (1 << span_bits) - 1
        self._rows: dict[int, dict[int, array[int]]] = {}
        self._kinds: list[Kind] = [_kind_of(ABSENT)]
        self._numbers: dict[Kind, int] = {_kind_of(ABSENT): 0}
        self._read: dict[int, Entry] = {}

    def get(self, row: int, cell: int) -> Entry:
        """The entry at one place of a row."""
        words = self._rows.get(row, _NO_BLOCKS).get(cell >> self._bits)
        if words is None:
            return ABSENT
        word = words[cell & self._last]
        entry = self._read.get(word)
        if entry is None:
            if len(self._read) >= _READ_AT_MOST:
                self._read.clear()
            entry = self._read[word] = self._entry(word)
        return entry

    def set(self, row: int, cell: int, value: Entry) -> None:
        """Change the entry at one place of a row."""
        block, blocks = cell >> self._bits, self._rows.setdefault(row, {})
        if block not in blocks:
            blocks[block] = array("Q", bytes(8 << self._bits))
        number = self._number(_kind_of(value))
        blocks[block][cell & self._last] = value.frame << KIND_BITS | number

    def overlay(
        self, target: int, source: int, change: Callable[[Entry], Entry]
    ) -> int:
        """Set every entry of a row to ``change`` of the same one of another."""
        made: dict[int, array[int]] = {}
        changed, added = 0, {0: 0}
        for block, words in self._rows.get(source, _NO_BLOCKS).items():
            for kind in {word & _KINDS for word in words} - added.keys():
                now = change(Entry(0, *self._kinds[kind]))
                added[kind] = self._number(_kind_of(now)) - kind
            made[block] = array("Q", [word + added[word & _KINDS] for word in words])
            changed += len(words) - words.count(0)
        self._rows[target] = made
        return changed

    def clear(self, row: int, chosen: Callable[[int], bool] | None = None) -> None:
        """Take away the chosen entries of a row, or all."""
        if chosen is None:
            self._rows.pop(row, None)
        else:
            for cell, _ in list(self.cells(row)):
                if chosen(cell):
                    self.set(row, cell, ABSENT)

    def rows(self) -> list[int]:
        """The rows with an entry."""
        return [row for row in self._rows if any(self.cells(row))]

    def cells(self, row: int) -> Iterator[tuple[int, Entry]]:
        """The places of a row that have an entry, in no stated order."""
        for block, words in self._rows.get(row, _NO_BLOCKS).items():
            first = block << self._bits
            for place, word in enumerate(words):
                if word:
                    yield first + place, self._entry(word)

    def copy(self) -> Self:
        """The same entries, which change independently of these."""
        twin = type(self)(self._bits)
        twin._rows = {
            row: {block: words[:] for block, words in blocks.items()}
            for row, blocks in self._rows.items()
        }
        twin._kinds, twin._numbers = self._kinds[:], dict(self._numbers)
        return twin

    def _entry(self, word: int) -> Entry:
        """The entry that a word stands for."""
        return Entry(word >> KIND_BITS, *self._kinds[word & _KINDS])

    def _number(self, kind: Kind) -> int:
        """The number of a kind."""
        number = self._numbers.get(kind)
        if number is None:
            number = self._numbers[kind] = len(self._kinds)
            self._kinds.append(kind)
        return number


def _kind_of(entry: Entry) -> Kind:
    """All of an entry but its frame."""
    return entry.pte, entry.mapping, entry.shows
