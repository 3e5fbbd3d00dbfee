"""Many cases on all processors, gathered into one result for each theorem."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from queue import SimpleQueue

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


def _prove(name: str, case: int) -> tuple[str, CaseResult]:
    """Prove one case of the theorem of this name in a worker."""
    theorem = _theorems[name]
    return name, prove_case(theorem, theorem.cases[case])


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
    """Prove every case; a theorem is done with its last case, or when one is refuted.

    Workers that are still busy with a refuted theorem when all others are done are
    stopped.
    """
    known = {theorem.name: theorem for theorem in theorems}
    found: dict[str, list[CaseResult]] = {name: [] for name in known}
    finished: set[str] = set()
    cases = [(name, case) for name in known for case in range(len(known[name].cases))]
    waiting = iter(cases)
    context = multiprocessing.get_context("spawn")
    workers = len(os.sched_getaffinity(0))
    with context.Pool(workers, _begin, (mutant,)) as pool:
        answers: SimpleQueue[tuple[str, CaseResult] | BaseException] = SimpleQueue()

        def submit() -> None:
            for name, case in waiting:
                if name not in finished:
                    pool.apply_async(
                        _prove, (name, case), {}, answers.put, answers.put
                    )
                    return

        for _ in range(workers + 1):
            submit()
        while len(finished) < len(known):
            answer = answers.get()
            if isinstance(answer, BaseException):
                raise answer
            submit()
            name, result = answer
            found[name].append(result)
            progress(sum(map(len, found.values())), len(cases))
            is_last = len(found[name]) == len(known[name].cases)
            if name not in finished and (is_last or result.verdict is Verdict.REFUTED):
                finished.add(name)
                yield known[name], summarize(known[name], found[name])


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
