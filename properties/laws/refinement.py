"""Two systems that run one program agree on everything that can be observed.

Capabilities are compared as seen from their own region, so that systems which place a
μprocess elsewhere can agree too. Raw addresses are compared in numbers only.
"""

import attrs

from model.isa.capability import Capability
from model.memory.layout import KERNEL_SLOT, Layout
from model.system import Derived, Outcome, System
from optimized.lazy_memory import LazyMemory
from properties.laws.invariants import (
    entry_is_sound,
    frame_is_confined,
    references_are_counted,
    writable_means_unshared,
)


@attrs.frozen
class View:
    """A capability as its holder's region sees it."""

    region: str
    offset: int
    """From the region's base to the capability's, in bytes."""
    distance: int
    """From the capability's base to its address, in bytes."""
    length: int
    perms: int
    otype: int


def view(layout: Layout, capability: Capability, slot: int) -> View | int:
    """How the owner of ``slot`` sees a capability; an untagged one is its bits."""
    if not capability.tag:
        return capability.bits
    bounds = capability.bounds
    region, base = "nobody's", 0
    for name, owner in (("own", slot), ("kernel's", KERNEL_SLOT)):
        if bounds.within(layout.region(owner)):
            region, base = name, layout.region(owner).base
    return View(
        region=region,
        offset=bounds.base - base,
        distance=capability.address - bounds.base,
        length=bounds.length,
        perms=capability.perms,
        otype=capability.otype,
    )


def every_outcome_agrees(
    layout: Layout, slots: tuple[int, int], outcome: Outcome, reference: Outcome
) -> None:
    """A step ends the same way in both systems: same result, or same fault."""
    if isinstance(outcome, Derived) and isinstance(reference, Derived):
        seen = view(layout, outcome.capability, slots[0])
        shown = view(layout, reference.capability, slots[1])
        assert seen == shown, f"{outcome.capability} instead of {reference.capability}"
    else:
        assert outcome == reference, f"{outcome} instead of {reference}"


def registers_agree(system: System, reference: System, name: str) -> None:
    """A μprocess has the same registers in both systems."""
    layout = system.memory.layout
    process, other = system.processes[name], reference.processes[name]
    for register, capability in process.registers.items():
        expected = other.registers[register]
        if capability == expected and process.slot == other.slot:
            continue
        seen = view(layout, capability, process.slot)
        shown = view(layout, expected, other.slot)
        assert seen == shown, f"{name}'s {register}: {capability}, not {expected}"


def memories_agree(system: System, reference: System) -> None:
    """Every μprocess has the same memory in both systems, seen without touching it."""
    layout = system.memory.layout
    for name, process in system.processes.items():
        slot = process.slot
        pages = list(system.memory.mapped_pages(slot))
        assert pages == list(reference.memory.mapped_pages(slot)), f"{name}'s pages"
        places = {*system.memory.populated(slot), *reference.memory.populated(slot)}
        for at in places:
            seen, shown = system.memory.peek(at), reference.memory.peek(at)
            assert seen == shown, (
                f"{name}'s granule at {layout.address_of(at):#x} "
                f"holds {seen.data:#x} (tag {seen.tag:d}), "
                f"not {shown.data:#x} (tag {shown.tag:d})"
            )


def sharing_is_sound(system: System) -> None:
    """Every invariant of a lazy memory, at every page, granule and frame in use."""
    memory = system.memory
    if not isinstance(memory, LazyMemory):
        return
    slots = [process.slot for process in system.processes.values()]
    references_are_counted(memory, slots)
    for slot in slots:
        for page in memory.mapped_pages(slot):
            place = f"page {page} of slot {slot}"
            assert entry_is_sound(memory, slot, page), f"the entry of {place}"
            for other in slots:
                assert writable_means_unshared(memory, slot, other, page), (
                    f"{place} is writable and shared with slot {other}"
                )
        for at in memory.populated(slot):
            frame = memory.pages.get(slot, at.page).frame
            assert frame_is_confined(memory, frame, at.granule), (
                f"granule {at.granule} of frame {frame}"
            )
