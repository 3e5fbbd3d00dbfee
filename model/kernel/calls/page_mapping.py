"""Pages of processes, one by one: what they show, what they use, what a child gets.

The contents of files and of shared memory are in pages of the kernel's slot. A page of
a process that maps them *shows* such a page: both have the same contents. A private
page of a file shows one, too, until the first store gives it contents of its own.

Source:
    POSIX.1-2024, ``mmap``, ``fork``; for private pages of files, Linux, as POSIX leaves
    open what they show of later changes.
"""

from collections.abc import Iterator

import attrs

from model.isa.capability import Capability, root
from model.isa.faults import SyscallError
from model.kernel.calls.descriptors import discard
from model.kernel.state.kernel import Kernel
from model.kernel.state.open_files import RegularFile
from model.kernel.state.page_use import PageUse
from model.kernel.state.pin import Pin
from model.kernel.state.process import Process
from model.kernel.state.supply import Resource
from model.memory.layout import KERNEL_SLOT, Layout, Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import PRIVATE, PTE
from model.memory.tagged_memory import ZERO, Granule
from model.posix.arguments import Inheritance, Protection


def pages_root(
    layout: Layout, place: int, page: int, count: int, perms: int
) -> Capability:
    """A capability for ``count`` pages from ``page``, at the addresses of a slot."""
    base = layout.address_of(Location(place, page, 0))
    return root(layout.format, base, base + (count << layout.page_bits), perms)


def need_pages(kernel: Kernel, file: RegularFile, wanted: range) -> None:
    """Give a file those of the wanted pages that are within its size: all, or none.

    Raises:
        SyscallError: ENOMEM, the machine does not have that many pages.
    """
    missing = missing_pages(kernel, file, wanted)
    if len(missing) > kernel.supply.left[Resource.PAGE]:
        raise SyscallError("ENOMEM")
    for index in missing:
        file.pages[index] = kernel.new_page()


def missing_pages(kernel: Kernel, file: RegularFile, wanted: range) -> list[int]:
    """The wanted pages that are within the size of a file, and that it lacks."""
    size = kernel.memory.layout.page_size
    return [n for n in wanted if n not in file.pages and n * size < file.size]


def map_page(
    kernel: Kernel,
    process: Process,
    page: int,
    use: PageUse,
    *,
    executable: bool = False,
) -> None:
    """Map one page, unless its file ends before it.

    Otherwise the file must already have the page.
    """
    process.pages[page] = use
    file = use.file
    if file is None:
        pte = attrs.evolve(page_bits(kernel, use), executable=executable)
        kernel.memory.map(process.slot, page, pte)
        return
    file.mappings += 1
    if use.index * kernel.memory.layout.page_size < file.size:
        pte = attrs.evolve(page_bits(kernel, use, shows=True), executable=executable)
        kernel.memory.map(process.slot, page, pte, file.pages[use.index])


def page_bits(kernel: Kernel, use: PageUse, *, shows: bool = False) -> PTE:
    """The page-table bits of a page.

    Tags are kept out of files, and out of memory that several processes see unless the
    memory says that tags may be shared.
    """
    writing = use.protection is Protection.READ_WRITE
    memory_only = use.file is None or use.file.anonymous
    return PTE(
        readable=use.protection is not Protection.NONE,
        writable=writing and not (shows and use.is_private),
        capability_store=not shows or (kernel.memory.may_share_tags and memory_only),
    )


def unmap_page(kernel: Kernel, process: Process, page: int) -> None:
    """Unmap one page."""
    kernel.unmap(process.slot, page)
    _give_back(kernel, process.pages.pop(page))


def _give_back(kernel: Kernel, use: PageUse) -> None:
    """Give back what a page used."""
    if use.is_private:
        kernel.supply.give_back(Resource.PAGE)
    if use.file is not None:
        use.file.mappings -= 1
        discard(kernel, use.file)


def make_own(kernel: Kernel, process: Process, at: Location) -> bool:
    """Give a private page of a file memory of its own, before it is stored to.

    Returns:
        Whether the page needed it.
    """
    memory = kernel.memory
    shown = memory.shows(at.slot, at.page)
    if shown == PRIVATE or at.slot != process.slot:
        return False
    use = process.pages[at.page]
    if use.shared or use.protection is not Protection.READ_WRITE:
        return False
    memory.unmap(at.slot, at.page)
    memory.map(at.slot, at.page, PTE())
    for granule in range(memory.layout.page_granules):
        content = memory.peek(Location(KERNEL_SLOT, shown, granule))
        if content != ZERO:
            memory.store_capability(Location(at.slot, at.page, granule), content)
    return True


def forget_content(kernel: Kernel, process: Process, page: int) -> None:
    """Let a page be as it was when it was mapped: it shows its file, or is zeros.

    Memory that is shared is such a file, so that a shared page shows what it showed.
    """
    memory, use = kernel.memory, process.pages[page]
    before = memory.pte(process.slot, page)
    if not before.mapped:
        return
    shown = PRIVATE if use.file is None else use.file.pages[use.index]
    pte = page_bits(kernel, use, shows=use.file is not None)
    kernel.unmap(process.slot, page)
    pte = attrs.evolve(pte, executable=before.executable)
    memory.map(process.slot, page, pte, shown)


