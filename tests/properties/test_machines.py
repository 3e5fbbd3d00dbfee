"""The three drivers: what is right passes, and what is wrong is caught."""

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis.stateful import run_state_machine_as_test

from properties.machines.campaign import run_campaign
from properties.machines.lockstep import run_program
from properties.machines.rule_machine import machine_for
from properties.machines.setups import FULL_COPY, Setup
from properties.machines.shrinking import shrink
from properties.mutants import MUTANTS
from properties.strategies.programs import Step, programs, run_steps
from tests.properties.sampling import lawful_memories

NAMES = ("morello128", "toy")


@pytest.mark.parametrize("name", NAMES)
@lawful_memories
@given(program=programs())
def test_copa_cannot_be_told_from_full_copy(name: str, program: list[Step]) -> None:
    assert run_steps(Setup("copa", format=name), program) is None


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("policy", [FULL_COPY, "copa"])
def test_the_rule_machine_finds_no_violation(policy: str, name: str) -> None:
    run_state_machine_as_test(
        machine_for(Setup(policy, format=name)),
        settings=settings(max_examples=8, stateful_step_count=20, deadline=None),
    )


def test_the_rule_machine_catches_naive_copy_on_write() -> None:
    quick = settings(
        max_examples=500,
        stateful_step_count=30,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine_for(Setup("naive-cow")), settings=quick)


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_seeded_loop_catches_every_mutant(mutant: str) -> None:
    report = run_campaign(Setup(mutant=mutant), seed=1, seconds=20)

    assert report.failure is not None
    program = report.failure.program
    assert run_program(report.failure.setup, program, sweep_every=1) is not None


@pytest.mark.parametrize("mutant", ["no-load-barrier", "seal-lost"])
def test_a_failure_of_the_seeded_loop_shrinks_to_a_few_operations(mutant: str) -> None:
    report = run_campaign(Setup(mutant=mutant), seed=1, seconds=20)
    assert report.failure is not None

    small = shrink(report.failure)

    assert len(small.program) <= 8
    violation = run_program(small.setup, small.program, sweep_every=1)
    assert violation is not None
    assert small.violation.law == violation.law


@pytest.mark.parametrize(
    "mutant", ["no-load-barrier", "parent-keeps-write", "refcount-not-dropped"]
)
def test_a_drawn_program_that_catches_a_mutant_shrinks(mutant: str) -> None:
    setup = Setup(mutant=mutant)

    program = find(
        programs(),
        lambda program: run_steps(setup, program) is not None,
        settings=settings(max_examples=2000, database=None, deadline=None),
    )

    assert len(program) <= 3
    assert run_steps(setup, program) is not None


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_program_that_catches_a_mutant_is_right_about_copa(mutant: str) -> None:
    report = run_campaign(Setup(mutant=mutant), seed=2, seconds=20)
    assert report.failure is not None

    assert run_program(Setup("copa"), report.failure.program) is None
