"""The confinement law: nobody holds authority over another's memory."""

from collections.abc import Iterable

from model.isa.capability import Capability
from model.memory.layout import Layout, Location
from model.memory.memory_system import MemorySystem
from model.memory.relocation import is_shared_authority
from model.memory.tagged_memory import Granule, capability_of
from model.system import System
from properties.laws.isa.encoding import is_canonical


def is_confined(layout: Layout, capability: Capability, slot: int) -> bool:
    """Whether the owner of ``slot`` may hold it: untagged, its own, or everybody's.

    Its own are those with bounds in its region. The encoding must be one that
    derivations make.
    """
    if not capability.tag:
        return True
    if not is_canonical(capability):
        return False
    if capability.bounds.within(layout.region(slot)):
        return True
    return is_shared_authority(layout, capability)


def holds_confined(layout: Layout, granule: Granule, slot: int) -> bool:
    """Whether the owner of ``slot`` may find ``granule`` in its memory."""
    return is_confined(layout, capability_of(layout.format, granule), slot)


def process_is_confined(
    system: System, name: str, registers: Iterable[str] | None = None
) -> None:
    """No register of one μprocess, or none of these, reaches outside its region."""
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


def memory_is_confined(system: System) -> None:
    """No granule that a μprocess can load reaches outside its region."""
    memory = system.memory
    for process in system.processes.values():
        place = memory.place(process.slot)
        for at in memory.populated(process.slot):
            granule = memory.peek(at)
            assert holds_confined(memory.layout, granule, place), (
                f"{process.name} can load {_at(memory, at)}, which reaches "
                f"outside the region of {process.name}"
            )


def _at(memory: MemorySystem, at: Location) -> str:
    """A granule for people: its address and the capability it holds."""
    capability = capability_of(memory.layout.format, memory.peek(at))
    return f"{memory.layout.address_of(at):#x}: {capability}"
