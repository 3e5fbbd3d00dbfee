"""The law of faults: an operation that fails has not happened."""

import attrs

from model import operations as ops
from model.isa.capability import Capability
from model.memory.layout import Location
from model.memory.page_table import PTE
from model.memory.tagged_memory import Granule
from model.outcomes import Failed, Faulted, Outcome
from model.system import System, step
from model.trace.differences import difference
from model.trace.observation import KernelSeen
from model.trace.observing import observe_kernel
from properties.laws.assumption import assume
from properties.laws.comparison import same_entry


@attrs.frozen
class Snapshot:
    """What can be observed of a system; of its memory, one place only."""

    kernel: KernelSeen
    registers: dict[str, dict[str, Capability]]
    """By the name of the μprocess and of the register."""
    granule: Granule
    pte: PTE


def a_fault_changes_nothing(
    system: System, operation: ops.Operation, at: Location
) -> None:
    """After a fault, or a system call that failed, everything is as it was."""
    before = _snapshot(system, at)
    outcome = step(system, operation)
    assume(isinstance(outcome, Faulted | Failed))
    assume(not fails_with_an_effect(operation, outcome))
    after = _snapshot(system, at)
    found = difference(after.kernel, before.kernel)
    assert not found, found
    assert list(after.registers) == list(before.registers)
    for name, registers in before.registers.items():
        for register, capability in registers.items():
            _assert_same_bits(after.registers[name][register], capability)
    assert after.granule.tag == before.granule.tag
    assert after.granule.data == before.granule.data
    assert same_entry(after.pte, before.pte)


def fails_with_an_effect(operation: ops.Operation, outcome: Outcome) -> bool:
    """Whether POSIX has a call do something although it fails.

    A write that no process can read sends SIGPIPE; ``flock`` drops the lock that it is
    to change before it asks for the new one; a child is waited for before its status is
    stored.
    """
    if isinstance(operation, ops.Waitpid):
        return outcome == Failed("EFAULT")
    if isinstance(operation, ops.Flock):
        return outcome == Failed("EAGAIN")
    return isinstance(operation, ops.Write) and outcome == Failed("EPIPE")


def _snapshot(system: System, at: Location) -> Snapshot:
    """What can be observed of the system now."""
    return Snapshot(
        kernel=observe_kernel(system.kernel),
        registers={
            name: dict(process.registers) for name, process in system.processes.items()
        },
        granule=system.memory.peek(at),
        pte=system.memory.pte(at.slot, at.page),
    )


def _assert_same_bits(one: Capability, other: Capability) -> None:
    """Every field of the two capabilities is equal."""
    assert one.tag == other.tag
    assert one.perms_field == other.perms_field
    assert one.otype == other.otype
    assert one.bounds_field == other.bounds_field
    assert one.address == other.address
