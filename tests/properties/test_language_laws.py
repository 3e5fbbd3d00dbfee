"""The laws of the language, on operations that programs have and on any text."""

import contextlib
import random
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model import operations as ops
from model.outcomes import Blocked, Numbers, Outcome, Reason, Skipped, Waited
from model.system import step
from properties.laws import language as laws
from properties.laws.assumption import Unmet
from properties.machines.setups import FULL_COPY, Setup
from properties.programs.choosing import RandomChooser
from properties.programs.generation import draw
from tests.properties.made_up import made_up
from tests.properties.sampling import sample

EVERY_CLASS = 12
"""Operations of each class that are looked at."""


@cache
def drawn() -> tuple[ops.Operation, ...]:
    """Operations of every class, from states that programs come to."""
    found, chooser = list[ops.Operation](), RandomChooser(random.Random(0))
    for number in range(EVERY_CLASS):
        system = Setup(FULL_COPY).boot()
        for operation in made_up(system, number):
            step(system, operation)
        found += [draw(system, each, chooser) for each in ops.CLASSES]
    return tuple(found)


@pytest.mark.parametrize(
    "law",
    [
        laws.an_operation_reads_as_itself,
        laws.blanks_and_comments_say_nothing,
        laws.operands_that_have_a_default_may_be_left_out,
    ],
)
def test_laws_of_operations(law: object) -> None:
    assert callable(law)
    told = 0
    for operation in drawn():
        with contextlib.suppress(Unmet):
            law(operation)
            told += 1

    assert told > len(drawn()) // 2


@cache
def met() -> tuple[tuple[ops.Operation, Outcome, dict[str, int]], ...]:
    """Operations with their outcomes, and the pids that processes have had by then."""
    found = []
    for number in range(EVERY_CLASS):
        system = Setup(FULL_COPY).boot()
        for operation in made_up(system, number):
            outcome = step(system, operation)
            found.append((operation, outcome, dict(system.kernel.pids)))
    return tuple(found)


def test_outcomes_are_stated_and_told_apart() -> None:
    rare = (Numbers((0, 1)), Skipped(Reason.ENDED), Blocked(), Waited(3, 0x300))
    rarely = [(ops.Pipe("a"), outcome, {"b": 3}) for outcome in rare]
    known = {type(outcome): outcome for _, outcome, _ in (*met(), *rarely)}
    for operation, outcome, pids in (*met(), *rarely):
        laws.a_script_states_outcomes(operation, outcome)
        for other in (outcome, *known.values()):
            laws.an_outcome_meets_what_it_is_written_as(outcome, other, pids)

    assert known.keys() == set(Outcome.__subclasses__())


def test_every_class_is_looked_at() -> None:
    assert {kind.__name__ for kind in ops.CLASSES} == {
        type(operation).__name__ for operation in drawn()
    }


def lines() -> st.SearchStrategy[str]:
    """Lines with a word changed, left out or added, and any text."""
    words = st.sampled_from([word for each in drawn() for word in str(each).split()])
    line = st.sampled_from([str(operation) for operation in drawn()])
    changed = st.builds(
        lambda text, at, word: " ".join(
            [*text.split()[:at], word, *text.split()[at + 1 :]]
        ),
        line,
        st.integers(0, 6),
        st.one_of(words, st.just(""), st.text(max_size=4)),
    )
    return st.one_of(line, changed, st.text(max_size=30))


@given(lines())
@example("a")
@example("a  ")
@example(" a load c1")
@example("a load c1 c2 8 9 10")
@example("a nonsense c1")
@example("? fork b")
def test_a_line_is_read_or_blamed(line: str) -> None:
    sample(laws.a_line_is_read_or_blamed_at_a_word, line)


def test_some_words_are_no_names() -> None:
    for name in (*laws.RESERVED, "a", "b", "alle", "anyone"):
        laws.some_words_are_no_names(name)


@given(st.one_of(st.text(min_size=1, max_size=3), st.from_regex(r"[a-z_:0-9]{1,5}")))
@example("b:c")
@example("b_1")
@example("_b")
@example("B")
def test_names_are_made_of_letters(word: str) -> None:
    sample(laws.names_are_made_of_letters, word)


def test_an_access_is_of_a_size_that_there_is() -> None:
    for size in range(-2, 40):
        laws.an_access_is_of_a_size_that_there_is(size)


@given(st.lists(lines(), max_size=6))
@example(["a fork b", "", "# a", "a exit 0"])
@example(["a fork b", "a fork"])
@example(["a exit 0", " ", "0"])
def test_a_script_is_its_lines(some: list[str]) -> None:
    sample(laws.a_script_is_its_lines, some)
