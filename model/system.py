"""The whole machine, and the one step that runs an operation on it.

Faults of the machine and errors of system calls become outcomes here: values that a
program observes. Elsewhere they are caught only to be put in other words, such as the
EFAULT of a call, or to undo what was begun.
"""

from collections.abc import Callable
from functools import partial

import attrs

from model import operations as ops
from model import syscalls
from model.isa import derivation, sealing
from model.isa.capability import Capability, integer
from model.isa.faults import Fault, ModelDefect, SyscallError, WriteProtected
from model.isa.permissions import LETTERS
from model.isa.words import truncate
from model.kernel.calls import delivery, lifecycle, page_mapping
from model.kernel.state.choices import Choices, OnFault
from model.kernel.state.image import PLAIN, REGISTERS, Image, Part
from model.kernel.state.kernel import Kernel, WouldBlock
from model.kernel.state.process import Process
from model.library.allocator import Allocator
from model.library.code import Code
from model.memory import access
from model.memory.layout import Location
from model.memory.memory_system import MemorySystem
from model.outcomes import (
    Blocked,
    Derived,
    Done,
    Failed,
    Faulted,
    Number,
    Outcome,
    Reason,
    Skipped,
)

GOT = REGISTERS[Part.GOT]
"""The register through which the library finds its state."""

LETTERED = sum(bit for bit, _ in LETTERS)
"""The permissions that the language can name."""


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


def boot(
    memory: MemorySystem, image: Image = PLAIN, choices: Choices | None = None
) -> System:
    """A machine with one μprocess, ``a``, which has this image.

    The heap is made smaller if the region has no room for it.
    """
    layout = memory.layout
    others = attrs.evolve(image, heap=0).parts(layout)
    room = layout.region_pages - others[Part.HEAP].stop
    system = System(Kernel(memory, choices=choices or Choices()))
    fitting = attrs.evolve(image, heap=min(image.heap, room))
    lifecycle.start(system.kernel, "a", fitting)
    return system


def step(system: System, operation: ops.Operation) -> Outcome:
    """Run one operation.

    Law:
        ``a_fault_changes_nothing``
    """
    process = system.processes.get(operation.process)
    if process is None or process.stopped or process.lends_to is not None:
        return Skipped(_why_not_running(system, operation.process))
    try:
        match operation:
            case ops.Derivation():
                return _derive(process, operation)
            case ops.Call():
                return syscalls.call(system.kernel, process, operation)
            case ops.Access():
                return _access(system, process, operation)
            case ops.LibraryCall():
                return _call_library(system, process, operation)
            case _:
                raise ModelDefect(f"not an operation: {operation}")
    except Fault as fault:
        storing = operation.writes is not None
        at = partial(place_of, system, operation)
        return _faulted(system, process, fault, at, storing=storing)
    except SyscallError as error:
        return Failed(error.errno)
    except WouldBlock:
        return Blocked()


def _faulted(
    system: System,
    process: Process,
    fault: Fault,
    at: Callable[[], Location | None],
    *,
    storing: bool,
) -> Outcome:
    """The outcome of a fault, which may end the process; ``at`` says where it was."""
    if system.kernel.choices.on_fault is OnFault.SIGNAL:
        delivery.fault(system.kernel, process, fault, at(), storing=storing)
    return Faulted(fault)


def _call_library(
    system: System, process: Process, operation: ops.LibraryCall
) -> Outcome:
    """Run code of the library, or none of it if it faults or fails."""
    code = Code(system.kernel, process)
    try:
        return _allocate(Allocator(code, process.registers[GOT]), process, operation)
    except Fault as fault:
        code.take_back()
        return _faulted(
            system, process, fault, lambda: code.place, storing=code.storing
        )
    except SyscallError:
        code.take_back()
        raise


def _allocate(
    allocator: Allocator, process: Process, operation: ops.LibraryCall
) -> Outcome:
    """Call the allocator, and put what it returns into the destination."""
    registers = process.registers
    match operation:
        case ops.Malloc(destination=destination, length=length):
            registers[destination] = allocator.malloc(length)
        case ops.Realloc(destination=destination, source=source, length=length):
            registers[destination] = allocator.realloc(registers[source], length)
        case ops.Free(source=source):
            allocator.free(registers[source])
            return Done()
        case _:
            raise ModelDefect(f"not a call of the library: {operation}")
    return Derived(registers[destination])


def _why_not_running(system: System, name: str) -> Reason:
    """Why a process cannot take a step; the kernel keeps the pids of all that ran."""
    if name in system.processes:
        stopped = system.processes[name].stopped
        return Reason.STOPPED if stopped else Reason.LENDING
    return Reason.ENDED if name in system.kernel.pids else Reason.NEVER_FORKED


def place_of(system: System, operation: ops.Operation) -> Location | None:
    """The granule that a load or store of a living process would access."""
    process = system.processes.get(operation.process)
    if process is None or not isinstance(operation, ops.Access):
        return None
    register, offset = operation.at
    address = process.registers[register].address + offset
    return system.memory.locate(process.slot, address)


def _derive(process: Process, operation: ops.Derivation) -> Outcome:
    """Put the capability derived from the source into the destination."""
    source = process.registers[operation.source]
    derived = derive(process, operation, source)
    process.registers[operation.destination] = derived
    return Derived(derived)


def derive(
    process: Process, operation: ops.Derivation, source: Capability
) -> Capability:
    """The capability that a derivation of the language derives from ``source``.

    Lengths are taken modulo 2^W, because on hardware a register holds them.
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


def _access(system: System, process: Process, operation: ops.Operation) -> Outcome:
    """Load or store through a register.

    If a private page of a file refuses a store, the store is the first to that page:
    the page gets memory of its own, and the store is tried again.
    """
    try:
        return _try_access(system.memory, process, operation)
    except WriteProtected:
        at = place_of(system, operation)
        if at is None or not page_mapping.make_own(system.kernel, process, at):
            raise
        return _try_access(system.memory, process, operation)


def _try_access(
    memory: MemorySystem, process: Process, operation: ops.Operation
) -> Outcome:
    """Load or store, once."""
    registers, form, slot = process.registers, memory.layout.format, process.slot
    match operation:
        case ops.LoadData(destination=destination, at=(register, offset), size=size):
            authority = registers[register]
            address = authority.address + offset
            value = access.load_data(memory, slot, authority, address, size)
            registers[destination] = integer(form, value)
            return Number(value)
        case ops.StoreData(at=(register, offset), size=size, value=value):
            authority = registers[register]
            address, number = authority.address + offset, _number(process, value)
            access.store_data(memory, slot, authority, address, size, number)
            return Done()
        case ops.LoadCapability(destination=destination, at=(register, offset)):
            authority = registers[register]
            address = authority.address + offset
            loaded = access.load_capability(memory, slot, authority, address)
            registers[destination] = loaded
            return Derived(loaded)
        case ops.StoreCapability(source=source, at=(register, offset)):
            authority = registers[register]
            address, stored = authority.address + offset, registers[source]
            access.store_capability(memory, slot, authority, address, stored)
            return Done()
        case _:
            raise ModelDefect(f"not an access: {operation}")


def _number(process: Process, value: int | str) -> int:
    """An immediate, or the address in a register."""
    return process.registers[value].address if isinstance(value, str) else value
