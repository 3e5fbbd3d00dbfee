"""The confinement law: the owner of a slot holds no authority over anything else.

What the owner may hold is stated here in terms of the instruction set and of the
division of the address space. Because fork is judged by this text, it shares no
predicate with the model's relocation or with that of the lazy memory.
"""

from collections.abc import Iterable
from typing import Final

from model.isa.capability import Capability
from model.isa.permissions import Permission
from model.memory.layout import Layout, Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import PRIVATE
from model.memory.tagged_memory import Granule, capability_of
from model.system import System
from properties.laws.isa.extent import Extent, extent_of

ENTRY: Final = (
    Permission.GLOBAL | Permission.LOAD | Permission.LOAD_CAP | Permission.EXECUTE
)
"""The permissions of the one sealed entry to the kernel."""

SEALING: Final = Permission.GLOBAL | Permission.SEAL | Permission.UNSEAL
"""The permissions of the one authority over otypes."""

OTYPES: Final = 4
"""The number of otypes that this authority covers, from the first available to
software."""


def is_confined(layout: Layout, capability: Capability, slot: int) -> bool:
    """Whether the owner of ``slot`` may hold it.

    The owner may hold any untagged capability, any capability to its own region, sealed
    or not, and what the kernel gives to every process: the kernel entry and authority
    over otypes.
    """
    if not capability.tag:
        return True
    extent = extent_of(capability)
    own = is_in_region(layout, extent, slot)
    return own | is_entry(layout, capability, extent) | is_sealing(capability, extent)


def is_given_to_all(layout: Layout, capability: Capability) -> bool:
    """Whether the kernel gave it to every μprocess, or it was derived from that."""
    extent = extent_of(capability)
    return is_entry(layout, capability, extent) | is_sealing(capability, extent)


def is_in_region(layout: Layout, extent: Extent, slot: int) -> bool:
    """Whether both ends lie in the region of a slot, where the guard has not begun.

    The greatest exponent is excluded, because no derivation gives it to bounds as short
    as a region: with it, the address may be in any half of the address space, and does
    not move with the bounds. The guard at the end of a slot is one unit of the exponent
    that bounds as long as the slot need. Because of the guard, no empty capability lies
    on the boundary of two regions.
    """
    form = layout.format
    first = slot << layout.slot_bits
    size = 1 << layout.slot_bits
    guard = size >> form.mantissa_width - form.exponent_width - 1
    ordered = (first <= extent.base) & (extent.base <= extent.top)
    inside = ordered & (extent.top <= first + size - guard)
    return extent.exists & inside & (not extent.greatest)


def is_entry(layout: Layout, capability: Capability, extent: Extent) -> bool:
    """Whether it is the kernel's entry: a sealed entry to the start of the second page
    of the address space, over that page, with the permissions of code.
    """
    form, page = layout.format, 1 << layout.page_bits
    return (
        extent.exists
        & (capability.otype == form.otypes.sentry)
        & (capability.address == page)
        & (extent.base == page)
        & (extent.top == page + page)
        & (capability.perms == form.permissions.bits_of(ENTRY))
    )


def is_sealing(capability: Capability, extent: Extent) -> bool:
    """Whether it has authority over otypes that all were given, and no other."""
    form = capability.format
    others = ~form.permissions.bits_of(SEALING)
    first = form.otypes.free
    ordered = (first <= extent.base) & (extent.base <= extent.top)
    among = ordered & (extent.top <= first + OTYPES)
    return extent.exists & among & (capability.perms & others == 0)


def holds_confined(layout: Layout, granule: Granule, slot: int) -> bool:
    """Whether the owner of ``slot`` may find ``granule`` in its memory."""
    return is_confined(layout, capability_of(layout.format, granule), slot)


def process_is_confined(
    system: System, name: str, registers: Iterable[str] | None = None
) -> None:
    """No register of one μprocess reaches outside its region.

    If ``registers`` are given, only those are checked.
    """
    layout, process = system.memory.layout, system.processes[name]
    place = system.memory.place(process.slot)
    for register in process.registers if registers is None else registers:
        capability = process.registers[register]
        assert is_confined(layout, capability, place), (
            f"{name}'s {register} holds {capability}, which reaches "
            f"outside the region of {name}"
        )


def registers_are_confined(system: System) -> None:
    """No register of any μprocess reaches outside its region."""
    for name in system.processes:
        process_is_confined(system, name)


def memory_is_confined(system: System, names: Iterable[str] | None = None) -> None:
    """No granule that a μprocess can load reaches outside its region; if there are
    names, none of theirs.
    """
    memory = system.memory
    for name in system.processes if names is None else names:
        process = system.processes[name]
        place = memory.place(process.slot)
        for at in memory.populated(process.slot):
            granule = memory.peek(at)
            assert holds_confined(memory.layout, granule, place), (
                f"{process.name} can load {_at(memory, at)}, which reaches "
                f"outside the region of {process.name}"
            )


def shared_pages_take_tags_only_where_pointers_mean_the_same(system: System) -> None:
    """A page that shows one of the kernel's admits a capability store iff it is no
    file's and each process finds its memory at addresses of its own.
    """
    memory = system.memory
    for name, process in system.processes.items():
        for page, use in process.pages.items():
            if memory.shows(process.slot, page) != PRIVATE:
                anonymous = use.file is not None and use.file.anonymous
                may_take = memory.pte(process.slot, page).capability_store
                expected = anonymous and not memory.has_one_address_space
                assert may_take == expected, f"{name}'s page {page}: {may_take}"


def _at(memory: MemorySystem, at: Location) -> str:
    """A granule for an error message: its address and the capability that it holds."""
    capability = capability_of(memory.layout.format, memory.peek(at))
    return f"{memory.layout.address_of(at):#x}: {capability}"
