"""What exec keeps, and vfork lends: both tables are whole, and each row can fail."""

from collections.abc import Callable

import attrs
import pytest

from model import operations as ops
from model.isa.capability import null
from model.kernel.state.page_use import PageUse
from model.kernel.state.pin import Pin
from model.kernel.state.process import Process, Signals
from model.kernel.state.semaphore import Semaphore
from model.kernel.state.supply import Resource
from model.language import parse_program
from model.memory.layout import Location
from model.memory.memory_system import Hold
from model.memory.tagged_memory import Granule
from model.outcomes import Done, Failed, Number
from model.posix.arguments import Protection
from model.posix.attribute import Attribute
from model.system import System, step
from properties.laws.assumption import Unmet
from properties.laws.kernel.executing_fates import (
    EXEC_ROWS,
    an_exec_keeps_what_it_should,
    an_exec_that_is_refused_leaves_all_as_it_was,
)
from properties.laws.kernel.fates import ROWS
from properties.laws.kernel.handed_down import before_fork
from properties.laws.kernel.kept_by_exec import before_exec, start_of
from properties.laws.kernel.lending import (
    LENT,
    VFORK_ROWS,
    a_birth_that_is_refused_leaves_all_as_it_was,
    a_spawn_is_a_vfork_and_an_exec,
    a_vfork_lends_what_it_should,
)
from properties.machines.setups import MEMORIES, WHOLE_IMAGE, Setup
from tests.properties.made_up import made_up

FIRST = (
    *("a open f rw+creat", "a open g rw+creat+cloexec", "a setlk 0 w 0 5"),
    *("a setlk 1 w 0 5", "a sigmask block USR1", "a kill a USR1", "a semopen s 1"),
    *("a sigaction USR2 pcc+16", "a sigaction TERM ignore", "a set umask 3"),
    *(
        "a set timers 5",
        "a store c1 8 7",
        "a mmap c5 4096 rw shared",
        "a store csp 8 9",
    ),
    "a sigaltstack csp 2048",
)
"""Some of everything that an exec is about."""

EXEC = ops.Exec("a", ("csp", 0), 8)
VFORK = ops.Vfork("a", "b")

Tamper = Callable[[System, Process], None]


def _set(name: str, value: object) -> Tamper:
    return lambda _, process: setattr(process, name, value)


def _signal(name: str, value: object) -> Tamper:
    return lambda _, process: setattr(process.signals, name, value)


def _stored(system: System, process: Process) -> None:
    at = Location(process.slot, 3, 0)
    system.memory.store_capability(at, Granule(tag=False, data=99))


def _closed(_: System, process: Process) -> None:
    del process.descriptors[0]


def _unlocked(_: System, process: Process) -> None:
    process.descriptors[0].description.file.locks.clear()


def _register(system: System, process: Process) -> None:
    process.registers["c1"] = null(system.memory.layout.format)


TAMPERED: dict[str, Tamper] = {
    "name": _set("name", "x"),
    "pid": _set("pid", 9),
    "slot": _set("slot", 2),
    "registers": _register,
    "pins": lambda _, process: process.pins.update({2: Pin(1, 2, Hold(1, 2))}),
    "parent": _set("parent", 9),
    "group": _set("group", 9),
    "session": _set("session", 9),
    "descriptors": _closed,
    "record locks": _unlocked,
    "pages": lambda _, process: process.pages.update({9: PageUse(Protection.READ)}),
    "memory": _stored,
    "signals.actions": _signal("actions", {}),
    "signals.stack": _signal("stack", 1),
    "signals.mask": _signal("mask", 0),
    "signals.pending": _signal("pending", 0),
    "signals.caught": _signal("caught", 1024),
    "attributes": lambda _, process: process.attributes.update({Attribute.TIMERS: 5}),
    "semaphores": lambda _, process: process.semaphores.update(s=Semaphore(1)),
    "stopped": _set("stopped", True),
    "unreported": _set("unreported", 5),
    "status": _set("status", 0),
    "waits_for": _set("waits_for", 2),
    "executed": _set("executed", False),
    "lends_to": _set("lends_to", 3),
}
"""A process that is wrong after an exec, for every row."""

BORROWED: dict[str, Tamper] = {
    "slot": _set("slot", 2),
    "registers": _register,
    "pages": lambda _, child: setattr(child, "pages", dict(child.pages)),
    "memory": _stored,
    "supply": lambda system, _: system.kernel.supply.take(Resource.PAGE),
    "signals.actions": _signal("actions", {}),
    "signals.stack": _signal("stack", None),
}
"""A child of vfork that is wrong, for every row that is not that of a fork."""


def test_every_field_of_a_process_has_a_row() -> None:
    fields = {field.name for field in attrs.fields(Process)} - {"signals"}
    fields |= {f"signals.{field.name}" for field in attrs.fields(Signals)}

    assert fields <= {row.field for row in EXEC_ROWS}
    assert TAMPERED.keys() == {row.field for row in EXEC_ROWS}
    assert len(EXEC_ROWS) == len(TAMPERED)
    assert all(row.source for row in EXEC_ROWS)
    assert BORROWED.keys() == LENT.keys()
    assert [row.field for row in ROWS] == [row.field for row in VFORK_ROWS]


