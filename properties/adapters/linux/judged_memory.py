"""Which accesses, derivations and mappings are judged."""

from typing import Final

from model import operations as ops
from model.isa.encoding import Bounds
from model.isa.permissions import Permission
from model.kernel.state.page_use import PageUse
from model.kernel.state.process import Process
from model.system import System
from properties.adapters.linux.grounds import (
    HALF,
    PAGES_MAX,
    PINS_MAX,
    SCRATCH,
    SOURCES,
    Rule,
    ends_before,
    reaches,
)

_LOAD, _STORE = int(Permission.LOAD), int(Permission.STORE)
_LOADING = int(Permission.LOAD | Permission.LOAD_CAP | Permission.MUTABLE_LOAD)
_STORING = int(Permission.STORE | Permission.STORE_CAP)


def _load(system: System, process: Process, op: ops.LoadData | ops.DeviceLoad) -> bool:
    found = reaches(system, process, op.at, op.size, _LOAD)
    if found is None or op.destination not in SCRATCH:
        return False
    return found[1] % op.size == 0 and found[1] < HALF


def _store(
    system: System, process: Process, op: ops.StoreData | ops.DeviceStore
) -> bool:
    found = reaches(system, process, op.at, op.size, _STORE)
    if found is None or found[1] % op.size or found[1] >= HALF:
        return False
    if isinstance(op.value, str):
        if op.value not in SCRATCH or process.registers[op.value].tag:
            return False
        if op.value not in process.registers or process.registers[op.value].bits >> 64:
            return False
    elif not 0 <= op.value < 1 << 64:
        return False
    return not ends_before(system, found[0], found[1] + op.size)


def _load_capability(system: System, process: Process, op: ops.LoadCapability) -> bool:
    found = reaches(system, process, op.at, 16, _LOADING)
    return found is not None and op.destination in SCRATCH and found[1] % 16 == 0


def _store_capability(
    system: System, process: Process, op: ops.StoreCapability
) -> bool:
    found = reaches(system, process, op.at, 16, _STORING)
    if found is None or found[1] % 16 or op.source not in SOURCES:
        return False
    use, inside = found
    if process.registers[op.source].tag and (
        inside < HALF or (use is not None and use.shared)
    ):
        return False
    return not ends_before(system, use, inside + 16)


def _derivation(system: System, process: Process, op: ops.Derivation) -> bool:
    source = process.registers[op.source]
    if op.source not in SOURCES or op.destination not in SCRATCH:
        return False
    if isinstance(op, ops.Move) or not source.tag:
        return isinstance(op, ops.Move)
    bounds = source.bounds
    match op:
        case ops.Increment(amount=amount):
            return bounds.base <= source.address + amount < bounds.top
        case ops.SetOffset(offset=offset):
            return 0 <= offset < bounds.length
        case ops.SetBounds(length=length):
            page = system.memory.layout.page_size
            whole = source.address % page == 0 == length % page
            inside = 0 < length <= bounds.top - source.address
            return whole and inside and length <= PAGES_MAX * page
        case _:
            return False


def _mmap(system: System, process: Process, op: ops.Mmap | ops.MmapFile) -> bool:
    if op.sharing == "invalid" or op.destination not in SCRATCH:
        return False
    if isinstance(op, ops.MmapFile) and op.offset < 0:
        return False
    if isinstance(op, ops.MmapFile) and op.at is not None:
        return _is_room(system, process, op.at, op.length)
    return op.length <= PAGES_MAX * system.memory.layout.page_size


def _mmap_at(system: System, process: Process, op: ops.MmapAt) -> bool:
    room = _is_room(system, process, op.at, op.length)
    return room and op.destination in SCRATCH


def _is_room(
    system: System, process: Process, at: tuple[str, int], length: int
) -> bool:
    """Whether a capability covers whole pages at a place."""
    page_size = system.memory.layout.page_size
    source = process.registers[at[0]]
    if at[0] not in SOURCES or not source.tag:
        return False
    bounds, address = source.bounds, source.address + at[1]
    inside = bounds.base <= address and address + length <= bounds.top
    small = 0 < length <= PAGES_MAX * page_size
    return inside and small and address % page_size == length % page_size == 0


