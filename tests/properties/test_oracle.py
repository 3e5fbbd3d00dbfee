"""The model and the running kernel agree, and defects of the model do not hide."""

import itertools
import random
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from model.isa.capability import root
from model.isa.formats import MORELLO128
from model.language import parse
from model.operations import Operation
from model.outcomes import Faulted
from model.system import step
from properties.adapters.linux.abilities import abilities
from properties.adapters.linux.encoding import VERBS
from properties.adapters.linux.setups import OracleSetup, obstacle

if (reason := obstacle()) is not None:
    pytest.skip(f"there is no oracle: {reason}", allow_module_level=True)

from properties.adapters.linux.c_runner import SOURCE, CRunner, find_compiler
from properties.adapters.linux.campaign import run_campaign, shrunk
from properties.adapters.linux.comparing import difference
from properties.adapters.linux.generation import new_program, replayed
from properties.adapters.linux.judged import NOT_JUDGED
from properties.adapters.linux.recording import Recording
from properties.adapters.linux.shares import Share
from properties.adapters.linux.workers import Limits, run_workers

PLAIN = OracleSetup()
RUNNER = "c" if find_compiler() else "python"
COMPILER = pytest.mark.skipif(not find_compiler(), reason="there is no C compiler")


def program(*lines: str) -> list[Operation]:
    return [operation for line in lines if (operation := parse(line)) is not None]


def random_programs(count: int) -> list[Recording]:
    return [
        new_program(PLAIN.boot, random.Random(f"test/{n}"), abilities(RUNNER))
        for n in range(count)
    ]


def test_the_kernel_and_the_model_agree() -> None:
    report = run_workers(OracleSetup(runner=RUNNER, seed=1), Limits(seconds=5))

    assert report.failure is None
    assert len(report.kinds) >= 30
    assert report.steps >= 1000


def test_they_agree_without_a_compiler_too() -> None:
    setup = OracleSetup(runner="python", seed=2)
    report = run_workers(setup, Limits(operations=600), workers=1)

    assert report.failure is None
    assert len(report.kinds) >= 30


@COMPILER
def test_a_sub_reaper_supervises_as_well_as_a_namespace() -> None:
    programs = random_programs(24)
    with CRunner(namespace=False) as runner:
        answers = runner.run(programs)

    assert [None] * 24 == [
        difference(recording, answer)
        for recording, answer in zip(programs, answers, strict=True)
    ]


@COMPILER
@pytest.mark.parametrize("memory", ["full-copy", "copa"])
def test_one_address_space_cannot_be_told_from_many(memory: str) -> None:
    report = run_workers(OracleSetup(memory=memory), Limits(operations=3000))

    assert report.failure is None


@COMPILER
@pytest.mark.parametrize(
    "mutant",
    [
        "descriptions-apart",
        "wait-without-children",
        "mask-not-inherited",
        "parent-keeps-write",
    ],
)
def test_a_defect_of_the_model_is_found_and_shrunk(mutant: str) -> None:
    report = run_workers(OracleSetup(mutant=mutant), Limits(operations=50_000))

    assert report.failure is not None
    assert len(report.failure["operations"]) <= 10


TAUGHT = {
    "a store that the mapping forbids is no SIGBUS, wherever the file ends": (
        *("a fork b", "b open f rw+creat", "b mmapfile c6 4096 r private 0"),
        *("b store c6 8 1", "a waitpid b"),
    ),
    "a load beyond the end of the file is a SIGBUS": (
        *("a fork b", "b open f rw+creat", "b mmapfile c6 4096 r private 0"),
        *("b load c7 c6 8", "a waitpid b"),
    ),
    "a parent that ignores SIGCHLD is not sent one, though it blocks it": (
        *("a sigaction CHLD ignore", "a sigmask block CHLD", "a fork b", "b exit"),
        "a sigpending",
    ),
}
"""What the kernel knew better than the model once did."""

TOLD = ("0x3 killed by SEGV", "0x3 killed by BUS", "0x0")


def recorded(setup: OracleSetup, lines: tuple[str, ...]) -> Recording:
    recording = Recording(setup.boot())
    for operation in program(*lines):
        assert recording.run(operation)
    return recording


