"""Independent work on all processors."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")


def each(
    function: Callable[[Work], Result],
    works: Sequence[Work],
    workers: int | None = None,
) -> Iterator[Result]:
    """The function's result for each, as they come; everything must be picklable.

    Args:
        function: Run in a process of its own.
        works: What it is called with.
        workers: How many processes there are; None for one on each processor.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers or len(os.sched_getaffinity(0)), context) as pool:
        for future in as_completed([pool.submit(function, work) for work in works]):
            yield future.result()
