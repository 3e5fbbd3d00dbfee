"""Laws of capabilities and of isolation have changed lines that refute them."""

import pytest

from proofs.deciding.mutation import attempt, theorem_of
from proofs.ledger import chapters
from proofs.obligations import Verdict
from properties.laws.memory import isolation
from properties.mutants.catalogue import CHANGED_LINES
from properties.mutants.lines import ChangedLine
from properties.mutants.memories import MEMORY_LINES

QUICK = (
    "top-rounded-down",
    "rules-not-applied",
    "tag-from-a-condition",
    "base-not-checked",
    "links-swapped",
)


def test_every_law_that_is_proved_of_capabilities_has_a_mutant() -> None:
    proved = {
        theorem.name
        for chapter in chapters()
        if chapter.area == "isa"
        for theorem in chapter.theorems
        if theorem.expected is Verdict.PROVED
    }

    assert proved == {mutant.law for mutant in CHANGED_LINES.values()}


@pytest.mark.parametrize("name", CHANGED_LINES)
def test_the_law_of_a_mutant_is_otherwise_proved(name: str) -> None:
    assert Verdict.PROVED is theorem_of(CHANGED_LINES[name]).expected


@pytest.mark.parametrize("name", QUICK)
def test_a_mutant_is_refuted_by_a_counterexample_that_was_run(name: str) -> None:
    trial = attempt(CHANGED_LINES[name])

    assert trial.killed
    assert trial.counterexample is not None
    assert trial.counterexample.message


def test_every_law_of_isolation_has_a_mutant() -> None:
    laws = {name for name in vars(isolation) if "_is_seen_by_" in name}

    assert set() == laws - {mutant.law for mutant in MEMORY_LINES}


@pytest.mark.proof
@pytest.mark.parametrize("mutant", MEMORY_LINES, ids=lambda mutant: mutant.name)
def test_a_memory_with_a_changed_line_is_refuted(mutant: ChangedLine) -> None:
    trial = attempt(mutant)

    assert trial.killed
    assert trial.counterexample is not None
    assert trial.counterexample.message
    assert Verdict.PROVED is theorem_of(mutant).expected
