"""Laws of what operations declare: their classes say what they do, and no more."""

from collections.abc import Iterable
from typing import Final

from model import operations as ops
from model.isa.capability import Capability
from model.kernel.state.choices import OnFault
from model.kernel.state.process import Process
from model.memory.layout import Location
from model.memory.page_table import PRIVATE
from model.memory.tagged_memory import ZERO, Granule
from model.system import System, step
from properties.laws.assumption import assume


def an_operation_does_no_more_than_it_declares(
    system: System, operation: ops.Operation
) -> None:
    """An operation that does not declare to do so maps no page, ends or stops no
    process, writes to no private memory, and gives no register a new pointer.

    The law leaves out that a fault ends a process, because that is the same for all
    operations. It speaks of new pointers only for system calls, because derivations are
    there to make them.
    """
    assume(system.kernel.choices.on_fault is OnFault.REPORT)
    running = [each for each in system.processes.values() if not each.stopped]
    before = [_Before(system, each) for each in running]
    step(system, operation)
    for each in before:
        name, gone = each.process.name, each.is_gone(system)
        assert operation.ends or not gone, f"{operation} ended or stopped {name}"
        if each.process is not system.processes.get(name):
            continue
        mapped = list(system.memory.mapped_pages(each.process.slot))
        assert operation.maps or mapped == each.pages, f"{operation}: {name}'s pages"
        writes = operation.maps or operation.calls_library
        writes = writes or operation.writes is not None
        assert writes or _own(system, each.process) == each.granules, (
            f"{operation} wrote to {name}'s memory"
        )
        new = _tagged(each.process.registers.values()) - each.pointers
        makes = operation.makes_pointer or not operation.is_system_call
        assert makes or not new, f"{operation} gave {name} {new}"


EFFECTS: Final = {
    "maps": "dontneed exec ftruncate minherit mmap mmapat mmapfile mprotect mremap "
    "munmap open write",
    "ends": "exec exit kill sigmask write",
    "calls_library": "free malloc realloc",
    "makes_pointer": "exec mmap mmapat mmapfile mremap",
    "writes": "dmastore read store storecap waitpid",
    "reads": "exec load loadcap spawn write",
}
"""The operations with each effect: a file that is cut off takes pages from those who
map it, a write may do so too by what it writes to, and may raise SIGPIPE."""


def an_operation_declares_what_it_does(kind: type[ops.Operation]) -> None:
    """It declares the effects that it has, and no more."""
    for effect, verbs in EFFECTS.items():
        assert bool(getattr(kind, effect)) == (kind.verb in verbs.split()), effect


class _Before:
    """What the law compares of one process, as it was before the operation."""

    def __init__(self, system: System, process: Process) -> None:
        signals = process.signals
        self.process = process
        self.pages = list(system.memory.mapped_pages(process.slot))
        self.granules = _own(system, process)
        self.pointers = _tagged(
            (*process.registers.values(), *signals.actions.values(), signals.stack)
        )

    def is_gone(self, system: System) -> bool:
        """Whether the process, which ran, has ended or stopped."""
        now = system.processes.get(self.process.name)
        return now is not self.process or self.process.stopped


def _own(system: System, process: Process) -> dict[Location, Granule]:
    """The granules of a process that hold something, in pages of its own."""
    memory = system.memory
    found = {
        at: memory.peek(at)
        for at in memory.populated(process.slot)
        if memory.shows(at.slot, at.page) == PRIVATE
    }
    return {at: granule for at, granule in found.items() if granule != ZERO}


def _tagged(values: Iterable[object]) -> set[Capability]:
    """The capabilities among these values that have their tag."""
    return {each for each in values if isinstance(each, Capability) and each.tag}
