"""The questions that are put to a changed model without a solver or a test runner.

Every family has the names of its questions and a function that puts one: what is wrong
is said in a few words, and an empty answer means that all is well. The same name always
asks the same, whatever the clock says.
"""

import atexit
import functools
import importlib
import pkgutil
import random
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Final

import model
import optimized
from model.memory.layout import LAYOUTS
from properties.adapters.linux.c_runner import CRunner, find_compiler
from properties.adapters.linux.campaign import Runner, run_campaign
from properties.adapters.linux.python_runner import PythonRunner
from properties.adapters.linux.setups import OracleSetup, obstacle
from properties.conformance.posix.examples import (
    examples_in,
    read_example,
    run_example,
)
from properties.conformance.vectors.comparison import compare
from properties.conformance.vectors.tables import Block, blocks, source_of
from properties.machines.campaign import one_program
from properties.machines.kernel_programs import failure_after
from properties.machines.setups import MEMORIES, NAMES, SEPARATE, Setup
from properties.mutants import MUTANTS
from properties.mutants.mutant import Program

POSIX: Final = Path(str(files("properties.conformance.posix")))
VECTORS: Final = Path(str(files("properties.conformance.vectors"))) / "published"

ROWS: Final = 200
"""Rows of each block of published answers that are compared."""

PARTS: Final = 4
"""Questions of a campaign for each policy."""

PROGRAMS: Final = 6
"""Random programs in one question."""

ASKED: Final = 48
"""Random programs in one question to the running kernel."""

SOUND: Final = tuple(name for name in NAMES if name != "naive-cow")
"""The policies that keep every law: the other one is there to break them."""


# Whether it can be imported and started ---------------------------------------------


def _beginnings() -> list[str]:
    """Every module that may be changed, and every system that can be booted."""
    modules = [
        info.name
        for package in (model, optimized)
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    return [*modules, *(f"{name}/{form}" for name in NAMES for form in LAYOUTS)]


def _begin(name: str) -> str:
    """Import a module, or boot a system."""
    policy, slash, form = name.partition("/")
    if slash:
        Setup(policy, format=form).boot()
    else:
        importlib.import_module(name)
    return ""


# Published answers ------------------------------------------------------------------


def _files() -> list[str]:
    """The files of published answers."""
    return [path.name for path in sorted(VECTORS.glob("*.csv.gz"))]


def _compare(name: str) -> str:
    """Compare rows from all of a file with what the model says."""
    for block in blocks(source_of(VECTORS / name, None, None)):
        for found in compare(_thinned(block), 1).first:
            return (
                f"{found.column}: the file says {found.file_says}, "
                f"the model {found.model_says}"
            )
    return ""


def _thinned(block: Block) -> Block:
    """Every so many-th row of a block."""
    lines = block.text.splitlines(keepends=True)
    step = max(1, len(lines) // ROWS)
    return Block(block.table, block.first_line, b"".join(lines[::step]), 0)


# Assertions of POSIX suites ---------------------------------------------------------


def _assertions() -> list[str]:
    """The keys of the examples."""
    return [example.key for example in examples_in(POSIX)]


def _assert(key: str) -> str:
    """Run an example over every memory."""
    example = read_example(POSIX / f"{key}.uf")
    for memory in MEMORIES:
        found = run_example(example, memory)
        if found is not None:
            line = found.line
            return f"over {memory}, `{line.operation}` came to {found.outcome}"
    return ""


# Random programs --------------------------------------------------------------------


def _campaigns() -> list[str]:
    """Parts of a campaign for each policy, a few of them in the small format."""
    parts = range(PARTS)
    large = [f"{name}/morello128/{part}" for part in parts for name in SOUND]
    return [*large, *(f"{name}/toy/0" for name in SOUND)]


def _fuzz(name: str) -> str:
    """Run random programs of a policy in step with the full copy, audits included."""
    policy, form, part = name.split("/")
    for number in range(PROGRAMS):
        source = random.Random(f"{part}/{number}")  # noqa: S311  has to come again
        setup = Setup(policy, format=form)
        failure = one_program(setup, source, audit=True).failure
        if failure is not None:
            return f"{failure.violation.law}: {failure.violation.message}"
    return ""


# Laws after the programs of the catalogue --------------------------------------------


def _programs() -> list[str]:
    """The programs after which a law tells a mutant of the catalogue."""
    return [
        f"{mutant.id}/{number}"
        for mutant in MUTANTS.values()
        for number, by in enumerate(mutant.killed_by)
        if isinstance(by, Program)
    ]


def _check(name: str) -> str:
    """Run such a program without its mutant, and check the law."""
    mutant, _, number = name.partition("/")
    by = MUTANTS[mutant].killed_by[int(number)]
    return (failure_after(by) or "") if isinstance(by, Program) else ""


# The running kernel -----------------------------------------------------------------


def _askings() -> list[str]:
    """Questions to the running kernel, if there is one that can be asked."""
    if obstacle() is not None:
        return []
    return [
        *(f"{SEPARATE}/{seed}" for seed in range(6)),
        *(f"{m}/0" for m in MEMORIES[1:]),
    ]


def _ask(name: str) -> str:
    """Run random programs on the kernel and on the model."""
    memory, seed = name.split("/")
    setup = OracleSetup(seed=int(seed), memory=memory)
    report = run_campaign(setup, _runner(), range(ASKED), lambda _: True)
    if report.failure is None:
        return ""
    found = report.failure.difference
    return f"the kernel says {found.kernel}, the model {found.model}"


@functools.cache
def _runner() -> Runner:
    """What runs programs on real processes, for as long as this process lives."""
    runner = CRunner() if find_compiler() else PythonRunner()
    entered = runner.__enter__()
    atexit.register(runner.__exit__, None, None, None)
    return entered


FAMILIES: Final[
    Mapping[str, tuple[Callable[[], Sequence[str]], Callable[[str], str]]]
] = MappingProxyType(
    {
        "import": (_beginnings, _begin),
        "vectors": (_files, _compare),
        "posix": (_assertions, _assert),
        "programs": (_programs, _check),
        "fuzz": (_campaigns, _fuzz),
        "oracle": (_askings, _ask),
    }
)
"""The names of the questions of each family, and how one is put."""
