"""Physical frames: how many pages share each, and for which slot it is written."""

from array import array
from heapq import heapify, heappop, heappush
from typing import Protocol

import attrs

from model.memory.page_table import PRIVATE
from model.memory.tables import Table
from optimized.entries import Entry


@attrs.frozen
class Frame:
    """What is known of one frame."""

    references: int
    """Entries of the page table that map the frame; at 0 the frame is free."""
    home: int
    """The slot for which the capabilities in the frame are written.

    Content is relative to home: a page of slot s shows ``relocate(content, home, s)``.
    Forks of forks and the end of a parent need no other record.
    """
    page: int
    """The page of every slot that maps the frame: the way back from frame to entry."""


FREE = Frame(references=0, home=0, page=0)
"""A frame that nothing maps."""


class Change(Protocol):
    """What happens to a frame."""

    def __call__(self, frame: Frame) -> Frame:
        """The frame afterwards."""
        ...


class FrameTable(Protocol):
    """Every frame there is."""

    def get(self, frame: int) -> Frame:
        """What is known of a frame."""
        ...

    def set(self, frame: int, known: Frame) -> None:
        """Change what is known of one frame; it is free when nothing refers to it."""
        ...

    def allocate(self) -> int:
        """A frame that nothing refers to; its contents are arbitrary."""
        ...

    def change_mapped(
        self, pages: Table[int, Entry], slot: int, change: Change
    ) -> None:
        """Apply ``change`` to the frame of every page of ``slot`` that is PRIVATE.

        Law:
            ``a_change_reaches_the_mapped_frames_and_no_other``
        """
        ...

    def in_use(self) -> dict[int, Frame]:
        """The frames that something refers to, by number, in no stated order."""
        ...

    def copy(self) -> "FrameTable":
        """A table of the same frames, which changes independently of this one."""
        ...


class FramePool(FrameTable):
    """Frames numbered from 0, as many as are needed; the lowest free one comes next."""

    def __init__(self) -> None:
        self._references, self._homes, self._pages = array("Q"), array("Q"), array("Q")
        self._free: list[int] = []

    def get(self, frame: int) -> Frame:
        """What is known of a frame."""
        if frame >= len(self._references) or not self._references[frame]:
            return FREE
        references = self._references[frame]
        return Frame(references, self._homes[frame], self._pages[frame])

    def set(self, frame: int, known: Frame) -> None:
        """Change what is known of one frame."""
        while frame >= len(self._references):
            heappush(self._free, len(self._references))
            for column in (self._references, self._homes, self._pages):
                column.append(0)
        was, now = self._references[frame], max(0, known.references)
        self._references[frame] = now
        self._homes[frame], self._pages[frame] = known.home, known.page
        if now and not was:
            self._take(frame)
        elif was and not now:
            heappush(self._free, frame)

    def allocate(self) -> int:
        """A frame that nothing refers to."""
        return self._free[0] if self._free else len(self._references)

    def change_mapped(
        self, pages: Table[int, Entry], slot: int, change: Change
    ) -> None:
        """Apply ``change`` to the frame of every page of ``slot`` that is PRIVATE."""
        for _, entry in pages.cells(slot):
            if entry.shows == PRIVATE:
                self.set(entry.frame, change(self.get(entry.frame)))

    def copy(self) -> "FramePool":
        """A pool of the same frames, which changes independently of this one."""
        twin = FramePool()
        twin._references, twin._free = self._references[:], self._free[:]
        twin._homes, twin._pages = self._homes[:], self._pages[:]
        return twin

    def in_use(self) -> dict[int, Frame]:
        """The frames that something refers to, by number."""
        return {n: self.get(n) for n, used in enumerate(self._references) if used}

    def _take(self, frame: int) -> None:
        """The frame is not free any more; as a rule it is the lowest that was."""
        if self._free[0] == frame:
            heappop(self._free)
        else:
            self._free.remove(frame)
            heapify(self._free)
