"""The operations on a memory, as values: what laws let happen between two looks."""

from collections.abc import Callable

import attrs

from model.isa.faults import Fault
from model.memory.layout import Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import PRIVATE, PTE
from model.memory.tagged_memory import Granule


@attrs.frozen
class Act:
    """One operation on a memory: what to do, and on which slots."""

    run: Callable[[MemorySystem], Granule | None]
    slots: tuple[int, ...]


def load_capability(at: Location) -> Act:
    """Load a granule with its tag."""
    return Act(lambda memory: memory.load_capability(at), (at.slot,))


def load_data(at: Location) -> Act:
    """Load a granule's bytes."""
    return Act(lambda memory: memory.load(at), (at.slot,))


def store_capability(at: Location, granule: Granule) -> Act:
    """Store a granule with its tag."""
    return Act(lambda memory: memory.store_capability(at, granule), (at.slot,))


def store_data(at: Location, offset: int, size: int, value: int) -> Act:
    """Store bytes."""
    return Act(lambda memory: memory.store(at, offset, size, value), (at.slot,))


def fork(parent: int, child: int) -> Act:
    """Fork."""
    return Act(lambda memory: memory.fork(parent, child), (parent, child))


def copy_now(at: Location) -> Act:
    """Copy a page that is still to be copied."""
    return Act(lambda memory: memory.copy_now(at.slot, at.page), (at.slot,))


def clear_tag(at: Location) -> Act:
    """Clear the tag of a granule."""
    return Act(lambda memory: memory.clear_tag(at), (at.slot,))


def exit_slot(slot: int) -> Act:
    """Exit."""
    return Act(lambda memory: memory.exit(slot), (slot,))


def map_page(at: Location, pte: PTE, shows: int = PRIVATE) -> Act:
    """Map a page of zeros, or one that shows a page of the kernel's."""
    return Act(lambda memory: memory.map(at.slot, at.page, pte, shows), (at.slot,))


def unmap_page(at: Location) -> Act:
    """Take a page away."""
    return Act(lambda memory: memory.unmap(at.slot, at.page), (at.slot,))


def protect_page(at: Location, pte: PTE) -> Act:
    """Give a page other bits."""
    return Act(lambda memory: memory.protect(at.slot, at.page, pte), (at.slot,))


def outcome_of(act: Act, memory: MemorySystem) -> tuple[Granule | None, str]:
    """The granule that an operation returns, and the kind of its fault; if any."""
    try:
        return act.run(memory), ""
    except Fault as fault:
        return None, fault.kind
