"""The bytes of a file, in pages of the kernel's slot that calls and mappings share."""

from collections.abc import Iterable, Iterator
from typing import Final

from model.isa.faults import SyscallError
from model.kernel.calls.page_mapping import follow_size, mapped_within
from model.kernel.state.kernel import Kernel
from model.kernel.state.open_files import RegularFile
from model.kernel.state.supply import Resource
from model.memory.layout import KERNEL_SLOT, Location
from model.memory.tagged_memory import read_bytes

SIZE_MAX: Final = 1 << 40
"""The most bytes that a file may have."""


def read_file(kernel: Kernel, file: RegularFile, offset: int, size: int) -> bytes:
    """The bytes of a file from ``offset``: ``size``, or as many as there are."""
    end = min(offset + size, file.size)
    return b"".join(
        _piece(kernel, file, place) for place in _pieces(kernel, offset, end)
    )


Piece = tuple[int, int, int, int]
"""A part of one granule of a file: the index of the page, that of the granule in it,
the offset in the granule and the length, both in bytes."""


def _piece(kernel: Kernel, file: RegularFile, place: Piece) -> bytes:
    """The bytes of one piece."""
    index, granule, offset, length = place
    if index not in file.pages:
        return bytes(length)
    content = kernel.memory.peek(Location(KERNEL_SLOT, file.pages[index], granule))
    return read_bytes(content, offset, length).to_bytes(length, "little")


def write_file(kernel: Kernel, file: RegularFile, offset: int, content: bytes) -> None:
    """Put bytes in a file, which grows if it must.

    Raises:
        SyscallError: EFBIG, the file would be too large; ENOSPC, the machine does not
            have that many pages.
    """
    if not content:
        return
    end = offset + len(content)
    if end > SIZE_MAX:
        raise SyscallError("EFBIG")
    places = list(_pieces(kernel, offset, end))
    for index in _missing(kernel, file, end, {place[0] for place in places}):
        file.pages[index] = kernel.new_page()
    _clear(kernel, file, file.size, offset)
    done = 0
    for index, granule, start, length in places:
        value = int.from_bytes(content[done : done + length], "little")
        at = Location(KERNEL_SLOT, file.pages[index], granule)
        kernel.memory.store(at, start, length, value)
        done += length
    if end > file.size:
        file.size = end
        _follow(kernel, file)


def resize(kernel: Kernel, file: RegularFile, size: int) -> None:
    """Truncate a file, or extend it with zeros.

    Raises:
        SyscallError: EFBIG, the file would be too large; ENOSPC, the machine does not
            have the pages for the processes that map it.
    """
    if size > SIZE_MAX:
        raise SyscallError("EFBIG")
    _missing(kernel, file, size)
    page_size = kernel.memory.layout.page_size
    before, file.size = file.size, size
    _follow(kernel, file)
    for index in [n for n in file.pages if n * page_size >= size]:
        kernel.drop_page(file.pages.pop(index))
    if size > before:
        _clear(kernel, file, before, size)
    else:
        _clear(kernel, file, size, size + page_size)


def _clear(kernel: Kernel, file: RegularFile, start: int, end: int) -> None:
    """Set the bytes of a file from ``start`` to zero, up to ``end`` or the page's end.

    Stores through mappings may have left something there, beyond the end of the file.
    """
    page_size = kernel.memory.layout.page_size
    page = file.pages.get(start // page_size)
    if page is None:
        return
    edge = start + -start % page_size
    for _, granule, offset, length in _pieces(kernel, start, min(end, edge)):
        kernel.memory.store(Location(KERNEL_SLOT, page, granule), offset, length, 0)


def _missing(
    kernel: Kernel, file: RegularFile, size: int, written: Iterable[int] = ()
) -> list[int]:
    """The pages that a file of this size lacks for what is written and mapped.

    Raises:
        SyscallError: ENOSPC, the machine does not have that many.
    """
    mapped = mapped_within(kernel, file, size) if file.mappings else set[int]()
    missing = mapped.union(written) - file.pages.keys()
    if len(missing) > kernel.supply.left[Resource.PAGE]:
        raise SyscallError("ENOSPC")
    return sorted(missing)


def _follow(kernel: Kernel, file: RegularFile) -> None:
    """Let the processes that map a file see its new size."""
    if file.mappings:
        follow_size(kernel, file)


def _pieces(kernel: Kernel, start: int, end: int) -> Iterator[Piece]:
    """The pieces of the bytes from ``start`` up to ``end``."""
    layout = kernel.memory.layout
    granule = layout.format.granule
    while start < end:
        offset = start % granule
        length = min(granule - offset, end - start)
        index, inside = divmod(start, layout.page_size)
        yield index, inside // granule, offset, length
        start += length
