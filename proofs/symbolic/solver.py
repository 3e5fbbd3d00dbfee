"""Whether conditions can hold together: z3, asked within a budget of processor time."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, TypeAlias

import attrs
import z3

from proofs.symbolic.terms import conjunction

Verdict: TypeAlias = Literal["sat", "unsat", "unknown"]
Theory: TypeAlias = Literal["bitvectors", "integers"]

SEED = 0
"""The seed of everything random in the solver: the same question takes the same search.
"""

POLL = 0.02
"""Seconds between two looks at the clock."""


@attrs.frozen
class Answer:
    """What the solver found out."""

    verdict: Verdict
    model: z3.ModelRef | None
    """Values that satisfy all assertions, if the verdict is sat."""
    cpu_seconds: float
    """Processor time of the thread that asked."""
    reason: str = ""
    """Why the verdict is unknown."""


def decide(
    assertions: Sequence[z3.BoolRef], *, budget: float, theory: Theory
) -> Answer:
    """Whether all assertions can hold together.

    The question is asked in a context of its own: the search does not depend on what
    was asked before, or on which terms there are.

    Args:
        assertions: Terms of the main z3 context.
        budget: Seconds of processor time of this thread, however long it has to wait
            for a processor; then the verdict is unknown.
        theory: ``integers`` if there are unbounded integers or unknown functions.
    """
    clock = thread_clock()
    begin = clock()
    context = z3.Context()
    make = z3.Solver if theory == "bitvectors" else z3.SimpleSolver
    solver = make(ctx=context)
    solver.set("random_seed", SEED)
    solver.add(conjunction(assertions).translate(context))
    with _interrupted_after(budget, clock, solver):
        verdict, reason = _check(solver)
    model = solver.model().translate(z3.main_ctx()) if verdict == "sat" else None
    return Answer(verdict, model, clock() - begin, reason)


def _check(solver: z3.Solver) -> tuple[Verdict, str]:
    try:
        result = solver.check()
    except z3.Z3Exception as failure:
        return "unknown", str(failure)
    if result == z3.sat:
        return "sat", ""
    if result == z3.unsat:
        return "unsat", ""
    return "unknown", solver.reason_unknown()


def thread_clock() -> Callable[[], float]:
    """The processor time of the calling thread, readable from any thread.

    Where the system does not tell it, the processor time of the process.
    """
    if not hasattr(time, "pthread_getcpuclockid"):
        return time.process_time
    identity = time.pthread_getcpuclockid(threading.get_ident())
    return lambda: time.clock_gettime(identity)


@contextmanager
def _interrupted_after(
    budget: float, clock: Callable[[], float], solver: z3.Solver
) -> Iterator[None]:
    """Interrupt the solver once the clock has advanced by ``budget`` seconds.

    An interrupt is lost on a solver that has not started, so it is repeated.
    """
    deadline = clock() + budget
    done = threading.Event()

    def watch() -> None:
        while not done.wait(POLL):
            if clock() >= deadline:
                solver.interrupt()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
