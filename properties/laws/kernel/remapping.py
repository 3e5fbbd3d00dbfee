"""What memory holds after its mapping has changed, by the bytes and tags of all pages.

Source:
    ``madvise(2)`` and ``mremap(2)`` of Linux, ``minherit(2)`` of BSD.
"""

from collections.abc import Iterator, Mapping

import attrs

from model import operations as ops
from model.isa.capability import Capability
from model.kernel.state.page_use import PageUse
from model.memory.layout import KERNEL_SLOT, Location
from model.memory.page_table import PTE
from model.memory.tagged_memory import ZERO, Granule
from model.outcomes import Derived, Done
from model.system import System, step
from properties.laws.assumption import assume
from properties.laws.confinement import is_in_region
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
        expected = before.held(place)
        if use is not None and slot == process.slot and page in covered:
            assert pte.readable == was.readable, f"{operation}: page {page}"
            assert pte.executable == was.executable, f"{operation}: page {page}"
            written = pte.writable or (use.file is not None and not use.shared)
            assert written == was.writable or not was.writable, f"{operation}: {page}"
            if not use.shared:
                expected = shown_by(system, use)
        found = after.held(place)
        assert found == expected, f"{operation}: page {page} of slot {slot}"


def what_is_remapped_is_what_was_there(system: System, operation: ops.Mremap) -> None:
    """A mapping with another length holds, granule by granule with tags, what it held,
    for the same use, wherever it is now. Pages that it lost are not mapped, nor is its
    old place; those that it gained show what follows in their file, or zeros. Every
    other page, of whomever, is as it was. It moves only to grow and if it may.

    What is returned covers exactly its pages, and as many bytes as were asked for.
    """
    process = system.processes[operation.process]
    slot, old = process.slot, pages_of(system, process.registers[operation.source])
    before = Pages.of(system)
    outcome = step(system, operation)
    assume(isinstance(outcome, Derived))
    assert isinstance(outcome, Derived)
    after, new = Pages.of(system), pages_of(system, outcome.capability)
    extent, size = extent_of(outcome.capability), 1 << system.memory.layout.page_bits
    assert extent.base % size == extent.top % size == 0, f"{operation}: {outcome}"
    assert is_in_region(system.memory.layout, extent, system.memory.place(slot))
    assert extent.base + operation.length <= extent.top, f"{operation}: {outcome}"
    stayed = new[0] == old[0]
    assert stayed or (operation.moving == "move" and len(new) > len(old)), outcome
    moved = {(slot, page): (slot, now) for page, now in zip(old, new, strict=False)}
    lost, gained = {(slot, page) for page in old}, new[len(old) :]
    where = {place: place for place in before.uses if place not in lost} | moved
    for place, now in where.items():
        assert after.uses.get(now) == before.uses.get(place), f"{operation}: {now}"
        assert after.allowed(now) == before.allowed(place), f"{operation}: {now}"
        assert after.held(now) == before.held(place), f"{operation}: {now}"
    there = {*where.values(), *((slot, page) for page in gained)}
    found = after.uses.keys() | after.bits.keys()
    assert found <= there, f"{operation}: pages come or stay: {found - there}"
    for number, page in enumerate(gained, 1):
        _assert_follows(system, after, (slot, page), before.uses[slot, old[-1]], number)


def _assert_follows(
    system: System, pages: "Pages", place: "Place", last: PageUse, number: int
) -> None:
    """A page is what comes so many pages after the last one of a mapping."""
    use, pte = attrs.evolve(last, index=last.index + number), pages.bits.get(place)
    assert pages.uses[place] == use, f"{place} is used otherwise"
    assert pages.held(place) == shown_by(system, use), f"{place} holds something else"
    assert pte is None or pte.readable == (use.protection != "none"), f"{place}: {pte}"


def what_is_inherited_shared_holds_what_it_held(
    system: System, operation: ops.Minherit
) -> None:
    """Memory that is to be inherited shared holds what it held and allows what it did,
    in pages of the kernel's that nobody else shows. Its tags stay iff every process
    finds its own memory at the addresses of capabilities; if not, they are cleared.
    Every other page, of whomever, is as it was.
    """
    assume(operation.inheritance == "share")
    memory, process = system.memory, system.processes[operation.process]
    covered = pages_of(system, process.registers[operation.source])
    before, kernels = Pages.of(system), {*memory.mapped_pages(KERNEL_SLOT)}
    outcome = step(system, operation)
    assume(outcome == Done())
    after = Pages.of(system)
    assert after.bits.keys() == before.bits.keys(), f"{operation}: pages come or go"
    for place in after.bits:
        now, was = after.allowed(place), before.allowed(place)
        expected = before.held(place)
        private = not before.uses[place].shared
        if private and place[0] == process.slot and place[1] in covered:
            assert after.uses[place].shared, f"{operation}: {place}"
            assert memory.shows(*place) not in kernels, f"{operation}: {place}"
            kernels.add(memory.shows(*place))
            expected = _without_tags(system, expected)
            keeps = now is not None and now.capability_store
            assert keeps != memory.has_one_address_space, f"{operation}: {place}"
            now = now and attrs.evolve(now, capability_store=True)
        assert now == was, f"{operation}: {place}"
        assert after.held(place) == expected, f"{operation}: {place}"


def _without_tags(system: System, content: Content) -> Content:
    """What is left without tags: all of it where they mean the same to everybody."""
    if not system.memory.has_one_address_space:
        return content
    bare = {number: Granule(tag=False, data=g.data) for number, g in content.items()}
    return {number: granule for number, granule in bare.items() if granule != ZERO}


Place = tuple[int, int]
"""A slot, and the number of a page in it."""


@attrs.frozen
class Pages:
    """What is mapped in all slots, by slot and page."""

    uses: Mapping[Place, PageUse]
    bits: Mapping[Place, PTE]
    contents: Mapping[Place, Content]
    """What the owner finds; pages of zeros are left out."""

    def held(self, place: Place) -> Content:
        """What is found in a page; what is not mapped holds nothing."""
        return self.contents.get(place, NOTHING)

    def allowed(self, place: Place) -> PTE | None:
        """What a page allows, if it is there; whether it was marked plays no part."""
        pte = self.bits.get(place)
        return None if pte is None else attrs.evolve(pte, capability_dirty=False)

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
        contents: dict[Place, dict[int, Granule]] = {}
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
