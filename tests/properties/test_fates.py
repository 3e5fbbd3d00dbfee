"""The table of what a fork hands down: whole, and able to fail in every row."""

from collections.abc import Callable

import attrs
import pytest

from model import operations as ops
from model.kernel.state.page_use import PageUse
from model.kernel.state.pin import Pin
from model.kernel.state.process import Process, Signals
from model.kernel.state.semaphore import Semaphore
from model.kernel.state.supply import Resource
from model.language import parse_program
from model.memory.layout import Location
from model.memory.memory_system import Hold
from model.memory.tagged_memory import Granule
from model.outcomes import Number
from model.posix.arguments import Protection
from model.posix.attribute import Attribute
from model.system import System, step
from properties.laws.kernel.fates import ROWS, a_fork_hands_down_what_it_should
from properties.laws.kernel.handed_down import before_fork
from properties.machines.setups import MEMORIES, Setup
from tests.properties.made_up import made_up

FIRST = (
    *("a open f rw+creat", "a setlk 0 w 0 5", "a sigmask block USR1", "a kill a USR1"),
    *("a semopen s 1", "a set umask 3", "a set alarm 5", "a store c1 8 7"),
    *("a storecap c1 c1+16", "a mmap c5 4096 rw shared", "a store c5 8 9"),
    *("a mmap c6 4096 rw", "a store c6 8 3", "a mprotect c6 none"),
    *("a mmap c7 4096 rw", "a store c7 8 3", "a minherit c7 wipe"),
)
"""Some of everything that a fork hands down."""

HEAP_END = 6
"""The first page after the heap."""

Tamper = Callable[[System, Process], None]


def _set(name: str, value: object) -> Tamper:
    return lambda _, child: setattr(child, name, value)


def _signal(name: str, value: object) -> Tamper:
    return lambda _, child: setattr(child.signals, name, value)


def _closed(_: System, child: Process) -> None:
    del child.descriptors[0]


def _locked(_: System, child: Process) -> None:
    file = child.descriptors[0].description.file
    file.locks.append(attrs.evolve(file.locks[0], pid=child.pid))


def _stored(system: System, child: Process) -> None:
    at = Location(child.slot, max(p for p in child.pages if p < HEAP_END), 0)
    system.memory.store_capability(at, Granule(tag=False, data=99))


def _two(system: System, child: Process) -> None:
    page = next(page for page, use in child.pages.items() if use.shared)
    pte = system.memory.pte(child.slot, page)
    system.memory.unmap(child.slot, page)
    system.memory.map(child.slot, page, pte)
    at = Location(child.slot, page, 0)
    system.memory.store_capability(at, Granule(tag=False, data=9))


TAMPERED: dict[str, Tamper] = {
    "name": _set("name", "x"),
    "pid": _set("pid", 2),
    "slot": _set("slot", 1),
    "parent": _set("parent", 1),
    "group": _set("group", 9),
    "session": _set("session", 9),
    "descriptors": _closed,
    "record locks": _locked,
    "pages": lambda _, child: child.pages.update({9: PageUse(Protection.READ)}),
    "pins": lambda _, child: child.pins.update({2: Pin(1, 2, Hold(1, 2))}),
    "memory": _stored,
    "shared memory": _two,
    "supply": lambda system, _: system.kernel.supply.take(Resource.PAGE),
    "signals.mask": _signal("mask", 0),
    "signals.pending": _signal("pending", 1024),
    "signals.caught": _signal("caught", 1024),
    "attributes": lambda _, child: child.attributes.update({Attribute.ALARM: 5}),
    "semaphores": lambda _, child: child.semaphores.update(s=Semaphore(1)),
    "stopped": _set("stopped", True),
    "unreported": _set("unreported", 5),
    "status": _set("status", 0),
    "waits_for": _set("waits_for", 2),
    "executed": _set("executed", True),
    "lends_to": _set("lends_to", 2),
}
"""A child that is wrong, for every row that the table checks itself."""


def test_every_field_of_a_process_has_a_row() -> None:
    fields = {field.name for field in attrs.fields(Process)} - {"signals"}
    fields |= {f"signals.{field.name}" for field in attrs.fields(Signals)}

    assert fields <= {row.field for row in ROWS}


def test_every_row_says_who_checks_it() -> None:
    assert len(ROWS) == len({row.field for row in ROWS})
    for row in ROWS:
        assert (row.holds is None) != (row.law is None), row.field
        assert row.source, row.field
    assert TAMPERED.keys() == {row.field for row in ROWS if row.holds is not None}


@pytest.mark.parametrize("field", TAMPERED)
def test_every_row_can_fail(field: str) -> None:
    system = _after(FIRST)
    before = before_fork(system, "a")
    step(system, ops.Fork("a", "b"))
    a_fork_hands_down_what_it_should(system, before, ops.Fork("a", "b"))
    TAMPERED[field](system, system.processes["b"])

    with pytest.raises(AssertionError) as caught:
        a_fork_hands_down_what_it_should(system, before, ops.Fork("a", "b"))

    assert str(caught.value).startswith(f"b's {field}: ")


def test_what_a_fork_changes_in_the_parent_is_noticed() -> None:
    for tamper in (_set("group", 9), _signal("mask", 0), _stored):
        system = _after(FIRST)
        before = before_fork(system, "a")
        step(system, ops.Fork("a", "b"))
        tamper(system, system.processes["a"])

        with pytest.raises(AssertionError, match=r"a's .* is another after a fork"):
            a_fork_hands_down_what_it_should(system, before, ops.Fork("a", "b"))


@pytest.mark.parametrize("memory", MEMORIES)
def test_random_forks_hand_down_what_they_should(memory: str) -> None:
    forks = 0
    for number in range(8):
        system = Setup(memory).boot()
        for operation in made_up(system, number):
            if not isinstance(operation, ops.Fork):
                step(system, operation)
            elif operation.process in system.processes:
                before = before_fork(system, operation.process)
                if isinstance(step(system, operation), Number):
                    a_fork_hands_down_what_it_should(system, before, operation)
                    forks += 1

    assert forks > 10


def _after(lines: tuple[str, ...]) -> System:
    """The system after a program."""
    system = Setup("copa").boot()
    for _, operation in parse_program("\n".join(lines)):
        step(system, operation)
    return system
