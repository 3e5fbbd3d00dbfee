"""Random operations that map memory, protect it, and say what children get of it."""

from typing import Final

from model import operations as ops
from model.kernel.state.open_files import RegularFile
from model.kernel.state.process import Process
from model.system import System
from properties.programs.choosing import (
    GIVEN,
    SCRATCH,
    Chooser,
    Drawer,
    any_destination,
    any_source,
    descriptor_for,
    one,
)

PROTECTIONS: Final = ("rw", "rw", "rw", "r", "none")
SHARINGS: Final = ("private", "private", "shared")


def _mmap(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    length = one(chooser, (1, system.memory.layout.page_size + 1, 0))
    protection, sharing = one(chooser, PROTECTIONS), one(chooser, SHARINGS)
    return ops.Mmap(process.name, any_destination(chooser), length, protection, sharing)


def _mmap_file(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    page = system.memory.layout.page_size
    return ops.MmapFile(
        process.name,
        any_destination(chooser),
        one(chooser, (1, page + 1, page, page, 0)),
        one(chooser, ("rw", "rw", "r", "none")),
        one(chooser, ("private", "shared")),
        descriptor_for(
            process,
            chooser,
            lambda opened: isinstance(opened.file, RegularFile) and opened.readable,
        ),
        one(chooser, (0, 0, 0, page, 0, page, 1, -page)),
    )


def _mmap_at(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    layout = system.memory.layout
    page, register = layout.page_size, one(chooser, ("c4", "c4", "c1", *SCRATCH))
    capability = process.registers[register]
    pages = one(chooser, (layout.region_pages // 2, 6, 1, 0))
    odd = one(chooser, (0, 0, 0, 1))
    return ops.MmapAt(
        process.name,
        any_destination(chooser),
        (register, capability.base + pages * page + odd - capability.address),
        one(chooser, (1, page + 1, 0)),
        one(chooser, PROTECTIONS),
        one(chooser, ("replace", "new")),
    )


def _munmap(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    del system
    return ops.Munmap(process.name, any_source(process, chooser))


def _covering(system: System, process: Process, chooser: Chooser) -> str:
    """A register: more often than not one that covers pages that somebody mapped."""
    page = system.memory.layout.page_size
    whole = [
        name
        for name in SCRATCH
        if process.registers[name].tag and process.registers[name].length % page == 0
    ]
    return one(chooser, (*whole, *whole, *whole, "c1", "c1", *GIVEN, *SCRATCH))


def _mprotect(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    register = _covering(system, process, chooser)
    return ops.Mprotect(process.name, register, one(chooser, PROTECTIONS))


def _minherit(system: System, process: Process, chooser: Chooser) -> ops.Operation:
    register = _covering(system, process, chooser)
    return ops.Minherit(process.name, register, one(chooser, ("copy", "wipe", "none")))


MAPPING_DRAWERS: Final[dict[type[ops.Operation], Drawer]] = {
    ops.Mmap: _mmap,
    ops.Munmap: _munmap,
    ops.MmapFile: _mmap_file,
    ops.MmapAt: _mmap_at,
    ops.Mprotect: _mprotect,
    ops.Minherit: _minherit,
}
"""The drawers by operation."""
