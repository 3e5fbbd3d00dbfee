"""The trace: what steps change, and the states of a program."""

import json
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from model import language
from model import operations as ops
from model.memories.full_copy import FullCopyMemory
from model.memory.layout import MORELLO_LAYOUT
from model.memory.page_table import PTE, TRAP
from model.system import System, boot
from model.trace import Changes, Step, document, held, replay
from model.trace.older import oldest_form
from model.trace.rendering import bits, plain
from optimized.lazy_memory import LazyMemory
from optimized.policies.copa import CoPA

HEAP = 0x40002000


def machine() -> System:
    return boot(FullCopyMemory(MORELLO_LAYOUT))


def lazy_machine() -> System:
    return boot(LazyMemory(CoPA(MORELLO_LAYOUT)))


def program(*lines: str) -> list[ops.Operation]:
    return [operation for _, operation in language.parse_program("\n".join(lines))]


def last_step(system: System, *lines: str) -> Step:
    return list(replay(system, iter(program(*lines))))[-1]


def test_a_step_that_changes_nothing_has_no_changes() -> None:
    for line in ("a move c1 c1", "a load c5 c6 8", "a store c1 8 0", "z exit"):
        assert Changes() == last_step(machine(), line).changes


def test_a_derivation_changes_one_register() -> None:
    system = machine()
    (change,) = last_step(system, "a move c5 c1").changes.registers

    assert ("a", "c5") == (change.process, change.register)
    assert change.after == system.processes["a"].registers["c1"]


def test_a_store_changes_one_granule() -> None:
    changes = last_step(machine(), "a storecap c1 c1", "a store c1+8 8 1").changes
    (change,) = changes.granules

    assert MORELLO_LAYOUT.address_of(change.at) == HEAP
    assert (True, False) == (change.before.tag, change.after.tag)
    assert changes == Changes(granules=(change,))


def test_fork_shows_the_new_process_and_its_registers() -> None:
    system = machine()
    changes = last_step(system, "a fork b").changes
    child = system.processes["b"]
    shown = [change.register for change in changes.registers if change.process == "b"]

    assert [("b", child.pid)] == [(each.name, each.pid) for each in changes.begun]
    assert list(held(child)) == shown
    assert changes.pages_copied == len(list(system.memory.mapped_pages(child.slot)))


def test_exit_shows_the_process_that_ended() -> None:
    (process,) = last_step(machine(), "a exit").changes.ended

    assert "a" == process.name


def test_pages_are_shown_when_they_come_and_go() -> None:
    mapped = last_step(machine(), "a mmap c5 1 rw").changes
    unmapped = last_step(machine(), "a mmap c5 1 rw", "a munmap c5").changes

    assert [6] == [at.page for at in mapped.mapped]
    assert [6] == [at.page for at in unmapped.unmapped]


def kept_by(*lines: str) -> dict[str, tuple[str, str]]:
    """What the kernel keeps otherwise after the last step."""
    changes = last_step(machine(), *lines).changes
    return {f"{c.owner}'s {c.what}": (c.before, c.after) for c in changes.kept}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("a open f rw+creat",),
            {"a's descriptor 0": ("", "f, offset 0"), "file f's size": ("", "0")},
        ),
        (
            ("a open f rw+creat", "a fork b", "b write 0 c1 16"),
            {
                "a's descriptor 0": ("f, offset 0", "f, offset 16"),
                "b's descriptor 0": ("f, offset 0", "f, offset 16"),
                "file f's size": ("0", "16"),
            },
        ),
        (
            ("a open f rw+creat", "a unlink f"),
            {
                "a's descriptor 0": (
                    "f, offset 0",
                    "a file without a name, offset 0",
                ),
                "file f's size": ("0", ""),
            },
        ),
        (
            ("a pipe cloexec",),
            {
                "a's descriptor 0": ("", "a pipe, to read, cloexec"),
                "a's descriptor 1": ("", "a pipe, to write, cloexec"),
            },
        ),
        (
            ("a fork b", "a sigmask block USR1", "b kill a USR1"),
            {"a's pending signals": ("", "USR1")},
        ),
        (
            ("a fork b", "a kill b TERM"),
            {"b's status": ("", "killed by TERM, not waited for")},
        ),
        (
            ("a fork b", "b exit 2", "a waitpid b"),
            {"b's status": ("exited 2, not waited for", "")},
        ),
        (("a fork b", "a kill b STOP"), {"b's state": ("", "stopped")}),
        (("a fork b", "a exit"), {"b's parent": ("2", "1")}),
        (("a set nice 4",), {"a's nice": ("", "4")}),
        (
            ("a mprotect c1 r",),
            {"a's pages 2-5": ("", "r")},
        ),
        (
            ("a minherit csp none",),
            {"a's page 1": ("", "none for children")},
        ),
        (
            ("a open f rw+creat", "a setlk 0 w 0 4"),
            {"file f's locks": ("", "a w 0-4")},
        ),
        (
            ("a open q rw+creat+queue", "a write 0 c1 4"),
            {"file q's messages": ("", "1")},
        ),
        (
            ("a semopen s 2",),
            {"semaphore s's value": ("", "2"), "a's semaphore s": ("", "open")},
        ),
        (
            ("a sigaction USR1 pcc+16",),
            {
                "a's action for USR1": (
                    "",
                    "0x40000010 [rxR,0x40000000-0x40001000]",
                )
            },
        ),
        (
            ("a sigaltstack csp 64",),
            {
                "a's stack for handlers": (
                    "",
                    "0x40001000 [rwRW,0x40001000-0x40002000]",
                )
            },
        ),
    ],
)
def test_a_call_shows_what_the_kernel_keeps_otherwise(
    lines: tuple[str, ...], expected: dict[str, tuple[str, str]]
) -> None:
    assert expected == kept_by(*lines)


