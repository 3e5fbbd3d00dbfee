"""Pages that devices hold: pin, unpin, and what a device then loads and stores.

A device does not use the page table. It is given what it needs to reach a page once,
and reads and writes there for as long as the page is pinned, whatever the process does
meanwhile: if the process unmaps the page, the device keeps the content. So a fork must
not let a store of the parent end in a copy, as the device would go on with what is the
child's then. A child has no page pinned.

Source:
    ``io_uring_register(2)`` of Linux, IORING_REGISTER_BUFFERS, and
    ``pin_user_pages``; Linux 70e806e4e645 for fork.
Law:
    ``a_device_sees_what_its_owner_sees``
"""

from collections.abc import Callable

from model.isa.authority import authorize_load, authorize_store
from model.isa.capability import Capability
from model.isa.faults import Fault, SyscallError
from model.kernel.calls.copying import Buffer
from model.kernel.calls.mappings import covered
from model.kernel.calls.page_mapping import make_own
from model.kernel.state.kernel import Kernel
from model.kernel.state.pin import Pin
from model.kernel.state.process import Process
from model.kernel.state.supply import Resource
from model.memory.layout import KERNEL_SLOT, Location
from model.memory.page_table import PRIVATE
from model.memory.tagged_memory import read_bytes
from model.posix.arguments import Protection


def pin(kernel: Kernel, process: Process, capability: Capability) -> None:
    """Let a device have the pages that ``capability`` covers.

    A page that the process has pinned already is pinned anew: the device goes on with
    what is mapped now.

    Raises:
        SyscallError: EINVAL, see ``covered``; EFAULT, it covers no page, or one that
            the process may not store to; ENOMEM, the machine does not have as many
            pages as the device would keep if these were unmapped.
    """
    pages = covered(kernel, process, capability)
    if not pages or not all(_may_store(kernel, process, page) for page in pages):
        raise SyscallError("EFAULT")
    kernel.supply.take(Resource.PAGE, len(pages))
    for page in pages:
        _drop(kernel, process, page)
        process.pins[page] = _pinned(kernel, process, page)


def _may_store(kernel: Kernel, process: Process, page: int) -> bool:
    """Whether a page is mapped for stores, and not beyond the end of its file."""
    use = process.pages.get(page)
    writable = use is not None and use.protection is Protection.READ_WRITE
    return writable and kernel.memory.pte(process.slot, page).mapped


def _pinned(kernel: Kernel, process: Process, page: int) -> Pin:
    """Give a device a page: the one that it shows, or the process's own."""
    memory = kernel.memory
    make_own(kernel, process, Location(process.slot, page, 0))
    shown = memory.shows(process.slot, page)
    slot, number = (process.slot, page) if shown == PRIVATE else (KERNEL_SLOT, shown)
    return Pin(slot, number, memory.pin(slot, number))


def unpin(kernel: Kernel, process: Process, capability: Capability) -> None:
    """Take the pages that ``capability`` covers from the device.

    Raises:
        SyscallError: EINVAL, see ``covered``, or it covers no page, or one that the
            process has not pinned.
    """
    pages = covered(kernel, process, capability)
    if not pages or any(page not in process.pins for page in pages):
        raise SyscallError("EINVAL")
    for page in pages:
        _drop(kernel, process, page)


def release(kernel: Kernel, process: Process) -> None:
    """Take every page of a process from the device."""
    for page in list(process.pins):
        _drop(kernel, process, page)


def _drop(kernel: Kernel, process: Process, page: int) -> None:
    """Take a page from the device, if it has it."""
    dropped = process.pins.pop(page, None)
    if dropped is None:
        return
    kernel.supply.give_back(Resource.PAGE)
    if dropped.left:
        kernel.free(dropped.page)


def device_load(kernel: Kernel, process: Process, buffer: Buffer, size: int) -> int:
    """The ``size`` bytes that a device reads in a pinned page, little-endian.

    Raises:
        SyscallError: EINVAL, the place is not a multiple of the size, or the size is
            more than a granule; EFAULT, the capability does not allow a load there, or
            the page is not pinned.
    """
    found, granule, offset = _place(kernel, process, buffer, size, authorize_load)
    content = kernel.memory.device_load(found.hold, granule)
    return read_bytes(content, offset, size)


def device_store(
    kernel: Kernel, process: Process, buffer: Buffer, size: int, value: int
) -> None:
    """Let a device store the low ``size`` bytes of ``value`` in a pinned page.

    The tag of the granule is cleared.

    Raises:
        SyscallError: EINVAL, EFAULT, as for ``device_load``, of a store.
    """
    found, granule, offset = _place(kernel, process, buffer, size, authorize_store)
    kernel.memory.device_store(found.hold, granule, offset, size, value)


def _place(
    kernel: Kernel,
    process: Process,
    buffer: Buffer,
    size: int,
    authorize: Callable[[Capability, int, int], None],
) -> tuple[Pin, int, int]:
    """The pin of a place, the granule in its page, and the offset in the granule."""
    authority = process.registers[buffer[0]]
    address = authority.address + buffer[1]
    width = kernel.memory.layout.format.granule
    if address % size or size > width:
        raise SyscallError("EINVAL")
    try:
        authorize(authority, address, size)
    except Fault:
        raise SyscallError("EFAULT") from None
    at = kernel.memory.locate(process.slot, address)
    found = process.pins.get(at.page) if at.slot == process.slot else None
    if found is None:
        raise SyscallError("EFAULT")
    return found, at.granule, address % width
