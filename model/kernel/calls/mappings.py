"""Memory that a process maps: mmap, munmap, mprotect, madvise, minherit.

Source:
    POSIX.1-2024, ``mmap``, ``munmap``, ``mprotect``; ``madvise(2)`` of Linux for what
    children get; for the result's bounds, CheriBSD, ``mmap(2)``.
"""

import attrs

from model.isa.capability import Capability
from model.isa.faults import SyscallError
from model.isa.permissions import Permission
from model.isa.words import round_up
from model.kernel.calls.page_mapping import (
    forget_content,
    map_page,
    missing_pages,
    need_pages,
    page_bits,
    pages_root,
    share_memory,
    unmap_page,
)
from model.kernel.state.kernel import Kernel, descriptor
from model.kernel.state.open_files import RegularFile
from model.kernel.state.page_use import PageUse
from model.kernel.state.process import Process
from model.kernel.state.supply import Resource
from model.memory.layout import Layout, Location
from model.memory.page_table import PRIVATE
from model.posix.arguments import Inheritance, Protection

DATA = (
    Permission.GLOBAL
    | Permission.LOAD
    | Permission.STORE
    | Permission.LOAD_CAP
    | Permission.STORE_CAP
    | Permission.STORE_LOCAL
    | Permission.MUTABLE_LOAD
)
"""The permissions of a μprocess on its data."""

READING = Permission.GLOBAL | Permission.LOAD | Permission.LOAD_CAP
"""The permissions of a μprocess on pages that it may only read."""


def mmap(kernel: Kernel, process: Process, length: int, use: PageUse) -> Capability:
    """Map pages for ``length`` bytes, as low as they fit.

    The length is rounded up to whole pages, and to one that bounds can represent
    exactly; the capability returned covers exactly those pages.

    Args:
        length: In bytes, above 0.
        use: That of the first page.

    Raises:
        SyscallError: ENOMEM, the region has no room, or the machine does not have that
            many pages.
    """
    layout = kernel.memory.layout
    if length > layout.slot_size:
        raise SyscallError("ENOMEM")
    count, step = layout.exact_pages(length)
    first = find_room(process, layout.region_pages, count, step)
    return _map(kernel, process, range(first, first + count), use)


def _map(kernel: Kernel, process: Process, pages: range, use: PageUse) -> Capability:
    """Map pages of which none is in use, with bounds that cover exactly them.

    Raises:
        SyscallError: ENOMEM, the machine does not have that many pages.
    """
    count = len(pages)
    with kernel.supply.all_or_nothing():
        if use.is_private:
            kernel.supply.take(Resource.PAGE, count)
        if use.file is not None:
            need_pages(kernel, use.file, range(use.index, use.index + count))
    for index, page in enumerate(pages, use.index):
        map_page(kernel, process, page, attrs.evolve(use, index=index))
    return mapped_root(kernel, process, pages)


def mapped_root(kernel: Kernel, process: Process, pages: range) -> Capability:
    """A capability for pages that are mapped alike, which allows what they may."""
    layout, place = kernel.memory.layout, kernel.memory.place(process.slot)
    reading = process.pages[pages.start].protection is Protection.READ
    perms = READING if reading else DATA
    return pages_root(layout, place, pages.start, len(pages), perms)


def find_room(process: Process, pages: int, count: int, step: int) -> int:
    """The lowest page, a multiple of ``step``, from which ``count`` pages are free."""
    page = 0
    while page + count <= pages:
        taken = [n for n in range(page, page + count) if n in process.pages]
        if not taken:
            return page
        page = round_up(taken[-1] + 1, step)
    raise SyscallError("ENOMEM")


