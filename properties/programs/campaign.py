"""The loop of every campaign: one random program after another, until one fails."""

import gc
import itertools
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Generic, TypeVar

import attrs

from model import operations as ops

Found = TypeVar("Found")


ALLOCATIONS: Final = 50_000
"""Objects made, less those freed, between two looks for cycles."""


@attrs.frozen
class Trial(Generic[Found]):
    """The result of one program."""

    program: Sequence[ops.Operation]
    failure: Found | None = None
    skipped: int = 0
    """Operations that were drawn and refused."""


@attrs.define
class Report(Generic[Found]):
    """What a campaign has done so far."""

    programs: int = 0
    steps: int = 0
    skipped: int = 0
    kinds: Counter[str] = attrs.field(factory=Counter)
    """Steps of each kind."""
    seconds: float = 0.0
    failure: Found | None = None

    @property
    def steps_per_second(self) -> float:
        """Operations run per second of wall time, on both systems together."""
        return self.steps / self.seconds if self.seconds else 0.0


def run_trials(
    trials: Iterable[Trial[Found]], goes_on: Callable[[Report[Found]], bool]
) -> Report[Found]:
    """Go through programs, as long as that is wanted, or until one fails.

    Cycles of garbage are looked for seldom: systems are large, and have few.
    """
    report, begun = Report[Found](), time.monotonic()
    thresholds = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS, *thresholds[1:])
    try:
        _go_through(trials, goes_on, report, begun)
    finally:
        gc.set_threshold(*thresholds)
    return report


def _go_through(
    trials: Iterable[Trial[Found]],
    goes_on: Callable[[Report[Found]], bool],
    report: Report[Found],
    begun: float,
) -> None:
    """Count what comes of each program."""
    for trial in trials:
        report.programs += 1
        report.steps += len(trial.program)
        report.skipped += trial.skipped
        report.kinds.update(map(kind_of, trial.program))
        report.seconds = time.monotonic() - begun
        report.failure = trial.failure
        if not goes_on(report) or report.failure is not None:
            return


def sources(
    seed: int, numbers: Iterable[int] | None = None
) -> Iterator[tuple[int, random.Random]]:
    """The numbers of programs, all if none are given, each with its generator.

    Program ``n`` of a seed is always the same.
    """
    for number in itertools.count() if numbers is None else numbers:
        yield number, random.Random(f"{seed}/{number}")  # noqa: S311  has to come again


def kind_of(operation: ops.Operation) -> str:
    """The kind that an operation counts as: its verb, and how it maps or inherits."""
    match operation:
        case ops.Mmap(sharing=detail) | ops.MmapFile(sharing=detail):
            return f"{operation.verb} {detail}"
        case ops.MmapAt(placing=detail) | ops.Minherit(inheritance=detail):
            return f"{operation.verb} {detail}"
        case ops.Mremap(moving=detail):
            return f"{operation.verb} {detail}"
        case _:
            return operation.verb
