"""Laws have mutants that refute them, by counterexamples that were run."""

import pytest

from proofs.deciding.mutation import attempt, theorem_of
from proofs.ledger import chapters
from proofs.obligations import Verdict
from properties.mutants import MUTANTS
from properties.mutants.mutant import Area, Mutant, Proof

TRIALS = [
    (mutant, by)
    for mutant in MUTANTS.values()
    for by in mutant.killed_by
    if isinstance(by, Proof)
]

QUICK = (
    "top-rounded-down",
    "rules-not-applied",
    "tag-from-a-condition",
    "base-not-checked",
    "links-swapped",
)

trials = pytest.mark.parametrize(
    ("mutant", "by"), TRIALS, ids=[f"{mutant.id}-{by.law}" for mutant, by in TRIALS]
)


@trials
def test_the_law_of_a_mutant_is_otherwise_proved(mutant: Mutant, by: Proof) -> None:
    assert Verdict.PROVED is theorem_of(mutant, by).expected


def is_refuted(mutant: Mutant, by: Proof) -> bool:
    trial = attempt(mutant, by)
    found = trial.counterexample
    return trial.killed and found is not None and bool(found.message)


@pytest.mark.parametrize("name", QUICK)
def test_a_mutant_is_refuted_by_a_counterexample_that_was_run(name: str) -> None:
    for by in MUTANTS[name].killed_by:
        assert not isinstance(by, Proof) or is_refuted(MUTANTS[name], by)


def test_every_law_that_is_proved_names_a_mutant_that_breaks_it() -> None:
    proved = {
        theorem.name
        for chapter in chapters()
        for theorem in chapter.theorems
        if theorem.expected is Verdict.PROVED
    }

    assert proved == {by.law for _, by in TRIALS}


MEMORY = [(mutant, by) for mutant, by in TRIALS if mutant.area is Area.MEMORY][1::13]
"""Some of those of the memories, which take seconds each: ``make mutants`` has all."""


@pytest.mark.proof
@pytest.mark.parametrize(
    ("mutant", "by"), MEMORY, ids=[f"{mutant.id}-{by.law}" for mutant, by in MEMORY]
)
def test_a_memory_with_a_defect_is_refuted(mutant: Mutant, by: Proof) -> None:
    assert is_refuted(mutant, by)