def test_a_read_shows_the_granules_that_it_wrote() -> None:
    lines = ("a open f rw+creat", "a store c1 8 7", "a write 0 c1 8")
    again = ("a lseek 0 0 set", "a read 0 c1+40 32")
    (change,) = last_step(machine(), *lines, *again).changes.granules

    assert HEAP + 32 == MORELLO_LAYOUT.address_of(change.at)
    assert 7 << 64 == change.after.data


def test_a_process_that_another_one_ends_is_shown() -> None:
    changes = last_step(machine(), "a fork b", "a kill b KILL").changes

    assert ["b"] == [process.name for process in changes.ended]
    assert () == changes.unmapped


def test_a_process_that_ends_itself_shows_no_registers() -> None:
    lines = ("a sigmask block TERM", "a kill a TERM", "a sigmask unblock TERM")
    changes = last_step(machine(), *lines).changes

    assert ["a"] == [process.name for process in changes.ended]
    assert () == changes.registers


def test_looking_at_a_step_copies_no_page() -> None:
    lines = ("a storecap c1 c1", "a fork b", "b load c5 c1+16 8", "b loadcap c5 c1")
    steps = list(replay(lazy_machine(), iter(program(*lines))))

    assert [0, 0, 0, 1] == [step.changes.pages_copied for step in steps]


def test_a_step_is_taken_when_it_is_asked_for() -> None:
    system = machine()
    steps = replay(system, iter(program("a fork b", "a fork c")))
    next(steps)

    assert ["a", "b"] == list(system.processes)


