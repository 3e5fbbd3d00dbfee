"""The laws of observation, on what random programs leave behind in every memory."""

import attrs
import pytest

from model import language
from model import operations as ops
from model.system import System, step
from model.trace.changes import Changes
from model.trace.observation import KernelSeen
from optimized.metering import Costs
from properties.laws.assumption import Unmet
from properties.laws.kernel import looking as laws
from properties.machines.setups import FULL_COPY, SEPARATE, Setup
from tests.properties.made_up import made_up

policies = pytest.mark.parametrize("policy", [SEPARATE, FULL_COPY, "copa"])


@policies
def test_a_look_changes_nothing(policy: str) -> None:
    for number in range(10):
        system = Setup(policy).boot()
        for index, operation in enumerate(made_up(system, number)):
            step(system, operation)
            if index % 8 == 0:
                laws.a_look_at_a_system_changes_nothing(system)
                laws.frames_are_told_as_they_are_used(system)
                laws.the_kernel_is_seen_as_it_is(system)


@policies
def test_an_instruction_changes_no_more_than_its_reach(policy: str) -> None:
    instructions = 0
    for number in range(10):
        system = Setup(policy).boot()
        for operation in made_up(system, number):
            try:
                laws.an_instruction_changes_no_more_than_its_reach(system, operation)
            except Unmet:
                step(system, operation)
                continue
            instructions += 1

    assert instructions > 100


def after(*lines: str) -> System:
    """A lazy system after a program."""
    system = Setup("copa").boot()
    for _, operation in language.parse_program("\n".join(lines)):
        step(system, operation)
    return system


def test_a_store_to_shared_memory_reaches_all_who_show_it() -> None:
    system = after("a mmap c5 4096 rw shared", "a fork b")
    operation = ops.StoreData("b", ("c5", 0), 8, 7)
    laws.an_instruction_changes_no_more_than_its_reach(system, operation)

    assert system.memory.peek(system.memory.locate(1, 0x40006000)).data == 7


@pytest.mark.parametrize("kind", [KernelSeen, Changes, Costs])
def test_what_begins_empty_is_empty(kind: type[attrs.AttrsInstance]) -> None:
    laws.what_begins_empty_is_empty(kind())


def test_what_has_something_is_not_empty() -> None:
    with pytest.raises(AssertionError):
        laws.what_begins_empty_is_empty(Costs(copied=1))
