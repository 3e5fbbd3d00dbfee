"""What a fork hands down: one row for each thing that a process has.

A row says what becomes of the thing in the child, and on whose word. A house test
demands a row for every field of a process, so that a new one cannot be forgotten.

Source:
    POSIX.1-2024, ``fork``, the list of what differs in the child, and the pages of the
    calls that are named; Linux, where POSIX has no such thing.
"""

from collections.abc import Callable
from enum import Enum
from typing import Final

import attrs

from model.operations import Fork
from model.outcomes import Number
from model.system import System, step
from properties.laws.assumption import assume
from properties.laws.kernel import handed_down as found
from properties.laws.kernel.handed_down import (
    Before,
    Forked,
    before_fork,
    contents_of,
    fields_of,
    is_now,
    same,
    slots_in_use,
)
from properties.laws.kernel.inheritance import (
    handlers_are_handed_down,
    held_by,
    registers_are_handed_down,
)


class Fate(Enum):
    """What becomes of a thing in the child."""

    NEW = "the child has its own"
    INHERITED = "the child has the same"
    SHARED = "both have the one thing"
    MOVED = "it is where the child's own region has it"
    RESET = "the child has none"


@attrs.frozen
class Row:
    """One thing that a process has."""

    field: str
    fate: Fate
    says: str
    """What becomes of it, for people."""
    source: str
    holds: Callable[[Forked], bool] | None = None
    law: Callable[..., None] | None = None
    """The law that says it, if the table leaves it to one."""


_FORK: Final = "POSIX fork"

ROWS: Final = (
    Row(
        "name",
        Fate.NEW,
        "it is the name that the program gives it",
        "this language",
        lambda forked: forked.daughter.name == forked.name,
    ),
    Row(
        "pid",
        Fate.NEW,
        "it is the number of no process, group or session",
        _FORK,
        found.number_is_new,
    ),
    Row(
        "slot",
        Fate.NEW,
        "it is a slot of the users' that nobody has",
        "the paper, 3.2",
        found.slot_is_new,
    ),
    Row(
        "registers",
        Fate.MOVED,
        "each is the parent's, the thread pointer among them, where its own region has "
        "it; the result is 0",
        "the paper, 3.5",
        law=registers_are_handed_down,
    ),
    Row(
        "parent",
        Fate.NEW,
        "it is the pid of the process that forked",
        _FORK,
        lambda forked: forked.daughter.parent == forked.mother.pid,
    ),
    Row("group", Fate.INHERITED, "it is the parent's", "POSIX setpgid", same("group")),
    Row(
        "session", Fate.INHERITED, "it is the parent's", "POSIX setsid", same("session")
    ),
    Row(
        "descriptors",
        Fate.SHARED,
        "the same numbers name the same descriptions, close-on-exec or not",
        _FORK,
        found.descriptors_are_shared,
    ),
    Row(
        "record locks",
        Fate.RESET,
        "it has none; those of others stay",
        _FORK,
        found.locks_stay_the_parents,
    ),
    Row(
        "pages",
        Fate.INHERITED,
        "the same pages are mapped for the same use, without those that minherit takes "
        "out",
        "POSIX fork, mmap; minherit of BSD",
        found.pages_are_inherited,
    ),
    Row(
        "memory",
        Fate.MOVED,
        "each page holds what the parent's holds, whether it can be read or not, with "
        "capabilities where its own region has them; pages to be wiped hold zeros",
        "POSIX fork; the paper, 3.5; MADV_WIPEONFORK of Linux",
        found.memory_is_copied,
    ),
    Row(
        "shared memory",
        Fate.SHARED,
        "what is mapped shared is one memory",
        "POSIX fork, mmap",
        found.shared_memory_is_one,
    ),
    Row(
        "pins",
        Fate.RESET,
        "devices hold nothing for it; what they hold for its parent stays the parent's",
        "io_uring of Linux",
        is_now("pins", {}),
    ),
    Row(
        "supply",
        Fate.NEW,
        "a page is taken for each that is not shared, and one of each other resource",
        "the paper, 3.4: a child can copy all that it has",
        found.supply_is_taken,
    ),
    Row(
        "signals.actions",
        Fate.MOVED,
        "each is the parent's, handlers where its own region has them",
        "POSIX fork, sigaction",
        law=handlers_are_handed_down,
    ),
    Row(
        "signals.stack",
        Fate.MOVED,
        "it is the parent's, where its own region has it",
        "POSIX sigaltstack",
        law=handlers_are_handed_down,
    ),
    Row(
        "signals.mask",
        Fate.INHERITED,
        "it is the parent's",
        "POSIX fork, sigprocmask",
        same("signals.mask"),
    ),
    Row(
        "signals.pending",
        Fate.RESET,
        "no signal is pending",
        _FORK,
        is_now("signals.pending", 0),
    ),
    Row(
        "signals.caught",
        Fate.INHERITED,
        "what handlers have noted in memory is copied",
        _FORK,
        same("signals.caught"),
    ),
    Row(
        "attributes",
        Fate.INHERITED,
        "limits, umask, directory and nice value are the parent's; timers, times, "
        "memory locks and semaphore adjustments are none, and there is one thread",
        _FORK,
        found.attributes_are_kept_or_reset,
    ),
    Row(
        "semaphores",
        Fate.SHARED,
        "those that are open are the same",
        _FORK,
        found.semaphores_are_shared,
    ),
    Row("stopped", Fate.RESET, "it runs", _FORK, is_now("stopped", False)),
    Row(
        "unreported",
        Fate.RESET,
        "it has neither stopped nor gone on",
        _FORK,
        is_now("unreported", None),
    ),
    Row("status", Fate.RESET, "it has not ended", _FORK, is_now("status", None)),
    Row(
        "waits_for",
        Fate.RESET,
        "it waits for nobody",
        _FORK,
        is_now("waits_for", None),
    ),
    Row(
        "executed",
        Fate.RESET,
        "it has the image that it was forked with",
        "POSIX setpgid, EACCES",
        is_now("executed", False),
    ),
    Row(
        "lends_to",
        Fate.RESET,
        "it lends its memory to nobody",
        "vfork of Linux",
        is_now("lends_to", None),
    ),
)
"""Everything that a process has, and what becomes of it."""

