"""What memory holds after its mapping has changed, by the bytes and tags of all pages.

Source:
    ``madvise(2)`` of Linux.
"""

from collections.abc import Iterator, Mapping

import attrs

from model import operations as ops
from model.isa.capability import Capability
from model.kernel.state.page_use import PageUse
from model.memory.layout import KERNEL_SLOT, Location
from model.memory.page_table import PTE
from model.memory.tagged_memory import ZERO, Granule
from model.outcomes import Done
from model.system import System, step
from properties.laws.assumption import assume
from properties.laws.isa.extent import extent_of

Content = Mapping[int, Granule]
"""The granules of a page that are not zeros, by their index."""

NOTHING: Content = {}
"""The content of a page of zeros."""


def what_is_not_needed_is_as_new(system: System, operation: ops.Dontneed) -> None:
    """Private pages that are not needed are zeros without tags, or show their file, and
    every other page, of whomever, holds what it held. All pages stay mapped for the
    same use; they may be written, read and executed as before.
    """
    process = system.processes[operation.process]
    covered = pages_of(system, process.registers[operation.source])
    before = Pages.of(system)
    outcome = step(system, operation)
    assume(outcome == Done())
    after = Pages.of(system)
    assert after.uses == before.uses, f"{operation}: pages are used otherwise"
    assert after.bits.keys() == before.bits.keys(), f"{operation}: pages come or go"
    for place, pte in after.bits.items():
        slot, page = place
        use, was = before.uses.get(place), before.bits[place]
        expected = before.contents.get(place, NOTHING)
        if use is not None and slot == process.slot and page in covered:
            assert pte.readable == was.readable, f"{operation}: page {page}"
            assert pte.executable == was.executable, f"{operation}: page {page}"
            written = pte.writable or (use.file is not None and not use.shared)
            assert written == was.writable or not was.writable, f"{operation}: {page}"
            if not use.shared:
                expected = shown_by(system, use)
        found = after.contents.get(place, NOTHING)
        assert found == expected, f"{operation}: page {page} of slot {slot}"


@attrs.frozen
class Pages:
    """What is mapped in all slots, by slot and page."""

    uses: Mapping[tuple[int, int], PageUse]
    bits: Mapping[tuple[int, int], PTE]
    contents: Mapping[tuple[int, int], Content]
    """What the owner finds; pages of zeros are left out."""

    @staticmethod
    def of(system: System) -> "Pages":
        """What there is now."""
        memory = system.memory
        uses = {
            (process.slot, page): use
            for process in system.processes.values()
            for page, use in process.pages.items()
        }
        slots = sorted({slot for slot, _ in uses})
        bits = {
            (slot, page): memory.pte(slot, page)
            for slot in slots
            for page in memory.mapped_pages(slot)
        }
        contents: dict[tuple[int, int], dict[int, Granule]] = {}
        for slot in slots:
            for at in memory.populated(slot):
                if (granule := memory.peek(at)) != ZERO:
                    contents.setdefault((slot, at.page), {})[at.granule] = granule
        return Pages(uses, bits, contents)


def pages_of(system: System, capability: Capability) -> list[int]:
    """The pages within the bounds of a capability, as numbers in their slot."""
    layout, extent = system.memory.layout, extent_of(capability)
    size, slot_size = 1 << layout.page_bits, 1 << layout.slot_bits
    return [place % slot_size // size for place in range(extent.base, extent.top, size)]


def shown_by(system: System, use: PageUse) -> Content:
    """What a page shows that nobody has stored to: its file, or zeros."""
    number = None if use.file is None else use.file.pages.get(use.index)
    if number is None:
        return NOTHING
    return dict(_granules(system, KERNEL_SLOT, number))


def _granules(system: System, slot: int, page: int) -> Iterator[tuple[int, Granule]]:
    """The granules of a page that are not zeros."""
    memory = system.memory
    for number in range(memory.layout.page_granules):
        granule = memory.peek(Location(slot, page, number))
        if granule != ZERO:
            yield number, granule
