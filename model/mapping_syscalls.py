"""System calls that map memory: what their operands mean, and where results go."""

from model import operations as ops
from model.isa.capability import Capability
from model.isa.derivation import increment
from model.isa.faults import SyscallError
from model.kernel.calls import mappings, remapping
from model.kernel.state.kernel import Kernel, descriptor
from model.kernel.state.open_files import RegularFile
from model.kernel.state.page_use import PageUse
from model.kernel.state.process import Process
from model.memory.layout import Location
from model.posix.arguments import Moving, Placing, Protection, Sharing


def mmap(kernel: Kernel, process: Process, op: ops.Mmap) -> Capability:
    """Map memory, with or without others."""
    use = PageUse(Protection(op.protection))
    if _is_shared(op):
        layout = kernel.memory.layout
        count, _ = layout.exact_pages(min(op.length, layout.slot_size))
        memory = RegularFile(size=count << layout.page_bits, anonymous=True)
        use = PageUse(use.protection, memory, shared=True)
    return _mapped(process, op, mappings.mmap(kernel, process, op.length, use))


def mmap_file(kernel: Kernel, process: Process, op: ops.MmapFile) -> Capability:
    """Map an open file."""
    page, rest = divmod(op.offset, kernel.memory.layout.page_size)
    if rest or page < 0:
        raise SyscallError("EINVAL")
    descriptor(process, op.descriptor)
    shared = _is_shared(op)
    number, protection = op.descriptor, Protection(op.protection)
    use = mappings.file_use(process, number, protection, shared=shared, offset=page)
    if op.at is None:
        return _mapped(process, op, mappings.mmap(kernel, process, op.length, use))
    at = _page_at(kernel, process, op.at)
    mapped = mappings.mmap_at(kernel, process, at, op.length, use, new=False)
    return _mapped(process, op, mapped)


def mmap_at(kernel: Kernel, process: Process, op: ops.MmapAt) -> Capability:
    """Map memory at a fixed place."""
    at = _page_at(kernel, process, op.at)
    use = PageUse(Protection(op.protection))
    new = Placing(op.placing) is Placing.NEW
    mapped = mappings.mmap_at(kernel, process, at, op.length, use, new=new)
    return _mapped(process, op, mapped)


def mremap(kernel: Kernel, process: Process, op: ops.Mremap) -> Capability:
    """Give a mapping another length."""
    source, may_move = process.registers[op.source], Moving(op.moving) is Moving.MOVE
    mapped = remapping.mremap(kernel, process, source, op.length, may_move=may_move)
    return _mapped(process, op, mapped)


def _page_at(kernel: Kernel, process: Process, operand: tuple[str, int]) -> Location:
    """The page that begins at a place; EINVAL if none does."""
    address = place_of(process, operand).address
    if address % kernel.memory.layout.page_size:
        raise SyscallError("EINVAL")
    return kernel.memory.locate(process.slot, address)


def _is_shared(op: ops.Mmap | ops.MmapFile) -> bool:
    """Whether a mapping is to be shared; EINVAL if its sharing or length is invalid."""
    sharing = Sharing(op.sharing)
    if op.length <= 0 or sharing is Sharing.INVALID:
        raise SyscallError("EINVAL")
    return sharing is Sharing.SHARED


def _mapped(
    process: Process,
    op: ops.Mmap | ops.MmapFile | ops.MmapAt | ops.Mremap,
    mapped: Capability,
) -> Capability:
    process.registers[op.destination] = mapped
    return mapped


def place_of(process: Process, operand: tuple[str, int]) -> Capability:
    """The capability that an operand names, moved by its offset."""
    register, offset = operand
    return increment(process.registers[register], offset)