def move_page(kernel: Kernel, process: Process, old: int, new: int) -> None:
    """Map at ``new``, where nothing is, what is mapped at ``old``.

    Memory that a fork shares is copied: a frame is known by the one page that it may
    back. What the page holds is what its process finds there, tags included; a device
    that has the page goes on with it where it is then.
    """
    memory, slot = kernel.memory, process.slot
    process.pages[new] = process.pages.pop(old)
    pte, shown = memory.pte(slot, old), memory.shows(slot, old)
    held = _held_at(memory, slot, old)
    memory.unmap(slot, old)
    if shown != PRIVATE:
        memory.map(slot, new, pte, shown)
    elif pte.mapped:
        memory.map(slot, new, PTE())
        for granule, content in enumerate(held):
            if content != ZERO:
                memory.store_capability(Location(slot, new, granule), content)
        memory.protect(slot, new, pte)
    _follow(kernel, kernel.pins_of(slot, old), slot, new)


def share_memory(kernel: Kernel, process: Process, pages: range) -> None:
    """Make those of the pages that are private shared memory without a name.

    They hold what they held and allow what they allowed. Tags in them are cleared,
    unless the memory says that tags may be shared.
    """
    size = len(pages) * kernel.memory.layout.page_size
    file = RegularFile(size=size, anonymous=True)
    for index, page in enumerate(pages):
        use = process.pages[page]
        if use.is_private:
            executable = kernel.memory.pte(process.slot, page).executable
            held = _held_at(kernel.memory, process.slot, page)
            pins = kernel.pins_of(process.slot, page)
            kernel.memory.unmap(process.slot, page)
            _give_back(kernel, process.pages.pop(page))
            shown = file.pages[index] = kernel.new_page()
            _fill(kernel, shown, held)
            _follow(kernel, pins, KERNEL_SLOT, shown)
            shared = attrs.evolve(use, file=file, index=index, shared=True)
            map_page(kernel, process, page, shared, executable=executable)


def _follow(kernel: Kernel, pins: list[Pin], slot: int, page: int) -> None:
    """Let devices go on with what they have where it is now."""
    for pin in pins:
        pin.slot, pin.page, pin.hold = slot, page, kernel.memory.pin(slot, page)


def _held_at(memory: MemorySystem, slot: int, page: int) -> list[Granule]:
    """What the owner of a slot finds in a page."""
    granules = range(memory.layout.page_granules)
    return [memory.peek(Location(slot, page, granule)) for granule in granules]


def _fill(kernel: Kernel, shown: int, held: list[Granule]) -> None:
    """Put content in a page of zeros of the kernel's, without tags if need be."""
    memory = kernel.memory
    for granule, content in enumerate(held):
        shared = Granule(content.tag and memory.may_share_tags, content.data)
        if shared != ZERO:
            memory.store_capability(Location(KERNEL_SLOT, shown, granule), shared)


def mapped_within(kernel: Kernel, file: RegularFile, size: int) -> set[int]:
    """The pages of a file that are mapped and would be within this size."""
    page_size = kernel.memory.layout.page_size
    return {
        use.index
        for process in kernel.processes.values()
        for use in process.pages.values()
        if use.file is file and use.index * page_size < size
    }


def follow_size(kernel: Kernel, file: RegularFile) -> None:
    """Map the pages that are within the size of a file now, and unmap all others.

    This holds for private pages, too, whether they were stored to or not.
    """
    page_size = kernel.memory.layout.page_size
    for process in kernel.processes.values():
        for page, use in process.pages.items():
            if use.file is not file:
                continue
            mapped = kernel.memory.pte(process.slot, page).mapped
            inside = use.index * page_size < file.size
            if inside and not mapped:
                need_pages(kernel, file, range(use.index, use.index + 1))
                pte = page_bits(kernel, use, shows=True)
                kernel.memory.map(process.slot, page, pte, file.pages[use.index])
            elif mapped and not inside:
                kernel.unmap(process.slot, page)


def private_pages(process: Process) -> Iterator[int]:
    """The pages for which a child of ``process`` needs memory of its own."""
    for page, use in process.pages.items():
        if use.is_private and use.inheritance is not Inheritance.NONE:
            yield page


def inherited(kernel: Kernel, parent: Process, slot: int) -> dict[int, PageUse]:
    """The pages of a child, whose slot has just become a copy of the parent's."""
    memory, pages = kernel.memory, {}
    held = {pin.page for pin in kernel.pins() if pin.slot == parent.slot}
    for page, use in parent.pages.items():
        if use.inheritance is Inheritance.NONE:
            memory.unmap(slot, page)
            continue
        if use.inheritance is Inheritance.WIPE:
            memory.unmap(slot, page)
            memory.map(slot, page, memory.pte(parent.slot, page))
        if use.file is not None:
            use.file.mappings += 1
        if use.eager or page in held:
            memory.copy_now(slot, page)
        pages[page] = use
    return pages


def leave(kernel: Kernel, process: Process) -> None:
    """Take a process out of its slot.

    What is mapped there stays while another process lives in the slot, and the last one
    frees it.
    """
    if kernel.shares_slot(process):
        process.pages = {}
        return
    kernel.memory.exit(process.slot)
    release(kernel, process)
    kernel.supply.give_back(Resource.SLOT)


def release(kernel: Kernel, process: Process) -> None:
    """Give back what the pages of a process used, once none of them is mapped.

    A page of the kernel's that nothing maps any more is unmapped, so the pages that
    show it must be gone before.

    Law:
        ``the_kernel_keeps_to_the_protocol``
    """
    for use in process.pages.values():
        _give_back(kernel, use)
    process.pages.clear()
