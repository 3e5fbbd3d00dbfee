"""Revocation, sampled: sweeps of what random programs leave behind, in every memory."""

from contextlib import suppress
from itertools import product

import pytest

from model import operations as ops
from model.system import step
from properties.laws.assumption import Unmet
from properties.laws.kernel.revoking import a_revocation_leaves_no_way_in
from properties.machines.setups import MEMORIES, Setup
from tests.properties.made_up import made_up

PROGRAMS = 6

REVOKED = ("c5", "c6", "c7", "csp", "c1", "c2", "c4")
"""Registers whose ranges are revoked, one after the other: the whole region last."""


@pytest.mark.parametrize("policy", MEMORIES)
def test_a_sweep_leaves_no_way_in(policy: str) -> None:
    met = 0
    for number in range(PROGRAMS):
        system = Setup(policy).boot()
        for operation in made_up(system, number):
            step(system, operation)
        for register, name in product(REVOKED, list(system.processes)):
            with suppress(Unmet):
                a_revocation_leaves_no_way_in(system, ops.Revoke(name, register))
                met += 1

    assert met > PROGRAMS
