"""A campaign shared out to several worker processes."""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias

import attrs

from properties.adapters.linux.setups import OracleSetup
from properties.adapters.linux.shares import Share
from properties.programs.campaign import Report

ROOT: Final = Path(__file__).parents[3]
"""Where the packages are."""


class WorkerFailedError(Exception):
    """A worker ended without saying how it went; the message is its last line."""


Summed: TypeAlias = Report[dict[str, Any]]
"""What all workers have done so far; a mismatch is as they wrote it down."""


@attrs.frozen
class Limits:
    """The limits of a campaign, whichever comes first; None sets no limit."""

    operations: int | None = None
    seconds: float | None = None
    program: int | None = None
    """The only program that is run, if only one is to be run."""


def shares(setup: OracleSetup, limits: Limits, workers: int) -> list[Share]:
    """What each worker does: every n-th program, and its part of the operations."""
    if limits.program is not None:
        return [Share(setup, limits.program, programs=1)]
    each = None if limits.operations is None else -(-limits.operations // workers)
    cpus = sorted(os.sched_getaffinity(0))
    pinned = workers <= len(cpus)
    return [
        Share(
            setup,
            first,
            workers,
            operations=each,
            seconds=limits.seconds,
            cpu=cpus[first] if pinned else -1,
        )
        for first in range(workers)
    ]


def run_workers(
    setup: OracleSetup,
    limits: Limits,
    progress: Callable[[Summed], None] = lambda _: None,
    workers: int | None = None,
) -> Summed:
    """Run a campaign on all processors, until they are done or one found a mismatch.

    Raises:
        WorkerFailedError: A worker broke down.
    """
    begun = time.monotonic()
    number = workers or len(os.sched_getaffinity(0))
    latest: dict[int, dict[str, Any]] = {}
    report = Summed()
    with _started(shares(setup, limits, number)) as running:
        for worker, record in _lines(running):
            latest[worker] = record
            report = _summed(latest.values(), time.monotonic() - begun)
            progress(report)
            if report.failure is not None:
                break
    return report


def _summed(records: Any, seconds: float) -> Summed:  # noqa: ANN401  values of a dict
    """The figures of all workers."""
    report = Summed(seconds=seconds)
    for record in records:
        report.programs += record["programs"]
        report.steps += record["operations"]
        report.kinds.update(record["kinds"])
        report.failure = report.failure or record["mismatch"]
    return report


@contextmanager
def _started(parts: list[Share]) -> Iterator[list[subprocess.Popen[str]]]:
    """Workers that run their shares; all have ended when the context ends."""
    running: list[subprocess.Popen[str]] = []
    command = [sys.executable, "-m", "properties.adapters.linux.worker"]
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    try:
        running.extend(
            subprocess.Popen(  # noqa: S603  this very program
                [*command, part.line()],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": path},
                start_new_session=True,
            )
            for part in parts
        )
        yield running
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.communicate()


def _lines(
    running: list[subprocess.Popen[str]],
) -> Iterator[tuple[int, dict[str, Any]]]:
    """What the workers say, as they say it.

    Raises:
        WorkerFailedError: A worker broke down.
    """
    with selectors.DefaultSelector() as selector:
        for worker, process in enumerate(running):
            if process.stdout is not None:
                selector.register(process.stdout, selectors.EVENT_READ, worker)
        while selector.get_map():
            for key, _ in selector.select():
                line = running[key.data].stdout.readline()
                if line:
                    yield key.data, json.loads(line)
                else:
                    selector.unregister(key.fileobj)
                    _require_success(running[key.data])


def _require_success(process: subprocess.Popen[str]) -> None:
    """Pass if a worker ended as it should.

    Raises:
        WorkerFailedError: The worker failed.
    """
    if process.wait():
        said = process.stderr.read().strip().splitlines() if process.stderr else []
        raise WorkerFailedError(said[-1] if said else "a worker was ended")