def _covers_pages(system: System, process: Process, register: str) -> bool:
    """Whether a capability covers some pages, and not too many."""
    source, page_size = process.registers[register], system.memory.layout.page_size
    if register not in SOURCES or register in {"c4", "pcc"} or not source.tag:
        return False
    count, rest = divmod(source.bounds.length, page_size)
    return not (rest or source.bounds.base % page_size) and 0 < count <= PAGES_MAX


def _uses(system: System, process: Process, bounds: Bounds) -> list[PageUse | None]:
    """What the pages within bounds are used for."""
    first = system.memory.locate(process.slot, bounds.base).page
    count = bounds.length // system.memory.layout.page_size
    return [process.pages.get(page) for page in range(first, first + count)]


def _covering(
    system: System,
    process: Process,
    op: ops.Munmap | ops.Mprotect | ops.Dontneed | ops.Minherit,
) -> bool:
    """Whether a call on pages succeeds, or fails because of the first of them."""
    if not _covers_pages(system, process, op.source):
        return False
    if isinstance(op, ops.Minherit) and op.inheritance == "share":
        return False
    if isinstance(op, ops.Munmap):
        return True
    uses = _uses(system, process, process.registers[op.source].bounds)
    if None in uses:
        return uses == [None] * len(uses)
    refused = [use is not None and _refuses(op, use) for use in uses]
    return refused[0] or not any(refused)


def _mremap(system: System, process: Process, op: ops.Mremap) -> bool:
    """Whether it is known of the pages if Linux has one mapping for all of them.

    Memory that is private may have been mapped, or stored to, at different times: then
    it has several, even if they are alike.
    """
    source, layout = process.registers[op.source], system.memory.layout
    barred = op.source in {"c4", "pcc"} or op.source not in SOURCES
    if barred or op.destination not in SCRATCH or not source.tag:
        return False
    bounds = source.bounds
    count, rest = divmod(bounds.length, layout.page_size)
    if rest or bounds.base % layout.page_size or not 0 < count <= PAGES_MAX:
        return False
    if op.length > PAGES_MAX * layout.page_size:
        return False
    first = system.memory.locate(process.slot, bounds.base).page
    uses = [process.pages.get(page) for page in range(first, first + count)]
    if count == 1 or op.length <= bounds.length or None in uses:
        return True
    shared = [use.file for use in uses if use is not None and use.shared]
    return len(shared) == count and all(file is shared[0] for file in shared)


def _refuses(op: ops.Mprotect | ops.Dontneed | ops.Minherit, use: PageUse) -> bool:
    """Whether a page refuses the call."""
    if isinstance(op, ops.Dontneed):
        return False
    if isinstance(op, ops.Mprotect):
        return op.protection == "rw" and not use.may_write
    return op.inheritance == "wipe" and (use.shared or use.file is not None)


def _pin(system: System, process: Process, op: ops.Pin) -> bool:
    """Whether a device can be given the pages of a capability, or none of them."""
    bounds = process.registers[op.source].bounds
    if not _covers_pages(system, process, op.source):
        return False
    uses = _uses(system, process, bounds)
    files = [use for use in uses if use is not None and _is_seen_in_a_file(use)]
    return not files and len(process.pins) + len(uses) <= PINS_MAX


def _is_seen_in_a_file(use: PageUse) -> bool:
    """Whether stores to a page reach a file that has a name."""
    return use.shared and use.file is not None and not use.file.anonymous


def _unpin(system: System, process: Process, op: ops.Unpin) -> bool:
    """Whether a capability covers pages."""
    return _covers_pages(system, process, op.source)


MEMORY_RULES: Final[dict[type[ops.Operation], Rule]] = {
    ops.LoadData: _load,
    ops.StoreData: _store,
    ops.LoadCapability: _load_capability,
    ops.StoreCapability: _store_capability,
    ops.Move: _derivation,
    ops.Increment: _derivation,
    ops.SetOffset: _derivation,
    ops.SetBounds: _derivation,
    ops.Mmap: _mmap,
    ops.MmapFile: _mmap,
    ops.MmapAt: _mmap_at,
    ops.Mremap: _mremap,
    ops.Munmap: _covering,
    ops.Mprotect: _covering,
    ops.Dontneed: _covering,
    ops.Minherit: _covering,
    ops.Pin: _pin,
    ops.Unpin: _unpin,
    ops.DeviceLoad: _load,
    ops.DeviceStore: _store,
}
"""The rules; an operation that has none here is always judged."""
