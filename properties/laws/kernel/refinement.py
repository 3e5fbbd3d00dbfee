"""Two systems that run one program agree on everything that can be observed.

Capabilities are compared relative to their own region, so that systems which place a
μprocess elsewhere can agree too. Raw addresses are compared in numbers only. Where the
systems place μprocesses at different addresses, the bits of a pointer that lost its tag
differ: the caller says where such bits are, and only the tag is compared there.
"""

from collections.abc import Callable, Iterable

import attrs

from model.isa.capability import Capability
from model.memory.layout import KERNEL_SLOT, Layout, Location
from model.memory.page_table import PTE
from model.memory.relocation import relocate_granule
from model.memory.tagged_memory import Granule
from model.outcomes import Derived, Outcome
from model.system import System
from optimized.lazy_memory import LazyMemory
from properties.laws.memory.invariants import references_are_counted, unsound_places
from properties.laws.memory.shared_tables import plain, tables_are_counted_and_barred

KeptAddress = Callable[[str, str], bool]
"""Whether a process, by name, has the bits of a pointer in a register, or in what the
kernel holds for it under this name."""

StoredAddress = Callable[[Location], bool]
"""Whether a granule has the bits of a pointer."""


def no_address(*_: object) -> bool:
    """Nothing has, or nothing need be left out."""
    return False


@attrs.frozen
class View:
    """A capability relative to the region of its holder."""

    region: str
    offset: int
    """From the region's base to the capability's, in bytes."""
    distance: int
    """From the capability's base to its address, in bytes."""
    length: int
    perms: int
    otype: int


def view(layout: Layout, capability: Capability, place: int) -> View | int:
    """How somebody whose memory is at this place sees a capability; an untagged one is
    its bits.
    """
    if not capability.tag:
        return capability.bits
    bounds = capability.bounds
    region, base = "nobody's", 0
    for name, owner in (("own", place), ("kernel's", KERNEL_SLOT)):
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
    layout: Layout,
    places: tuple[int, int],
    outcome: Outcome,
    reference: Outcome,
    is_address: bool = False,
) -> None:
    """A step ends the same way in both systems: same result, or same fault."""
    if isinstance(outcome, Derived) and isinstance(reference, Derived):
        derived, expected = outcome.capability, reference.capability
        if derived == expected and places[0] == places[1]:
            return
        seen = seen_or_nothing(layout, derived, places[0], is_address=is_address)
        shown = seen_or_nothing(layout, expected, places[1], is_address=is_address)
        assert seen == shown, f"{derived} instead of {expected}"
    else:
        assert outcome == reference, f"{outcome} instead of {reference}"


def the_running_kernel_agrees(kernel: str, model: str) -> None:
    """The running kernel answers every operation as the model does."""
    assert kernel == model, f"the kernel says {kernel}, the model {model}"


def seen_or_nothing(
    layout: Layout, capability: Capability, place: int, *, is_address: bool
) -> View | int | None:
    """How it is seen; if it is the bits of a pointer, nothing of them."""
    if is_address and not capability.tag:
        return None
    return view(layout, capability, place)


def registers_agree(
    system: System,
    reference: System,
    name: str,
    is_address: KeptAddress = no_address,
    registers: Iterable[str] | None = None,
) -> None:
    """A μprocess has the same in all its registers, or in these, in both systems."""
    layout = system.memory.layout
    process, other = system.processes[name], reference.processes[name]
    here = system.memory.place(process.slot)
    there = reference.memory.place(other.slot)
    assert process.registers.keys() == other.registers.keys(), f"{name}'s registers"
    for register in process.registers if registers is None else registers:
        capability = process.registers[register]
        expected = other.registers[register]
        if capability == expected and (here == there or not capability.tag):
            continue
        left_out = is_address(name, register)
        seen = seen_or_nothing(layout, capability, here, is_address=left_out)
        shown = seen_or_nothing(layout, expected, there, is_address=left_out)
        assert seen == shown, f"{name}'s {register}: {capability}, not {expected}"


def memories_agree(
    system: System, reference: System, is_address: StoredAddress = no_address
) -> None:
    """Every μprocess has the same memory in both systems, seen without touching it; and
    so has the kernel.
    """
    kernels = KERNEL_SLOT, KERNEL_SLOT
    _memory_agrees(system, reference, "the kernel", kernels, is_address)
    for name, process in system.processes.items():
        slots = process.slot, reference.processes[name].slot
        _memory_agrees(system, reference, name, slots, is_address)


def _memory_agrees(
    system: System,
    reference: System,
    name: str,
    slots: tuple[int, int],
    is_address: StoredAddress,
) -> None:
    """The pages of a process, and what they hold, are the same in both systems."""
    (memory, slot), (other, its) = zip(
        (system.memory, reference.memory), slots, strict=True
    )
    layout = memory.layout
    pages = list(memory.mapped_pages(slot))
    assert pages == list(other.mapped_pages(its)), f"{name}'s pages"
    for page in pages:
        mapped, expected = memory.pte(slot, page), other.pte(its, page)
        assert _allows(mapped) == _allows(expected), f"{name}'s page {page}: {mapped}"
        shown = memory.shows(slot, page), other.shows(its, page)
        assert shown[0] == shown[1], f"what {name}'s page {page} shows: {shown}"
    here, there = memory.place(slot), other.place(its)
    found = {(at.page, at.granule) for at in memory.populated(slot)}
    found |= {(at.page, at.granule) for at in other.populated(its)}
    for place in found:
        at, counterpart = Location(slot, *place), Location(its, *place)
        seen, content = memory.peek(at), other.peek(counterpart)
        if here != there:
            content = relocate_granule(layout, content, there, here)
        mere_bits = not (seen.tag or content.tag)
        assert seen == content or (mere_bits and is_address(counterpart)), (
            f"{name}'s granule at {layout.address_of(at):#x} holds "
            f"{_told(seen)}, not {_told(content)}"
        )


def _allows(pte: PTE) -> tuple[bool, bool, bool]:
    """What programs of the class can tell of a page. Whether the page admits capability
    stores is left out, because no such program stores tags to shared memory.
    """
    return pte.readable, pte.writable, pte.executable


def _told(granule: Granule) -> str:
    """A granule in words."""
    return f"{granule.data:#x} (tag {granule.tag:d})"


def sharing_is_sound(system: System) -> None:
    """Every invariant of a lazy memory, at every page, granule and frame in use."""
    memory = system.memory
    if not isinstance(memory, LazyMemory):
        return
    users = {process.slot for process in system.processes.values()}
    slots = [KERNEL_SLOT, *sorted(users)]
    if memory.policy.shares_tables:
        tables_are_counted_and_barred(memory)
    memory = plain(memory)
    references_are_counted(memory, slots)
    unsound = next(unsound_places(memory, slots), "")
    assert not unsound, unsound
