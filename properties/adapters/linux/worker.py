"""One process that runs a share of a campaign, and reports progress in JSON."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from itertools import count, islice
from typing import Any

from properties.adapters.linux.c_runner import CRunner
from properties.adapters.linux.campaign import BATCH, Mismatch, run_campaign, shrunk
from properties.adapters.linux.python_runner import PythonRunner
from properties.adapters.linux.shares import Share
from properties.machines.remembering import remembering
from properties.programs.campaign import Report


def work(share: Share, tell: Callable[[dict[str, Any]], None]) -> Report[Mismatch]:
    """Run a share; a program on which the kernel and the model differ is shrunk."""
    setup = share.setup
    numbers = islice(count(share.first, share.step), share.programs)
    begun = time.monotonic()

    def goes_on(report: Report[Mismatch]) -> bool:
        if report.programs % BATCH == 0:
            tell(_figures(report))
        enough = share.operations is not None and report.steps >= share.operations
        late = share.seconds is not None and time.monotonic() - begun >= share.seconds
        return not (enough or late)

    with setup.in_force(), remembering(), _runner(share) as runner:
        report = run_campaign(setup, runner, numbers, goes_on)
        record = _figures(report)
        if report.failure is not None:
            smallest = shrunk(setup, runner, report.failure)
            record["mismatch"] = mismatch_record(smallest, report.failure)
    tell(record)
    return report


def _runner(share: Share) -> "CRunner | PythonRunner":
    """The runner that a setup asks for."""
    return CRunner(share.cpu) if share.setup.runner == "c" else PythonRunner()


def _figures(report: Report[Mismatch]) -> dict[str, Any]:
    """How much was done so far."""
    return {
        "programs": report.programs,
        "operations": report.steps,
        "kinds": dict(report.kinds),
        "mismatch": None,
    }


def mismatch_record(smallest: Mismatch, whole: Mismatch) -> dict[str, Any]:
    """A mismatch, for JSON."""
    found = smallest.difference
    return {
        "program": smallest.number,
        "operations": list(map(str, smallest.operations)),
        "kernel": found.kernel,
        "model": found.model,
        "shrunk_from": len(whole.operations),
    }


def main() -> None:
    """Run the share that the argument says."""

    def tell(record: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps(record) + "\n")
        sys.stdout.flush()

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        work(Share.read(sys.argv[1]), tell)
    except BrokenPipeError:
        os._exit(1)


if __name__ == "__main__":
    main()
