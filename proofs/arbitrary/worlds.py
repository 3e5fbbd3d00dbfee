"""The base of a symbolic memory: anything, built once for each place that is read."""

from collections.abc import Callable
from typing import TypeVar

import attrs

from model.memory.page_table import NO_PAGE, PTE, Page
from model.memory.tagged_memory import ZERO, Granule
from optimized.entries import ABSENT, Entry
from optimized.frames import Frame
from proofs.arbitrary.tables import ReadLog, SymbolicFrames, SymbolicTable, identify
from proofs.symbolic import once, uninterpreted
from proofs.symbolic.inputs import Sort

Value = TypeVar("Value")


@attrs.frozen(eq=False)
class World:
    """The base of a symbolic memory: what it was before anything was done to it."""

    pages: ReadLog = attrs.field(factory=ReadLog)
    frames: ReadLog = attrs.field(factory=ReadLog)
    granules: ReadLog = attrs.field(factory=ReadLog)

    def include(self, other: "World") -> None:
        """Log every key at which another has been read."""
        self.pages.include(other.pages)
        self.frames.include(other.frames)
        self.granules.include(other.granules)

    def page_table(self) -> SymbolicTable[Entry]:
        """Any page table."""
        return SymbolicTable(ABSENT, self._entry)

    def frame_table(self) -> SymbolicFrames:
        """Any frames."""
        return SymbolicFrames(self._frame)

    def memory(self) -> SymbolicTable[Granule]:
        """Any content of frames."""
        return SymbolicTable(ZERO, self._granule)

    def flat_page_table(self) -> SymbolicTable[Page]:
        """Any page table of a memory that shares no frames."""
        return SymbolicTable(NO_PAGE, self._page)

    def flat_memory(self) -> SymbolicTable[Granule]:
        """Any content of pages."""
        return SymbolicTable(ZERO, self._content)

    def _page(self, slot: int, page: int) -> Page:
        self.pages.add(slot, page)
        return built(_any_page, slot, page)

    def _content(self, slot: int, cell: tuple[int, int]) -> Granule:
        self.granules.add(slot, *cell)
        return built(_any_content, slot, *cell)

    def _entry(self, slot: int, page: int) -> Entry:
        self.pages.add(slot, page)
        return built(_any_entry, slot, page)

    def _frame(self, frame: int) -> Frame:
        self.frames.add(frame)
        return built(_any_frame, frame)

    def _granule(self, frame: int, granule: int) -> Granule:
        self.granules.add(frame, granule)
        return built(_any_granule, frame, granule)


def built(make: Callable[..., Value], *key: int) -> Value:
    """What a base holds at a key, which is the same whenever it is read."""
    return once((make, identify(key)), lambda: make(*key))


def _any_page(slot: int, page: int) -> Page:
    """Any page of a memory that shares no frames."""
    return Page(_pte("mapping", slot, page), any_number("page.shows", slot, page))


def _any_content(slot: int, page: int, granule: int) -> Granule:
    """Any granule of such a page."""
    return Granule(
        tag=any_truth("content.tag", slot, page, granule),
        data=any_number("content.data", slot, page, granule),
    )


def _any_entry(slot: int, page: int) -> Entry:
    """Any entry of a lazy memory."""
    return Entry(
        frame=any_number("page.frame", slot, page),
        pte=_hardware(slot, page),
        mapping=_pte("mapping", slot, page),
        shows=any_number("page.shows", slot, page),
    )


def _any_frame(frame: int) -> Frame:
    """Anything that may be known of a frame."""
    return Frame(
        references=any_number("frame.references", frame),
        home=any_number("frame.home", frame),
        page=any_number("frame.page", frame),
    )


def _any_granule(frame: int, granule: int) -> Granule:
    """Any granule of a frame."""
    return Granule(
        tag=any_truth("granule.tag", frame, granule),
        data=any_number("granule.data", frame, granule),
    )


def _pte(which: str, slot: int, page: int) -> PTE:
    """Any bits of an entry."""
    names = ("mapped", "readable", "writable", "executable", "capability_store")
    truths = {name: any_truth(f"{which}.{name}", slot, page) for name in names}
    load = any_number(f"{which}.capability_load", slot, page, high=2)
    return PTE(capability_load=load, **truths)


def _hardware(slot: int, page: int) -> PTE:
    """Any bits of an entry that the hardware looks at, marked or not."""
    is_dirty = any_truth("hardware.capability_dirty", slot, page)
    return attrs.evolve(_pte("hardware", slot, page), capability_dirty=is_dirty)


def any_number(name: str, *key: int, high: int | None = None) -> int:
    """Any natural number at this key."""
    sorts: list[Sort] = ["int"] * len(key)
    return uninterpreted(name, *sorts, low=0, high=high)(*key)


def any_truth(name: str, *key: int) -> bool:
    """Any truth at this key."""
    sorts: list[Sort] = ["int"] * len(key)
    return uninterpreted(name, *sorts, result="bool")(*key)
