"""Generators reach the rare cases: a law that never meets them says little."""

import random
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings

from model import operations as ops
from model.isa.capability import Capability
from model.memory.layout import LAYOUTS, Layout
from model.system import System
from properties.laws.confinement import is_confined
from properties.machines.setups import Setup
from properties.programs.choosing import Chooser, RandomChooser
from properties.programs.generation import DRAWERS, draw
from properties.programs.profiles import ANY, Phases
from properties.strategies.capabilities import (
    derived_capabilities,
    straddling_capabilities,
)
from properties.strategies.programs import Step, programs, resolved
from tests.properties.reach import (
    CAPABILITIES,
    ENDS,
    ERRORS,
    FAULTS,
    HISTORIES,
    KEPT,
    capability_features,
    program_features,
)

OF_MEMORY = CAPABILITIES | FAULTS | HISTORIES
OF_CALLS = ENDS | ERRORS | KEPT

RARE = {"CapabilityStoreTrap", "PermitStoreCapViolation", "ReadProtected"}
"""What one in two hundred programs of a campaign raises; drawn ones are shorter."""

layouts = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


@layouts
def test_derived_capabilities_reach_every_rare_case(layout: Layout) -> None:
    reached: set[str] = set()

    @settings(max_examples=1000, derandomize=True)
    @given(derived_capabilities(layout=layout, slot=2))
    def collect(capability: Capability) -> None:
        nonlocal reached
        assert is_confined(layout, capability, 2)
        reached |= capability_features(layout, capability, 2)

    collect()

    assert CAPABILITIES == reached


@layouts
def test_straddling_capabilities_leave_their_region_but_not_altogether(
    layout: Layout,
) -> None:
    region = layout.region(2)

    @given(straddling_capabilities(layout=layout, slot=2))
    def check(capability: Capability) -> None:
        bounds = capability.bounds
        assert capability.tag
        assert not bounds.within(region)
        assert bounds.base < region.top
        assert bounds.top > region.base

    check()


def test_every_operation_can_be_drawn() -> None:
    assert set(ops.CLASSES) == set(DRAWERS)


def test_the_seeded_loop_reaches_every_rare_case() -> None:
    reached, rare = set[str](), OF_MEMORY | OF_CALLS
    for number, name, phases in product(range(800), ("morello128", "toy"), ANY.kinds):
        reached |= campaign_features(Setup("copa", format=name), phases, number)
        if rare <= reached:
            break

    assert set() == rare - reached
    assert "CapabilityLoadTrap" not in reached


def campaign_features(setup: Setup, phases: Phases, number: int) -> set[str]:
    """What one program of the seeded loop reaches."""
    source = random.Random(number)
    system, chooser = setup.boot(), RandomChooser(source)
    return program_features(system, made_up(system, phases, source, chooser))


def made_up(
    system: System, phases: Phases, source: random.Random, chooser: Chooser
) -> Iterator[ops.Operation]:
    """A program of the seeded loop, made up while it runs."""
    for phase in phases:
        for _ in range(ANY.longest // len(phases)):
            if system.processes:
                yield draw(system, source.choice(phase), chooser)


def test_drawn_programs_reach_every_rare_case_of_memory_and_most_of_calls() -> None:
    reached: set[str] = set()

    @settings(max_examples=600, derandomize=True)
    @given(programs())
    def collect(program: list[Step]) -> None:
        nonlocal reached
        for name in LAYOUTS:
            reached |= drawn_features(Setup("copa", format=name), program)

    collect()

    assert set() == OF_MEMORY - RARE - reached
    assert 4 * len(OF_CALLS & reached) > 3 * len(OF_CALLS)


def drawn_features(setup: Setup, program: list[Step]) -> set[str]:
    """What one drawn program reaches."""
    system = setup.boot()
    return program_features(system, resolved(system, program))
