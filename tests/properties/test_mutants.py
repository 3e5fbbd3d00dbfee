"""The catalogue of mutants: a change is in force, and then it is gone."""

import importlib
import inspect
import types

import pytest

from model import language
from model.isa.encoding import encode
from model.isa.formats import MORELLO128
from properties.mutants import MUTANTS
from properties.mutants.changing import PlaceNotFoundError, in_force
from properties.mutants.mutant import (
    Area,
    Assertion,
    Decisions,
    Edit,
    Mutant,
    Program,
    Proof,
)
from properties.mutants.selection import UnknownMutantError, choose, find
from tests.house.sizes import modules

ROUNDED_DOWN = MUTANTS["top-rounded-down"]
ROUND = "model.isa.encoding:_round"


def mutant_of(change: Edit) -> Mutant:
    return Mutant("x", Area.ISA, "something is wrong", change, (Proof("law"),))


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)
def test_every_place_is_there_once_and_its_change_compiles(mutant: Mutant) -> None:
    with in_force(mutant):
        pass


def test_every_mutant_is_in_the_catalogue_once() -> None:
    written = [
        mutant.id
        for module in modules("properties/mutants")
        for mutant in mutants_in(module.path)
    ]

    assert sorted(MUTANTS) == sorted(written)


def mutants_in(path: str) -> tuple[Mutant, ...]:
    name = path.removesuffix(".py").replace("/", ".")
    module = __import__(name, fromlist=["MUTANTS"])
    found = getattr(module, "MUTANTS", ())
    return found if isinstance(found, tuple) else ()


def test_every_mutant_says_in_a_sentence_what_is_wrong_and_who_must_catch_it() -> None:
    assert all(mutant.killed_by for mutant in MUTANTS.values())
    assert [] == [
        mutant.id
        for mutant in MUTANTS.values()
        if len(mutant.defect.split()) < 3 or mutant.defect.endswith(".")
    ]


def test_programs_are_written_in_the_language() -> None:
    programs = (by for m in MUTANTS.values() for by in m.killed_by)
    for program in programs:
        if isinstance(program, Program):
            assert all(language.parse(line) for line in program.lines), program


def test_no_change_is_counted_twice() -> None:
    changes = [mutant.change for mutant in MUTANTS.values()]

    assert len(changes) == len(set(changes))


def test_a_change_is_in_force_for_whoever_imported_the_function() -> None:
    before = encode(MORELLO128, 1, 0x7FFD)
    with in_force(ROUNDED_DOWN):
        changed = encode(MORELLO128, 1, 0x7FFD)

    assert before != changed
    assert before == encode(MORELLO128, 1, 0x7FFD)


def test_a_change_goes_when_what_runs_in_it_fails() -> None:
    before = encode(MORELLO128, 1, 0x7FFD)
    with pytest.raises(RuntimeError), in_force(ROUNDED_DOWN):
        raise RuntimeError

    assert before == encode(MORELLO128, 1, 0x7FFD)


@pytest.mark.parametrize(
    ("function", "before", "message"),
    [
        (ROUND, "return 5", "_round has 0 places 'return 5'"),
        (ROUND, "top", "_round has 3 places 'top'"),
        (ROUND, "E += 1", "_round has 0 places"),
        ("model.isa.encoding:nothing", "top", "there is no function model"),
        ("model.isa.encoding:Bounds.nothing", "top", "there is no function model"),
    ],
)
def test_a_place_that_is_not_there_once_is_refused(
    function: str, before: str, message: str
) -> None:
    mutant = mutant_of(Edit(function, before, "0"))

    with pytest.raises(PlaceNotFoundError, match=message), in_force(mutant):
        pass


def example(value: int, *, doubled: bool = False) -> str:
    if value > 7:
        value = 0
    return " ".join([str(value), *sorted("ba", reverse=doubled)])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("value>7", "value > 8", "8 a b"),
        ("value = 0", "value = 6; value -= 1", "5 a b"),
        ("value = 0", "pass", "8 a b"),
        ("reverse=doubled", "reverse=True", "0 b a"),
        ("reverse=doubled", "", "0 a b"),
        ("if value > 7:", "if value > 9:", "8 a b"),
        ("if value > 7:", "while value > 7:", "0 a b"),
        ("' '.join([str(value), *sorted('ba', reverse=doubled)])", "''", ""),
    ],
)
def test_expressions_statements_arguments_and_heads_can_be_changed(
    before: str, after: str, expected: str
) -> None:
    with in_force(mutant_of(Edit(f"{__name__}:example", before, after))):
        changed = example(8)

    assert "0 a b" == example(8)
    assert expected == changed


def test_the_text_around_a_change_stays_at_its_lines() -> None:
    lines = [line for *_, line in example.__code__.co_lines()]
    change = Edit(f"{__name__}:example", "value = 0", "value = 6")
    with in_force(mutant_of(change)):
        changed = [line for *_, line in example.__code__.co_lines()]

    assert lines == changed


def test_a_defect_of_two_texts_is_in_force_in_both() -> None:
    mutant = MUTANTS["address-stays-behind"]
    before = [code_of(edit) for edit in mutant.edits]
    with in_force(mutant):
        changed = [code_of(edit) for edit in mutant.edits]

    assert 2 == len(before)
    assert all(one != other for one, other in zip(before, changed, strict=True))
    assert before == [code_of(edit) for edit in mutant.edits]


def code_of(edit: Edit) -> types.CodeType:
    module, _, name = edit.function.partition(":")
    function = getattr(importlib.import_module(module), name)
    assert isinstance(function, types.FunctionType)
    return function.__code__


def test_no_policy_changes_a_text() -> None:
    code = inspect.unwrap(encode).__code__
    with in_force(MUTANTS["seal-lost"]):
        assert code is encode.__code__

    assert isinstance(MUTANTS["seal-lost"].change, Decisions)


def test_words_choose_areas_ids_laws_and_assertions() -> None:
    every = {mutant.id for mutant, _ in choose(())}
    law = choose(["fork_keeps_the_invariant"])

    assert set(MUTANTS) == every
    assert {"top-rounded-down"} == {m.id for m, _ in choose(["top-rounded-down"])}
    assert {"no-load-barrier", "parent-keeps-write"} < {m.id for m, _ in law}
    assert all(isinstance(m.killed_by[n], Proof) for m, n in law)
    assert {Area.ISA} == {mutant.area for mutant, _ in choose(["isa"])}
    assert choose(["posix", "fork-12"]) == choose(["open-posix/fork-12"])
    assert [] == choose(["isa", "fork-12"])


def test_an_area_of_a_judge_has_whatever_the_judge_must_catch() -> None:
    assert {
        "parent-keeps-write",
        "descriptor-table-shared",
        "raw-exit-status",
    } < {mutant.id for mutant, _ in choose(["oracle"])}
    assert all(
        isinstance(mutant.killed_by[number], Assertion)
        for mutant, number in choose(["posix"])
        if mutant.area is not Area.POSIX
    )


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("top-rounded-dwon", "did you mean top-rounded-down"),
        ("open-posix/frok-12", "did you mean open-posix/fork-1"),
        ("fork_keeps_invariant", "did you mean fork_keeps_the_invariant"),
        ("ias", "did you mean isa"),
    ],
)
def test_an_unknown_word_is_answered_with_near_matches(name: str, near: str) -> None:
    with pytest.raises(UnknownMutantError, match=near):
        choose([name])


def test_an_unknown_id_is_answered_with_near_matches() -> None:
    with pytest.raises(UnknownMutantError, match="did you mean seal-lost"):
        find("seal-lots")
