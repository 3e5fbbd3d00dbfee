"""A reference memory of which nothing at all is known, on 64-bit numbers.

Reading the same cell twice gives the same; cells whose keys are different terms are
unrelated, even where the keys could be equal. That allows more than any real memory, so
what is proved of it holds of all real memories.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import attrs
import z3

from model.memories.full_copy import FullCopyMemory
from model.memory.layout import Layout
from model.memory.page_table import NO_PAGE, PRIVATE, PTE, Page
from model.memory.tables import SparseTable
from model.memory.tagged_memory import ZERO, Granule
from proofs.arbitrary.tables import SymbolicTable, identify
from proofs.symbolic import boolean, evaluate, natural

Value = TypeVar("Value")


class Unknown(Generic[Value]):
    """A value for every key, made up when it is first asked for."""

    def __init__(self, kind: str, make: Callable[[str], Value]) -> None:
        self._kind, self._make = kind, make
        self._known: dict[object, tuple[Any, Any, Value]] = {}

    def at(self, row: object, cell: object) -> Value:
        """The value at a key: the same for the same terms."""
        key = identify((row, cell))
        if key not in self._known:
            value = self._make(f"{self._kind}{len(self._known)}")
            self._known[key] = row, cell, value
        return self._known[key][2]

    def plain(self, model: z3.ModelRef, default: Value) -> SparseTable[Any, Value]:
        """The plain table that a model stands for."""
        table: SparseTable[Any, Value] = SparseTable(default)
        for row, cell, value in self._known.values():
            table.set(*evaluate(model, (row, cell, value)))
        return table


@attrs.frozen(eq=False)
class OpaqueMemory:
    """What is asked of one arbitrary memory, and its plain form."""

    layout: Layout
    pages: Unknown[Page]
    granules: Unknown[Granule]

    def memory(self) -> FullCopyMemory:
        """Any page table over any content."""
        pages = SymbolicTable(NO_PAGE, self.pages.at)
        granules = SymbolicTable(ZERO, self.granules.at)
        return FullCopyMemory(self.layout, pages=pages, granules=granules)

    def plain(self, model: z3.ModelRef) -> FullCopyMemory:
        """The plain memory that a model stands for."""
        pages = self.pages.plain(model, NO_PAGE)
        granules = self.granules.plain(model, ZERO)
        return FullCopyMemory(self.layout, pages=pages, granules=granules)


def opaque_memory(layout: Layout) -> OpaqueMemory:
    """A memory of which nothing has been asked."""
    granules = Unknown("granule", lambda name: _any_granule(name, layout))
    return OpaqueMemory(layout, Unknown("page", _any_page), granules)


def _any_page(name: str) -> Page:
    """Any bits of a private page; its load field has one value too many."""
    pte = PTE(
        mapped=boolean(f"{name}.mapped"),
        readable=boolean(f"{name}.readable"),
        writable=boolean(f"{name}.writable"),
        executable=boolean(f"{name}.executable"),
        capability_load=natural(f"{name}.capability_load", 2),
        capability_store=boolean(f"{name}.capability_store"),
    )
    return Page(pte, PRIVATE)


def _any_granule(name: str, layout: Layout) -> Granule:
    """Any tag and any bits."""
    return Granule(boolean(f"{name}.tag"), natural(f"{name}.data", layout.format.width))
