"""Laws of calls that fail, of forks that fail half-way, and of pids that are given."""

from itertools import chain
from typing import Final

import attrs

from model import operations as ops
from model.isa.faults import SyscallError
from model.kernel.calls.page_mapping import private_pages
from model.kernel.state.open_files import RegularFile
from model.kernel.state.process import Process
from model.kernel.state.supply import Resource, Supply
from model.outcomes import Blocked, Failed, Faulted, Number, Reason, Skipped
from model.posix.attribute import Attribute
from model.system import System, step
from model.trace.differences import difference
from model.trace.observing import observe
from properties.laws.assumption import assume
from properties.laws.kernel.faults import fails_with_an_effect
from properties.laws.kernel.numbers import ERRORS, INIT, PIDS

LEAST: Final = {
    ops.Mmap: 1,
    ops.MmapAt: 1,
    ops.MmapFile: 1,
    ops.Mremap: 1,
    ops.Read: 0,
    ops.Write: 0,
    ops.Ftruncate: 0,
    ops.Exec: 0,
    ops.Spawn: 0,
}
"""The least size that a call takes, in bytes."""

LONGEST: Final = 1 << 40
"""The most bytes that a file may have: 1 TiB."""


def a_call_that_fails_changes_nothing(
    system: System, operation: ops.Call | ops.LibraryCall
) -> None:
    """After a system call that failed, or would have to wait, everything is as it was:
    in the kernel, in all registers and in all of memory; and so it is after a call of
    the library that failed or faulted half-way.
    """
    before = observe(system)
    outcome = step(system, operation)
    faulted = operation.calls_library and isinstance(outcome, Faulted)
    assume(faulted or isinstance(outcome, Failed | Blocked))
    assume(not fails_with_an_effect(operation, outcome))
    found = difference(observe(system), before)
    assert not found, f"{operation}: {outcome}, and {found}"


def a_call_never_faults(system: System, operation: ops.Call) -> None:
    """The kernel checks what it is given: a system call succeeds, waits or fails with
    an error, and only instructions end in a fault of the machine.
    """
    outcome = step(system, operation)
    assert not isinstance(outcome, Faulted), f"{operation}: {outcome}"


def a_size_out_of_range_is_refused(system: System, operation: ops.Call) -> None:
    """A mapping has a byte at least, a transfer and a file none at least, and a file at
    most ``LONGEST``. Only errors of the descriptor come first.
    """
    assume(type(operation) in LEAST)
    size: int = getattr(operation, "length", 0) or getattr(operation, "size", 0)
    too_long = isinstance(operation, ops.Ftruncate) and size > LONGEST
    assume(size < LEAST[type(operation)] or too_long)
    outcome = step(system, operation)
    assert isinstance(outcome, Failed), f"{operation}: {outcome}"
    number = getattr(operation, "descriptor", None)
    entry = system.processes[operation.process].descriptors.get(number or 0)
    file = None if entry is None else entry.description.file
    if number is None or isinstance(file, RegularFile):
        expected = {"EFBIG"} if too_long else {"EINVAL"}
        access = {"EBADF", "EACCES"} if number is not None else set[str]()
        assert outcome.errno in expected | access, f"{operation}: {outcome}"


def who_does_not_run_does_nothing(system: System, operation: ops.Operation) -> None:
    """What a process would do that is stopped, lends its memory, has ended or was never
    forked is skipped, with that reason, and changes nothing.
    """
    name, kernel = operation.process, system.kernel
    process = system.processes.get(name)
    lends = process is not None and process.lends_to is not None
    assume(process is None or process.stopped or lends)
    before = observe(system)
    outcome = step(system, operation)
    ended = Reason.ENDED if name in kernel.pids else Reason.NEVER_FORKED
    idle = Reason.LENDING if lends else Reason.STOPPED
    assert outcome == Skipped(ended if process is None else idle), outcome
    found = difference(observe(system), before)
    assert not found, found


def a_fork_that_fails_changes_nothing(
    system: System, parent: str, name: str, point: int
) -> None:
    """A fork that is refused something after so many takings fails with the right
    error, and everything is as it was.

    A fork takes an entry in the table of processes, a slot, a descriptor table, and a
    page for each page that the child could come to write. The law assumes that there is
    a free slot and that the parent's limit allows one more process.
    """
    before, forking = observe(system), system.processes[parent]
    layout, processes = system.memory.layout, len(list(system.kernel.everyone()))
    assume(processes < forking.attributes[Attribute.PROCESSES_MAX])
    assume(len(system.processes) <= layout.last_user_slot - layout.first_user_slot)
    needed = _needed(forking)
    kernel, supply = system.kernel, system.kernel.supply
    kernel.supply = Refusing(supply.left, point)
    outcome = step(system, ops.Fork(parent, name))
    supply.left, kernel.supply = kernel.supply.left, supply
    assume(point < len(needed))
    assert outcome == Failed(ERRORS[needed[point]]), f"{outcome} at point {point}"
    found = difference(observe(system), before)
    assert not found, found


def pids_are_given_in_turn(system: System, parent: str, name: str) -> None:
    """A child has the first pid after the last that was given, counting on from the one
    after init's when there are no more, that no process, zombie, group or session has.
    """
    kernel = system.kernel
    everyone = list(kernel.everyone())
    used = {n for each in everyone for n in (each.pid, each.group, each.session)}
    later = chain(range(kernel.last_pid + 1, PIDS), range(INIT + 1, PIDS))
    expected = next(pid for pid in later if pid not in used)
    outcome = step(system, ops.Fork(parent, name))
    assume(isinstance(outcome, Number))
    assert outcome == Number(expected), f"{name} has {outcome}, not {expected:#x}"


@attrs.define(eq=False)
class Refusing(Supply):
    """A supply that refuses, whatever is left, once ``spared`` units are taken."""

    spared: int = 0
    """How many units may be taken, counted one by one, before the refusal."""

    def take(self, resource: Resource, count: int = 1) -> None:
        """Take so many units, or refuse to.

        Raises:
            SyscallError: There are not so many, or the taking is refused.
        """
        self.spared -= count
        if self.spared < 0:
            raise SyscallError(ERRORS[resource])
        super().take(resource, count)


def _needed(parent: Process) -> list[Resource]:
    """Everything that a fork takes, in order."""
    pages = [Resource.PAGE for _ in private_pages(parent)]
    return [Resource.PROCESS, Resource.SLOT, Resource.TABLE, *pages]
