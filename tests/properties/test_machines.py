"""The three drivers: what is right passes, and what is wrong is caught."""

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis.stateful import run_state_machine_as_test

from model import operations as ops
from optimized.policies import SOUND
from properties.machines import rule_machine
from properties.machines.campaign import run_campaign, shrunk
from properties.machines.lockstep import run_program
from properties.machines.rule_machine import machine_for
from properties.machines.setups import FULL_COPY, SEPARATE, Setup
from properties.mutants import MUTANTS
from properties.mutants.changing import in_force
from properties.mutants.mutant import Area, Fuzz
from properties.strategies.programs import Step, programs, run_steps
from tests.properties.sampling import lawful_memories

NAMES = ("morello128", "toy")

POLICIES = [name for name, mutant in MUTANTS.items() if mutant.area is Area.POLICY]

SEEN_APART = {
    mutant.id: by.law
    for mutant in MUTANTS.values()
    for by in mutant.killed_by
    if isinstance(by, Fuzz) and by.policy == SEPARATE
}
"""Mutants that a comparison with separate address spaces finds, some of them alone."""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("policy", [SEPARATE, "copa"])
@lawful_memories
@given(program=programs())
def test_no_memory_can_be_told_from_full_copy(
    policy: str, name: str, program: list[Step]
) -> None:
    assert run_steps(Setup(policy, format=name), program) is None


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("policy", [SEPARATE, FULL_COPY, "copa"])
def test_the_rule_machine_finds_no_violation(policy: str, name: str) -> None:
    run_state_machine_as_test(
        machine_for(Setup(policy, format=name)),
        settings=settings(max_examples=8, stateful_step_count=20, deadline=None),
    )


def test_every_operation_is_in_a_rule() -> None:
    families = (
        rule_machine.READS,
        rule_machine.DERIVATIONS,
        rule_machine.SEALING,
        rule_machine.WRITES,
        rule_machine.TRANSFERS,
        rule_machine.DESCRIPTORS,
        rule_machine.MAPPINGS,
        rule_machine.ALLOCATIONS,
        rule_machine.PROCESSES,
        rule_machine.LIVES,
    )

    assert sorted(map(repr, ops.CLASSES)) == sorted(
        repr(operation) for family in families for operation in family
    )


def test_the_rule_machine_catches_naive_copy_on_write() -> None:
    quick = settings(
        max_examples=2000,
        stateful_step_count=30,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine_for(Setup("naive-cow")), settings=quick)


OF_FORKS = (
    "registers_are_handed_down",
    "handlers_are_handed_down",
    "a_fork_hands_down_what_it_should",
)
"""The laws of what a fork hands down, which no second system is needed for."""


@pytest.mark.parametrize("name", SEEN_APART)
def test_what_one_address_space_hides_is_seen_beside_separate_ones(name: str) -> None:
    with in_force(MUTANTS[name]):
        alone = run_campaign(Setup("copa"), seed=1, programs=60)
        beside = run_campaign(Setup(SEPARATE), seed=1, programs=3000)

    assert beside.failure is not None
    assert SEEN_APART[name] in ("", beside.failure.violation.law)
    assert alone.failure is None or alone.failure.violation.law in OF_FORKS


def test_a_failure_beside_separate_address_spaces_shrinks() -> None:
    with in_force(MUTANTS["handlers-not-relocated"]):
        report = run_campaign(Setup(SEPARATE), seed=1, programs=3000)
        assert report.failure is not None
        small = shrunk(report.failure)

    assert ["sigaction", "fork"] == [operation.verb for operation in small.program]


@pytest.mark.parametrize("mutant", ["no-load-barrier", "parent-keeps-write"])
def test_a_drawn_program_that_catches_a_mutant_shrinks(mutant: str) -> None:
    setup = Setup(mutant=mutant)

    program = find(
        programs(),
        lambda program: run_steps(setup, program) is not None,
        settings=settings(max_examples=2000, database=None, deadline=None),
    )

    assert len(program) <= 3
    assert run_steps(setup, program) is not None


@pytest.mark.parametrize("policy", SOUND)
def test_needless_faults_change_nothing(policy: str) -> None:
    report = run_campaign(Setup(policy, hardware="spurious:1"), seed=1, programs=40)

    assert report.failure is None


def test_a_handler_that_takes_a_fault_for_a_tag_is_told_by_needless_ones() -> None:
    setup = Setup(mutant="clear-tag-lifts-barrier", hardware="spurious:1")
    with setup.in_force():
        report = run_campaign(setup, seed=1, programs=3000)

    assert report.failure is not None


@pytest.mark.parametrize("mutant", POLICIES)
def test_the_program_that_catches_a_mutant_is_right_about_its_policy(
    mutant: str,
) -> None:
    policy = MUTANTS[mutant].policy
    name = "copa" if policy is None else policy.name
    report = run_campaign(Setup(name, mutant), seed=2, programs=6000)
    assert report.failure is not None

    assert run_program(Setup(name), report.failure.program) is None
