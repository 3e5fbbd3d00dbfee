"""Failing programs are made small: forks collapse, and operands become plain."""

import pytest

from model import operations as ops
from model.language import parse_program
from properties.machines.campaign import run_campaign, shrunk
from properties.machines.lockstep import run_program
from properties.machines.setups import Setup
from properties.mutants import MUTANTS
from properties.mutants.mutant import Area
from properties.programs.shrinking import Program, shrink

POLICIES = [name for name, mutant in MUTANTS.items() if mutant.area is Area.POLICY]

SMALLEST = {
    "no-load-barrier": 3,
    "relocate-by-address": 4,
    "parent-keeps-write": 3,
    "reuse-without-relocating": 4,
    "refcount-not-dropped": 3,
    "second-child-forgotten": 6,
    "widen-on-relocation": 3,
    "seal-lost": 3,
    "protect-ignores-sharing": 4,
    "protect-lifts-barrier": 4,
    "shared-memory-copied": 7,
    "frame-freed-too-early": 3,
}
"""The most operations that the program which catches a mutant may have in the end."""


def program(text: str) -> Program:
    return tuple(operation for _, operation in parse_program(text))


def lines(program: Program) -> list[str]:
    return [str(operation) for operation in program]


def loads(program: Program) -> bool:
    """Whether a process that was forked, or the first one, loads a capability."""
    known = {"a"}
    for operation in program:
        if isinstance(operation, ops.Fork) and operation.process in known:
            known.add(operation.child)
        if isinstance(operation, ops.LoadCapability) and operation.process in known:
            return True
        if isinstance(operation, ops.Exit):
            known.discard(operation.process)
    return False


def forked_load(program: Program) -> bool:
    """Whether a child loads a capability."""
    first = [op for op in program if op.process != "a" or isinstance(op, ops.Fork)]
    return first != [] and loads(tuple(first)) and "a" != first[-1].process


def test_forks_of_forks_collapse() -> None:
    long = program("a fork b\nb fork c\nc fork d\nd loadcap c9 c4+32")

    assert ["a fork b", "b loadcap c1 c1"] == lines(shrink(long, forked_load))


def test_a_fork_and_an_exit_collapse() -> None:
    long = program("a fork b\na exit\nb loadcap c5 c1")

    assert ["a loadcap c1 c1"] == lines(shrink(long, loads))


def test_a_process_is_replaced_by_its_ancestor() -> None:
    long = program("a fork b\na fork c\nc getpid\nb loadcap c5 c1")

    assert ["a loadcap c1 c1"] == lines(shrink(long, loads))


def test_names_of_semaphores_are_not_those_of_processes() -> None:
    long = program("a fork s\ns semopen s 1")

    def fails(program: Program) -> bool:
        return (
            [op.verb for op in program] == ["fork", "semopen"]
            and all(
                op.process == program[0].child  # type: ignore[attr-defined]
                for op in program[1:]
            )
        )

    assert ["a fork b", "b semopen s 0"] == lines(shrink(long, fails))


def test_what_fails_in_another_way_is_not_smaller() -> None:
    long = program("a storecap c1 c1\na loadcap c5 c1\na loadcap c6 c1")

    def fails(program: Program) -> bool:
        return [op.verb for op in program] == ["storecap", "loadcap"]

    kept = shrink(long[:2], fails)

    assert ["a storecap c1 c1", "a loadcap c1 c1"] == lines(kept)


@pytest.mark.parametrize("mutant", POLICIES)
def test_the_program_that_catches_a_mutant_is_small(mutant: str) -> None:
    policy = MUTANTS[mutant].policy
    setup = Setup(mutant=mutant) if policy is None else Setup(policy.name, mutant)
    report = run_campaign(setup, seed=1, programs=6000)
    assert report.failure is not None
    whole = run_program(report.failure.setup, report.failure.program, look=True)

    small = shrunk(report.failure)

    again = run_program(small.setup, small.program, look=True)
    assert whole is not None
    assert again == small.violation
    assert whole.law == small.violation.law
    assert len(small.program) <= SMALLEST.get(mutant, 6), lines(small.program)