@COMPILER
def test_a_pointer_out_of_its_region_is_a_mismatch_and_no_breakdown() -> None:
    """The kernel's memory lies below every region: the distance to it is negative."""
    recording = Recording(PLAIN.boot())
    recording.system.processes["a"].registers["c10"] = root(MORELLO128, 0, 4096)
    for operation in program("a storecap c10 c1", "a move c9 c10", "a loadcap c9 c1"):
        assert recording.run(operation)
    with CRunner() as runner:
        (answer,) = runner.run([recording])

    assert difference(recording, answer) is not None


@COMPILER
def test_what_the_kernel_taught_the_model() -> None:
    programs = [recorded(PLAIN, lines) for lines in TAUGHT.values()]
    with CRunner() as runner:
        answers = runner.run(programs)

    for recording, told, answer in zip(programs, TOLD, answers, strict=True):
        assert told == str(recording.outcomes[-1])
        assert difference(recording, answer) is None


@COMPILER
def test_pointers_in_shared_memory_are_told_apart_and_so_not_judged() -> None:
    """A traditional system follows them to the copy of whoever asks."""
    lines = (
        *("a mmap c6 4096 rw shared", "a store c1 8 1", "a storecap c1 c6+2048"),
        *("a fork b", "b store c1 8 2", "b loadcap c7 c6+2048", "b load c8 c7 8"),
    )
    apart = recorded(PLAIN, lines)
    with CRunner() as runner:
        (answer,) = runner.run([apart])
    one_space = OracleSetup(memory="copa").boot()
    outcomes = [step(one_space, operation) for operation in program(*lines)]

    assert difference(apart, answer) is None
    assert "0x2" == str(apart.outcomes[-1])
    assert isinstance(outcomes[2], Faulted)


@COMPILER
def test_what_posix_leaves_open_is_a_matter_of_profile() -> None:
    lines = program("a fork b", "a fork c", "b exit 1", "c exit 2", "a waitpid any")
    lines += program("a getpid", "a waitpid any", "a waitpid any")
    found = {}
    for profile in ("linux", "posix"):
        setup = OracleSetup(mutant="youngest-child-first", profile=profile)
        with setup.in_force(), CRunner() as runner:
            numbers = itertools.count()
            report = run_campaign(setup, runner, numbers, lambda r: r.steps < 9000)
            found[profile] = report.failure
            (answer,) = runner.run([replayed(setup.boot, lines)])
            unlike = difference(replayed(setup.boot, lines), answer)
            assert unlike is not None
            assert 4 == unlike.index

    assert found["linux"] is not None
    assert found["posix"] is None


@COMPILER
def test_a_mismatch_is_shrunk_to_what_matters() -> None:
    setup = OracleSetup(mutant="raw-exit-status")
    with setup.in_force(), CRunner() as runner:
        report = run_campaign(setup, runner, itertools.count(), lambda _: True)
        assert report.failure is not None
        smallest = shrunk(setup, runner, report.failure)

    assert len(smallest.operations) <= 3


@COMPILER
def test_the_runner_in_c_knows_every_operation() -> None:
    known = set(re.findall(r"\bcase OP_(\w+):", SOURCE.read_text()))

    assert {verb.upper() for verb in VERBS} == known


def test_programs_are_made_of_what_is_judged() -> None:
    for recording in random_programs(20):
        again = replayed(PLAIN.boot, recording.operations)

        assert recording.operations == again.operations
        assert recording.records == again.records
        assert recording.expected == again.expected


def test_programs_can_be_written_down() -> None:
    (recording,) = random_programs(1)

    assert recording.operations == program(*map(str, recording.operations))


def test_what_is_not_judged_is_told() -> None:
    assert len(NOT_JUDGED) == len(set(NOT_JUDGED))


@pytest.mark.parametrize("runner", [RUNNER, "python"])
def test_nothing_is_left_when_a_worker_is_ended(runner: str, tmp_path: Path) -> None:
    share = Share(OracleSetup(runner=runner), seconds=60.0)
    worker = subprocess.Popen(
        [sys.executable, "-m", "properties.adapters.linux.worker", share.line()],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": ".", "TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    with worker:
        assert worker.stdout is not None
        worker.stdout.readline()
        worker.send_signal(signal.SIGTERM)
        worker.stdout.read()

    assert [] == list(tmp_path.iterdir())
