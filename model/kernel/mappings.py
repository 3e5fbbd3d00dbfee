"""Private anonymous memory: mmap and munmap.

Source:
    POSIX.1-2024, ``mmap`` and ``munmap``; for the result's bounds, CheriBSD,
    ``mmap(2)``.
"""

from model.isa.capability import Capability
from model.isa.faults import SyscallError
from model.isa.permissions import Permission
from model.isa.representability import representable_length, representable_mask
from model.kernel.lifecycle import DATA, Kernel, pages_root
from model.kernel.process import Process
from model.memory.page_table import PTE


def mmap(
    kernel: Kernel, process: Process, length: int, *, writable: bool
) -> Capability:
    """Map zeroed pages for ``length`` bytes at the lowest place where they fit.

    The length is rounded up to pages, and to what bounds can represent exactly; the
    capability returned covers just those pages.

    Raises:
        SyscallError: EINVAL, the length is 0; ENOMEM, the region has no room.
    """
    layout = kernel.memory.layout
    if length <= 0:
        raise SyscallError("EINVAL")
    if length > layout.slot_size:
        raise SyscallError("ENOMEM")
    whole_pages = -(-length // layout.page_size) * layout.page_size
    exact = representable_length(layout.format, whole_pages)
    alignment = layout.format.address_space - representable_mask(layout.format, exact)
    step = max(1, alignment >> layout.page_bits)
    count = exact >> layout.page_bits
    page = _find_room(kernel, process.slot, count, step)
    for mapped in range(page, page + count):
        kernel.memory.map(process.slot, mapped, PTE(writable=writable))
    reading = Permission.GLOBAL | Permission.LOAD | Permission.LOAD_CAP
    perms = DATA if writable else reading
    return pages_root(layout, process.slot, page, count, perms)


def _find_room(kernel: Kernel, slot: int, count: int, step: int) -> int:
    """The first of the lowest ``count`` free pages from a multiple of ``step``."""
    page = 0
    while page + count <= kernel.memory.layout.region_pages:
        taken = [
            index
            for index in range(page, page + count)
            if kernel.memory.pte(slot, index).mapped
        ]
        if not taken:
            return page
        page = -(-(taken[-1] + 1) // step) * step
    raise SyscallError("ENOMEM")


def munmap(kernel: Kernel, process: Process, capability: Capability) -> None:
    """Unmap the pages that ``capability`` covers, as mmap returned it.

    Capabilities to them stay tagged and fault as long as nothing is mapped there again.

    Raises:
        SyscallError: EINVAL, it is untagged or sealed, empty, does not cover whole
            pages, or leaves the region.
    """
    layout = kernel.memory.layout
    if not capability.tag or capability.is_sealed:
        raise SyscallError("EINVAL")
    bounds = capability.bounds
    whole = bounds.base % layout.page_size == 0 == bounds.length % layout.page_size
    inside = bounds.within(layout.region(process.slot))
    if not (whole and inside and bounds.length > 0):
        raise SyscallError("EINVAL")
    first = layout.locate(bounds.base).page
    end = first + (bounds.length >> layout.page_bits)
    for page in kernel.memory.mapped_pages(process.slot):
        if first <= page < end:
            kernel.memory.unmap(process.slot, page)
