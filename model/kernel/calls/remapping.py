"""Mappings that are given another length: mremap.

Source:
    ``mremap(2)`` of Linux, with the flag MREMAP_MAYMOVE or none; POSIX has no such
    call.
"""

import attrs

from model.isa.capability import Capability
from model.isa.faults import SyscallError
from model.kernel.calls.mappings import (
    covered,
    find_room,
    is_exact,
    mapped_root,
)
from model.kernel.calls.page_mapping import (
    map_page,
    move_page,
    need_pages,
    unmap_page,
)
from model.kernel.state.kernel import Kernel
from model.kernel.state.page_use import PageUse
from model.kernel.state.process import Process
from model.kernel.state.supply import Resource


def mremap(
    kernel: Kernel,
    process: Process,
    capability: Capability,
    length: int,
    *,
    may_move: bool,
) -> Capability:
    """Make the pages that ``capability`` covers a mapping of ``length`` bytes.

    The length is rounded up as that of ``mmap``. Pages stay where they are unless they
    must grow and cannot there, and the capability returned covers exactly them. What
    they hold is kept, tags included; pages that are new show what follows in the file,
    or zeros. Shared memory without a file has its size: they are beyond its end.

    Capabilities in memory that moves are bytes: they point where they pointed, so that
    a list which is moved still leads to its old place. Capabilities to the old place
    stay tagged, and fault until something is mapped there again.

    Raises:
        SyscallError: EINVAL, see ``covered``, or it covers no page, or the length is
            not above 0; EFAULT, the first page is not mapped; ENOMEM, the length is
            more than a slot has; EFAULT, to grow they must be one mapping; ENOMEM, no
            room and they may not move, or none in the region, or too few pages left.

    Law:
        ``what_is_remapped_is_what_was_there``
    """
    layout, pages = kernel.memory.layout, covered(kernel, process, capability)
    if not pages or length <= 0:
        raise SyscallError("EINVAL")
    if pages.start not in process.pages:
        raise SyscallError("EFAULT")
    if length > layout.slot_size:
        raise SyscallError("ENOMEM")
    count, _ = layout.exact_pages(length)
    if count > len(pages):
        pages = _grow(kernel, process, pages, count, may_move=may_move)
    _unmap(kernel, process, pages[count:])
    return mapped_root(kernel, process, pages[:count])


def _unmap(kernel: Kernel, process: Process, pages: range) -> None:
    """Unmap those pages that are mapped."""
    for page in pages:
        if page in process.pages:
            unmap_page(kernel, process, page)


def _grow(
    kernel: Kernel, process: Process, pages: range, count: int, *, may_move: bool
) -> range:
    """Make a mapping longer; the result is where it is then.

    Raises:
        SyscallError: EFAULT or ENOMEM, see ``mremap``.
    """
    if not _is_one_mapping(kernel, process, pages):
        raise SyscallError("EFAULT")
    wanted = _room(kernel, process, pages, count, may_move=may_move)
    last = process.pages[pages[-1]]
    uses = [
        attrs.evolve(last, index=last.index + number)
        for number in range(1, count - len(pages) + 1)
    ]
    _take(kernel, uses)
    executable = kernel.memory.pte(process.slot, pages.start).executable
    if wanted.start != pages.start:
        for old, new in zip(pages, wanted, strict=False):
            move_page(kernel, process, old, new)
    for use, page in zip(uses, wanted[len(pages) :], strict=True):
        map_page(kernel, process, page, use, executable=executable)
    return wanted


def _is_one_mapping(kernel: Kernel, process: Process, pages: range) -> bool:
    """Whether pages are mapped for one use, and show one part of one file if any.

    Which call mapped them plays no part.
    """
    memory, slot, first = kernel.memory, process.slot, process.pages[pages.start]
    executable = memory.pte(slot, pages.start).executable
    for number, page in enumerate(pages):
        use = process.pages.get(page)
        if use is None or memory.pte(slot, page).executable != executable:
            return False
        index = use.index if use.file is None else first.index + number
        if use != attrs.evolve(first, index=index):
            return False
    return True


def _room(
    kernel: Kernel, process: Process, pages: range, count: int, *, may_move: bool
) -> range:
    """The pages that a mapping which is to grow will have.

    Raises:
        SyscallError: ENOMEM, there is no room.
    """
    layout = kernel.memory.layout
    here = range(pages.start, pages.start + count)
    is_free = not any(page in process.pages for page in here[len(pages) :])
    if is_free and here.stop <= layout.region_pages and is_exact(layout, here):
        return here
    if not may_move:
        raise SyscallError("ENOMEM")
    _, step = layout.exact_pages(count << layout.page_bits)
    first = find_room(process, layout.region_pages, count, step)
    return range(first, first + count)


def _take(kernel: Kernel, uses: list[PageUse]) -> None:
    """Take what new pages need: all of it, or nothing.

    Raises:
        SyscallError: ENOMEM, the machine does not have that many pages.
    """
    with kernel.supply.all_or_nothing():
        for use in uses:
            if use.is_private:
                kernel.supply.take(Resource.PAGE)
        if (file := uses[0].file) is not None:
            need_pages(kernel, file, range(uses[0].index, uses[-1].index + 1))
