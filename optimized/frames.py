"""Physical frames: how many pages share each, and for which slot it is written.

Page tables are in frames, too. They are counted apart, by the links that lead to them.
"""

from array import array
from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from typing import Any, Protocol

import attrs

from model.memory.tables import Table


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


def one_more(frame: Frame) -> Frame:
    """A frame, once one more reference maps it."""
    return Frame(frame.references + 1, frame.home, frame.page)


def one_less(frame: Frame) -> Frame:
    """A frame, once one reference less maps it."""
    return Frame(frame.references - 1, frame.home, frame.page)


class Reference(Protocol):
    """What may map a frame: an entry, or a link to a table."""

    @property
    def is_reference(self) -> bool:
        """Whether it maps a frame."""
        ...

    @property
    def target(self) -> int:
        """The frame."""
        ...


class References(Protocol):
    """References by the page that their frames know."""

    def at(self, page: int) -> Reference:
        """The only one that may map a frame that knows this page."""
        ...

    def targets(self) -> Iterable[int]:
        """The frame of every one that maps a frame."""
        ...

    def copy(self) -> "References":
        """The same, whatever changes later."""
        ...


@attrs.frozen
class Row(References):
    """The references in one row of a table, in which pages are cells."""

    table: Table[int, Any]
    number: int

    def at(self, page: int) -> Reference:
        """The only one that may map a frame that knows this page."""
        found: Reference = self.table.get(self.number, page)
        return found

    def targets(self) -> Iterable[int]:
        """The frame of every one that maps a frame."""
        cells = self.table.cells(self.number)
        return (found.target for _, found in cells if found.is_reference)

    def copy(self) -> "Row":
        """The same, whatever changes later."""
        return Row(self.table.copy(), self.number)


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

    def change_mapped(self, references: References, change: Change) -> None:
        """Apply ``change`` to every frame that one of these references maps.

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
    """Frames numbered from 0, as many as are needed; the lowest free one comes next.

    A change of many is asked for once for all frames of one home and as many
    references: it may neither look at the page nor change it.

    Law:
        ``a_change_of_frames_is_the_same_for_every_page``
    """

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
        self._pages[frame] = known.page
        self._change(frame, known)

    def allocate(self) -> int:
        """A frame that nothing refers to."""
        return self._free[0] if self._free else len(self._references)

    def change_mapped(self, references: References, change: Change) -> None:
        """Apply ``change`` to every frame that one of these references maps."""
        found: dict[tuple[int, int], Frame] = {}
        for frame in references.targets():
            known = self._references[frame], self._homes[frame]
            changed = found.get(known)
            if changed is None:
                changed = found[known] = change(self.get(frame))
            self._change(frame, changed)

    def copy(self) -> "FramePool":
        """A pool of the same frames, which changes independently of this one."""
        twin = FramePool()
        twin._references, twin._free = self._references[:], self._free[:]
        twin._homes, twin._pages = self._homes[:], self._pages[:]
        return twin

    def in_use(self) -> dict[int, Frame]:
        """The frames that something refers to, by number."""
        return {n: self.get(n) for n, used in enumerate(self._references) if used}

    def _change(self, frame: int, known: Frame) -> None:
        """Change all that is known of a frame but its page."""
        was, now = self._references[frame], max(0, known.references)
        self._references[frame], self._homes[frame] = now, known.home
        if now and not was:
            self._take(frame)
        elif was and not now:
            heappush(self._free, frame)

    def _take(self, frame: int) -> None:
        """The frame is not free any more; as a rule it is the lowest that was."""
        if self._free[0] == frame:
            heappop(self._free)
        else:
            self._free.remove(frame)
            heapify(self._free)
