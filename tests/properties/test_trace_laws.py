"""The laws of traces, on what random programs do in every memory."""

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path

import attrs
import pytest

from model import operations as ops
from model.expectations import succeeded
from model.language import parse_program
from model.memory.page_table import ALLOW, PTE, STRIP, TRAP
from model.system import System, step
from model.trace import Step, document, replay
from model.trace.older import in_form_of
from model.trace.states import STATES_KEPT
from properties.laws.kernel import steps, words
from properties.laws.kernel import traces as laws
from properties.machines.setups import FULL_COPY, SEPARATE, Setup
from properties.machines.trace_file import claims_of
from tests.properties.made_up import made_up

policies = pytest.mark.parametrize("policy", [SEPARATE, FULL_COPY, "copa"])

PROGRAMS_RUN = 6

OLDER = sorted(
    (Path(__file__).parents[1] / "ufork" / "older-traces").glob("*.itf.json")
)
"""Traces that versions before the present form of states wrote."""


def program(policy: str, number: int) -> list[ops.Operation]:
    """A random program, run once so as to be known."""
    system, found = Setup(policy).boot(), list[ops.Operation]()
    for operation in made_up(system, number):
        step(system, operation)
        found.append(operation)
    return found


@policies
def test_states_say_what_is_so(policy: str) -> None:
    for number in range(PROGRAMS_RUN):
        operations = program(policy, number)[: 12 * (number + 1)]
        made = document(Setup(policy).boot, operations, {})
        laws.a_trace_holds_its_last_states(made, operations, 64, 20_000)
        system, outcome = Setup(policy).boot(), "boot"
        for state, operation in zip(made["states"], (*operations, None), strict=True):
            if state["#meta"]["index"] % 5 == 0 or operation is None:
                laws.a_state_says_what_is_so(system, state, outcome)
                laws.a_reader_is_shown_what_is_written(state)
            outcome = "" if operation is None else str(step(system, operation))


def test_the_bits_of_an_entry_have_their_letters() -> None:
    flags = [field.name for field in attrs.fields(PTE) if field.type is bool]
    for chosen in product((False, True), repeat=len(flags)):
        for load, generation in product((STRIP, ALLOW, TRAP), (0, 1)):
            pte = PTE(
                **dict(zip(flags, chosen, strict=True)),
                capability_load=load,
                load_generation=generation,
            )
            words.the_bits_of_an_entry_have_their_letters(pte)


@pytest.mark.parametrize("trace", OLDER, ids=lambda path: path.name)
def test_states_that_an_older_version_wrote_are_made_again(trace: Path) -> None:
    content = json.loads(trace.read_text(encoding="utf-8"))
    claimed = claims_of(content)
    with claimed.setup.in_force():
        made = in_form_of(content, claimed.document())

    assert content["vars"] == made["vars"]
    assert content["states"] == made["states"]


def test_a_long_program_is_told_by_its_last_states() -> None:
    operations = [ops.Move("a", "c5", "c1"), ops.ClearTag("a", "c6", "c1")] * 40
    made = document(Setup(FULL_COPY).boot, operations, {})
    laws.a_trace_holds_its_last_states(made, operations, 64, 20_000)

    assert STATES_KEPT == len(made["states"])


def test_a_large_memory_is_told_by_two_states(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.trace.states.GRANULES_KEPT", 1)
    operations = [ops.StoreData("a", ("c1", 16 * n), 8, 1) for n in range(5)]
    made = document(Setup(FULL_COPY).boot, operations, {})
    laws.a_trace_holds_its_last_states(made, operations, 2, 1)


def test_states_that_are_large_are_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes have twice as much memory as the one that is left at the end."""
    monkeypatch.setattr("model.trace.states.GRANULES_KEPT", 200)
    storing = [ops.StoreData("a", ("c1", 16 * n), 8, 1) for n in range(20)]
    life = [ops.Fork("a", "b"), ops.Exit("b")]
    looking = [ops.Move("a", "c5", "c1")] * 4
    for operations in (storing, [*storing, *life], [*storing, *life, *looking]):
        made = document(Setup(FULL_COPY).boot, operations, {})
        laws.a_trace_holds_its_last_states(made, operations, 64, 200)

        assert 2 < len(made["states"]) < len(operations)


Stepped = Callable[[steps.Snapshot, Step, steps.Snapshot], None]


@policies
@pytest.mark.parametrize(
    "law", [steps.a_step_changes_what_differs, steps.words_are_found_for_what_changes]
)
def test_steps_tell_what_changes(policy: str, law: Stepped) -> None:
    for number in range(PROGRAMS_RUN):
        system = Setup(policy).boot()
        before = steps.Snapshot.of(system)
        for each in replay(system, made_up(system, number)):
            after = steps.Snapshot.of(system)
            law(before, each, after)
            before = after


def test_values_without_a_form_are_not_written() -> None:
    for value in (object(), 1.5, [1], frozenset({1})):
        laws.a_value_without_a_form_is_not_written(value)


@policies
@pytest.mark.parametrize(
    "law", [words.what_is_told_of_processes_is_so, words.what_is_told_of_files_is_so]
)
def test_what_is_told_is_so(policy: str, law: Callable[[System], None]) -> None:
    for number in range(2 * PROGRAMS_RUN):
        system = Setup(policy).boot()
        for operation in made_up(system, number):
            step(system, operation)
            if isinstance(operation, ops.Call):
                law(system)


BORROWED = """
a store c1 8 5
a vfork b
b store c1 8 6
b exec c1 8
a vfork c
c vfork d
b kill c KILL
d mmap c5 4096 rw
d exec
a spawn e c1 8
e exec
d exit 0
"""
"""Memory that is lent and left, by exec and by the ends of child and parent."""


@policies
@pytest.mark.parametrize(
    "law", [steps.a_step_changes_what_differs, steps.words_are_found_for_what_changes]
)
def test_steps_tell_what_changes_in_memory_that_is_lent(
    policy: str, law: Stepped
) -> None:
    operations = [operation for _, operation in parse_program(BORROWED)]
    system = Setup(policy).boot()
    before = steps.Snapshot.of(system)
    for each in replay(system, iter(operations)):
        after = steps.Snapshot.of(system)
        law(before, each, after)
        before = after

        assert succeeded(each.outcome)
    made = document(Setup(policy).boot, operations, {})
    laws.a_state_says_what_is_so(system, made["states"][-1], str(each.outcome))
