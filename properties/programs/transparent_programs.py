"""The class of programs for which separate address spaces and one look the same.

A program is in the class iff both of these hold:

- It uses no address as data. An address is what the bits of a pointer say, with its tag
  or without. It may be copied, stored and loaded as a capability, handed to the kernel
  as one, and even be used as one when it has lost its tag: that faults everywhere. But
  it is not loaded or stored as a number, not written to a file or read from one, and no
  pointer and no place is made of a number.
- It stores no tagged pointer to memory that processes share. In one address space every
  process would then have a pointer to the memory of the one that stored it.

Whether a program is in the class is found out while it runs, operation by operation.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from model import operations as ops
from model.isa.authority import authorize_load
from model.isa.faults import Fault
from model.kernel.calls.copying import Buffer
from model.kernel.calls.waiting import STATUS_BYTES
from model.kernel.state.process import RETURN_REGISTER, Process
from model.memory.layout import Location
from model.operations.effects import Content
from model.system import System, place_of
from model.trace.observation import HANDLER_STACK
from properties.programs.addresses import Addresses, Effect, nothing, touched


def reads_capability_bytes(system: System, operation: ops.Operation) -> bool:
    """Whether an operation takes bytes of a granule that holds a tagged capability."""
    if operation.reads is not Content.BYTES:
        return False
    peek = system.memory.peek
    return any(peek(at).tag for at in _bytes_read_by(system, operation))


def _bytes_read_by(system: System, operation: ops.Operation) -> Iterator[Location]:
    """The granules whose bytes an operation takes from memory."""
    if operation.reads is not Content.BYTES:
        return
    if isinstance(operation, ops.Exec | ops.Spawn):
        if operation.at is not None:
            yield from _buffer_of(system, operation, operation.at)
    elif isinstance(operation, ops.Transfer):
        yield from _buffer_of(system, operation, operation.at)
    elif (at := place_of(system, operation)) is not None:
        yield at


def _buffer_of(
    system: System, operation: ops.Transfer | ops.Exec | ops.Spawn, at: Buffer
) -> Iterator[Location]:
    """The granules of the buffer of a call, if its capability allows to load it."""
    process = system.processes.get(operation.process)
    if process is None:
        return
    authority = process.registers[at[0]]
    address = authority.address + at[1]
    try:
        authorize_load(authority, address, operation.size)
    except Fault:
        return
    yield from touched(system, process, at, operation.size)


def leaves_the_class(addresses: Addresses, operation: ops.Operation) -> bool:
    """Whether running an operation now would leave the class."""
    process = addresses.system.processes.get(operation.process)
    if process is None:
        return False
    read = _bytes_read_by(addresses.system, operation)
    if any(map(addresses.has_address, read)):
        return True
    if operation.makes_pointer and _maps_at_a_number(addresses, process, operation):
        return True
    leaves = _LEAVES.get(type(operation))
    return leaves is not None and leaves(addresses, process, operation)


def effect_of(addresses: Addresses, operation: ops.Operation) -> Effect:
    """What to note of an operation that is about to run, if it succeeds.

    Most of this follows from what the operation declares. For all remaining calls, the
    only thing to note is that they may return a number.
    """
    process = addresses.system.processes.get(operation.process)
    if process is None:
        return nothing
    if isinstance(operation, ops.Derivation):
        return _derived(addresses, process, operation)
    known = _EFFECTS.get(type(operation))
    if known is not None:
        return known(addresses, process, operation)
    if operation.makes_pointer:
        destination = getattr(operation, "destination", RETURN_REGISTER)
        return addresses.given(process, destination, bears=True)
    return addresses.numbered(process, RETURN_REGISTER)


def _stores_a_number(addresses: Addresses, process: Process, op: ops.StoreData) -> bool:
    return isinstance(op.value, str) and addresses.is_pointer(process, op.value)


def _points_at_a_number(
    addresses: Addresses, process: Process, op: ops.SetAddress
) -> bool:
    number = op.address if isinstance(op.address, str) else op.source
    return any(addresses.is_pointer(process, r) for r in (op.source, number))


def _maps_at_a_number(
    addresses: Addresses, process: Process, operation: ops.Operation
) -> bool:
    """Whether a register without a tagged pointer gives the place of a mapping."""
    at: Buffer | None = getattr(operation, "at", None)
    if operation.reads is not None:
        return False
    return at is not None and not addresses.is_tagged_pointer(process, at[0])


def _reads_a_file(addresses: Addresses, process: Process, op: ops.Read) -> bool:
    return addresses.file_bears(process, op.descriptor)


def _reads_by_a_device(
    addresses: Addresses, process: Process, op: ops.DeviceLoad
) -> bool:
    if addresses.is_left_to_a_device(process, op.at):
        return True
    size = op.size
    return any(
        map(addresses.has_address, touched(addresses.system, process, op.at, size))
    )


def _shares_a_pointer(
    addresses: Addresses, process: Process, op: ops.StoreCapability
) -> bool:
    at = place_of(addresses.system, op)
    if at is None or at.slot != process.slot or at.page not in process.pages:
        return False
    return process.registers[op.source].tag and _is_shared_memory(process, at.page)


def _inherits_a_shared_pointer(
    addresses: Addresses, process: Process, op: ops.Minherit
) -> bool:
    """Whether memory that is to be shared holds a pointer."""
    if op.inheritance != "share":
        return False
    memory, bounds = addresses.system.memory, process.registers[op.source].bounds
    first = memory.locate(process.slot, bounds.base).page
    pages = range(first, first + (bounds.length >> memory.layout.page_bits))
    return any(
        memory.peek(at).tag for at in memory.populated(process.slot) if at.page in pages
    )


def _may_share_pointers(addresses: Addresses, process: Process, op: Any) -> bool:  # noqa: ANN401  a call of the library
    """Whether code of the library could be led to store pointers to shared memory."""
    del addresses, op
    return any(_is_shared_memory(process, page) for page in process.pages)


def _is_shared_memory(process: Process, page: int) -> bool:
    """Whether all processes that map a page see the same, and it is no file's."""
    use = process.pages[page]
    return use.shared and use.file is not None and use.file.anonymous


