"""How μprocesses begin, and how they make children: by fork and by vfork.

Source:
    POSIX.1-2024, ``fork``; for ``vfork``, which POSIX had up to 2004, Linux.
"""

from model.isa.capability import Capability, integer
from model.isa.faults import SyscallError
from model.kernel.calls import descriptors, loading, page_mapping, signals
from model.kernel.state import attributes
from model.kernel.state.image import Image
from model.kernel.state.kernel import Kernel
from model.kernel.state.process import RETURN_REGISTER, Process, empty_registers
from model.kernel.state.supply import Resource
from model.posix.attribute import Attribute


def start(kernel: Kernel, name: str, image: Image) -> Process:
    """Begin the first μprocess, with the machine's image loaded.

    Law:
        ``the_first_process_has_what_it_is_given``
    """
    layout = kernel.memory.layout
    slot = free_slot(kernel, kernel.next_pid())
    kernel.supply.take(Resource.PROCESS)
    kernel.supply.take(Resource.SLOT)
    kernel.supply.take(Resource.TABLE)
    kernel.supply.take(Resource.PAGE, loading.pages_of(layout, image))
    process = Process(name, kernel.next_pid(), slot, empty_registers(layout.format))
    kernel.image = image
    loading.load(kernel, process, image)
    _enter(kernel, process)
    return process


def _enter(kernel: Kernel, process: Process) -> None:
    """Put a new process in the kernel's tables."""
    kernel.last_pid = process.pid
    kernel.processes[process.name] = process
    kernel.pids[process.name] = process.pid


def fork(kernel: Kernel, parent: Process, name: str) -> Process:
    """Make a child of ``parent``, called ``name``, in a slot of the kernel's choice.

    The child has the parent's registers and memory, relocated, and its descriptors;
    of the rest it inherits what POSIX specifies. Parent and child differ in the result:
    the child's pid for the parent, 0 for the child.

    Raises:
        SyscallError: EAGAIN, there are as many processes as there may be, or there is
            no free slot; ENOMEM, there is no room for a descriptor table, or for as
            many pages as the child could come to need. Nothing has changed.

    Source:
        POSIX.1-2024, ``fork``.
    Law:
        ``fork_agrees_with_full_copy``, ``a_fork_that_fails_changes_nothing``
    """
    with kernel.supply.all_or_nothing():
        slot = _take_slot(kernel, parent)
        for _ in page_mapping.private_pages(parent):
            kernel.supply.take(Resource.PAGE)
    kernel.memory.fork(parent.slot, slot)
    child = _child(kernel, parent, name, slot)
    _begin(kernel, parent, child)
    return child


def vfork(kernel: Kernel, parent: Process, name: str) -> Process:
    """Make a child of ``parent``, called ``name``, which lives in its parent's memory.

    The child has the parent's slot and the very same pages, and its registers as they
    are, but for the result; of the rest it has what a fork gives. The parent waits
    until the child has left its memory: until it executes or ends.

    Raises:
        SyscallError: EAGAIN, there are as many processes as there may be; ENOMEM, there
            is no room for a descriptor table. Nothing has changed.

    Source:
        ``vfork(2)`` of Linux.
    Law:
        ``a_vfork_lends_what_it_should``,
        ``who_shares_a_slot_shares_all_that_is_mapped``
    """
    with kernel.supply.all_or_nothing():
        take_entry(kernel, parent)
        kernel.supply.take(Resource.TABLE)
    child = borrower(kernel, parent, name)
    parent.lends_to = child.pid
    return child


def borrower(kernel: Kernel, parent: Process, name: str) -> Process:
    """A child in the memory of its parent, for which all that it needs was taken."""
    child = _child(kernel, parent, name, parent.slot)
    _begin(kernel, parent, child)
    return child


def _begin(kernel: Kernel, parent: Process, child: Process) -> None:
    """Give both their results, and put the child in the kernel's tables."""
    form = kernel.memory.layout.format
    child.registers[RETURN_REGISTER] = integer(form, 0)
    parent.registers[RETURN_REGISTER] = integer(form, child.pid)
    _enter(kernel, child)


def _take_slot(kernel: Kernel, parent: Process) -> int:
    """Take the resources of a process; the result is its slot."""
    take_entry(kernel, parent)
    kernel.supply.take(Resource.SLOT)
    kernel.supply.take(Resource.TABLE)
    return free_slot(kernel, kernel.next_pid())


def take_entry(kernel: Kernel, parent: Process) -> None:
    """Take an entry in the table of processes, for a child of ``parent``.

    Raises:
        SyscallError: EAGAIN, there is none, or the parent may have no more processes.
    """
    kernel.supply.take(Resource.PROCESS)
    processes = len(kernel.processes) + len(kernel.zombies)
    if processes >= parent.attributes[Attribute.PROCESSES_MAX]:
        raise SyscallError("EAGAIN")


def free_slot(kernel: Kernel, pid: int) -> int:
    """A slot that no process has, for the process with this pid; EAGAIN if none is."""
    taken = {process.slot for process in kernel.processes.values()}
    slot = kernel.choices.placement(kernel.memory.layout, taken, pid)
    if slot is None:
        raise SyscallError("EAGAIN")
    return slot


def _child(kernel: Kernel, parent: Process, name: str, slot: int) -> Process:
    """The child of a process: in a slot of its own, or in its parent's as it is."""
    is_own = slot != parent.slot

    def passed_on(capability: Capability) -> Capability:
        if not is_own:
            return capability
        return kernel.memory.inherit(capability, parent.slot, slot)

    registers = parent.registers.items()
    return Process(
        name,
        kernel.next_pid(),
        slot,
        {register: passed_on(capability) for register, capability in registers},
        parent=parent.pid,
        group=parent.group,
        session=parent.session,
        descriptors=descriptors.inherited(parent),
        pages=page_mapping.inherited(kernel, parent, slot) if is_own else parent.pages,
        signals=signals.inherited(parent.signals, passed_on),
        attributes=attributes.inherited(parent.attributes),
        semaphores=dict(parent.semaphores),
    )
