"""Mutants against the proofs: a law that must kill a mutant is not proved of it."""

import time

import attrs

from proofs.deciding.prover import CaseResult, Counterexample, prove_case
from proofs.ledger import chapters_for
from proofs.obligations import Theorem, Verdict
from properties.mutants.changing import in_force
from properties.mutants.mutant import Mutant, Proof


@attrs.frozen
class Trial:
    """The result of proving a law of a mutant."""

    mutant: Mutant
    by: Proof
    verdict: Verdict
    cases: int
    """Parts of the domain that were looked at, up to the one that refutes."""
    cpu_seconds: float
    counterexample: Counterexample | None = None
    """The arguments on which the law was run in the changed model, and failed."""
    reason: str = ""

    @property
    def killed(self) -> bool:
        """Whether its law was refuted."""
        return self.verdict is Verdict.REFUTED


def theorem_of(mutant: Mutant, by: Proof) -> Theorem:
    """The theorem that must be refuted: the first about the law that is proved."""
    return next(
        theorem
        for chapter in chapters_for(mutant.id)
        for theorem in chapter.theorems
        if (theorem.name, theorem.form.name) == (by.law, by.form)
        and theorem.expected is Verdict.PROVED
    )


def attempt(mutant: Mutant, by: Proof) -> Trial:
    """Prove a law of the mutant, until a case is not proved."""
    begun = time.process_time()
    theorem, results = theorem_of(mutant, by), list[CaseResult]()
    with in_force(mutant):
        for case in theorem.cases:
            results.append(prove_case(theorem, case))
            if results[-1].verdict not in (Verdict.PROVED, Verdict.VACUOUS):
                break
    last = results[-1]
    return Trial(
        mutant,
        by,
        last.verdict,
        len(results),
        time.process_time() - begun,
        last.counterexample,
        last.reason,
    )
