"""The families of questions that may notice a change, and how a family is asked."""

import enum
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any, Final

import attrs

from properties.mutation.asking import SHARE, WATCH

MEMORY_LIMIT: Final = 6 << 20
"""KiB of address space for one process: changed text may ask for any amount."""

PATIENCE: Final = 12
"""Seconds on the clock for each second of processor time, on a busy machine."""


class Evidence(enum.Enum):
    """The kind of evidence that a family gives."""

    LAW = "law"
    """Laws, sampled or proved, and answers from outside."""
    EXAMPLE = "example"
    """Tests of single functions, with the expected value written down."""


@attrs.frozen
class Killer:
    """A family of questions, put to a tree by a process of its own."""

    name: str
    evidence: Evidence
    command: tuple[str, ...]
    """Arguments of the interpreter."""
    budget: float
    """Processor seconds that its questions may add up to, on unchanged sources."""
    tests: tuple[str, ...] = ()
    """Files and folders of tests, as patterns, if it is pytest that asks."""
    hanging_kills: bool = True
    """Whether running out of time counts as noticing: not for a solver, as it may be
    slow."""


@attrs.frozen
class Answer:
    """The answer to one question."""

    name: str
    wrong: str
    """Empty if all is well."""
    seconds: float
    functions: frozenset[str] = frozenset()


def _asking(name: str, budget: float) -> Killer:
    """A family of ``questions``."""
    command = ("-m", "properties.mutation.asking", name)
    return Killer(name, Evidence.LAW, command, budget)


def _tests(name: str, evidence: Evidence, budget: float, *paths: str) -> Killer:
    """The tests in some files or folders."""
    options = ("-q", "-x", "-m", "not proof", "-p", "no:cacheprovider")
    plugin = ("-p", "no:xdist", "-p", "properties.mutation.pytest_plugin")
    command = ("-m", "pytest", *options, *plugin)
    return Killer(name, evidence, command, budget, tests=paths)


BEGINNINGS: Final = _asking("import", 10.0)
"""Whether the changed text can be imported, and a system booted."""

BOOT: Final = "/"
"""What the names of questions about booting have: policy and format are apart by it."""

QUICK: Final = (
    BEGINNINGS,
    _asking("posix", 15.0),
    _asking("vectors", 10.0),
    _asking("programs", 10.0),
    _asking("fuzz", 30.0),
    _asking("oracle", 20.0),
)
"""The families without a solver or a test runner, in the order in which they are asked.
"""

LAWS: Final = _tests(
    "laws",
    Evidence.LAW,
    30.0,
    "tests/properties/test_*_laws.py",
    "tests/exhaustive",
)
"""Laws on samples, and on everything in a small format.

The tests of the catalogue of mutants are not asked, because they quote the text of the
model and would notice any change.
"""

EXAMPLES: Final = _tests(
    "tests",
    Evidence.EXAMPLE,
    30.0,
    "tests/model",
    "tests/optimized",
    "tests/conformance",
    "tests/ufork",
)
"""Tests that have their expectations written down."""


def watch(killer: Killer, tree: Path) -> list[Answer]:
    """Put every question of a family, and see which functions it executes.

    They are dealt out to as many processes as there are processors: of tests whole
    files, of all others every so many-th question.
    """
    workers, paths = len(os.sched_getaffinity(0)), _paths(killer, tree)
    shares = [
        paths[n::workers] if paths else [f"{SHARE}{n}/{workers}"]
        for n in range(workers)
    ]

    def answers(share: list[str]) -> list[Answer]:
        return list(_answers(killer, tree, None, None, share))

    with ThreadPoolExecutor(workers) as pool:
        return list(chain.from_iterable(pool.map(answers, shares)))


def ask(killer: Killer, tree: Path, names: Sequence[str], cpu: float) -> Answer | None:
    """The first wrong answer to some questions of a family, if there is one.

    Args:
        killer: The family.
        tree: The sources that are asked about.
        names: The questions, in their order.
        cpu: Processor seconds after which the process is ended.
    """
    last = None
    for last in _answers(killer, tree, names, cpu, _paths(killer, tree)):
        if last.wrong:
            return last
    return None


