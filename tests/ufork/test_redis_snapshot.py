"""The program ``redis-snapshot``."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from model import operations as ops
from model.outcomes import Derived
from model.system import step
from optimized.policies import SOUND
from properties.machines.setups import Setup
from properties.programs import hash_table, redis_snapshot
from tests.ufork.conftest import Command


@cache
def measured(policy: str) -> redis_snapshot.Snapshot:
    """The program over one memory; under full copy, what others are compared with."""
    return redis_snapshot.measure(Setup(policy))


@pytest.mark.parametrize("policy", SOUND)
def test_a_lazy_memory_cannot_be_told_from_full_copy_and_copies_less(
    policy: str,
) -> None:
    full, lazy = measured("full-copy"), measured(policy)

    assert full.buffer_ok
    assert lazy.buffer_ok
    assert full.observations == lazy.observations
    assert full.steps == lazy.steps
    assert lazy.pages_copied < full.pages_copied


def test_every_object_is_reached_through_a_capability_for_just_that_object() -> None:
    system, exact = Setup("full-copy").boot(), 0
    for operation in redis_snapshot.operations():
        outcome = step(system, operation)
        if isinstance(operation, ops.SetBoundsExact):
            assert isinstance(outcome, Derived)
            assert outcome.capability.tag
            assert outcome.capability.length == operation.length
            exact += 1

    assert exact == 3 * (hash_table.ENTRIES + hash_table.INSERTED)


def test_the_parent_changes_the_table_while_the_child_saves_it() -> None:
    program = redis_snapshot.operations()
    fork = program.index(ops.Fork("a", "b"))
    names = [operation.process for operation in program[fork + 1 :]]
    turns = sum(one != other for one, other in pairwise(names))

    assert turns > 100


def test_a_parent_that_keeps_write_spoils_the_snapshot() -> None:
    assert not redis_snapshot.measure(Setup(mutant="parent-keeps-write")).buffer_ok


def test_naive_cow_is_told_apart() -> None:
    assert measured("naive-cow").observations != measured("full-copy").observations


def test_it_runs_by_name(ufork: Command) -> None:
    ran = ufork("run", "redis-snapshot", "--quiet")

    assert 0 == ran.code
    assert "The child's buffer holds the table as it was at the fork." in ran.out


def test_its_violation_is_reproduced(ufork: Command) -> None:
    defect = "--mutant=parent-keeps-write"
    ran = ufork("run", "redis-snapshot", "--quiet", defect, "--trace", "t.json")

    assert 1 == ran.code
    assert Path("t.json").stat().st_size < 50_000_000
    assert 1 == ufork("replay", "t.json").code
