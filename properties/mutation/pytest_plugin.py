"""What a run of pytest is told and tells: ``-p properties.mutation.pytest_plugin``.

The variable ``UFORK_ASKED`` names a file with the tests that are to be run, in this
order. ``UFORK_ANSWERS`` names a file to which every answer is added as a line of JSON.
If ``UFORK_WATCHED`` is set, the functions that each test executes are added as well.
"""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from properties.mutation.watching import Watcher, watching

ROOT = Path(__file__).parents[2]

_watcher: list[Watcher] = []
"""The watcher of the test that is running."""

_open = ExitStack()
"""The contexts that end with the test that is running."""


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Keep the tests that are asked for, in their order."""
    if asked := os.environ.get("UFORK_ASKED"):
        known = {item.nodeid: item for item in items}
        names = Path(asked).read_text(encoding="utf-8").splitlines()
        items[:] = [known[name] for name in names if name in known]


def pytest_runtest_logstart() -> None:
    """Begin to watch a test."""
    if "UFORK_WATCHED" in os.environ:
        _watcher[:] = [_open.enter_context(watching())]


def pytest_runtest_logreport(report: Any) -> None:  # noqa: ANN401  pytest's own
    """Tell how a test went, and what it executed."""
    if report.when != "call" and report.passed:
        return
    record = {
        "name": report.nodeid,
        "wrong": "" if not report.failed else _said(report),
        "seconds": round(report.duration, 4),
    }
    if _watcher:
        record["functions"] = sorted(_watcher[0].functions(ROOT))
    answers = Path(os.environ["UFORK_ANSWERS"])
    with answers.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")


def pytest_runtest_logfinish() -> None:
    """Stop watching."""
    _open.close()
    _watcher.clear()


def _said(report: Any) -> str:  # noqa: ANN401  pytest's own
    """The line that says why a test failed."""
    return next(_errors(str(report.longrepr)), "it failed")


def _errors(text: str) -> Iterator[str]:
    """The lines of a traceback that name an error."""
    for line in text.splitlines():
        if line.startswith("E "):
            yield line.removeprefix("E").strip()
