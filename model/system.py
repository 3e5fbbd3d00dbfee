"""The whole machine, and the one step that runs an operation on it.

This is the only place where faults of the machine are caught. They become outcomes:
values that a program observes.
"""

import attrs

from model import operations as ops
from model.isa import derivation, sealing
from model.isa.capability import Capability, integer
from model.isa.faults import Fault, ModelDefect, SyscallError
from model.isa.permissions import LETTERS
from model.isa.words import truncate
from model.kernel import lifecycle, mappings
from model.kernel.lifecycle import Kernel
from model.kernel.process import Process
from model.memory import access
from model.memory.memory_system import MemorySystem

LETTERED = sum(bit for bit, _ in LETTERS)
"""The permissions that the language can name."""


@attrs.frozen
class Outcome:
    """What the process that took a step can tell about it."""


@attrs.frozen
class Done(Outcome):
    """It was done, and there is no result."""

    def __str__(self) -> str:
        """For people."""
        return "done"


@attrs.frozen
class Number(Outcome):
    """A number was loaded or returned."""

    value: int

    def __str__(self) -> str:
        """For people."""
        return f"{self.value:#x}"


@attrs.frozen
class Derived(Outcome):
    """A capability was loaded, derived or returned."""

    capability: Capability

    def __str__(self) -> str:
        """For people."""
        return str(self.capability)


@attrs.frozen(eq=False)
class Faulted(Outcome):
    """The machine faulted; nothing has changed."""

    fault: Fault

    def __eq__(self, other: object) -> bool:
        """Whether both faulted for the same cause."""
        return isinstance(other, Faulted) and self.fault.kind == other.fault.kind

    def __hash__(self) -> int:
        """As the cause."""
        return hash(self.fault.kind)

    def __str__(self) -> str:
        """For people: the cause, and why."""
        return f"{self.fault.kind}: needed {self.fault.needed}, had {self.fault.had}"


@attrs.frozen
class Failed(Outcome):
    """The system call failed; nothing has changed."""

    errno: str

    def __str__(self) -> str:
        """For people."""
        return self.errno


@attrs.frozen
class Skipped(Outcome):
    """Nothing was done: no such process lives, or the child's name is taken."""

    def __str__(self) -> str:
        """For people."""
        return "skipped"


@attrs.define(eq=False)
class System:
    """A kernel over a memory."""

    kernel: Kernel

    @property
    def memory(self) -> MemorySystem:
        """The memory that every μprocess lives in."""
        return self.kernel.memory

    @property
    def processes(self) -> dict[str, Process]:
        """The μprocesses that live, by name."""
        return self.kernel.processes


def boot(memory: MemorySystem, heap_pages: int = 4) -> System:
    """A machine with one μprocess, ``a``; ``heap_pages`` are mapped for its heap."""
    room = memory.layout.region_pages - lifecycle.HEAP_PAGE
    system = System(Kernel(memory))
    lifecycle.start(system.kernel, "a", min(heap_pages, room))
    return system


def step(system: System, operation: ops.Operation) -> Outcome:
    """Run one operation.

    Law:
        ``a_fault_changes_nothing``
    """
    process = system.processes.get(operation.process)
    if process is None:
        return Skipped()
    try:
        match operation:
            case ops.Derivation():
                return _derive(process, operation)
            case ops.Mmap() | ops.Munmap() | ops.Fork() | ops.Exit():
                return _call(system, process, operation)
            case _:
                return _access(system.memory, process, operation)
    except Fault as fault:
        return Faulted(fault)
    except SyscallError as error:
        return Failed(error.errno)


def _derive(process: Process, operation: ops.Derivation) -> Outcome:
    """Give the destination what the derivation makes of the source."""
    source = process.registers[operation.source]
    derived = derive(process, operation, source)
    process.registers[operation.destination] = derived
    return Derived(derived)


def derive(
    process: Process, operation: ops.Derivation, source: Capability
) -> Capability:
    """What a derivation of the language makes of ``source``.

    Lengths are taken modulo 2^W, as the register that holds one on hardware has them.
    """
    width = source.format.address_width
    match operation:
        case ops.SetAddress(address=address):
            return derivation.set_address(source, _number(process, address))
        case ops.SetOffset(offset=offset):
            return derivation.set_address(source, source.base + offset)
        case ops.Increment(amount=amount):
            return derivation.increment(source, amount)
        case ops.SetBounds(length=length):
            return derivation.set_bounds(source, truncate(length, width))[0]
        case ops.SetBoundsExact(length=length):
            return derivation.set_bounds_exact(source, truncate(length, width))
        case ops.AndPerms(perms=perms):
            return derivation.and_perms(
                source, source.format.permissions.bits_of(perms | ~LETTERED)
            )
        case ops.ClearTag():
            return derivation.clear_tag(source)
        case ops.Seal(authority=authority):
            return sealing.seal(source, process.registers[authority])
        case ops.Unseal(authority=authority):
            return sealing.unseal(source, process.registers[authority])
        case ops.SealEntry():
            return sealing.seal_entry(source)
        case _:
            return source


def _access(
    memory: MemorySystem, process: Process, operation: ops.Operation
) -> Outcome:
    """Load or store through a register."""
    registers, form = process.registers, memory.layout.format
    match operation:
        case ops.LoadData(destination=destination, at=(register, offset), size=size):
            authority = registers[register]
            address = authority.address + offset
            value = access.load_data(memory, authority, address, size)
            registers[destination] = integer(form, value)
            return Number(value)
        case ops.StoreData(at=(register, offset), size=size, value=value):
            authority = registers[register]
            address, number = authority.address + offset, _number(process, value)
            access.store_data(memory, authority, address, size, number)
            return Done()
        case ops.LoadCapability(destination=destination, at=(register, offset)):
            authority = registers[register]
            address = authority.address + offset
            loaded = access.load_capability(memory, authority, address)
            registers[destination] = loaded
            return Derived(loaded)
        case ops.StoreCapability(source=source, at=(register, offset)):
            authority = registers[register]
            address = authority.address + offset
            access.store_capability(memory, authority, address, registers[source])
            return Done()
        case _:
            raise ModelDefect(f"not an access: {operation}")


def _call(system: System, process: Process, operation: ops.Operation) -> Outcome:
    """Make a system call."""
    match operation:
        case ops.Mmap(destination=destination, length=length, writable=writable):
            mapped = mappings.mmap(system.kernel, process, length, writable=writable)
            process.registers[destination] = mapped
            return Derived(mapped)
        case ops.Munmap(source=source):
            mappings.munmap(system.kernel, process, process.registers[source])
            return Done()
        case ops.Fork(child=child):
            if child in system.processes:
                return Skipped()
            return Number(lifecycle.fork(system.kernel, process, child).pid)
        case _:
            lifecycle.exit_process(system.kernel, process)
            return Done()


def _number(process: Process, value: int | str) -> int:
    """An immediate, or the address in a register."""
    return process.registers[value].address if isinstance(value, str) else value