_LEAVES: Final[
    Mapping[type[ops.Operation], Callable[[Addresses, Process, Any], bool]]
] = MappingProxyType(
    {
        ops.StoreData: _stores_a_number,
        ops.SetAddress: _points_at_a_number,
        ops.Read: _reads_a_file,
        ops.StoreCapability: _shares_a_pointer,
        ops.DeviceLoad: _reads_by_a_device,
        ops.Minherit: _inherits_a_shared_pointer,
        ops.Malloc: _may_share_pointers,
        ops.Realloc: _may_share_pointers,
        ops.Free: _may_share_pointers,
    }
)
"""How operations leave the class in ways that they do not declare."""


def _derived(addresses: Addresses, process: Process, op: ops.Derivation) -> Effect:
    used = {op.source, getattr(op, "authority", op.source)}
    bears = any(addresses.is_pointer(process, register) for register in used)
    return addresses.given(process, op.destination, bears=bears)


def _loaded(addresses: Addresses, process: Process, op: ops.LoadCapability) -> Effect:
    at = place_of(addresses.system, op)
    bears = at is not None and addresses.has_address(at)
    return addresses.given(process, op.destination, bears=bears)


def _stored(addresses: Addresses, process: Process, op: ops.StoreCapability) -> Effect:
    return addresses.storing(op, bears=addresses.is_pointer(process, op.source))


def _waited(addresses: Addresses, process: Process, op: ops.Waitpid) -> Effect:
    if op.at is None:
        return addresses.numbered(process, RETURN_REGISTER)
    return addresses.overwriting(process, op.at, STATUS_BYTES)


def _handled(addresses: Addresses, process: Process, op: ops.Sigaction) -> Effect:
    place = None if isinstance(op.handler, str) else op.handler[0]
    bears = place is not None and addresses.is_pointer(process, place)
    return addresses.given(process, str(int(op.signal)), bears=bears)


def _asked_for(addresses: Addresses, process: Process, op: ops.Sigquery) -> Effect:
    bears = addresses.is_kept(process.name, str(int(op.signal)))
    return addresses.given(process, op.destination, bears=bears)


_EFFECTS: Final[
    Mapping[type[ops.Operation], Callable[[Addresses, Process, Any], Effect]]
] = MappingProxyType(
    {
        ops.LoadData: lambda a, p, op: a.numbered(p, op.destination),
        ops.LoadCapability: _loaded,
        ops.StoreData: lambda a, p, op: a.overwriting(p, op.at, op.size),
        ops.StoreCapability: _stored,
        ops.Read: lambda a, p, op: a.overwriting(p, op.at, op.size),
        ops.DeviceLoad: lambda a, p, op: a.numbered(p, op.destination),
        ops.DeviceStore: lambda a, p, op: a.of_a_device(p, op),
        ops.Revoke: lambda a, p, _: a.revoking(p),
        ops.Minherit: lambda a, p, _: a.sharing(p),
        ops.Mremap: lambda a, p, op: a.remapping(p, op.source, op.destination),
        ops.Malloc: lambda a, p, op: a.allocating(p, op.destination),
        ops.Realloc: lambda a, p, op: a.allocating(p, op.destination),
        ops.Free: lambda a, p, _: a.allocating(p, None),
        ops.Waitpid: _waited,
        ops.Sigaction: _handled,
        ops.Sigquery: _asked_for,
        ops.Sigaltstack: lambda a, p, op: a.given(
            p, HANDLER_STACK, bears=a.is_pointer(p, op.at[0])
        ),
        ops.GetAltstack: lambda a, p, op: a.given(
            p, op.destination, bears=a.is_kept(p.name, HANDLER_STACK)
        ),
        ops.Fork: lambda a, p, op: a.forking(p, op.child),
        ops.Vfork: lambda a, p, op: a.lending(p, op.child),
        ops.Spawn: lambda a, p, op: a.spawning(p, op.child),
        ops.Exec: lambda a, p, _: a.executing(p),
    }
)
"""What is to be noted of an operation, beyond what it declares."""
