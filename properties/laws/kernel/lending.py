"""What a vfork lends and hands down, and what a spawn does.

The rows of ``fates`` hold for a child of vfork, too, but for its memory: that is its
parent's.

Source:
    ``vfork(2)`` of Linux; POSIX.1-2024, ``posix_spawn``.
"""

from typing import Final

from model.operations import Exec, Spawn, Vfork
from model.outcomes import Failed, Number, Outcome
from model.system import System, step
from model.trace.differences import difference
from model.trace.observing import observe
from properties.laws.assumption import assume
from properties.laws.kernel.fates import OF_A_CALL, ROWS, Fate, Row
from properties.laws.kernel.handed_down import (
    Before,
    Forked,
    before_fork,
    contents_of,
    fields_of,
    same,
    slots_in_use,
)
from properties.laws.kernel.inheritance import RESULT, held_by, is_same

_VFORK: Final = "vfork of Linux"

TAKEN: Final = frozenset({"PROCESS", "TABLE"})
"""What a vfork takes, one of each."""


def _registers(forked: Forked) -> bool:
    """Both have what the parent had, but for the result."""
    held, form = forked.before.held.registers, forked.daughter.registers
    for name, had in held.items():
        if name != RESULT and not is_same(had, form[name]):
            return False
    mother, result = forked.mother.registers, form[RESULT]
    numbers = (mother[RESULT].bits, result.bits) == (forked.daughter.pid, 0)
    return numbers and not mother[RESULT].tag and not result.tag


def _supply(forked: Forked) -> bool:
    """No slot and no page is taken."""
    left = forked.system.kernel.supply.left
    before = forked.before.left.items()
    return all(n - left[each] == (each.name in TAKEN) for each, n in before)


def _contents(forked: Forked) -> bool:
    """It is what the parent finds, which is what it found."""
    found = contents_of(forked.system, forked.daughter)
    return found == forked.before.contents


LENT: Final = {
    row.field: row
    for row in (
        Row("slot", Fate.SHARED, "it is the parent's", _VFORK, same("slot")),
        Row(
            "registers",
            Fate.INHERITED,
            "each is the parent's as it is; the result is 0",
            _VFORK,
            _registers,
        ),
        Row(
            "pages",
            Fate.SHARED,
            "the very same are mapped",
            _VFORK,
            lambda forked: forked.daughter.pages is forked.mother.pages,
        ),
        Row("memory", Fate.SHARED, "it is the parent's", _VFORK, _contents),
        Row("supply", Fate.SHARED, "no slot and no page is taken", _VFORK, _supply),
        Row(
            "signals.actions",
            Fate.INHERITED,
            "each is the parent's",
            _VFORK,
            same("signals.actions"),
        ),
        Row(
            "signals.stack",
            Fate.INHERITED,
            "it is the parent's",
            _VFORK,
            same("signals.stack"),
        ),
    )
}
"""The rows that differ from those of a fork."""

VFORK_ROWS: Final = tuple(LENT.get(row.field, row) for row in ROWS)
"""Everything that a child of vfork has."""


def a_vfork_lends_what_it_should(system: System, before: Before, vfork: Vfork) -> None:
    """Of each thing that its parent has a child of vfork has what the table says; its
    parent waits for it, and has all else as before.
    """
    mother, daughter = (system.processes[n] for n in (vfork.process, vfork.child))
    forked = Forked(system, before, mother, daughter, vfork.child, fields_of(daughter))
    for row in VFORK_ROWS:
        right = row.holds is None or row.holds(forked)
        assert right, f"{vfork.child}'s {row.field}: {row.says}"
    assert mother.lends_to == daughter.pid, f"{vfork.process} does not wait"
    fields = fields_of(mother)
    for name in before.kept.keys() - {OF_A_CALL, "lends_to"}:
        assert fields[name] == before.kept[name], f"{vfork.process}'s {name}"
    held = held_by(system, vfork.process).registers
    assert all(held[n] == c for n, c in before.held.registers.items() if n != RESULT)


def a_birth_that_is_refused_leaves_all_as_it_was(
    system: System, before: Before, birth: Vfork | Spawn
) -> None:
    """A vfork or spawn that fails makes no process and takes nothing."""
    kernel = system.kernel
    assert birth.child not in kernel.processes, f"{birth.child} is there after all"
    assert slots_in_use(system) == before.slots, "slots are taken"
    assert dict(kernel.supply.left) == dict(before.left), "something is used up"
    assert kernel.last_pid == before.last_pid, "a pid is used up"
    mother = system.processes[birth.process]
    fields = fields_of(mother)
    for name in before.kept.keys() - {OF_A_CALL}:
        assert fields[name] == before.kept[name], f"{birth.process}'s {name}"
    assert held_by(system, birth.process).registers == before.held.registers


def a_spawn_is_a_vfork_and_an_exec(one: System, other: System, spawn: Spawn) -> None:
    """A spawn does what a vfork does and then an exec of the child; if either fails, it
    fails in the same way and does nothing.

    The law is about two systems in the same state.
    """
    before = observe(one)
    outcome = step(one, spawn)
    born = step(other, Vfork(spawn.process, spawn.child))
    assume(isinstance(born, Number | Failed))
    begun: Outcome = born
    if isinstance(born, Number):
        begun = step(other, Exec(spawn.child, spawn.at, spawn.size))
    if isinstance(begun, Failed):
        assert outcome == begun, f"{spawn}: {outcome}, not {begun}"
        found = difference(observe(one), before)
    else:
        assert outcome == born, f"{spawn}: {outcome}, not {born}"
        found = difference(observe(one), observe(other))
    assert not found, f"{spawn}: {found}"


def one_more_vfork_lends_all(system: System, parent: str, name: str) -> None:
    """A vfork lends and hands down what the table says."""
    before, vfork = before_fork(system, parent), Vfork(parent, name)
    assume(isinstance(step(system, vfork), Number))
    a_vfork_lends_what_it_should(system, before, vfork)
