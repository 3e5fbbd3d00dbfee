"""What the first process begins with, and what is taken for it.

The law is said in numbers of pages, and shares no constant with the kernel.
"""

from typing import Final

from model.isa.capability import Capability
from model.isa.permissions import Permission
from model.kernel.state.supply import Resource
from model.system import System
from properties.laws.confinement import is_given_to_all

CODE: Final = (
    Permission.GLOBAL | Permission.LOAD | Permission.LOAD_CAP | Permission.EXECUTE
)
"""The permissions of the program counter."""

DATA: Final = (
    Permission.GLOBAL
    | Permission.LOAD
    | Permission.STORE
    | Permission.LOAD_CAP
    | Permission.STORE_CAP
)
"""The permissions of a pointer to data that are always granted."""

FORBIDDEN: Final = Permission.EXECUTE | Permission.SEAL | Permission.UNSEAL
"""What no pointer to data has."""


_NUMBERED: Final = tuple(f"c{number}" for number in range(31))
_NAMED: Final = ("csp", "pcc", "ctp", "ddc")
"""The registers: those of Morello that hold a capability and are a program's own."""

MACHINE: Final = {
    Resource.PROCESS: 32_768,
    Resource.SLOT: 1_048_576,
    Resource.TABLE: 1_048_576,
    Resource.PAGE: 262_144,
}
"""How much a machine has of everything."""


def the_first_process_has_what_it_is_given(system: System) -> None:
    """Text, stack and heap are pages 0, 1 and those from 2 on, each reached through a
    register of its own; another reaches the whole region, and two what all are given.

    The law is about a system in which nothing was run.
    """
    memory, (process,) = system.memory, system.processes.values()
    layout, pages = memory.layout, list(memory.mapped_pages(process.slot))
    registers, heap = process.registers, len(pages) - 2
    assert pages == list(range(len(pages)))
    parts = {"pcc": (0, 1), "csp": (1, 1), "c1": (2, heap)}
    parts["c4"] = 0, layout.region_size // layout.page_size
    base = layout.region(memory.place(process.slot)).base
    for name, (first, count) in parts.items():
        held, begin = registers[name], base + first * layout.page_size
        assert held.tag, name
        assert held.base == held.address == begin, name
        assert held.top == begin + count * layout.page_size, name
        assert _grants(held, CODE if name == "pcc" else DATA), name
        assert name == "pcc" or not held.named_permissions & FORBIDDEN, name
    assert not registers["pcc"].has(Permission.STORE)
    for name in ("c2", "c3"):
        assert registers[name].tag, name
        assert is_given_to_all(layout, registers[name]), name
    assert registers.keys() == {*_NUMBERED, *_NAMED}
    for name in registers.keys() - {*parts, "c2", "c3"}:
        held = registers[name]
        assert (held.tag, held.address) == (False, 0), name


def text_is_executed_and_all_else_is_written(system: System) -> None:
    """Of the first process's pages the first may be executed and not written; all
    others may be written and not executed; all may be read.

    The law is about a system in which nothing was run.
    """
    memory, (process,) = system.memory, system.processes.values()
    for page in memory.mapped_pages(process.slot):
        pte = memory.pte(process.slot, page)
        assert pte.readable, page
        assert (pte.executable, pte.writable) == (page == 0, page != 0), page


def all_that_is_gone_at_the_start_is_used(system: System) -> None:
    """What is left of everything, and what the first process uses, is all that a
    machine has: as many pids as Linux gives by default, and 1 GiB in pages of 4 KiB.

    The law is about a system in which nothing was run.
    """
    (process,), left = system.processes.values(), system.kernel.supply.left
    pages = len(list(system.memory.mapped_pages(process.slot)))
    used = dict.fromkeys(Resource, 1) | {Resource.PAGE: pages}
    for resource, number in MACHINE.items():
        assert left[resource] + used[resource] == number, resource.value


def _grants(capability: Capability, permissions: int) -> bool:
    """Whether a capability has those of these permissions that its format has."""
    names = capability.format.permissions.names
    return all(capability.has(each) for each in names if each & permissions)
