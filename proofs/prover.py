"""Prove one case: all paths of the law, each failing one shown impossible, or replayed."""

import time
from collections.abc import Sequence

import attrs
import z3

from proofs.obligations import Arguments, Case, Theorem, Verdict
from proofs.symbolic import (
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
    """What the law says when it is run on them."""


@attrs.frozen
class CaseResult:
    """What is known of one case."""

    case: str
    verdict: Verdict
    conditions: int
    """Failing paths that were asked about."""
    paths: int
    cpu_seconds: float
    counterexample: Counterexample | None = None
    reason: str = ""


def prove_case(theorem: Theorem, case: Case) -> CaseResult:
    """Explore the law on a case's arguments, and settle every path that fails."""
    begun = time.process_time()
    built: list[Arguments] = []

    def run() -> None:
        arguments = case.arguments()
        built[:] = [arguments]
        try:
            theorem.law(*arguments)
        finally:
            case.finish(arguments)

    with with_contracts(theorem.contracts), summaries(theorem.pure):
        found = explore(run)
    failing = [path for path in found if _fails(path)]
    result = _settle(theorem, case, failing, built[0])
    if result.verdict is Verdict.PROVED and not _is_met(theorem, found):
        result = attrs.evolve(result, verdict=Verdict.VACUOUS)
    return attrs.evolve(
        result,
        conditions=len(failing),
        paths=len(found),
        cpu_seconds=time.process_time() - begun,
    )


def _fails(path: Path) -> bool:
    """Whether a path ends in anything but success, or an input that is not meant."""
    outcome = path.outcome
    return isinstance(outcome, Raised) and not isinstance(outcome.exception, Unmet)


def _settle(
    theorem: Theorem, case: Case, failing: Sequence[Path], arguments: Arguments
) -> CaseResult:
    """Ask about each failing path, up to the first that is possible."""
    result = CaseResult(case.name, Verdict.PROVED, 0, 0, 0.0)
    for path in failing:
        answer = decide(_assertions(path), budget=theorem.budget, theory=theorem.theory)
        if answer.verdict == "unknown":
            result = attrs.evolve(
                result, verdict=Verdict.UNKNOWN, reason=answer.reason
            )
        if answer.model is not None:
            return _replay(theorem, case, answer.model, arguments)
    return result


def _assertions(path: Path) -> list[z3.BoolRef]:
    """What holds on a path."""
    return [*path.facts, *path.conditions]


def _is_met(theorem: Theorem, found: Sequence[Path]) -> bool:
    """Whether some input meets the law's assumptions and satisfies it."""
    for path in found:
        if isinstance(path.outcome, Returned):
            answer = decide(
                _assertions(path), budget=theorem.budget, theory=theorem.theory
            )
            if answer.verdict == "sat":
                return True
    return False


def _replay(
    theorem: Theorem, case: Case, model: z3.ModelRef, arguments: Arguments
) -> CaseResult:
    """Run the law on the plain arguments of a model: it must fail there too."""
    plain = case.plain(model, arguments)
    shown = tuple(map(_text, plain))
    try:
        theorem.law(*case.plain(model, arguments))
    except Unmet:
        reason = f"the law is not about its counterexample: {', '.join(shown)}"
        return CaseResult(case.name, Verdict.DISAGREES, 0, 0, 0.0, reason=reason)
    except Exception as failure:  # noqa: BLE001  whatever it is, the law fails
        message = str(failure) or type(failure).__name__
        counterexample = Counterexample(case.name, shown, message)
        return CaseResult(case.name, Verdict.REFUTED, 0, 0, 0.0, counterexample)
    reason = f"the law holds of its counterexample: {', '.join(shown)}"
    return CaseResult(case.name, Verdict.DISAGREES, 0, 0, 0.0, reason=reason)


def _text(value: object) -> str:
    """One argument for people."""
    return hex(value) if type(value) is int else str(value)
