"""The process that proves theorems of the sources it was started in.

``python -m proofs.deciding.asking`` reads the keys of theorems from its standard input,
one a line, and stops at the first that does not come out as the ledger says. It is how
changed sources are judged, so nothing is remembered: see ``properties.mutation``.
"""

import contextlib
import sys

import attrs

from proofs.deciding import cache
from proofs.deciding.prover import explored, prove_case
from proofs.deciding.runner import summarize
from proofs.ledger import chapters
from proofs.obligations import Verdict
from proofs.symbolic import PathLimit
from properties.mutation.asking import Family, questions_read, serve

BUDGET = 10.0
"""Processor seconds for one condition: a proof that has become slow tells nothing."""

PATHS_WATCHED = 6
"""Paths of each case that are executed to see which functions a theorem is about."""

SHORT = 32
"""Bits of an address of which a theorem takes seconds, even one of many cases."""

CASES_WATCHED = 3
"""Cases of each theorem that are executed for that, spread over all of them."""

ASKED = {
    theorem.key: theorem
    for chapter in chapters()
    for theorem in chapter.theorems
    if theorem.everyday
    or theorem.form.address_width <= SHORT
    or theorem.policy is not None
}
"""The theorems by key: those of every day, of short addresses, and of every policy."""


def ask(key: str) -> str:
    """Prove a theorem, case by case; an unknown answer does not count against it."""
    theorem = attrs.evolve(ASKED[key], budget=BUDGET)
    results = []
    for case in theorem.cases:
        results.append(prove_case(theorem, case))
        if results[-1].verdict is Verdict.REFUTED:
            break
    found = summarize(theorem, results)
    if found.is_expected or found.verdict is Verdict.UNKNOWN:
        return ""
    shown = "" if found.counterexample is None else found.counterexample.message
    return f"{found.verdict.value}: {shown or found.reason}"


def look(key: str) -> str:
    """Execute a law as a proof does, without the solver, on its first paths."""
    theorem = ASKED[key]
    for case in theorem.cases[:: -(-len(theorem.cases) // CASES_WATCHED)]:
        with contextlib.suppress(PathLimit):
            explored(theorem, case, PATHS_WATCHED)
    return ""


def cost(key: str) -> float:
    """Processor seconds that the proof took when it was last made, or one a case."""
    known = cache.recall(ASKED[key], None)
    return len(ASKED[key].cases) if known is None else known.cpu_seconds


def _names() -> list[str]:
    """The keys of the theorems."""
    return list(ASKED)


if __name__ == "__main__":
    family = Family(_names, ask, look, cost)
    sys.exit(serve(family, sys.argv[1:], questions_read()))
