"""A hostile start: a first process that holds what no process should.

Programs begin with what the kernel gives and can never obtain more, so none of them
shows what a fork does with a stray capability. Here the first process is planted with
strays, in registers and in its heap: capabilities to the kernel's memory, sealed or as
code, a wider authority over otypes, capabilities to other slots, and bounds across an
edge of its region. The first process may hold them, whatever ``confinement`` says; its
children may not.
"""

from collections.abc import Iterator
from typing import Final

from model.isa.capability import Capability, root
from model.isa.derivation import set_address
from model.isa.permissions import Permission
from model.isa.sealing import seal, seal_entry
from model.kernel.state.process import Process
from model.memory.layout import KERNEL_SLOT, Layout, Location
from model.memory.shared_authority import CODE, OTYPES, otype_authority
from model.memory.tagged_memory import granule_of
from model.system import System

PLANTED: Final = (*(f"c{number}" for number in range(10, 31)), "ctp")
"""The registers that are planted: all that boot and random programs leave alone."""

_DATA = Permission.GLOBAL | Permission.LOAD | Permission.STORE | Permission.LOAD_CAP


def plant(system: System) -> None:
    """Plant the first process of a system that has just started."""
    (process,) = system.processes.values()
    layout = system.memory.layout
    held = [each for each in _held(layout, process) if each.tag]
    for number, register in enumerate(PLANTED):
        process.registers[register] = held[number % len(held)]
    page = layout.locate(process.registers["c1"].address).page
    for number in range(min(len(held), layout.page_granules)):
        at = Location(process.slot, page, number)
        system.memory.store_capability(at, granule_of(held[number]))


def _held(layout: Layout, process: Process) -> Iterator[Capability]:
    """What the process is planted with: strays, and its own, sealed among them."""
    page, kernel = layout.page_size, layout.region(KERNEL_SLOT)
    own, form = layout.region(process.slot), layout.format

    def covering(base: int, length: int, perms: int) -> Capability:
        return root(form, base, base + length, perms)

    data = covering(2 * page, page, _DATA)
    otypes = otype_authority(layout)
    yield data
    yield covering(kernel.base, kernel.length, _DATA)
    yield seal(data, set_address(otypes, otypes.base + 1))
    yield seal_entry(data)
    yield covering(page, page, CODE)
    yield seal_entry(covering(2 * page, page, CODE))
    yield covering(otypes.base, 2 * otypes.length, OTYPES)
    yield process.registers["c1"]
    for slot in (process.slot + 1, process.slot + 2):
        yield covering(layout.region(slot).base, page, _DATA)
    yield covering(own.base - page, 2 * page, _DATA)
    yield covering(own.top - page, 2 * page, _DATA)
    yield seal_entry(process.registers["pcc"])
    yield seal(process.registers["csp"], set_address(otypes, otypes.base))
