"""What a fault of a program comes to where faults send signals.

Source:
    POSIX.1-2024, ``mmap``, on references beyond the end of a file: SIGBUS and SIGSEGV.
"""

from model import operations as ops
from model.isa.faults import NotMapped
from model.kernel.state.choices import OnFault
from model.outcomes import Failed, Faulted, Skipped
from model.posix.signal_numbers import Signal
from model.system import System, place_of, step
from properties.laws.assumption import assume

STORES = ops.StoreData | ops.StoreCapability
"""The accesses that write."""


def a_fault_ends_a_process_by_the_signal_of_its_page(
    system: System, operation: ops.Access
) -> None:
    """An access that a mapping allows, but beyond the end of its file, is SIGBUS; any
    other that faults is SIGSEGV. The law is about processes that catch neither.
    """
    process = system.processes.get(operation.process)
    assume(process is not None and system.kernel.choices.on_fault is OnFault.SIGNAL)
    if process is None:
        return
    assume(not process.signals.actions)
    at, is_store = place_of(system, operation), isinstance(operation, STORES)
    use = None if at is None else process.pages.get(at.page)
    allowed = use is not None and use.protection.value in (
        "rw",
        "" if is_store else "r",
    )
    outcome = step(system, operation)
    assume(isinstance(outcome, Faulted))
    if isinstance(outcome, Faulted):
        beyond = allowed and isinstance(outcome.fault, NotMapped)
        expected = Signal.BUS if beyond else Signal.SEGV
        assert process.name not in system.processes
        assert process.status == expected, f"{operation}: {process.status}"


def a_stopped_process_gets_only_what_ends_or_continues_it(
    system: System, operation: ops.Kill
) -> None:
    """Of the signals sent to a stopped process SIGKILL ends it, and SIGCONT lets it go
    on; with all others it stays stopped, and catches nothing.
    """
    process = system.processes.get(operation.which)
    assume(process is not None and process.stopped)
    assert process is not None
    caught = process.signals.caught
    outcome = step(system, operation)
    assume(not isinstance(outcome, Failed | Skipped))
    if operation.signal == Signal.KILL:
        assert process.status == Signal.KILL
    elif operation.signal == Signal.CONT:
        assert not process.stopped
    else:
        assert process.stopped, operation
        assert process.status is None, operation
        assert process.signals.caught == caught, operation
