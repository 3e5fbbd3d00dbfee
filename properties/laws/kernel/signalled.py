"""How signals are numbered, and what a fault comes to where faults send them.

Source:
    POSIX.1-2024, ``mmap``, on references beyond the end of a file: SIGBUS and SIGSEGV;
    Linux, ``signal(7)``, the numbers on x86 and Arm.
"""

from collections.abc import Iterable
from typing import Final

from model import operations as ops
from model.isa.faults import NotMapped
from model.kernel.state.choices import OnFault
from model.outcomes import Failed, Faulted, Skipped
from model.posix.signal_numbers import Signal
from model.system import System, place_of, step
from properties.laws.assumption import assume

STORES = ops.StoreData | ops.StoreCapability
"""The accesses that write."""

_IN_TURN: Final = (
    "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD"
    " CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS"
)
"""The signals of Linux from number 1 up."""

_LAST: Final = 64
"""The greatest number of a signal, those for real time among them."""


def signals_are_numbered_as_linux_has_them(
    signals: Iterable[Signal], invalid: int
) -> None:
    """A signal has the number of its place, and an invalid one is beyond all places."""
    numbers = {name: number for number, name in enumerate(_IN_TURN.split(), 1)}
    for signal in signals:
        assert signal == numbers[signal.name], signal.name
    assert invalid > _LAST


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


def a_signal_that_becomes_ignored_is_dropped(
    system: System, operation: ops.Sigaction
) -> None:
    """A signal that waits to be delivered is dropped when its process asks to ignore
    it, or asks for its default action and that is to do nothing; else it still waits.
    """
    process = system.processes.get(operation.process)
    assume(process is not None and not process.stopped)
    assert process is not None
    before, number = process.signals.pending, operation.signal
    assume(not isinstance(step(system, operation), Failed))
    nothing = operation.handler == "default" and number in (
        Signal.CHLD,
        Signal.URG,
        Signal.CONT,
    )
    dropped = operation.handler == "ignore" or nothing
    assert process.signals.pending == (before & ~(1 << number) if dropped else before)


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


def a_signal_reaches_whom_it_is_sent_to(system: System, operation: ops.Kill) -> None:
    """A signal that all block is pending for those it is sent to, and for nobody else:
    one process by name, a group, the sender's group, or all but the sender.
    """
    number, sender = operation.signal, system.processes.get(operation.process)
    living = list(system.processes.values())
    assume(sender is not None and not sender.stopped)
    assert sender is not None
    bit = 1 << number
    assume(number > 0 and all(each.signals.mask & bit for each in living))
    assume(not any(each.signals.pending & bit for each in living))
    which, _, leader = operation.which.partition(":")
    groups = {"group": system.kernel.pids.get(leader) if leader else sender.group}
    expected = {
        each.name
        for each in living
        if each.name == operation.which
        or (which == "all" and each is not sender)
        or each.group == groups.get(which)
    }
    outcome = step(system, operation)
    assume(not isinstance(outcome, Failed) or bool(expected))
    found = {each.name for each in living if each.signals.pending & bit}
    assert found == expected, f"{operation}: {sorted(found)}, not {sorted(expected)}"


def the_lowest_signal_acts_first(system: System, operation: ops.Sigmask) -> None:
    """Of several signals that are let through at once, all of which would end the
    process, the one with the lowest number ends it.
    """
    process = system.processes.get(operation.process)
    assume(process is not None and not process.stopped)
    assert process is not None
    assume(operation.how == "unblock" and not process.signals.actions)
    sent = [
        signal
        for signal in _ENDING
        if process.signals.pending >> signal & 1 and signal.name in operation.signals
    ]
    assume(len(sent) > 1)
    step(system, operation)
    assert process.status == min(sent), f"{operation}: {process.status}"


_ENDING: Final = (Signal.HUP, Signal.USR1, Signal.USR2, Signal.TERM)
"""Signals that end a process that says nothing of them."""
