"""Generators reach the rare cases: a law that never meets them says little."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from model import operations as ops
from model.isa.capability import Capability
from model.memory.layout import LAYOUTS, Layout
from model.system import System
from properties.laws.confinement import is_confined
from properties.machines.campaign import LENGTH, PHASES
from properties.machines.generation import Chooser, RandomChooser, draw
from properties.machines.setups import Setup
from properties.strategies.capabilities import (
    derived_capabilities,
    straddling_capabilities,
)
from properties.strategies.programs import Step, programs, resolved
from tests.properties.reach import (
    CAPABILITIES,
    ERRORS,
    FAULTS,
    HISTORIES,
    capability_features,
    program_features,
)

EVERYTHING = CAPABILITIES | ERRORS | FAULTS | HISTORIES

RARE = {"PermitStoreCapViolation"}
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


def test_the_seeded_loop_reaches_every_rare_case() -> None:
    reached: set[str] = set()
    for number in range(400):
        for name in ("morello128", "toy"):
            reached |= campaign_features(Setup("copa", format=name), number)

    assert set() == EVERYTHING - reached
    assert {"CapabilityLoadTrap", "ReadProtected"}.isdisjoint(reached)


def campaign_features(setup: Setup, number: int) -> set[str]:
    """What one program of the seeded loop reaches."""
    source = random.Random(number)
    system, chooser = setup.boot(), RandomChooser(source)
    return program_features(system, made_up(system, source, chooser))


def made_up(
    system: System, source: random.Random, chooser: Chooser
) -> Iterator[ops.Operation]:
    """A program of the seeded loop, made up while it runs."""
    for phase in PHASES:
        for _ in range(LENGTH // len(PHASES)):
            if system.processes:
                yield draw(system, source.choice(phase), chooser)


def test_drawn_programs_reach_every_rare_case() -> None:
    reached: set[str] = set()

    @settings(max_examples=300, derandomize=True)
    @given(programs())
    def collect(program: list[Step]) -> None:
        nonlocal reached
        for name in LAYOUTS:
            reached |= drawn_features(Setup("copa", format=name), program)

    collect()

    assert set() == EVERYTHING - RARE - reached


def drawn_features(setup: Setup, program: list[Step]) -> set[str]:
    """What one drawn program reaches."""
    system = setup.boot()
    return program_features(system, resolved(system, program))
