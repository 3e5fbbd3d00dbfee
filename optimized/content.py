"""The content of frames as a machine has it: bytes, and one tag for each granule.

A granule that is a Python object takes ten times the memory of its bytes. Here a frame
is one array of bytes and one integer of tags, which exist once something is stored.
Relocating a whole frame is then one pass over arrays: see ``bulk``.
"""

from collections.abc import Callable, Iterator
from typing import Self

from model.memory.layout import Layout
from model.memory.tables import Table
from model.memory.tagged_memory import ZERO, Granule
from optimized.bulk import relocate_frame
from optimized.relocation import Relocation


class Page:
    """The bytes of one frame, and what is known of its granules.

    ``tags`` and ``used`` have one bit for each granule: whether its tag is set, and
    whether it may be other than zero.
    """

    __slots__ = ("data", "tags", "used")

    def __init__(self, data: bytearray, tags: int = 0, used: int = 0) -> None:
        self.data = data
        self.tags = tags
        self.used = used

    def copy(self) -> "Page":
        """A page with the same content, which changes independently of this one."""
        return Page(self.data[:], self.tags, self.used)


class FrameContent(Table[int, Granule]):
    """Granules by frame and index; a frame of zeros takes no memory.

    Law:
        ``an_overlay_is_its_function_at_every_cell``
    """

    def __init__(self, layout: Layout) -> None:
        self._granule, self._size = layout.format.granule, layout.page_size
        self._pages: dict[int, Page] = {}

    def get(self, row: int, cell: int) -> Granule:
        """The granule of a frame."""
        page = self._pages.get(row)
        return ZERO if page is None else self._granule_in(page, cell)

    def set(self, row: int, cell: int, value: Granule) -> None:
        """Change a granule of a frame."""
        page = self._pages.get(row)
        if page is None:
            if value == ZERO:
                return
            page = self._pages[row] = Page(bytearray(self._size))
        self._put(page, cell, value)

    def overlay(
        self, target: int, source: int, change: Callable[[Granule], Granule]
    ) -> int:
        """Set every granule of a frame to ``change`` of the same one of another."""
        page = self._pages.get(source)
        if page is None:
            self._pages.pop(target, None)
            return 0
        if isinstance(change, Relocation):
            made = self._relocated(page, change)
        else:
            made = Page(bytearray(self._size))
            for cell, value in self._cells(page):
                self._put(made, cell, change(value))
        self._pages[target] = made
        return page.used.bit_count()

    def clear(self, row: int, chosen: Callable[[int], bool] | None = None) -> None:
        """Make the chosen granules of a frame zero."""
        if chosen is None:
            self._pages.pop(row, None)
        else:
            for cell, _ in list(self.cells(row)):
                if chosen(cell):
                    self.set(row, cell, ZERO)

    def rows(self) -> list[int]:
        """The frames with a granule that is not zero."""
        return [row for row, page in self._pages.items() if page.used]

    def cells(self, row: int) -> Iterator[tuple[int, Granule]]:
        """The granules of a frame that are not zero, in ascending order."""
        page = self._pages.get(row)
        return iter(()) if page is None else self._cells(page)

    def copy(self) -> Self:
        """The same content, which changes independently of this one."""
        twin = type(self).__new__(type(self))
        twin._granule, twin._size = self._granule, self._size
        twin._pages = {row: page.copy() for row, page in self._pages.items()}
        return twin

    def _relocated(self, page: Page, change: Relocation) -> Page:
        """A page with all its capabilities relocated."""
        home, slot = change.home, change.slot
        data, tags = relocate_frame(change.layout, page.data, page.tags, home, slot)
        return Page(data, tags, page.used)

    def _cells(self, page: Page) -> Iterator[tuple[int, Granule]]:
        """The granules of a page that are not zero."""
        left = page.used
        while left:
            cell = (left & -left).bit_length() - 1
            left &= left - 1
            yield cell, self._granule_in(page, cell)

    def _granule_in(self, page: Page, cell: int) -> Granule:
        """One granule of a page."""
        at = cell * self._granule
        data = int.from_bytes(page.data[at : at + self._granule], "little")
        return Granule(bool(page.tags >> cell & 1), data)

    def _put(self, page: Page, cell: int, value: Granule) -> None:
        """Change one granule of a page."""
        at, bit = cell * self._granule, 1 << cell
        content = value.data.to_bytes(self._granule, "little")
        page.data[at : at + self._granule] = content
        page.tags = page.tags | bit if value.tag else page.tags & ~bit
        page.used = page.used & ~bit if value == ZERO else page.used | bit
