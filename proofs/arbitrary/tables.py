"""Arbitrary memories: tables of which nothing is known but their invariants.

A symbolic table keeps functions where a concrete one keeps cells: its base is an
uninterpreted function, each change a layer above it. Every key at which the base is
read is logged, because that is where the invariants of the memory are then assumed.
"""

from collections.abc import Callable, Hashable, Iterator
from typing import Any, Self, TypeVar

from model.memory.tables import Table
from optimized.frames import Change, Frame, FrameTable, References
from proofs.symbolic import (
    EngineLimit,
    SymbolicInt,
    assume_fact,
    boolean_term,
    integer,
    ite,
)

Cell = TypeVar("Cell")
Value = TypeVar("Value")
Key = tuple[Any, ...]


class ReadLog:
    """The keys at which a base was read, in order, each once."""

    def __init__(self) -> None:
        self.keys: list[Key] = []
        self._known: set[Hashable] = set()

    def add(self, *key: object) -> None:
        """Log a key."""
        identity = identify(key)
        if identity not in self._known:
            self._known.add(identity)
            self.keys.append(key)

    def include(self, other: "ReadLog") -> None:
        """Log what another log has."""
        for key in other.keys:
            self.add(*key)


def identify(part: object) -> Hashable:
    """What identifies terms and plain values while an exploration keeps them."""
    if isinstance(part, tuple):
        return tuple(map(identify, part))
    if not isinstance(part, SymbolicInt | int):
        raise EngineLimit(f"{type(part).__name__} as a key")
    return (part.term.get_id(),) if isinstance(part, SymbolicInt) else part


def same(one: object, other: object) -> bool:
    """Whether two keys are equal, as one truth and without a decision."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        equal = True
        for left, right in zip(one, other, strict=True):
            equal = equal & same(left, right)
        return equal
    return one == other


class SymbolicTable(Table[Any, Value]):
    """A table as a function from row and cell to value, in layers."""

    def __init__(self, default: Value, base: Callable[[Any, Any], Value]) -> None:
        self._default = default
        self._at = base

    def get(self, row: int, cell: Any) -> Value:  # noqa: ANN401  a number or a pair
        """The value of one cell."""
        return self._at(row, cell)

    def set(self, row: int, cell: Any, value: Value) -> None:  # noqa: ANN401
        """Give one cell a value."""
        below = self._at
        self._at = lambda r, c: ite(same((r, c), (row, cell)), value, below(r, c))

    def overlay(
        self, target: int, source: int, change: Callable[[Value], Value]
    ) -> int:
        """Make every cell of ``target`` the ``change`` of the same cell of ``source``.

        The number of these cells cannot be told, so 0 is returned.
        """
        below = self._at
        self._at = lambda r, c: ite(
            same(r, target), change(below(source, c)), below(r, c)
        )
        return 0

    def clear(self, row: int, chosen: Callable[[Any], bool] | None = None) -> None:
        """Give the chosen cells of a row the default value."""
        below = self._at

        def at(r: int, c: Any) -> Value:  # noqa: ANN401  a number or a pair
            hit = same(r, row) & (True if chosen is None else chosen(c))
            return ite(hit, self._default, below(r, c))

        self._at = at

    def rows(self) -> list[int]:
        """Refused, because there is no end of them.

        Raises:
            EngineLimit: Always.
        """
        raise EngineLimit("the rows of a symbolic table")

    def cells(self, row: int) -> Iterator[tuple[Any, Value]]:
        """Refused, because there is no end of them.

        Raises:
            EngineLimit: Always.
        """
        raise EngineLimit(f"the cells of row {row} of a symbolic table")

    def copy(self) -> Self:
        """A table of the same values that changes apart from this one."""
        return type(self)(self._default, self._at)


class SymbolicFrames(FrameTable):
    """A frame table as a function, in layers; there is always a free frame."""

    def __init__(self, base: Callable[[int], Frame], name: str = "allocated") -> None:
        self._at = base
        self._name = name
        self._allocated = 0

    def get(self, frame: int) -> Frame:
        """What is known of a frame."""
        return self._at(frame)

    def set(self, frame: int, known: Frame) -> None:
        """Change what is known of one frame."""
        below = self._at
        self._at = lambda f: ite(same(f, frame), known, below(f))

    def allocate(self) -> int:
        """Some frame without references: which one is left open."""
        self._allocated += 1
        frame = integer(f"{self._name}{self._allocated}", low=0)
        free = self._at(frame).references == 0
        assume_fact(boolean_term(free))
        return frame

    def change_mapped(self, references: References, change: Change) -> None:
        """Apply ``change`` to every frame that is mapped, by the page it knows."""
        below, mapping = self._at, references.copy()

        def at(frame: int) -> Frame:
            known = below(frame)
            found = mapping.at(known.page)
            hit = found.is_reference & (found.target == frame)
            return ite(hit, change(known), known)

        self._at = at

    def in_use(self) -> dict[int, Frame]:
        """Refused, because there is no end of them.

        Raises:
            EngineLimit: Always.
        """
        raise EngineLimit("the frames in use of a symbolic table")

    def copy(self) -> "SymbolicFrames":
        """A table of the same frames that changes apart from this one."""
        twin = SymbolicFrames(self._at, self._name)
        twin._allocated = self._allocated
        return twin
