"""The image of a program: the parts that its memory has at the start, and their sizes.

Source:
    Kressel, Lefeuvre, Olivier, "μFork", SOSP 2025, section on the layout of μprocesses:
    code and read-only data, data, GOT, heap, stack and TLS are contiguous, and fork
    copies the GOT and the pages of the allocator at once.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Final

import attrs

from model.isa.words import round_up
from model.memory.layout import Layout


class Part(StrEnum):
    """A part of an image, in the order of the addresses."""

    TEXT = "text"
    RODATA = "rodata"
    GOT = "got"
    """The global offset table: one capability to each part, in this order."""
    DATA = "data"
    TLS = "tls"
    """The storage of the one thread."""
    STACK = "stack"
    ALLOCATOR = "allocator"
    """The state of the allocator, which only the GOT leads to."""
    HEAP = "heap"


READ_ONLY: Final = frozenset({Part.TEXT, Part.RODATA})
"""The parts that nobody may write."""

EAGER: Final = frozenset({Part.GOT, Part.TLS, Part.ALLOCATOR})
"""The parts that a child needs at once: fork does not wait until it touches them."""

REGISTERS: Final = MappingProxyType(
    {
        Part.TEXT: "pcc",
        Part.RODATA: "c26",
        Part.GOT: "c28",
        Part.DATA: "c27",
        Part.TLS: "ctp",
        Part.STACK: "csp",
        Part.HEAP: "c1",
    }
)
"""The register that reaches each part at the start."""


@attrs.frozen
class Image:
    """How many pages each part has at least."""

    text: int = 1
    rodata: int = 0
    got: int = 0
    data: int = 0
    tls: int = 0
    stack: int = 1
    allocator: int = 0
    heap: int = 4

    def parts(self, layout: Layout) -> dict[Part, range]:
        """The pages of each part, as low as they fit after the part before.

        The pages of a part are as many as one capability can cover exactly.
        """
        parts, end = {}, 0
        for part in Part:
            wanted = getattr(self, part.value) << layout.page_bits
            count, step = layout.exact_pages(wanted)
            first = round_up(end, step)
            end = first + count
            parts[part] = range(first, end)
        return parts


PLAIN: Final = Image()
"""Text, stack and heap: enough for a program that keeps its own pointers."""

WHOLE: Final = Image(rodata=1, got=1, data=1, tls=1, allocator=1)
"""All the parts that a program has after it was linked and loaded."""
