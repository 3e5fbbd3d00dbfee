"""Small worlds without shared frames: every memory of one page and one granule.

Up to three slots map the page, as their own or showing the kernel's. Processes find
their memory at home: what a full copy has instead is made from that.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product

import attrs

from model.memories.separate import HOME, SeparateMemory
from model.memory.layout import KERNEL_SLOT, TOY_LAYOUT
from model.memory.page_table import NO_PAGE, PRIVATE, PTE, Page
from model.memory.tagged_memory import ZERO, Granule
from properties.laws.agreement import Counterparts, counterparts
from properties.laws.memory.invariants import CopiedMemory
from tests.exhaustive.acts import every_kind
from tests.exhaustive.worlds import LIVE, PAGE, SLOTS

READ_ONLY = PTE(writable=False)

Held = tuple[Page, Granule]
"""A page, and what is in its own granule."""

NOTHING: Held = (NO_PAGE, ZERO)


@attrs.frozen
class FlatWorld:
    """A memory as values; what is not here is empty."""

    held: tuple[tuple[int, Held], ...]
    """By slot."""

    @property
    def slots(self) -> tuple[int, ...]:
        """The slots of processes that map the page."""
        return tuple(s for s, held in self.held if s != KERNEL_SLOT and held != NOTHING)

    @property
    def everyone(self) -> tuple[int, ...]:
        """The slots that an operation may be on: all."""
        return (KERNEL_SLOT, *SLOTS)

    def memory(self, kind: type[CopiedMemory]) -> CopiedMemory:
        """The memory, made anew."""
        made = kind(TOY_LAYOUT)
        for slot, (page, granule) in self.held:
            made.pages.set(slot, PAGE, page)
            made.granules.set(slot, (PAGE, 0), granule)
        return made

    def counterparts(self) -> Counterparts:
        """Separate address spaces, and the one that agrees with them."""
        separate = self.memory(SeparateMemory)
        assert isinstance(separate, SeparateMemory)
        return counterparts(separate, (slot for slot, _ in self.held))


@cache
def flat_worlds() -> tuple[FlatWorld, ...]:
    """Every world in which what is shown is there."""
    return tuple(_worlds())


def _worlds() -> Iterator[FlatWorld]:
    plain, sealed, _, data = every_kind(HOME)
    shown = [(Page(bits, shows=PAGE), ZERO) for bits in (PTE(), READ_ONLY)]
    own: list[Held] = [(Page(PTE()), content) for content in (plain, sealed, data)]
    some = (NOTHING, *own, (Page(READ_ONLY), data), *shown)
    few = (NOTHING, own[0], shown[0])
    kernels = (NOTHING, *((Page(PTE()), held) for held in every_kind(KERNEL_SLOT)))
    for kernel, *row in product(kernels, some, some, few):
        if kernel != NOTHING or all(page.shows == PRIVATE for page, _ in row):
            yield FlatWorld(
                ((KERNEL_SLOT, kernel), *zip(LIVE, row, strict=True)),
            )
