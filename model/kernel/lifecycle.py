"""Kernel state, and how μprocesses begin, fork and end."""

import attrs

from model.isa.capability import Capability, integer, root
from model.isa.faults import SyscallError
from model.isa.permissions import Permission
from model.isa.sealing import seal_entry
from model.kernel.process import RETURN_REGISTER, Process, empty_registers
from model.memory.layout import KERNEL_SLOT, Layout, Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import PTE
from model.memory.relocation import relocate

DATA = (
    Permission.GLOBAL
    | Permission.LOAD
    | Permission.STORE
    | Permission.LOAD_CAP
    | Permission.STORE_CAP
    | Permission.STORE_LOCAL
    | Permission.MUTABLE_LOAD
)
"""What a μprocess may do with its data."""

CODE = Permission.GLOBAL | Permission.LOAD | Permission.LOAD_CAP | Permission.EXECUTE
"""What a μprocess may do with its text."""

OTYPES = Permission.GLOBAL | Permission.SEAL | Permission.UNSEAL
"""What a μprocess may do with the otypes it is given."""

TEXT_PAGE, STACK_PAGE, HEAP_PAGE = range(3)
"""Where the initial μprocess has its text, its stack and the first page of its heap."""

OTYPES_GIVEN = 4
"""How many otypes every μprocess may seal with, from the first that software has."""


@attrs.define(eq=False)
class Kernel:
    """The μprocesses that live, by name, and the memory they live in."""

    memory: MemorySystem
    processes: dict[str, Process] = attrs.field(factory=dict)
    last_pid: int = 0


def start(kernel: Kernel, name: str, heap_pages: int) -> Process:
    """Begin the first μprocess, with text, stack and heap mapped.

    Its registers: ``pcc`` the text, ``csp`` the stack, ``c1`` the heap, ``c2`` the
    otypes it may use, ``c3`` the kernel's entry, ``c4`` its whole region, mapped or
    not; all others NULL.
    """
    layout = kernel.memory.layout
    slot = layout.first_user_slot
    kernel.memory.map(slot, TEXT_PAGE, PTE(writable=False, executable=True))
    for page in range(STACK_PAGE, HEAP_PAGE + heap_pages):
        kernel.memory.map(slot, page, PTE())
    registers = empty_registers(layout.format)
    registers["pcc"] = pages_root(layout, slot, TEXT_PAGE, 1, CODE)
    registers["csp"] = pages_root(layout, slot, STACK_PAGE, 1, DATA)
    registers["c1"] = pages_root(layout, slot, HEAP_PAGE, heap_pages, DATA)
    registers["c2"] = otype_authority(layout)
    registers["c3"] = kernel_entry(layout)
    registers["c4"] = pages_root(layout, slot, 0, layout.region_pages, DATA)
    kernel.last_pid += 1
    process = Process(name, kernel.last_pid, slot, registers)
    kernel.processes[name] = process
    return process


def pages_root(
    layout: Layout, slot: int, page: int, count: int, perms: int
) -> Capability:
    """A capability for ``count`` pages of a slot from ``page``."""
    base = layout.address_of(Location(slot, page, 0))
    return root(layout.format, base, base + (count << layout.page_bits), perms)


def otype_authority(layout: Layout) -> Capability:
    """The capability to seal with, and unseal, the otypes given to μprocesses."""
    first = layout.format.otypes.free
    return root(layout.format, first, first + OTYPES_GIVEN, OTYPES)


def kernel_entry(layout: Layout) -> Capability:
    """The sealed entry through which every μprocess calls the kernel."""
    return seal_entry(pages_root(layout, KERNEL_SLOT, 1, 1, CODE))


def fork(kernel: Kernel, parent: Process, name: str) -> Process:
    """Make a child of ``parent``, called ``name``, in the lowest free slot.

    The child has the parent's registers and memory, relocated. Parent and child differ
    in the result only: the child's pid for the parent, 0 for the child.

    Raises:
        SyscallError: EAGAIN, there is no free slot. Nothing has changed.

    Source:
        POSIX.1-2024, ``fork``.
    Law:
        ``fork_agrees_with_full_copy``
    """
    layout = kernel.memory.layout
    slot = _free_slot(kernel)
    kernel.memory.fork(parent.slot, slot)
    registers = {
        register: relocate(layout, capability, parent.slot, slot)
        for register, capability in parent.registers.items()
    }
    kernel.last_pid += 1
    child = Process(name, kernel.last_pid, slot, registers)
    child.registers[RETURN_REGISTER] = integer(layout.format, 0)
    parent.registers[RETURN_REGISTER] = integer(layout.format, child.pid)
    kernel.processes[name] = child
    return child


def _free_slot(kernel: Kernel) -> int:
    """The lowest slot that no living μprocess owns."""
    layout = kernel.memory.layout
    taken = {process.slot for process in kernel.processes.values()}
    for slot in range(layout.first_user_slot, layout.last_user_slot + 1):
        if slot not in taken:
            return slot
    raise SyscallError("EAGAIN")


def exit_process(kernel: Kernel, process: Process) -> None:
    """End ``process``: its memory goes, its slot may be given to another."""
    kernel.memory.exit(process.slot)
    del kernel.processes[process.name]
