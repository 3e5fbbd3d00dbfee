"""Vector files checked on all processors, and the result for each."""

import multiprocessing
import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice

import attrs

from properties.conformance.vectors.comparison import Mismatch, Result, compare
from properties.conformance.vectors.readings import Answerer
from properties.conformance.vectors.tables import (
    Block,
    MalformedFileError,
    Source,
    Table,
    blocks,
)

FEW = 16
"""Fewer blocks than these are done before other processes would have started."""

AHEAD = 3
"""How many blocks for each processor are read ahead."""

Progress = Callable[[int, int], None]
"""Told how many more rows were checked, and how many more bytes of files read."""


@attrs.define
class Report:
    """The result for one file so far."""

    table: Table
    rows: int = 0
    wrong_rows: int = 0
    mismatches: int = 0
    first: list[Mismatch] = attrs.Factory(list)
    """The first mismatches, not more than were wanted."""
    told: Counter[Answerer] = attrs.Factory(Counter)
    """Where answers are known to differ: how many rows have whose answer."""
    cpu_seconds: float = 0.0

    def add(self, result: Result, wanted: int) -> None:
        """Add the rows that come next."""
        self.rows += result.rows
        self.wrong_rows += result.wrong_rows
        self.mismatches += result.mismatches
        self.first += result.first[: max(0, wanted - len(self.first))]
        self.told.update(result.told)
        self.cpu_seconds += result.cpu_seconds

    @property
    def speed(self) -> float:
        """Rows in a second of one processor's time."""
        return self.rows / max(self.cpu_seconds, 1e-9)


def check(
    sources: Sequence[Source], wanted: int = 5, progress: Progress = lambda *_: None
) -> list[Report]:
    """Compare every row of some files with what the model answers.

    Args:
        sources: The files.
        wanted: How many mismatches of each file to describe, at most.
        progress: Told what was done.

    Raises:
        MalformedFileError: A file is no vector file; the message names the first place.
    """
    reports: list[Report] = []
    for number, block, result in _results(sources, wanted):
        if number == len(reports):
            reports.append(Report(block.table))
        reports[number].add(result, wanted)
        progress(result.rows, block.bytes_read)
    for report in reports:
        if not report.rows:
            raise MalformedFileError(f"{report.table.source.path}: it has no rows")
    return reports


def _results(
    sources: Sequence[Source], wanted: int
) -> Iterator[tuple[int, Block, Result]]:
    """What comes of every block, in order, with the number of its source."""
    jobs = (
        (number, block)
        for number, source in enumerate(sources)
        for block in blocks(source)
    )
    begin = list(islice(jobs, FEW))
    if len(begin) == FEW:
        yield from _spread(chain(begin, jobs), wanted)
        return
    for number, block in begin:
        yield number, block, compare(block, wanted)


def _spread(
    jobs: Iterator[tuple[int, Block]], wanted: int
) -> Iterator[tuple[int, Block, Result]]:
    """The same on all processors; blocks are read only a little ahead."""
    workers = len(os.sched_getaffinity(0))
    context = multiprocessing.get_context("spawn")
    running: deque[tuple[int, Block, Future[Result]]] = deque()
    with ProcessPoolExecutor(workers, context, _begin) as pool:
        try:
            for job in jobs:
                running.append((*job, pool.submit(compare, job[1], wanted)))
                if len(running) > AHEAD * workers:
                    number, block, future = running.popleft()
                    yield number, block, future.result()
            for number, block, future in running:
                yield number, block, future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Prepare a worker: an interrupt is for the first process of the command."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
