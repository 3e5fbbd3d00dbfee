"""The laws of what is counted, on random programs; and counting changes nothing."""

import pytest

from model.system import step
from model.trace.differences import difference
from model.trace.observing import observe
from optimized.metering import MeteredMemory
from optimized.policies import POLICIES
from properties.laws.memory import metering as laws
from properties.machines.setups import Setup
from tests.properties.made_up import made_up


@pytest.mark.parametrize("policy", POLICIES)
def test_shares_add_up_and_counting_changes_nothing(policy: str) -> None:
    copied = 0
    for number in range(8):
        counting, plain = Setup(policy).boot(MeteredMemory), Setup(policy).boot()
        for index, operation in enumerate(made_up(counting, number)):
            step(counting, operation)
            step(plain, operation)
            if index % 7 == 0:
                laws.shares_of_frames_add_up(counting)
        laws.shares_of_frames_add_up(counting)
        laws.every_copied_page_is_somebodys(counting)
        assert "" == difference(observe(counting), observe(plain))
        assert counting.memory.pages_copied == plain.memory.pages_copied
        copied += counting.memory.pages_copied

    assert copied > 0
