"""What an exec keeps, resets and closes: one row for each thing that a process has.

A row says what becomes of the thing, and on whose word. A test demands a row for every
field of a process, so that a new one cannot be forgotten.

Source:
    POSIX.1-2024, ``exec``, the list of what the new image has of the old, and the pages
    of the calls that are named; Linux, where POSIX has no such thing.
"""

from collections.abc import Callable
from enum import Enum
from typing import Final

import attrs

from model.operations import Exec
from model.outcomes import Done
from model.system import System, step
from properties.laws.assumption import assume
from properties.laws.kernel import kept_by_exec as found
from properties.laws.kernel.fates import OF_A_CALL
from properties.laws.kernel.handed_down import contents_of, fields_of, slots_in_use
from properties.laws.kernel.inheritance import held_by
from properties.laws.kernel.kept_by_exec import (
    BeforeExec,
    Executed,
    before_exec,
    executed,
    is_now,
    kept,
)


class ExecFate(Enum):
    """What becomes of a thing when its process executes."""

    KEPT = "it stays as it was"
    RESET = "there is none"
    ANEW = "it is that of the new image"
    SORTED = "some of it stays"


@attrs.frozen
class ExecRow:
    """One thing that a process has."""

    field: str
    fate: ExecFate
    says: str
    """What becomes of it, for people."""
    source: str
    holds: Callable[[Executed], bool]


_EXEC: Final = "POSIX exec"


def _kept(field: str, source: str = _EXEC) -> ExecRow:
    """A row of a thing that stays."""
    return ExecRow(field, ExecFate.KEPT, "it is as it was", source, kept(field))


def _none(field: str, value: object, source: str = _EXEC) -> ExecRow:
    """A row of a thing of which there is none."""
    return ExecRow(field, ExecFate.RESET, "it has none", source, is_now(field, value))


EXEC_ROWS: Final = (
    _kept("name", "this language"),
    _kept("pid"),
    ExecRow(
        "slot",
        ExecFate.KEPT,
        "it is the same, or a free one if the process lived in another's memory",
        "this model; vfork of Linux",
        found.slot_is_its_own,
    ),
    ExecRow(
        "registers",
        ExecFate.ANEW,
        "each is as at the start, and the result is the number of arguments",
        "POSIX exec, of the image; this model, of registers",
        found.registers_are_those_of_the_start,
    ),
    _none("pins", {}, "io_uring of Linux, whose descriptors are close-on-exec"),
    _kept("parent"),
    _kept("group"),
    _kept("session"),
    ExecRow(
        "descriptors",
        ExecFate.SORTED,
        "those that are close-on-exec are closed, and the others are as they were",
        "POSIX exec, fcntl",
        found.descriptors_are_closed_or_kept,
    ),
    ExecRow(
        "record locks",
        ExecFate.SORTED,
        "they stay, but on files of which a descriptor is closed",
        "POSIX exec, close",
        found.locks_are_closed_or_kept,
    ),
    ExecRow(
        "pages",
        ExecFate.ANEW,
        "those of the image are mapped, and no others",
        "POSIX exec: mappings are removed",
        found.pages_are_those_of_the_start,
    ),
    ExecRow(
        "memory",
        ExecFate.ANEW,
        "it holds what the image has, and the arguments where the stack is",
        _EXEC,
        found.memory_is_that_of_the_start,
    ),
    ExecRow(
        "signals.actions",
        ExecFate.SORTED,
        "what was ignored is ignored, and what was caught has its default action",
        "POSIX exec; Linux, of SIGCHLD",
        found.only_what_is_ignored_stays,
    ),
    _none("signals.stack", None, "POSIX exec, sigaltstack"),
    _kept("signals.mask"),
    _kept("signals.pending"),
    _none("signals.caught", 0, "POSIX exec: notes of handlers are memory"),
    ExecRow(
        "attributes",
        ExecFate.SORTED,
        "all are as they were, but memory locks, timers and threads",
        _EXEC,
        found.attributes_are_kept_or_ended,
    ),
    _none("semaphores", {}, "POSIX exec, sem_open"),
    _none("stopped", False, "POSIX exec: it runs"),
    _kept("unreported", "POSIX waitpid"),
    _kept("status", "POSIX waitpid"),
    _none("waits_for", None),
    ExecRow(
        "executed",
        ExecFate.ANEW,
        "it has",
        "POSIX setpgid, EACCES",
        is_now("executed", True),
    ),
    _none("lends_to", None, "vfork of Linux"),
)
"""Everything that a process has, and what becomes of it."""


def an_exec_keeps_what_it_should(
    system: System, before: BeforeExec, operation: Exec
) -> None:
    """Of each thing that it had a process has what the table of this law says after an
    exec, and its parent, if it waited for that, goes on.

    The law leaves out that a parent which goes on ends at once: that changes more.
    """
    lender = before.lender
    assume(lender is None or lender.status is None)
    done = executed(system, before, operation.process)
    for row in EXEC_ROWS:
        assert row.holds(done), f"{operation.process}'s {row.field}: {row.says}"
    if lender is not None:
        assert lender.lends_to is None, f"{lender.name} waits still"


def an_exec_that_is_refused_leaves_all_as_it_was(
    system: System, before: BeforeExec, operation: Exec
) -> None:
    """An exec that fails takes no slot and none of any resource, and its process has
    all that it had.
    """
    had, name = before.had, operation.process
    assert slots_in_use(system) == had.slots, "slots are taken by an exec that fails"
    assert dict(system.kernel.supply.left) == dict(had.left), "something is used up"
    process = system.processes[name]
    fields = fields_of(process)
    for field in had.kept.keys() - {OF_A_CALL}:
        assert fields[field] == had.kept[field], f"{name}'s {field} after nothing"
    assert held_by(system, name).registers == had.held.registers, f"{name}'s registers"
    assert contents_of(system, process) == had.contents, f"{name}'s memory"


def one_more_exec_keeps_all(system: System, name: str, argument: str) -> None:
    """An exec keeps, resets and closes what the table says."""
    del argument
    operation = Exec(name, (found.STACK, 0), 8)
    before = before_exec(system, operation, found.start_of(system))
    assume(step(system, operation) == Done())
    an_exec_keeps_what_it_should(system, before, operation)
