"""Mutants of the model against the proofs: every seeded defect must be refuted."""

import time
from collections.abc import Callable, Iterator, Sequence

import attrs

from proofs.deciding.prover import CaseResult, Counterexample, prove_case
from proofs.deciding.workers import each
from proofs.ledger import chapters
from proofs.obligations import Theorem, Verdict
from properties.mutants.lines import ChangedLine, in_force


@attrs.frozen
class Trial:
    """What became of a mutant."""

    mutant: ChangedLine
    verdict: Verdict
    cases: int
    """Parts of the domain that were looked at, up to the one that refutes."""
    cpu_seconds: float
    counterexample: Counterexample | None = None
    """On which the law was run in the changed model, and failed."""
    reason: str = ""

    @property
    def killed(self) -> bool:
        """Whether its law was refuted."""
        return self.verdict is Verdict.REFUTED


def theorem_of(mutant: ChangedLine) -> Theorem:
    """The theorem that must be refuted."""
    return next(
        theorem
        for chapter in chapters()
        for theorem in chapter.theorems
        if (theorem.name, theorem.form.name) == (mutant.law, mutant.form)
    )


def attempt(mutant: ChangedLine) -> Trial:
    """Prove the mutant's law of the changed model, until a case is refuted."""
    begun = time.process_time()
    theorem, results = theorem_of(mutant), list[CaseResult]()
    with in_force(mutant):
        for case in theorem.cases:
            results.append(prove_case(theorem, case))
            if results[-1].verdict not in (Verdict.PROVED, Verdict.VACUOUS):
                break
    last = results[-1]
    return Trial(
        mutant,
        last.verdict,
        len(results),
        time.process_time() - begun,
        last.counterexample,
        last.reason,
    )


def attempt_all(
    mutants: Sequence[ChangedLine],
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Iterator[Trial]:
    """Try every mutant, on all processors, in the order in which they are done."""
    for done, trial in enumerate(each(attempt, mutants), start=1):
        progress(done, len(mutants))
        yield trial