def values(value: object) -> Iterator[object]:
    """Every value inside a JSON value."""
    yield value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from values(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from values(inner)


LEAK = ("a setbounds c5 c1 16", "a storecap c5 c1", "a fork b", "b loadcap c7 c1")


def a_document(*lines: str) -> dict[str, Any]:
    about = {"config": {"policy": "copa"}}
    return document(lazy_machine, program(*lines), about)


def test_a_document_is_itf() -> None:
    written = a_document(*LEAK)

    assert "ITF" == written["#meta"]["format"]
    assert list(LEAK) == written["#meta"]["ops"]
    assert {"policy": "copa"} == written["#meta"]["config"]
    for index, state in enumerate(written["states"]):
        assert {"#meta", *written["vars"]} == set(state)
        assert index == state["#meta"]["index"]
    assert 5 == len(written["states"])


def test_a_document_avoids_what_readers_of_itf_stumble_over() -> None:
    states = a_document(*LEAK)["states"]
    inner = [{key: state[key] for key in state if key != "#meta"} for state in states]
    found = list(values(inner))

    assert None not in found
    assert "tag" not in found
    assert not [value for value in found if type(value) in (int, float)]
    assert inner == json.loads(json.dumps(inner))


def test_a_state_says_what_is_in_registers_and_memory() -> None:
    state = a_document(*LEAK)["states"][-1]
    processes = dict(state["processes"]["#map"])
    memory = dict(state["memory"]["#map"])
    loaded = dict(processes["b"]["registers"]["#map"])["c7"]
    (granule,) = memory["a"]

    assert {"#bigint": "2"} == processes["b"]["slot"]
    assert {"#bigint": str(0x80002000)} == loaded["base"]
    assert {"#bigint": str(0x80002010)} == loaded["top"]
    assert loaded["valid"]
    assert {"#bigint": str(HEAP)} == granule["address"]
    assert granule["valid"]
    assert "c8" not in dict(processes["b"]["registers"]["#map"])
    assert "0x80002000 [rwRW,0x80002000-0x80002010]" == state["outcome"]


POSIX = (
    *("a open f rw+creat", "a write 0 c1 8", "a fork b", "a set nice 3"),
    *("a sigmask block USR1", "b kill a USR1", "b exit 3"),
)


def test_a_state_says_what_the_kernel_keeps() -> None:
    state = a_document(*POSIX)["states"][-1]
    process = dict(state["processes"]["#map"])["a"]
    descriptor = dict(process["descriptors"]["#map"])["0"]

    assert {"#bigint": "1"} == process["parent"]
    assert ("f", {"#bigint": "8"}) == (descriptor["file"], descriptor["offset"])
    assert ("USR1", "USR1", "") == tuple(
        process[key] for key in ("mask", "pending", "caught")
    )
    assert [["nice", {"#bigint": "3"}]] == process["attributes"]["#map"]
    assert {"#bigint": "768"} == dict(state["zombies"]["#map"])["b"]["status"]
    assert {"#bigint": "8"} == dict(state["files"]["#map"])["f"]["size"]


def test_states_of_system_calls_are_itf() -> None:
    states = a_document(*POSIX)["states"]
    inner = [{key: state[key] for key in state if key != "#meta"} for state in states]
    found = list(values(inner))

    assert None not in found
    assert not [value for value in found if type(value) in (int, float)]
    assert inner == json.loads(json.dumps(inner))


def test_states_are_the_same_in_every_sound_memory() -> None:
    lines = program(*LEAK, "b store c7 8 1", "a exit", "b fork a", *POSIX[:3])

    one, other = (document(boot, lines, {}) for boot in (machine, lazy_machine))
    states = zip(one["states"], other["states"], strict=True)

    assert oldest_form(one) == oldest_form(other)
    assert all(here["kernel"] == there["kernel"] for here, there in states)
    assert {"#map": []} == one["states"][-1]["frames"] != other["states"][-1]["frames"]


SIGNALS = ("a sigaction USR1 pcc+16", "a sigaltstack csp 64", "a semopen s 2")

LOCKED = ("a open f rw+creat", "a setlk 0 w 0 4", "a flock 0 sh")


def test_a_state_says_what_handlers_semaphores_and_locks_there_are() -> None:
    state = plain(a_document(*SIGNALS, *LOCKED)["states"][-1])
    process, kernel = state["processes"]["a"], state["kernel"]
    (lock,) = kernel["files"]["0"]["locks"]

    assert 0x40000010 == process["actions"]["10"]["address"]
    assert 0x40001000 == process["stack"]["base"]
    assert {"s": 0} == kernel["semaphore_names"] == process["semaphores"]
    assert {"0": 2} == kernel["semaphores"]
    assert ("w", 0, 4) == (lock["kind"], lock["start"], lock["end"])
    assert "sh" == kernel["descriptions"]["0"]["lock"]


def test_a_state_says_which_pages_are_shared_and_what_the_hardware_allows() -> None:
    state = plain(a_document("a storecap c1 c1", "a fork b")["states"][-1])
    here, there = (state["page_tables"][slot]["2"] for slot in ("1", "2"))

    assert ("rwSL", "rSDL") == (here["mapping"], here["hardware"])
    assert ("rwSL", "rSDT") == (there["mapping"], there["hardware"])
    assert here["frame"] == there["frame"]
    assert 2 == state["frames"][str(here["frame"])]["references"]


def test_every_bit_of_a_page_table_entry_is_in_its_letters() -> None:
    page = PTE()
    for field in attrs.fields(PTE):
        now = getattr(page, field.name)
        other: Any = TRAP if field.name == "capability_load" else not now
        if field.name != "mapped":
            assert bits(page) != bits(attrs.evolve(page, **{field.name: other}))


def test_a_file_without_a_name_is_in_a_state_as_long_as_it_is_open() -> None:
    lines = ("a open f rw+creat", "a write 0 c1 8", "a unlink f")
    state = plain(a_document(*lines)["states"][-1])
    number = state["kernel"]["descriptions"]["0"]["file"]

    assert 8 == state["kernel"]["files"][str(number)]["size"]


@pytest.mark.parametrize("length", [0, 1, 63, 64, 500])
def test_a_long_program_is_written_with_its_last_states(length: int) -> None:
    written = a_document(*["a add c5 c1 16"] * length)
    indices = [state["#meta"]["index"] for state in written["states"]]

    assert list(range(length + 1))[-64:] == indices
    assert length == len(written["#meta"]["ops"])
