"""The laws of pages that devices hold, in small worlds: every page, every operation."""

from collections.abc import Iterator
from random import Random

import pytest

from model.memory.layout import Location
from optimized.policies import PLAIN
from properties.laws.memory import pinning
from properties.laws.memory.invariants import Probe
from tests.exhaustive.acts import (
    Acts,
    Law,
    Operands,
    capability_stores,
    data_stores,
    exits,
    forks,
    loads,
    mappings,
    protections,
)
from tests.exhaustive.test_worlds import small_worlds
from tests.exhaustive.toy import count, remembered
from tests.exhaustive.worlds import PAGE, World

KEEPING: dict[Law, Acts] = {
    pinning.a_capability_load_leaves_a_device_what_it_holds: loads,
    pinning.a_store_leaves_a_device_what_it_holds: capability_stores,
    pinning.a_protection_leaves_a_device_what_it_holds: protections,
    pinning.a_mapping_leaves_a_device_what_it_holds: mappings,
    pinning.a_cleared_tag_leaves_a_device_what_it_holds: loads,
    pinning.an_unmapping_leaves_a_device_what_it_holds: loads,
    pinning.a_fork_leaves_a_device_what_it_holds: forks,
    pinning.an_exit_leaves_a_device_what_it_holds: exits,
}
"""The laws of a page that is pinned while something else happens."""

USING: dict[Law, Acts] = {
    pinning.a_page_that_is_pinned_looks_the_same: loads,
    pinning.what_a_device_stores_is_seen_by_the_owner_alone: data_stores,
    pinning.a_device_store_keeps_the_invariant: data_stores,
}
"""The laws that look at any place afterwards."""

policies = pytest.mark.parametrize("policy", PLAIN)


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(monkeypatch)


def some_worlds(policy: str) -> list[World]:
    """One world in a hundred: none is larger than those of the other laws."""
    every = small_worlds(policy)
    return Random(2).sample(every, len(every) // 100)


def while_pinned(world: World, acts: Acts) -> Iterator[Operands]:
    """Every operation, beside every page that may be pinned."""
    for _, operands in acts(world):
        for slot in world.everyone:
            yield world.pair(), *operands, Location(slot, PAGE, 0)


def looked_at(world: World, acts: Acts) -> Iterator[Operands]:
    """Every operation, and every place to look at afterwards."""
    for (acting,), operands in acts(world):
        for slot in world.everyone:
            bystander = next(each for each in world.everyone if each != acting)
            yield world.pair(), *operands, Probe(slot, slot, bystander, PAGE, 0, 0)


@policies
@pytest.mark.parametrize("law", KEEPING)
def test_a_device_keeps_what_it_holds(law: Law, policy: str) -> None:
    worlds = some_worlds(policy)
    met = sum(count(law, while_pinned(each, KEEPING[law])) for each in worlds)

    assert met > 0


@policies
@pytest.mark.parametrize("law", USING)
def test_a_device_shares_a_page_with_its_owner(law: Law, policy: str) -> None:
    worlds = some_worlds(policy)
    met = sum(count(law, looked_at(each, USING[law])) for each in worlds)

    assert met > 0


@policies
def test_a_device_sees_what_the_owner_sees(policy: str) -> None:
    law = pinning.a_device_sees_what_the_owner_sees
    operands = (
        (world.pair(), Location(slot, PAGE, 0))
        for world in some_worlds(policy)
        for slot in world.everyone
    )

    assert count(law, operands) > 0
