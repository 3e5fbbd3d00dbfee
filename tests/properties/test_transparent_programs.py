"""The class of programs: what leaves it is seen, and what leaves it can be told."""

import random
from collections.abc import Callable

import pytest

from model import language
from model import operations as ops
from model.memory.layout import LAYOUTS
from model.outcomes import Number
from model.system import System, step
from properties.laws.assumption import Unmet
from properties.laws.kernel import limits
from properties.machines.campaign import run_campaign
from properties.machines.lockstep import Lockstep
from properties.machines.setups import FULL_COPY, MEMORIES, SEPARATE, Setup
from properties.programs.addresses import Addresses
from properties.programs.transparent_programs import (
    effect_of,
    leaves_the_class,
    reads_capability_bytes,
)
from tests.properties.made_up import made_up

STORED = ("a setbounds c5 c1 16", "a storecap c5 c1+64")
CLEARED = ("a cleartag c6 c1",)
SHARED = ("a mmap c7 1 rw shared",)
FILE = ("a open f rw+creat", "a ftruncate 0 64")

OUTSIDE = {
    "load of a pointer": (*STORED, "a load c8 c1+64 8"),
    "load of a part of a pointer": (*STORED, "a load c8 c1+72 4"),
    "load of what was a pointer": (*CLEARED, "a storecap c6 c1", "a load c8 c1 8"),
    "load of what is left of a pointer": (
        *STORED,
        "a store c1+72 8 0",
        "a load c8 c1+64 8",
    ),
    "an address stored": ("a store c1 8 c1",),
    "what was an address stored": (*CLEARED, "a store c1 8 c6"),
    "a pointer made of an address": ("a setaddr c6 c1 c1",),
    "a pointer made of a number": ("a setaddr c6 c1 4096",),
    "a number made of an address": ("a setaddr c6 c7 c1",),
    "a pointer written": (*STORED, *FILE, "a write 0 c1+60 8"),
    "what was a pointer written": (
        *(*CLEARED, *FILE, "a storecap c6 c1"),
        "a write 0 c1 16",
    ),
    "what was a pointer read": (
        *(*CLEARED, *FILE, "a mmapfile c7 1 rw shared 0", "a storecap c6 c7"),
        "a read 0 c1 16",
    ),
    "a page mapped at a number": ("a mmapat c7 c6+4096 1 rw",),
    "a pointer shared": (*SHARED, "a storecap c1 c7"),
    "of a child": (*STORED, "a cleartag c6 c5", "a fork b", "b store c1 8 c6"),
    "of a child's memory": (*CLEARED, "a storecap c6 c1", "a fork b", "b load c8 c1 8"),
    "loaded again": (
        *(*CLEARED, "a storecap c6 c1", "a loadcap c8 c1"),
        "a store c1 8 c8",
    ),
    "given back as a handler": (
        *(*CLEARED, "a sigaction USR1 c6", "a sigquery USR1 c8"),
        "a store c1 8 c8",
    ),
    "given back as a stack": (
        *(*CLEARED, "a sigaltstack c6 64", "a getaltstack c8"),
        "a store c1 8 c8",
    ),
    "seen through a page of its own": (
        *(*CLEARED, *FILE, "a mmapfile c7 1 rw shared 0", "a storecap c6 c7"),
        *("a mmapfile c8 1 rw private 0", "a store c8+32 8 1", "a load c9 c8 8"),
    ),
}

INSIDE = {
    "a number loaded": ("a store c1 8 7", "a load c8 c1 8"),
    "a pointer overwritten": (*STORED, "a store c1+64 16 0", "a load c8 c1+64 8"),
    "beside a pointer": (*STORED, "a load c8 c1+80 8"),
    "a pointer stored": STORED,
    "what was a pointer stored": (*CLEARED, "a storecap c6 c1"),
    "what was a pointer used": (*CLEARED, "a load c8 c6 8"),
    "what was a pointer shared": (*CLEARED, *SHARED, "a storecap c6 c7"),
    "a number shared": (*SHARED, "a store c7 8 5", "a load c8 c7 8"),
    "an otype": ("a setaddr c6 c2 5", "a seal c7 c1 c6"),
    "a page mapped at a place": ("a mmapat c7 c4+0x10000 1 rw",),
    "bytes written": (*STORED, *FILE, "a write 0 c1 32"),
    "a register used again": (*CLEARED, "a move c6 c10", "a store c1 8 c6"),
    "a result": ("a getpid", "a store c1 8 c0"),
    "a page unmapped": (
        *("a mmap c7 1 rw", "a cleartag c6 c1", "a storecap c6 c7", "a munmap c7"),
        *("a mmap c7 1 rw", "a load c8 c7 8"),
    ),
}


def parsed(line: str) -> ops.Operation:
    operation = language.parse(line)
    assert operation is not None
    return operation


