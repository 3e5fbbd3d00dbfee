"""The laws of what crosses between memory, the kernel and the next owner of memory."""

from collections.abc import Callable
from contextlib import suppress
from itertools import product
from typing import Any

import pytest

from model import language
from model import operations as ops
from model.system import System, step
from properties.laws.assumption import Unmet
from properties.laws.kernel import crossing as laws
from properties.machines.setups import MEMORIES, Setup
from tests.properties.made_up import made_up

OF: dict[type[ops.Operation], Callable[..., object]] = {
    ops.Write: laws.a_write_takes_what_its_process_finds,
    ops.Read: laws.a_read_puts_what_there_was_where_its_process_finds_it,
    ops.Mmap: laws.memory_that_is_new_holds_zeros,
    ops.MmapAt: laws.memory_that_is_new_holds_zeros,
    ops.Fork: laws.a_child_finds_its_parents_memory_and_no_other,
}
"""The law of each kind of operation."""

WRITERS = ("a", "b")
BUFFERS = ("csp+5", "c5+4090", "c1+8")
SIZES = (1, 40)
FILES = ("open f rw+creat", "pipe", "open q rw+creat+queue+nonblock")

policies = pytest.mark.parametrize("policy", MEMORIES)


def run(system: System, *lines: str) -> None:
    for line in lines:
        step(system, parsed(line))


def parsed(line: str) -> Any:  # noqa: ANN401  of the kind that the line says
    operation = language.parse(line)
    assert operation is not None
    return operation


def forked(policy: str, opening: str) -> System:
    """Parent and child share pages with words, a capability and an open file."""
    system = Setup(policy).boot()
    run(system, "a mmap c5 8192 rw", "a store c5+4088 8 77", "a store csp+8 8 0x1234")
    run(system, "a store c1+16 8 -5", "a storecap c1 c1+32", f"a {opening}")
    run(system, "a fork b", "a store csp 8 9", "b store c5+4096 8 3")
    return system


@policies
@pytest.mark.parametrize("opening", FILES)
def test_what_is_read_was_written(policy: str, opening: str) -> None:
    """Through pages that are shared, and written for another slot."""
    met = 0
    for writer, reader in product(WRITERS, repeat=2):
        for out, into, size in product(BUFFERS, BUFFERS, SIZES):
            system = forked(policy, opening)
            to = 1 if opening == "pipe" else 0
            with suppress(Unmet):
                write = parsed(f"{writer} write {to} {out} {size}")
                laws.a_write_takes_what_its_process_finds(system, write)
                if to == 0:
                    run(system, f"{reader} lseek 0 0 set")
                read = parsed(f"{reader} read 0 {into} {size}")
                law = laws.a_read_puts_what_there_was_where_its_process_finds_it
                law(system, read)
                met += 1
    assert met > 20


@policies
@pytest.mark.parametrize("place", ["csp+6", "c5+4094", "c1+32", "c1+45"])
def test_a_status_is_stored_where_its_process_finds_it(policy: str, place: str) -> None:
    """In a page that others share, by a parent and by a child."""
    for waiter in WRITERS:
        system = forked(policy, "pipe")
        run(system, f"{waiter} fork c", "c exit 258")
        law = laws.a_status_is_stored_where_its_process_finds_it
        law(system, parsed(f"{waiter} waitpid c - {place}"))


PROGRAMS_RUN = 8
"""Random programs that are run at least; more, until each law has been met."""


@policies
def test_random_programs_keep_what_crosses(policy: str) -> None:
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


@policies
def test_a_slot_is_used_again_without_what_was_in_it(policy: str) -> None:
    """By a child of another image than the last owner's, and by its new mappings."""
    system = Setup(policy).boot()
    run(system, "a fork b", "b mmap c6 16384 rw", "b store c6+8192 8 -1")
    run(system, "b storecap c6 c6+64", "b exit 0", "a waitpid any", "a munmap c1")
    laws.a_child_finds_its_parents_memory_and_no_other(system, parsed("a fork c"))
    laws.memory_that_is_new_holds_zeros(system, parsed("c mmap c6 32768 rw"))
