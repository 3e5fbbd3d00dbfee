"""Copying bytes between a process's memory and the kernel; never a tag.

The kernel uses the capability that the process presents, so that a process cannot make
it reach what the process itself cannot. Everything is checked before the first byte
moves.
"""

from collections.abc import Iterator

from model.isa.authority import authorize_load, authorize_store
from model.isa.faults import Fault, SyscallError
from model.kernel.calls.page_mapping import make_own
from model.kernel.state.kernel import Kernel
from model.kernel.state.process import Process
from model.memory.layout import Location
from model.memory.page_table import check_load
from model.memory.tagged_memory import read_bytes

Buffer = tuple[str, int]
"""A register, and an offset from its address."""


def copy_in(kernel: Kernel, process: Process, buffer: Buffer, size: int) -> bytes:
    """The ``size`` bytes of a buffer.

    Raises:
        SyscallError: EFAULT, the process could not load them itself.
    """
    if not size:
        return b""
    authority = process.registers[buffer[0]]
    address = authority.address + buffer[1]
    memory = kernel.memory
    try:
        authorize_load(authority, address, size)
        places = list(_pieces(kernel, process, address, size))
        for at, _, _ in places:
            check_load(memory.pte(at.slot, at.page))
    except Fault:
        raise SyscallError("EFAULT") from None
    return b"".join(
        read_bytes(memory.load(at), offset, length).to_bytes(length, "little")
        for at, offset, length in places
    )


def copy_out(kernel: Kernel, process: Process, buffer: Buffer, content: bytes) -> None:
    """Store ``content`` in a buffer; the tags of its granules are cleared.

    Raises:
        SyscallError: EFAULT, the process could not store it itself; nothing was stored.
    """
    require_room(kernel, process, buffer, len(content))
    address = process.registers[buffer[0]].address + buffer[1]
    done = 0
    for at, offset, length in _pieces(kernel, process, address, len(content)):
        value = int.from_bytes(content[done : done + length], "little")
        make_own(kernel, process, at)
        kernel.memory.store(at, offset, length, value)
        done += length


def require_room(kernel: Kernel, process: Process, buffer: Buffer, size: int) -> None:
    """Pass if the process could store ``size`` bytes in a buffer.

    Raises:
        SyscallError: EFAULT, the process could not.
    """
    if not size:
        return
    authority = process.registers[buffer[0]]
    address = authority.address + buffer[1]
    try:
        authorize_store(authority, address, size)
    except Fault:
        raise SyscallError("EFAULT") from None
    for at, _, _ in _pieces(kernel, process, address, size):
        use = process.pages.get(at.page)
        mapped = kernel.memory.pte(at.slot, at.page).mapped
        if use is None or use.protection != "rw" or not mapped:
            raise SyscallError("EFAULT")


def _pieces(
    kernel: Kernel, process: Process, address: int, size: int
) -> Iterator[tuple[Location, int, int]]:
    """The granules of a buffer: each with the offset and the length of its part."""
    granule = kernel.memory.layout.format.granule
    end = address + size
    while address < end:
        offset = address % granule
        length = min(granule - offset, end - address)
        yield kernel.memory.locate(process.slot, address), offset, length
        address += length
