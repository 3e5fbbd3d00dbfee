"""The laws of what is counted, on random programs; and counting changes nothing."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import Location
from model.system import System, step
from model.trace.differences import difference
from model.trace.observing import observe
from optimized.memories import MeteredSharedTables
from optimized.policies import PLAIN, POLICIES
from properties.laws.assumption import Unmet
from properties.laws.memory import acts
from properties.laws.memory import metering as laws
from properties.machines.setups import FULL_COPY, SEPARATE, Setup
from tests.properties.made_up import made_up


@pytest.mark.parametrize("policy", POLICIES)
def test_shares_add_up_and_counting_changes_nothing(policy: str) -> None:
    copied = 0
    for number in range(8):
        counting, plain = Setup(policy).boot(metered=True), Setup(policy).boot()
        for index, operation in enumerate(made_up(counting, number)):
            step(counting, operation)
            step(plain, operation)
            if index % 7 == 0:
                laws.shares_of_frames_add_up(counting)
                laws.every_fault_is_resolved_by_one_frame(counting)
        laws.shares_of_frames_add_up(counting)
        laws.every_copied_page_is_somebodys(counting)
        assert "" == difference(observe(counting), observe(plain))
        assert counting.memory.pages_copied == plain.memory.pages_copied
        copied += counting.memory.pages_copied

    assert copied > 0


@pytest.mark.parametrize("policy", POLICIES)
def test_a_fork_writes_the_entries_of_both(policy: str) -> None:
    for number in range(8):
        system = Setup(policy).boot(metered=True)
        for operation in made_up(system, number):
            step(system, operation)
        laws.a_fork_writes_the_entries_of_both(system)


@pytest.mark.parametrize("policy", list(PLAIN))
def test_a_page_of_its_own_costs_what_it_holds(policy: str) -> None:
    met = 0
    for number in range(8):
        system = Setup(policy).boot(metered=True)
        for operation in made_up(system, number):
            step(system, operation)
        memory = laws.metered(system)
        for slot in [process.slot for process in system.processes.values()]:
            for page in memory.mapped_pages(slot):
                with suppress(Unmet):
                    at = Location(slot, page, 0)
                    laws.a_page_of_its_own_costs_what_it_holds(memory, at)
                    met += 1

    assert met > 20


def places(system: System) -> Iterator[Location]:
    """The first granule of every page that a process has."""
    for process in system.processes.values():
        for page in system.memory.mapped_pages(process.slot):
            yield Location(process.slot, page, 0)


def test_tables_are_copied_only_if_somebody_else_has_them() -> None:
    met, copied = 0, 0
    for number in range(16):
        system = Setup("copa-shared").boot(metered=True)
        for operation in made_up(system, number):
            step(system, operation)
        memory = system.memory
        assert isinstance(memory, MeteredSharedTables)
        for at in list(places(system)):
            before = memory.costs_of(at.slot).tables
            with suppress(Unmet):
                laws.tables_are_copied_only_if_somebody_else_has_them(memory, at)
                met += 1
            copied += memory.costs_of(at.slot).tables > before

    assert met > 20
    assert copied > 3


@pytest.mark.parametrize("policy", POLICIES)
def test_what_changes_an_entry_is_forgotten_once(policy: str) -> None:
    met = 0
    for number in range(12):
        system = Setup(policy).boot(metered=True)
        for operation in made_up(system, number):
            step(system, operation)
        for at in [*places(system)][:1]:
            law = laws.what_changes_an_entry_is_forgotten_once
            law(laws.metered(system), at)
            met += 1

    assert met > 3


@pytest.mark.parametrize("policy", [FULL_COPY, SEPARATE])
def test_a_fork_that_copies_counts_every_page(policy: str) -> None:
    for number in range(8):
        system = Setup(policy).boot()
        for operation in made_up(system, number):
            step(system, operation)
        memory, slots = system.memory, [p.slot for p in system.processes.values()]
        assert isinstance(memory, FullCopyMemory | SeparateMemory)
        for slot in slots:
            laws.a_fork_that_copies_counts_every_page(memory, acts.fork(slot, 4000))
            memory.exit(4000)
