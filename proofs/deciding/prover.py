"""Prove one case: each failing path of the law is shown impossible, or replayed."""

import time
from collections.abc import Sequence

import attrs
import z3

from proofs.deciding.second_opinion import Hearing, Solver, Standing, hear
from proofs.deciding.showing import argument, failed_line
from proofs.obligations import Arguments, Case, Inputs, Theorem, Verdict
from proofs.symbolic import (
    Outcome,
    Path,
    Raised,
    Returned,
    decide,
    explore,
    summaries,
    with_contracts,
)
from properties.laws.assumption import Unmet


@attrs.frozen
class Counterexample:
    """Plain arguments on which the law fails."""

    case: str
    arguments: tuple[str, ...]
    """As text, one for each parameter of the law."""
    message: str
    """The line of the law that fails when it is run on them."""


@attrs.frozen
class CaseResult:
    """What is known of one case."""

    case: str
    verdict: Verdict
    conditions: int
    """Failing paths of the law. All are asked about unless one refutes it."""
    paths: int
    cpu_seconds: float
    counterexample: Counterexample | None = None
    reason: str = ""
    opinions: int = 0
    """Conditions on which another solver says what z3 says."""
    unconfirmed: int = 0
    """Conditions that z3 decides, but no other solver that was asked."""
    disagreements: int = 0
    """Conditions on which another solver says the opposite."""
    doubt: str = ""
    """Why the last of the unconfirmed conditions is not confirmed."""


PATHS = 10_000
"""The greatest number of paths that a law may have in one case."""

WISH_BUDGET = 5.0
"""Processor seconds that one wish for a plainer counterexample may take."""

_NO_INPUTS = Inputs(())
"""The inputs of a path that ends before the law is called, because its input is outside
of the law's domain."""


def prove_case(
    theorem: Theorem, case: Case, solvers: Sequence[Solver] = ()
) -> CaseResult:
    """Explore the law on a case's arguments, and settle every path that fails.

    Args:
        theorem: The theorem whose law is proved.
        case: One of its cases.
        solvers: The solvers that also judge every failing path that z3 decides.
    """
    begun = time.process_time()
    found, built = explored(theorem, case)
    failing = [
        (path, inputs)
        for path, inputs in zip(found, built, strict=True)
        if _fails(path)
    ]
    result = _settle(theorem, case, failing, solvers)
    if result.verdict is Verdict.PROVED:
        result = attrs.evolve(result, verdict=_if_met(theorem, found))
    return attrs.evolve(
        result,
        conditions=len(failing),
        paths=len(found),
        cpu_seconds=time.process_time() - begun,
    )


def explored(
    theorem: Theorem, case: Case, limit: int = PATHS
) -> tuple[list[Path], list[Inputs]]:
    """Every path of the law on a case's arguments, and the inputs of each.

    No solver is asked.

    Raises:
        PathLimit: There are more paths than the limit.
    """
    built: list[Inputs] = []

    def run() -> None:
        built.append(_NO_INPUTS)
        inputs = case.inputs()
        built[-1] = inputs
        try:
            theorem.law(*inputs.arguments)
        finally:
            inputs.finish()

    with with_contracts(theorem.contracts), summaries(theorem.pure):
        return explore(run, limit=limit), built


def _fails(path: Path) -> bool:
    """Whether a path ends neither in success nor outside of the law's domain."""
    outcome = path.outcome
    return isinstance(outcome, Raised) and not isinstance(outcome.exception, Unmet)


def _settle(
    theorem: Theorem,
    case: Case,
    failing: Sequence[tuple[Path, Inputs]],
    solvers: Sequence[Solver],
) -> CaseResult:
    """Ask about each failing path, up to the first that is possible, or in dispute."""
    result = CaseResult(case.name, Verdict.PROVED, 0, 0, 0.0)
    for path, inputs in failing:
        assertions = _assertions(path)
        answer = decide(assertions, budget=theorem.budget, theory=theorem.theory)
        if answer.verdict == "unknown":
            result = attrs.evolve(result, verdict=Verdict.UNKNOWN, reason=answer.reason)
        elif solvers:
            heard = hear(assertions, answer.verdict, solvers, theorem.budget)
            result = _with_opinion(result, heard)
            if heard.standing is Standing.CONTRADICTED:
                return result
        if answer.model is not None:
            model = _plainest(theorem, assertions, inputs) or answer.model
            plain = _plain(inputs, model)
            return _replay(theorem, result, plain, path.outcome)
    return result


def _plainest(
    theorem: Theorem, assertions: Sequence[z3.BoolRef], inputs: Inputs
) -> z3.ModelRef | None:
    """A counterexample that grants as many of the wishes as it can, or None."""
    found = None
    kept = list(assertions)
    for wish in inputs.wishes():
        answer = decide([*kept, wish], budget=WISH_BUDGET, theory=theorem.theory)
        if answer.model is not None:
            found = answer.model
            kept.append(wish)
    return found


def _with_opinion(result: CaseResult, heard: Hearing) -> CaseResult:
    """The result of a case with what was heard of one more condition."""
    match heard.standing:
        case Standing.CONFIRMED:
            return attrs.evolve(result, opinions=result.opinions + 1)
        case Standing.UNCONFIRMED:
            return attrs.evolve(
                result, unconfirmed=result.unconfirmed + 1, doubt=heard.reason
            )
        case Standing.CONTRADICTED:
            return attrs.evolve(
                result,
                verdict=Verdict.DISAGREES,
                reason=heard.reason,
                disagreements=result.disagreements + 1,
            )


def _assertions(path: Path) -> list[z3.BoolRef]:
    """What holds on a path."""
    return [*path.facts, *path.conditions]


def _if_met(theorem: Theorem, found: Sequence[Path]) -> Verdict:
    """Vacuous, unless some input meets the law's assumptions and satisfies it.

    The last path is asked about first, because it took the fewest exceptions and is
    seldom impossible.
    """
    verdict = Verdict.VACUOUS
    for path in reversed(found):
        if isinstance(path.outcome, Returned):
            answer = decide(
                _assertions(path), budget=theorem.budget, theory=theorem.theory
            )
            if answer.verdict == "sat":
                return Verdict.PROVED
            if answer.verdict == "unknown":
                verdict = Verdict.UNKNOWN
    return verdict


def _plain(inputs: Inputs, model: z3.ModelRef) -> Arguments:
    """The plain arguments of a model; looking them up may take a path of its own."""
    made: list[Arguments] = []
    explore(lambda: made.append(inputs.plain(model)))
    return made[0]


def _replay(
    theorem: Theorem, result: CaseResult, plain: Arguments, outcome: Outcome
) -> CaseResult:
    """Run the law on plain arguments: it must fail there in the same way."""
    shown = tuple(map(argument, plain))
    listed = ", ".join(shown)
    try:
        theorem.law(*plain)
    except Unmet:
        reason = f"the law is not about its counterexample: {listed}"
    except Exception as failure:  # noqa: BLE001  whatever it is, the law fails
        if isinstance(outcome, Raised) and type(failure) is type(outcome.exception):
            found = Counterexample(result.case, shown, failed_line(failure))
            return attrs.evolve(
                result, verdict=Verdict.REFUTED, counterexample=found, reason=""
            )
        reason = f"{failure!r} on its counterexample: {listed}"
    else:
        reason = f"the law holds of its counterexample: {listed}"
    return attrs.evolve(result, verdict=Verdict.DISAGREES, reason=reason)