def _answers(
    killer: Killer,
    tree: Path,
    names: Sequence[str] | None,
    cpu: float | None,
    paths: Sequence[str],
) -> Iterator[Answer]:
    """The answers of a process; if it did not end well, its end is one too."""
    with tempfile.TemporaryDirectory(dir=tree.parent) as scratch:
        environment, stdin = _given(killer, tree, Path(scratch), names)
        command = [sys.executable, *killer.command, *paths]
        if names is None:
            command = [part for part in command if part != "-x"]
            command += [] if killer.tests else [WATCH]
        ended = _run(command, tree, environment, stdin, cpu)
        text = ended.stdout
        if killer.tests:
            file = Path(scratch) / "answers"
            text = file.read_text(encoding="utf-8") if file.exists() else ""
        found = [_answer(json.loads(line)) for line in text.splitlines()]
    yield from found
    if any(answer.wrong for answer in found):
        return
    may_be_slow = not killer.hanging_kills and names is not None
    if ended.cause and not (may_be_slow and ended.cause == OUT_OF_TIME):
        yield Answer("", ended.cause, 0.0)


OUT_OF_TIME: Final = "it did not end in time"


@attrs.frozen
class _Ended:
    """A process that has ended."""

    stdout: str
    cause: str
    """Why the process ended, if not because it was done."""


def _paths(killer: Killer, tree: Path) -> list[str]:
    """The files of tests that a family has in a tree, the large ones first."""
    found = [path for one in killer.tests for path in tree.glob(one)]
    files = [path for folder in found for path in folder.rglob("test_*.py")]
    files += [path for path in found if path.is_file()]
    return list(map(str, sorted(files, key=lambda file: -file.stat().st_size)))


def _given(
    killer: Killer, tree: Path, scratch: Path, names: Sequence[str] | None
) -> tuple[dict[str, str], str]:
    """The environment and the input of the process."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree),
        "PYTHONHASHSEED": "0",
        "HYPOTHESIS_PROFILE": "ci",
    }
    if names is not None:
        environment.setdefault("UFORK_CACHE", str(scratch / "cache"))
    asked = "\n".join(names or ())
    if killer.tests:
        environment["UFORK_ANSWERS"] = str(scratch / "answers")
        if names is None:
            environment["UFORK_WATCHED"] = "1"
        else:
            (scratch / "asked").write_text(asked, encoding="utf-8")
            environment["UFORK_ASKED"] = str(scratch / "asked")
    return environment, asked


def _run(
    command: Sequence[str],
    tree: Path,
    environment: Mapping[str, str],
    stdin: str,
    cpu: float | None,
) -> _Ended:
    """Run a process within limits; nothing that it started is left."""
    limits = f"ulimit -v {MEMORY_LIMIT}"
    if cpu is not None:
        limits += f"; ulimit -t {int(cpu) + 1}"
    process = subprocess.Popen(  # noqa: S603  this very program, on another tree
        ["/bin/sh", "-c", f'{limits}; exec "$@"', "sh", *command],
        cwd=tree,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        patience = None if cpu is None else PATIENCE * (cpu + 5)
        out, errors = process.communicate(stdin, patience)
    except subprocess.TimeoutExpired:
        _end(process)
        out, errors = process.communicate()
        return _Ended(out, OUT_OF_TIME)
    finally:
        _end(process)
    return _Ended(out, _cause(process.returncode, errors))


def _cause(code: int, errors: str) -> str:
    """Why a process with this exit code ended, if it was not done or had an answer."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return OUT_OF_TIME
    if code < 0:
        return f"ended by {signal.Signals(-code).name}"
    if code == 0:
        return ""
    said = errors.strip().splitlines()
    return said[-1] if said else f"ended with {code}"


def _end(process: "subprocess.Popen[str]") -> None:
    """End a process and all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _answer(record: Mapping[str, Any]) -> Answer:
    """An answer as it was written."""
    functions = frozenset(record.get("functions", ()))
    return Answer(record["name"], record["wrong"], record["seconds"], functions)