def mmap_at(
    kernel: Kernel,
    process: Process,
    at: Location,
    length: int,
    use: PageUse,
    *,
    new: bool,
) -> Capability:
    """Map pages at a fixed place, replacing what is there.

    Raises:
        SyscallError: EINVAL, the place is not in the process's slot, or the length is
            not above 0; ENOMEM, the region ends before; EINVAL, no bounds cover exactly
            these pages; EEXIST, a page is in use there and ``new`` is asked for;
            ENOMEM, the machine does not have that many pages.
    """
    layout = kernel.memory.layout
    count = -(-length // layout.page_size)
    wanted = range(at.page, at.page + count)
    if at.slot != process.slot or count <= 0:
        raise SyscallError("EINVAL")
    if wanted.stop > layout.region_pages:
        raise SyscallError("ENOMEM")
    if not is_exact(layout, wanted):
        raise SyscallError("EINVAL")
    taken = [page for page in wanted if page in process.pages]
    if taken and new:
        raise SyscallError("EEXIST")
    given_back = sum(process.pages[page].is_private for page in taken)
    if _pages_for(kernel, use, count) - given_back > kernel.supply.left[Resource.PAGE]:
        raise SyscallError("ENOMEM")
    for page in taken:
        unmap_page(kernel, process, page)
    return _map(kernel, process, wanted, use)


def _pages_for(kernel: Kernel, use: PageUse, count: int) -> int:
    """How many pages a mapping takes: private ones, and those that its file lacks."""
    own = count if use.is_private else 0
    if use.file is None:
        return own
    wanted = range(use.index, use.index + count)
    return own + len(missing_pages(kernel, use.file, wanted))


def is_exact(layout: Layout, pages: range) -> bool:
    """Whether there are bounds that cover exactly these pages."""
    count, step = layout.exact_pages(len(pages) << layout.page_bits)
    return count == len(pages) and pages.start % step == 0


def file_use(
    process: Process, number: int, protection: Protection, *, shared: bool, offset: int
) -> PageUse:
    """How a page that maps an open file is used; ``offset`` is in pages.

    Raises:
        SyscallError: EBADF, it is not open; EACCES, it is not open for reading, or
            shared stores are asked for and it is not open for writing; ENODEV, it
            cannot be mapped.
    """
    description = descriptor(process, number).description
    may_write = description.writable or not shared
    writing = protection is Protection.READ_WRITE
    if not description.readable or (writing and not may_write):
        raise SyscallError("EACCES")
    if not isinstance(description.file, RegularFile):
        raise SyscallError("ENODEV")
    return PageUse(protection, description.file, offset, shared, may_write)


def munmap(kernel: Kernel, process: Process, capability: Capability) -> None:
    """Unmap the pages that ``capability`` covers, which may be a part of a mapping.

    Capabilities to these pages stay tagged, and fault until something is mapped there
    again.

    Raises:
        SyscallError: EINVAL, see ``covered``, or it covers no page.
    """
    pages = covered(kernel, process, capability)
    if not pages:
        raise SyscallError("EINVAL")
    mapped = sorted(page for page in process.pages if page in pages)
    for page in mapped:
        unmap_page(kernel, process, page)


def covered(kernel: Kernel, process: Process, capability: Capability) -> range:
    """The pages that a capability covers.

    Raises:
        SyscallError: EINVAL, the capability is untagged or sealed, does not cover whole
            pages, or leaves the region.
    """
    memory = kernel.memory
    layout = memory.layout
    if not capability.tag or capability.is_sealed:
        raise SyscallError("EINVAL")
    bounds = capability.bounds
    whole = bounds.base % layout.page_size == 0 == bounds.length % layout.page_size
    inside = bounds.within(layout.region(memory.place(process.slot)))
    if not (whole and inside):
        raise SyscallError("EINVAL")
    first = layout.locate(bounds.base).page
    return range(first, first + (bounds.length >> layout.page_bits))


def mprotect(
    kernel: Kernel, process: Process, capability: Capability, protection: Protection
) -> None:
    """Change what the pages that ``capability`` covers allow; code stays executable.

    Raises:
        SyscallError: EINVAL, see ``covered``; ENOMEM, one of them is not mapped;
            EACCES, one shows a file that was not opened for writing.
    """
    pages = covered(kernel, process, capability)
    if any(page not in process.pages for page in pages):
        raise SyscallError("ENOMEM")
    allowed = all(process.pages[page].may_write for page in pages)
    if protection is Protection.READ_WRITE and not allowed:
        raise SyscallError("EACCES")
    memory = kernel.memory
    for page in pages:
        use = attrs.evolve(process.pages[page], protection=protection)
        process.pages[page] = use
        before = memory.pte(process.slot, page)
        if before.mapped:
            shows = memory.shows(process.slot, page) != PRIVATE
            pte = page_bits(kernel, use, shows=shows)
            pte = attrs.evolve(pte, executable=before.executable)
            memory.protect(process.slot, page, pte)


def dontneed(kernel: Kernel, process: Process, capability: Capability) -> None:
    """Forget what the private pages hold that ``capability`` covers, tags included.

    A page of memory is zeros afterwards, and one of a file shows the file again; shared
    pages keep what they hold, and so does who shares frames with the process since a
    fork. All stay mapped as they are, and capabilities to them stay usable.

    Raises:
        SyscallError: EINVAL, see ``covered``; ENOMEM, one of them is not mapped.

    Source:
        ``madvise(2)`` of Linux, MADV_DONTNEED; POSIX_MADV_DONTNEED changes no content.
    Law:
        ``what_is_not_needed_is_as_new``
    """
    pages = covered(kernel, process, capability)
    if any(page not in process.pages for page in pages):
        raise SyscallError("ENOMEM")
    for page in pages:
        forget_content(kernel, process, page)


def minherit(
    kernel: Kernel, process: Process, capability: Capability, inheritance: Inheritance
) -> None:
    """Set what a child inherits of the pages that ``capability`` covers.

    Memory that is to be inherited shared becomes shared memory without a name at once,
    and stays so: it is inherited as that is.

    Raises:
        SyscallError: EINVAL, see ``covered``; ENOMEM, one of them is not mapped;
            EINVAL, a page to wipe is shared or maps a file, or one to share is a
            private page of a file.

    Source:
        ``madvise(2)`` of Linux; for what is to be shared, ``minherit(2)`` of BSD.
    Law:
        ``what_is_inherited_shared_holds_what_it_held``
    """
    pages = covered(kernel, process, capability)
    if any(page not in process.pages for page in pages):
        raise SyscallError("ENOMEM")
    uses = [process.pages[page] for page in pages]
    if inheritance is Inheritance.WIPE and any(
        u.shared or u.file is not None for u in uses
    ):
        raise SyscallError("EINVAL")
    if inheritance is Inheritance.SHARE:
        if any(use.is_private and use.file is not None for use in uses):
            raise SyscallError("EINVAL")
        share_memory(kernel, process, pages)
        inheritance = Inheritance.COPY
    for page in pages:
        use = process.pages[page]
        process.pages[page] = attrs.evolve(use, inheritance=inheritance)
