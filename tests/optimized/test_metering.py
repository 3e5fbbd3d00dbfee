"""What is counted of forks and faults, in small programs."""

from collections import Counter
from fractions import Fraction

from model.language import parse_program
from model.system import System, step
from optimized.fault_handler import Kind
from optimized.metering import Usage
from properties.laws.memory.metering import metered
from properties.machines.setups import Setup

PAGES = 6
"""Pages of the first process: text, stack, and four of its heap."""


def after(program: str, policy: str = "copa") -> System:
    system = Setup(policy).boot(metered=True)
    for _, operation in parse_program(program):
        step(system, operation)
    return system


def test_a_fork_writes_an_entry_for_every_page_of_both() -> None:
    memory = metered(after("a fork b"))

    assert [PAGES, PAGES] == [memory.costs_of(slot).entries for slot in (1, 2)]
    assert Usage(PAGES, Fraction(PAGES, 2), 0) == memory.usage(2)


def test_a_capability_load_by_the_child_copies_and_relocates_a_page() -> None:
    memory = metered(after("a storecap c1 c1\na fork b\nb loadcap c5 c1"))
    costs = memory.costs_of(2)

    assert Counter({Kind.CAPABILITY_LOAD: 1}) == costs.faults
    assert (1, 0, 256, 1) == (
        costs.copied,
        costs.taken_over,
        costs.scanned,
        costs.relocated,
    )
    assert 1 == memory.usage(2).unique


def test_the_parent_copies_without_looking_for_tags() -> None:
    costs = metered(after("a storecap c1 c1\na fork b\na store c1 8 7")).costs_of(1)

    assert Counter({Kind.STORE: 1}) == +costs.faults
    assert (1, 0, 0) == (costs.copied, costs.scanned, costs.relocated)


def test_the_last_user_of_a_frame_takes_it_over() -> None:
    costs = metered(after("a fork b\na exit 0\nb store c1 8 7")).costs_of(2)

    assert (0, 1, 256) == (costs.copied, costs.taken_over, costs.scanned)


def test_the_costs_of_a_slot_begin_anew_with_its_next_owner() -> None:
    program = "a fork b\nb store c1 8 7\nb exit 0\na fork c"
    memory = metered(after(program))

    assert 0 == memory.costs_of(2).copied
    assert PAGES == memory.costs_of(2).entries
