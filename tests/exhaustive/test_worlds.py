"""The laws of forking in every small world, or a share of them: no solver, no sampling.

Worlds of one frame and up to two slots are walked through with every kind of content,
larger ones with fewer; every law is asked at every place.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

import attrs
import pytest

from model.memory.layout import KERNEL_SLOT, TOY_LAYOUT
from model.memory.tagged_memory import Granule, granule_of
from optimized.policies import PLAIN
from properties.laws.confinement import holds_confined
from properties.laws.memory import forking
from properties.laws.memory.invariants import Probe
from properties.mutants import MUTANTS
from properties.mutants.mutant import Proof
from tests.exhaustive.acts import (
    Acts,
    Law,
    Operands,
    capability_stores,
    data_stores,
    every_kind,
    exits,
    forks,
    loads,
    mappings,
    protections,
    shared_mappings,
)
from tests.exhaustive.toy import count, each_bounds, remembered, share
from tests.exhaustive.worlds import LIVE, PAGE, World, probes, worlds


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(monkeypatch)


@cache
def small_worlds(policy: str = "copa") -> tuple[World, ...]:
    """The worlds that the laws are asked in."""
    plain = list(worlds(lambda home: every_kind(home)[:1], PLAIN[policy]))
    return tuple(filled for world in plain for filled in refilled(world))


def refilled(world: World) -> Iterator[World]:
    """A world of up to two slots with every kind of content in its first frame: where
    there is a second one, with a capability and with data.
    """
    if not world.homes or len(world.slots) == len(LIVE):
        yield world
        return
    kinds = every_kind(world.homes[0])
    for kind in kinds if len(world.homes) == 1 else (kinds[0], kinds[-1]):
        yield holding(world, kind)


AGREEMENT: dict[Law, Acts] = {
    forking.a_capability_load_agrees_with_full_copy: loads,
    forking.a_data_load_of_an_untagged_granule_agrees_with_full_copy: loads,
    forking.a_capability_store_agrees_with_full_copy: capability_stores,
    forking.a_data_store_agrees_with_full_copy: data_stores,
    forking.fork_agrees_with_full_copy: forks,
    forking.exit_agrees_with_full_copy: exits,
    forking.a_page_that_is_copied_now_looks_the_same: loads,
    forking.a_mapping_agrees_with_full_copy: mappings,
    forking.a_mapping_of_shared_memory_agrees_with_full_copy: shared_mappings,
    forking.an_unmapping_agrees_with_full_copy: loads,
    forking.a_cleared_tag_agrees_with_full_copy: loads,
    forking.a_protection_agrees_with_full_copy: protections,
}

INVARIANCE: dict[Law, Acts] = {
    forking.a_capability_load_keeps_the_invariant: loads,
    forking.a_data_load_keeps_the_invariant: loads,
    forking.a_spurious_barrier_fault_changes_nothing: loads,
    forking.a_capability_store_keeps_the_invariant: capability_stores,
    forking.a_data_store_keeps_the_invariant: data_stores,
    forking.fork_keeps_the_invariant: forks,
    forking.exit_keeps_the_invariant: exits,
    forking.a_page_that_is_copied_now_keeps_the_invariant: loads,
    forking.a_mapping_keeps_the_invariant: mappings,
    forking.a_mapping_of_shared_memory_keeps_the_invariant: shared_mappings,
    forking.a_protection_keeps_the_invariant: protections,
    forking.an_unmapping_keeps_the_invariant: loads,
    forking.a_cleared_tag_keeps_the_invariant: loads,
}


def everywhere(world: World, acts: Acts, *, agreement: bool) -> Iterator[Operands]:
    """The inputs of a law in one world, each with memories of its own.

    Agreement is looked at in one slot; nothing else of the probe is read.
    """
    for acting, operands in acts(world):
        seen = [Probe(slot, slot, slot, PAGE, 0, 0) for slot in world.everyone]
        for probe in seen if agreement else probes(world, acting):
            yield world.pair(), *operands, probe


policies = pytest.mark.parametrize("policy", PLAIN)


def asked(policy: str) -> Sequence[World]:
    """The worlds that every law is asked in. Without ``--whole`` fewer of a second
    policy, because what it does not decide itself is the same text.
    """
    return share(small_worlds(policy), 53 if policy == next(iter(PLAIN)) else 127)


@policies
@pytest.mark.parametrize("law", AGREEMENT)
def test_every_operation_agrees_with_full_copy(law: Law, policy: str) -> None:
    met = sum(
        count(law, everywhere(world, AGREEMENT[law], agreement=True))
        for world in asked(policy)
    )

    assert met > len(asked(policy))


@policies
@pytest.mark.parametrize("law", INVARIANCE)
def test_every_operation_keeps_the_invariant(law: Law, policy: str) -> None:
    met = sum(
        count(law, everywhere(world, INVARIANCE[law], agreement=False))
        for world in asked(policy)
    )

    assert met > len(asked(policy))


def test_every_capability_of_a_home_agrees_with_full_copy() -> None:
    """In worlds of one frame and two slots it holds, one after the other, a capability
    for each bounds that its home may hold.
    """
    law = forking.a_capability_load_agrees_with_full_copy
    met = [
        count(law, everywhere(holding(world, content), loads, agreement=True))
        for world in worlds(lambda home: every_kind(home)[:1])
        if len(world.slots) == 2 and len(world.homes) == 1
        if world.homes[0] != KERNEL_SLOT
        for content in every_capability(world.homes[0])
    ]

    assert all(met)
    assert len(met) > 200


def holding(world: World, content: Granule) -> World:
    """The world with other content in its first frame."""
    return attrs.evolve(world, contents=(content, *world.contents[1:]))


@cache
def every_capability(home: int) -> Sequence[Granule]:
    """One for each bounds that the owner of the home may hold."""
    held = (granule_of(each) for each in each_bounds())
    return [each for each in held if holds_confined(TOY_LAYOUT, each, home)]


def test_a_data_load_of_a_capability_is_told_from_full_copy_in_some_world() -> None:
    law = forking.a_data_load_of_a_capability_agrees_with_full_copy
    told = [world for world in asked("copa") if breaks_in(world, law, loads)]

    assert told
    assert all(slot_away_from_home(world) for world in told)


def test_a_data_load_of_a_capability_tells_nothing_under_copy_on_access() -> None:
    law = forking.a_data_load_of_a_capability_agrees_with_full_copy
    told = [world for world in asked("coa") if breaks_in(world, law, loads)]

    assert [] == told


def slot_away_from_home(world: World) -> bool:
    """Whether some slot maps a frame that is written for another."""
    return any(world.homes[entry.frame] != slot for slot, entry in world.entries)


ELSEWHERE = ("other-regions-kept", "first-page-uncounted")
"""Mutants of what no world here has: capabilities that lead to a third region, and a
page with the number 0.
"""

POLICIES = {
    name: mutant.policy
    for name, mutant in MUTANTS.items()
    if mutant.policy is not None and name not in ELSEWHERE
}


def judging(mutant: str) -> dict[Law, Acts]:
    """The laws that the catalogue says break; and if these are not of memories, because
    capabilities are relocated in another way, those by which a look at a child tells.
    """
    named = {by.law for by in MUTANTS[mutant].killed_by if isinstance(by, Proof)}
    every = {**AGREEMENT, **INVARIANCE}
    found = {law: acts for law, acts in every.items() if law.__name__ in named}
    telling = (
        forking.fork_agrees_with_full_copy,
        forking.a_capability_load_agrees_with_full_copy,
    )
    return found or {law: AGREEMENT[law] for law in telling}


@pytest.mark.parametrize("mutant", POLICIES)
def test_every_mutant_breaks_a_law_in_some_world(mutant: str) -> None:
    policy = POLICIES[mutant]
    every = small_worlds(policy.name)
    broken = (
        law
        for world in Random(1).sample(every, len(every) // 11)
        for law, acts in judging(mutant).items()
        if breaks_in(attrs.evolve(world, policy=policy), law, acts)
    )

    assert next(broken, None) is not None


def breaks_in(world: World, law: Law, acts: Acts) -> bool:
    """Whether a law does not hold somewhere in a world."""
    try:
        count(law, everywhere(world, acts, agreement=law not in INVARIANCE))
    except AssertionError:
        return True
    return False


def test_there_are_worlds_of_every_size() -> None:
    sizes = {(len(world.slots), len(world.homes)) for world in small_worlds()}

    alone = {(0, 0), (1, 1), (2, 1), (2, 2), (3, 1), (3, 2)}
    beside_the_kernels = {(0, 1), (1, 1), (2, 1), (2, 2), (3, 1), (3, 2), (3, 3)}
    assert alone | beside_the_kernels == sizes
