"""Many cases on all processors, gathered into one result for each theorem."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed

from proofs import cache
from proofs.cache import TheoremResult
from proofs.ledger import chapters, policy_of
from proofs.obligations import Theorem, Verdict
from proofs.prover import CaseResult, prove_case

_WORST = (Verdict.DISAGREES, Verdict.REFUTED, Verdict.UNKNOWN, Verdict.PROVED)
"""Of the verdicts of a theorem's cases, the first of these that occurs is the theorem's."""

_theorems: dict[str, Theorem] = {}
"""In a worker process: the theorems by name."""


def _begin(mutant: str | None) -> None:
    """Prepare a worker."""
    for chapter in chapters(policy_of(mutant)):
        _theorems.update({theorem.name: theorem for theorem in chapter.theorems})


def _prove(name: str, case: int) -> CaseResult:
    """Prove one case in a worker."""
    theorem = _theorems[name]
    return prove_case(theorem, theorem.cases[case])


def run(
    theorems: Sequence[Theorem],
    mutant: str | None = None,
    *,
    fresh: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[TheoremResult]:
    """Prove theorems, in the order in which they are done.

    Args:
        theorems: Of the ledger, for the policy of ``mutant``.
        mutant: Whose policy they are about.
        fresh: Whether to prove what is remembered as well.
        progress: Told how many cases are done, and of how many.
    """
    waiting = []
    for theorem in theorems:
        known = None if fresh else cache.recall(theorem, mutant)
        if known is None:
            waiting.append(theorem)
        else:
            yield known
    if waiting:
        for theorem, result in _proved(waiting, mutant, progress):
            cache.remember(theorem, mutant, result)
            yield result


def _proved(
    theorems: Sequence[Theorem],
    mutant: str | None,
    progress: Callable[[int, int], None],
) -> Iterator[tuple[Theorem, TheoremResult]]:
    """Prove every case; a theorem is done with its last case, or when one is refuted."""
    context = multiprocessing.get_context("spawn")
    workers = len(os.sched_getaffinity(0))
    with ProcessPoolExecutor(workers, context, _begin, (mutant,)) as pool:
        futures: dict[Future[CaseResult], Theorem] = {
            pool.submit(_prove, theorem.name, case): theorem
            for theorem in theorems
            for case in range(len(theorem.cases))
        }
        found: dict[str, list[CaseResult]] = {theorem.name: [] for theorem in theorems}
        for done, future in enumerate(as_completed(futures), start=1):
            progress(done, len(futures))
            theorem = futures[future]
            if future.cancelled():
                continue
            results = found[theorem.name]
            results.append(future.result())
            if len(results) == len(theorem.cases):
                yield theorem, summarize(theorem, results)
            elif results[-1].verdict is Verdict.REFUTED:
                for other, about in futures.items():
                    if about is theorem:
                        other.cancel()
                yield theorem, summarize(theorem, results)


def summarize(theorem: Theorem, results: Sequence[CaseResult]) -> TheoremResult:
    """The results of a theorem's cases as one."""
    verdicts = [result.verdict for result in results]
    verdict = next((v for v in _WORST if v in verdicts), Verdict.VACUOUS)
    telling = next((r for r in results if r.verdict is verdict), results[0])
    return TheoremResult(
        law=theorem.name,
        domain=theorem.domain,
        verdict=verdict,
        expected=theorem.expected,
        cases=len(theorem.cases),
        vacuous=verdicts.count(Verdict.VACUOUS),
        conditions=sum(result.conditions for result in results),
        cpu_seconds=sum(result.cpu_seconds for result in results),
        counterexample=telling.counterexample,
        reason=telling.reason,
    )
