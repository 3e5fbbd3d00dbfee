"""Shared by the rules about what is judged."""

from collections.abc import Callable
from typing import Any, Final

from model.kernel.state.page_use import PageUse
from model.kernel.state.process import Process
from model.posix.attribute import Attribute
from model.system import System

SCRATCH: Final = (*(f"c{number}" for number in range(5, 31)), "ctp")
"""The registers that programs write to: all but those that hold at the start what a
real process does not have."""

SOURCES: Final = frozenset((*SCRATCH, "c1", "c4", "csp", "pcc"))
"""The registers that programs use: the others hold what a process does not have."""

HALF: Final = 2048
"""Where in a page the data ends and the pointers begin, in bytes."""

PATHS: Final = "fgh"
"""The files that programs name."""

ATTRIBUTES: Final = (
    Attribute.UMASK,
    Attribute.NICE,
    Attribute.OPEN_MAX,
    Attribute.ALARM,
)
"""The attributes that are a process's own, and that nothing else changes."""

SEMAPHORES: Final = "st"
"""The semaphores that programs name."""

PIPE_BYTES: Final = 1024
"""What a pipe may come to hold: all kernels have room for that."""

FILE_BYTES: Final = 3 * 4096
"""How long a file may become."""

PAGES_MAX: Final = 64
"""Pages that one call may speak of."""

PINS_MAX: Final = 16
"""Pages that a process may have pinned."""

Place = tuple[PageUse | None, int]
"""How a page is used, and the offset in it."""


def _page(system: System, process: Process, address: int) -> Place:
    """The page of an address that is in the region, and the offset in the page."""
    layout = system.memory.layout
    at = system.memory.locate(process.slot, address)
    return process.pages.get(at.page), address % layout.page_size


def reaches(
    system: System, process: Process, at: tuple[str, int], size: int, needed: int
) -> Place | None:
    """The page of an access that its capability allows, if it is within one page."""
    register, offset = at
    if register not in SOURCES:
        return None
    authority = process.registers[register]
    if not authority.tag or authority.is_sealed:
        return None
    address = authority.address + offset
    bounds = authority.bounds
    if not bounds.base <= address <= bounds.top - max(size, 1):
        return None
    if needed & ~authority.perms:
        return None
    use, inside = _page(system, process, address)
    return (use, inside) if inside + size <= system.memory.layout.page_size else None


def ends_before(system: System, use: PageUse | None, end: int) -> bool:
    """Whether the file that a page shows to others ends before this offset in it."""
    if use is None or not use.shared or use.file is None or use.file.anonymous:
        return False
    return use.index * system.memory.layout.page_size + end > use.file.size


Rule = Callable[[System, Process, Any], bool]
"""Whether an operation of one class is judged, in this state."""
