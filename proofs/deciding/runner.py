"""Many cases on all processors, gathered into one result for each theorem."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack

from proofs.deciding import cache
from proofs.deciding.cache import TheoremResult
from proofs.deciding.prover import CaseResult, prove_case
from proofs.deciding.second_opinion import Solver
from proofs.ledger import chapters_for
from proofs.obligations import Theorem, Verdict
from properties.mutants import MUTANTS
from properties.mutants.changing import in_force

_WORST = (Verdict.DISAGREES, Verdict.REFUTED, Verdict.UNKNOWN, Verdict.PROVED)
"""The first of these that some case has is the verdict of the theorem."""

_theorems: dict[str, Theorem] = {}
"""In a worker process: the theorems by name."""


_for_good = ExitStack()
"""In a worker process: the contexts that end with it."""


def _begin(mutant: str | None) -> None:
    """Prepare a worker: a mutant's text is in force in it from now on."""
    _for_good.enter_context(in_force(None if mutant is None else MUTANTS[mutant]))
    for chapter in chapters_for(mutant):
        _theorems.update({theorem.key: theorem for theorem in chapter.theorems})


def _prove(key: str, case: int, solvers: Sequence[Solver]) -> CaseResult:
    """Prove one case of a theorem in a worker."""
    theorem = _theorems[key]
    return prove_case(theorem, theorem.cases[case], solvers)


def run(
    theorems: Sequence[Theorem],
    mutant: str | None = None,
    *,
    fresh: bool = False,
    solvers: Sequence[Solver] = (),
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Iterator[TheoremResult]:
    """Prove theorems, and give the result of each when it is done.

    Args:
        theorems: Of the ledger, for the policy of ``mutant``.
        mutant: The mutant that is in force, if any.
        fresh: Whether to prove what is remembered as well.
        solvers: The solvers that are asked besides z3.
        progress: Told how many cases are done, and of how many.
    """
    waiting = []
    for theorem in theorems:
        known = None if fresh else cache.recall(theorem, mutant, solvers)
        if known is None:
            waiting.append(theorem)
        else:
            yield known
    if waiting:
        for theorem, result in _proved(waiting, mutant, solvers, progress):
            cache.remember(theorem, mutant, solvers, result)
            yield result


def _proved(
    theorems: Sequence[Theorem],
    mutant: str | None,
    solvers: Sequence[Solver],
    progress: Callable[[int, int], None],
) -> Iterator[tuple[Theorem, TheoremResult]]:
    """Prove every case; a theorem is done with its last, or when one is refuted."""
    known = {theorem.key: theorem for theorem in theorems}
    found: dict[str, list[CaseResult]] = {name: [] for name in known}
    cases = [(name, case) for name in known for case in range(len(known[name].cases))]
    for done, (name, result) in enumerate(_answers(cases, mutant, solvers), start=1):
        progress(done, len(cases))
        found[name].append(result)
        settled = result.verdict is Verdict.REFUTED
        if settled or len(found[name]) == len(known[name].cases):
            yield known[name], summarize(known[name], found[name])


def _answers(
    cases: Sequence[tuple[str, int]], mutant: str | None, solvers: Sequence[Solver]
) -> Iterator[tuple[str, CaseResult]]:
    """The answers to cases as they come; no more once a theorem is refuted.

    Workers that are still busy with a refuted theorem at the end are stopped.
    """
    workers = len(os.sched_getaffinity(0))
    waiting, refuted = list(reversed(cases)), set[str]()
    running: dict[Future[CaseResult], str] = {}
    pool = _pool(mutant, workers)
    try:
        while waiting or any(name not in refuted for name in running.values()):
            while waiting and len(running) <= workers:
                name, case = waiting.pop()
                if name not in refuted:
                    running[pool.submit(_prove, name, case, solvers)] = name
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                name, result = running.pop(future), future.result()
                if name not in refuted:
                    yield name, result
                if result.verdict is Verdict.REFUTED:
                    refuted.add(name)
    finally:
        if running:
            _stop(mutant)


_pools: dict[str | None, ProcessPoolExecutor] = {}
"""Workers that wait for more, by the mutant that they know: to start them is slow."""


def _pool(mutant: str | None, workers: int) -> ProcessPoolExecutor:
    """The workers for a mutant; those of other mutants end."""
    for other in [known for known in _pools if known != mutant]:
        _pools.pop(other).shutdown()
    if mutant not in _pools:
        context = multiprocessing.get_context("spawn")
        _pools[mutant] = ProcessPoolExecutor(workers, context, _begin, (mutant,))
    return _pools[mutant]


def _stop(mutant: str | None) -> None:
    """End the workers, whatever they are doing, because nothing needs it any more."""
    pool = _pools.pop(mutant)
    processes = list(pool._processes.values())  # noqa: SLF001  there is no other way
    for process in processes:
        process.terminate()
    pool.shutdown(cancel_futures=True)


def summarize(theorem: Theorem, results: Sequence[CaseResult]) -> TheoremResult:
    """The results of a theorem's cases as one."""
    verdicts = [result.verdict for result in results]
    verdict = next((v for v in _WORST if v in verdicts), Verdict.VACUOUS)
    telling = next((r for r in results if r.verdict is verdict), results[0])
    return TheoremResult(
        law=theorem.name,
        form=theorem.form.name,
        policy=theorem.policy or "",
        domain=theorem.domain,
        verdict=verdict,
        expected=theorem.expected,
        cases=len(theorem.cases),
        vacuous=verdicts.count(Verdict.VACUOUS),
        conditions=sum(result.conditions for result in results),
        slowest=max(result.cpu_seconds for result in results),
        opinions=sum(result.opinions for result in results),
        unconfirmed=sum(result.unconfirmed for result in results),
        disagreements=sum(result.disagreements for result in results),
        doubt=next((result.doubt for result in results if result.doubt), ""),
        cpu_seconds=sum(result.cpu_seconds for result in results),
        counterexample=telling.counterexample,
        reason=telling.reason,
    )
