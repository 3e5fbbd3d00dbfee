"""What a fork hands down, from what the kernel gives and from a hostile start."""

import random

import pytest

from model import operations as ops
from model.system import step
from properties.laws.kernel import inheritance
from properties.machines.campaign import one_program, shrunk
from properties.machines.checks import LOCKSTEP
from properties.machines.lockstep import run_program
from properties.machines.setups import PLANTED, Setup
from properties.machines.trace_file import claims_of, recorded
from properties.mutants import MUTANTS, authority
from properties.mutants.mutant import Fuzz

SEED = 1
PROGRAMS = 160

FOUND = [
    mutant.id
    for mutant in authority.MUTANTS
    if any(isinstance(by, Fuzz) for by in mutant.killed_by)
]


@pytest.mark.parametrize("name", FOUND)
def test_random_programs_find_a_fork_that_hands_down_wrongly(name: str) -> None:
    setup = Setup(mutant=name)
    (law,) = (by.law for by in MUTANTS[name].killed_by if isinstance(by, Fuzz))
    with setup.in_force():
        failure = None
        for number in range(PROGRAMS):
            source = random.Random(f"{SEED}/{number}")
            failure = one_program(setup, source, audit=False).failure
            if failure is not None:
                break
        assert failure is not None
        smallest = shrunk(failure)
        traced = recorded(
            smallest.setup, smallest.program, LOCKSTEP, smallest.violation
        )
        again = claims_of(traced.document())
        replayed = run_program(again.setup, again.program, look=True)

    assert law in ("", smallest.violation.law)
    assert smallest.violation == replayed
    assert len(smallest.program) <= 3


@pytest.mark.parametrize("policy", ["copa", "full-copy"])
@pytest.mark.parametrize("form", ["morello128", "toy"])
def test_children_of_a_planted_process_hold_no_strays(policy: str, form: str) -> None:
    setup = Setup(policy, format=form, start=PLANTED)
    program = [
        ops.Fork("a", "b"),
        ops.Fork("b", "c"),
        ops.LoadCapability("c", "c5", ("c1", 0)),
    ]

    assert run_program(setup, program, look=True) is None


def test_strays_are_planted_in_registers_and_in_the_heap() -> None:
    system = Setup(start=PLANTED).boot()
    process = system.processes["a"]
    strays = [f"c{n}" for n in range(10, 31)]

    assert all(process.registers[name].tag for name in strays)
    assert system.memory.peek(
        system.memory.locate(process.slot, process.registers["c1"].address)
    ).tag


@pytest.mark.parametrize("policy", ["separate", "full-copy", "copa"])
def test_a_fork_hands_down_registers_and_handlers(policy: str) -> None:
    system = Setup(policy).boot()
    step(system, ops.Sigaction("a", 10, ("pcc", 0)))
    step(system, ops.Sigaltstack("a", ("csp", 0), 4096))
    before = inheritance.held_by(system, "a")
    step(system, ops.Fork("a", "b"))

    inheritance.registers_are_handed_down(system, before, "a", "b")
    inheritance.handlers_are_handed_down(system, before, "a", "b")
