"""The laws of memory whose mapping changes."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from model import language
from model import operations as ops
from model.outcomes import Number
from model.system import System, step
from properties.laws.assumption import Unmet
from properties.laws.kernel import remapping as laws
from properties.machines.setups import MEMORIES, Setup
from tests.properties.made_up import made_up

OF: dict[type[ops.Operation], Callable[..., object]] = {
    ops.Mremap: laws.what_is_remapped_is_what_was_there,
    ops.Minherit: laws.what_is_inherited_shared_holds_what_it_held,
    ops.Dontneed: laws.what_is_not_needed_is_as_new,
}
"""The law of each kind of operation."""

WHO = ("a", "b", "c")

policies = pytest.mark.parametrize("policy", MEMORIES)


def run(system: System, *lines: str) -> None:
    for line in lines:
        step(system, parsed(line))


def parsed(line: str) -> Any:  # noqa: ANN401  of the kind that the line says
    operation = language.parse(line)
    assert operation is not None
    return operation


def family(policy: str) -> System:
    """A process, its child and that one's child, with words and capabilities in memory
    of every kind, of which some pages are copied and some still shared.
    """
    system = Setup(policy).boot()
    run(system, "a mmap c5 8192 rw", "a store c5+4088 8 77", "a storecap c5 c5+4096")
    run(system, "a open f rw+creat", "a store c1 8 5", "a write 0 c1 8")
    run(system, "a mmapfile c6 4096 rw private 0", "a mmapfile c7 4096 rw shared 0")
    run(system, "a mmap c8 4096 rw shared", "a store c8+64 8 9", "a storecap c1 c1+32")
    run(system, "a fork b", "a store csp 8 9", "b store c6 8 3", "b fork c")
    run(system, "b store c5 8 4", "c loadcap c9 c5+4096")
    return system


@policies
@pytest.mark.parametrize("name", WHO)
@pytest.mark.parametrize("register", ["c1", "csp", "c5", "c6", "c7", "c8", "pcc"])
def test_what_is_not_needed_is_as_new(policy: str, name: str, register: str) -> None:
    operation = parsed(f"{name} dontneed {register}")
    laws.what_is_not_needed_is_as_new(family(policy), operation)


REMAPPED = ("c1", "csp", "c5", "c6", "c7", "c8", "c24", "pcc")

LENGTHS = (1, 4096, 8192, 12288, 65536, 1 << 20)


@policies
@pytest.mark.parametrize("name", WHO)
@pytest.mark.parametrize("register", REMAPPED)
def test_what_is_remapped_is_what_was_there(
    policy: str, name: str, register: str
) -> None:
    """Also after a fork, whoever of parent and children moves pages that are shared."""
    met = 0
    for length in LENGTHS:
        system, operation = family(policy), f"{name} mremap c9 {register} {length} move"
        with suppress(Unmet):
            laws.what_is_remapped_is_what_was_there(system, parsed(operation))
            met += 1
        system = family(policy)
        run(system, f"{name} fork d")
        with suppress(Unmet):
            laws.what_is_remapped_is_what_was_there(system, parsed(operation))
            moved = operation.replace(f"{name} ", "d ", 1)
            laws.what_is_remapped_is_what_was_there(system, parsed(moved))
            met += 1
    assert met > 2 or register == "c24"


@policies
@pytest.mark.parametrize("name", WHO)
@pytest.mark.parametrize("register", ["c1", "csp", "c5", "c7", "c8", "pcc"])
def test_what_is_inherited_shared_holds_what_it_held(
    policy: str, name: str, register: str
) -> None:
    """A child sees what its parent stores afterwards, and the parent what it stores."""
    system = family(policy)
    law = laws.what_is_inherited_shared_holds_what_it_held
    law(system, parsed(f"{name} minherit {register} share"))
    run(system, f"{name} fork d", f"{name} store {register}+8 8 21")
    if register != "pcc":
        assert Number(21) == step(system, parsed(f"d load c9 {register}+8 8"))
        run(system, f"d store {register}+8 8 22")
        assert Number(22) == step(system, parsed(f"{name} load c9 {register}+8 8"))


PROGRAMS_RUN = 8
"""Random programs that are run at least; more, until each law has been met."""


@policies
def test_random_programs_keep_what_is_remapped(policy: str) -> None:
    met = dict.fromkeys(OF, 0)
    for number in range(80):
        if all(met.values()) and number >= PROGRAMS_RUN:
            break
        system = Setup(policy).boot()
        for operation in made_up(system, number):
            law = OF.get(type(operation), step)
            with suppress(Unmet):
                law(system, operation)
                if type(operation) in met:
                    met[type(operation)] += 1
    assert all(met.values()), met