def followed(lines: tuple[str, ...]) -> tuple[Addresses, ops.Operation]:
    """What bears an address before the last line of a program."""
    addresses = Addresses(Setup(FULL_COPY).boot())
    for line in lines[:-1]:
        operation = parsed(line)
        effect = effect_of(addresses, operation)
        effect(step(addresses.system, operation))
    return addresses, parsed(lines[-1])


@pytest.mark.parametrize("lines", OUTSIDE.values(), ids=OUTSIDE)
def test_what_uses_an_address_as_data_leaves_the_class(lines: tuple[str, ...]) -> None:
    assert leaves_the_class(*followed(lines))


@pytest.mark.parametrize("lines", INSIDE.values(), ids=INSIDE)
def test_what_uses_none_stays_in_the_class(lines: tuple[str, ...]) -> None:
    assert not leaves_the_class(*followed(lines))


@pytest.mark.parametrize(
    ("line", "reads"),
    [
        ("a load c8 c1+64 8", True),
        ("a load c8 c1+80 8", False),
        ("a write 0 c1+60 8", True),
        ("a write 0 c1 64", False),
        ("a write 0 c1+60 0", False),
        ("z load c8 c1 8", False),
        ("z write 0 c1 8", False),
        ("a loadcap c8 c1+64", False),
    ],
)
def test_who_reads_the_bytes_of_a_capability_is_known(line: str, reads: bool) -> None:
    addresses, operation = followed((*STORED, *FILE, line))

    assert reads == reads_capability_bytes(addresses.system, operation)


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("policy", MEMORIES)
def test_no_program_of_the_class_can_tell_which_slots_processes_have(
    policy: str, name: str
) -> None:
    setup = Setup(policy, format=name, placement="random:3")
    report = run_campaign(setup, seed=5, programs=40)

    assert report.failure is None
    assert 0 < report.skipped < report.steps


def test_a_child_outside_the_class_can_tell_where_it_is() -> None:
    loaded = []
    for policy in (SEPARATE, FULL_COPY, "copa"):
        system = Setup(policy).boot()
        for line in ("a fork b", "b store c1 8 c1"):
            step(system, parsed(line))
        loaded.append(step(system, parsed("b load c5 c1 8")))

    assert [Number(0x40002000), Number(0x80002000), Number(0x80002000)] == loaded


def test_operations_that_leave_the_class_are_counted_and_not_run() -> None:
    lockstep = Lockstep(Setup(SEPARATE))

    assert None is lockstep.run(parsed("a store c1 8 c1"))
    assert (0, 1) == (lockstep.steps, lockstep.skipped)


@pytest.mark.parametrize("policy", [SEPARATE, "copa"])
def test_few_operations_of_random_programs_leave_the_class(policy: str) -> None:
    report = run_campaign(Setup(policy), seed=7, programs=150)

    assert report.failure is None
    assert 50 * report.skipped < report.steps


@pytest.mark.parametrize("against", [SEPARATE, FULL_COPY, "copa"])
@pytest.mark.parametrize("policy", [SEPARATE, FULL_COPY, "copa"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_any_two_memories_agree_when_faults_kill(
    policy: str, against: str, name: str
) -> None:
    ended = 0
    for number in range(15):
        setup = Setup(policy, format=name)
        lockstep = Lockstep(setup, against, faults_kill=True)
        for operation in made_up(lockstep.reference, number):
            assert None is lockstep.run(operation)
        assert None is lockstep.audit()
        ended += not lockstep.reference.processes
    assert ended > 0


LIMITS = (
    limits.who_follows_a_pointer_in_shared_memory_arrives_at_home,
    limits.an_address_used_as_data_is_the_same_in_the_child,
)

Limit = Callable[[System, str, str], None]


@pytest.mark.parametrize("register", ["c1", "c4", "csp"])
@pytest.mark.parametrize("law", LIMITS)
def test_the_limits_hold_in_separate_address_spaces(law: Limit, register: str) -> None:
    law(Setup(SEPARATE).boot(), "a", register)


@pytest.mark.parametrize("policy", [FULL_COPY, "copa"])
@pytest.mark.parametrize("law", LIMITS)
def test_the_limits_are_false_in_one_address_space(law: Limit, policy: str) -> None:
    with pytest.raises(AssertionError):
        law(Setup(policy).boot(), "a", "c1")


@pytest.mark.parametrize("law", LIMITS)
def test_the_limits_hold_in_separate_address_spaces_after_programs(law: Limit) -> None:
    met = 0
    for number in range(40):
        source, system = random.Random(number), Setup(SEPARATE).boot()
        for operation in made_up(system, number, length=30):
            step(system, operation)
        for name in list(system.processes)[:1]:
            try:
                law(system, name, source.choice(("c1", "c5", "c6", "csp")))
            except Unmet:
                continue
            met += 1
    assert met > 5