OF_A_CALL: Final = "waits_for"
"""What any call changes that does not wait."""


def a_fork_hands_down_what_it_should(
    system: System, before: Before, fork: Fork
) -> None:
    """Of each thing that its parent has a child has what the table of this law says,
    and the parent has all of it as before.
    """
    mother, daughter = (system.processes[n] for n in (fork.process, fork.child))
    forked = Forked(system, before, mother, daughter, fork.child, fields_of(daughter))
    for row in ROWS:
        right = row.holds is None or row.holds(forked)
        assert right, f"{fork.child}'s {row.field}: {row.says}"
    _assert_kept(system, before, fork)


def a_fork_that_is_refused_leaves_all_as_it_was(
    system: System, before: Before, fork: Fork
) -> None:
    """A fork that fails makes no process, takes no slot and none of any resource, and
    its process has all that it had.
    """
    kernel = system.kernel
    assert fork.child not in kernel.processes, f"{fork.child} is there after all"
    assert slots_in_use(system) == before.slots, "slots are taken by a fork that fails"
    for resource, left in before.left.items():
        now = kernel.supply.left[resource]
        assert now == left, f"{resource.value}: {now} are left of {left} after nothing"
    assert kernel.last_pid == before.last_pid, "a pid is used up by a fork that fails"
    held = held_by(system, fork.process)
    assert held.registers == before.held.registers, f"{fork.process}'s registers"
    _assert_kept(system, before, fork)


def _assert_kept(system: System, before: Before, fork: Fork) -> None:
    """The parent has all that it had."""
    mother = system.processes[fork.process]
    fields = fields_of(mother)
    for name in before.kept.keys() - {OF_A_CALL}:
        kept = before.kept[name]
        assert fields[name] == kept, f"{fork.process}'s {name} is another after a fork"
    after = contents_of(system, mother)
    assert after == before.contents, f"{fork.process}'s memory is another after a fork"


def one_more_fork_hands_down_all(system: System, parent: str, name: str) -> None:
    """A fork hands down what the table says, and registers and handlers as their own
    laws say.
    """
    before, fork = before_fork(system, parent), Fork(parent, name)
    assume(isinstance(step(system, fork), Number))
    for law in (registers_are_handed_down, handlers_are_handed_down):
        law(system, before.held, parent, name)
    a_fork_hands_down_what_it_should(system, before, fork)
