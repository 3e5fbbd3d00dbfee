"""What is asked for is what comes: pages that are mapped, names, bytes of an access.

Source:
    POSIX.1-2024, ``mmap``; for the bounds of what it returns, CheriBSD, ``mmap(2)``.
"""

from model import operations as ops
from model.isa.faults import BoundsViolation
from model.outcomes import Derived, Failed, Faulted, Reason, Skipped
from model.system import System, step
from model.trace.differences import difference
from model.trace.observing import observe
from properties.laws.assumption import assume
from properties.laws.confinement import is_in_region
from properties.laws.isa.extent import extent_of


def a_mapping_has_the_bytes_that_were_asked_for(
    system: System, operation: ops.Call
) -> None:
    """What a mapping call returns covers whole pages of the process that are mapped, as
    many bytes as were asked for or more. More bytes than a slot has are never mapped.
    """
    assume(isinstance(operation, ops.Mmap | ops.MmapAt | ops.MmapFile))
    assert isinstance(operation, ops.Mmap | ops.MmapAt | ops.MmapFile)
    layout, process = system.memory.layout, system.processes[operation.process]
    outcome = step(system, operation)
    assume(isinstance(outcome, Derived | Failed))
    if not isinstance(outcome, Derived):
        return
    extent, page_size = extent_of(outcome.capability), 1 << layout.page_bits
    assert is_in_region(layout, extent, system.memory.place(process.slot))
    assert extent.base + operation.length <= extent.top, f"{operation}: {outcome}"
    assert extent.base % page_size == extent.top % page_size == 0
    slot_size = 1 << layout.slot_bits
    for place in range(extent.base % slot_size, extent.top % slot_size, page_size):
        assert place // page_size in process.pages, f"{operation}: {outcome}"


def a_mapping_is_as_low_as_it_fits(system: System, operation: ops.Call) -> None:
    """A mapping whose place is left to the kernel begins at the lowest page from which
    so many are free. Pages below that are less aligned than it are not looked at: exact
    bounds may need the alignment.
    """
    assume(isinstance(operation, ops.Mmap | ops.MmapFile))
    layout, process = system.memory.layout, system.processes[operation.process]
    used = set(process.pages)
    outcome = step(system, operation)
    assume(isinstance(outcome, Derived))
    assert isinstance(outcome, Derived)
    extent, page_size = extent_of(outcome.capability), 1 << layout.page_bits
    first = extent.base % (1 << layout.slot_bits) // page_size
    count = (extent.top - extent.base) // page_size
    for lower in range(0, first, max(1, first & -first)):
        assert used & set(range(lower, lower + count)), f"{operation}: {outcome}"


def a_name_is_given_once(system: System, operation: ops.Birth) -> None:
    """A fork under the name of a process or zombie is skipped, with that reason, and
    changes nothing.
    """
    kernel = system.kernel
    process = kernel.processes[operation.process]
    assume(not process.stopped and process.lends_to is None)
    assume(operation.child in {*kernel.processes, *kernel.zombies})
    before = observe(system)
    outcome = step(system, operation)
    assert outcome == Skipped(Reason.NAME_TAKEN), f"{operation}: {outcome}"
    found = difference(observe(system), before)
    assert not found, found


def a_fault_of_bounds_names_the_access_and_the_bounds(
    system: System, operation: ops.LoadData | ops.StoreData
) -> None:
    """An access out of bounds tells the bytes that it needed, and those that its
    authority covers.
    """
    register, offset = operation.at
    authority = system.processes[operation.process].registers[register]
    first, bounds = authority.value + offset, authority.bounds
    outcome = step(system, operation)
    assume(isinstance(outcome, Faulted))
    assert isinstance(outcome, Faulted)
    assume(isinstance(outcome.fault, BoundsViolation))
    needed = f"[{first:#x}, {first + operation.size:#x}) inside the bounds"
    assert outcome.fault.needed == needed
    assert outcome.fault.had == f"[{bounds.base:#x}, {bounds.top:#x})"