@pytest.mark.parametrize("field", TAMPERED)
def test_every_row_of_exec_can_fail(field: str) -> None:
    system = _after(FIRST)
    before = before_exec(system, EXEC, start_of(system))

    assert Done() == step(system, EXEC)
    an_exec_keeps_what_it_should(system, before, EXEC)
    TAMPERED[field](system, system.processes["a"])
    with pytest.raises(AssertionError) as caught:
        an_exec_keeps_what_it_should(system, before, EXEC)
    assert str(caught.value).startswith(f"a's {field}: ")


@pytest.mark.parametrize("field", BORROWED)
def test_every_row_of_vfork_can_fail(field: str) -> None:
    system = _after(FIRST)
    before = before_fork(system, "a")

    assert isinstance(step(system, VFORK), Number)
    a_vfork_lends_what_it_should(system, before, VFORK)
    BORROWED[field](system, system.processes["b"])
    with pytest.raises(AssertionError) as caught:
        a_vfork_lends_what_it_should(system, before, VFORK)
    assert str(caught.value).startswith(f"b's {field}: ")


@pytest.mark.parametrize("memory", MEMORIES)
def test_random_execs_and_vforks_do_what_they_should(memory: str) -> None:
    execs = vforks = 0
    for number in range(40):
        system = Setup(memory).boot()
        start = start_of(system)
        for operation in made_up(system, number):
            name = operation.process
            runs = name in system.processes
            if isinstance(operation, ops.Exec) and runs:
                executing = before_exec(system, operation, start)
                if step(system, operation) == Done():
                    an_exec_keeps_what_it_should(system, executing, operation)
                    execs += 1
            elif isinstance(operation, ops.Vfork) and runs:
                before = before_fork(system, name)
                if isinstance(step(system, operation), Number):
                    a_vfork_lends_what_it_should(system, before, operation)
                    vforks += 1
            else:
                step(system, operation)

    assert execs > 10
    assert vforks > 10


@pytest.mark.parametrize("memory", MEMORIES)
def test_spawns_are_vforks_and_execs(memory: str) -> None:
    spawns = 0
    for number in range(24):
        one, other = Setup(memory).boot(), Setup(memory).boot()
        for operation in made_up(one, number, 40):
            name = operation.process
            spawn = ops.Spawn(name, "child", ("c1", 0), 8 * (number % 3))
            if number % 4 == 3:
                spawn = ops.Spawn(name, "child")
            assert step(one, operation) == step(other, operation)
            if one.processes and spawns < number + 1:
                try:
                    a_spawn_is_a_vfork_and_an_exec(one, other, spawn)
                    spawns += 1
                except Unmet:
                    pass
                break

    assert spawns > 10


LEFT = range(8)


@pytest.mark.parametrize("memory", MEMORIES)
@pytest.mark.parametrize("image", ["plain", WHOLE_IMAGE])
def test_what_is_refused_changes_nothing(memory: str, image: str) -> None:
    """Exec in place, exec out of another's memory, vfork and spawn, with few pages."""
    refused = 0
    for left in LEFT:
        for lines in (("a munmap c1",), ("a vfork b",), ("a vfork b", "b munmap c1")):
            system = Setup(memory, image=image).boot()
            _run(system, lines)
            name = "b" if "b" in system.processes else "a"
            operation = ops.Exec(name)
            system.kernel.supply.left[Resource.PAGE] = left
            before = before_exec(system, operation, start_of(system))
            outcome = step(system, operation)
            if isinstance(outcome, Failed):
                an_exec_that_is_refused_leaves_all_as_it_was(system, before, operation)
                refused += 1
            else:
                an_exec_keeps_what_it_should(system, before, operation)
        system = Setup(memory, image=image).boot()
        system.kernel.supply.left[Resource.PAGE] = left
        spawn = ops.Spawn("a", "b")
        had = before_fork(system, "a")
        if isinstance(step(system, spawn), Failed):
            a_birth_that_is_refused_leaves_all_as_it_was(system, had, spawn)
            refused += 1

    assert refused > 10


@pytest.mark.parametrize("resource", [Resource.SLOT, Resource.TABLE, Resource.PROCESS])
def test_a_child_that_cannot_leave_stays_where_it_is(resource: Resource) -> None:
    system = _after(("a vfork b",))
    system.kernel.supply.left[resource] = 0
    needs_a_slot = resource is Resource.SLOT

    outcome = step(system, ops.Exec("b"))

    assert (outcome == Failed("EAGAIN")) == needs_a_slot
    assert (system.processes["a"].lends_to is None) != needs_a_slot
    step(system, ops.Exit("b"))
    assert None is system.processes["a"].lends_to
    system.kernel.supply.left[resource] = 0
    for birth in (ops.Vfork("a", "c"), ops.Spawn("a", "c")):
        if isinstance(birth, ops.Spawn) or not needs_a_slot:
            assert isinstance(step(system, birth), Failed)


def _run(system: System, lines: tuple[str, ...]) -> None:
    for _, operation in parse_program("\n".join(lines)):
        step(system, operation)


def _after(lines: tuple[str, ...]) -> System:
    """The system after a program."""
    system = Setup("copa").boot()
    _run(system, lines)
    return system
