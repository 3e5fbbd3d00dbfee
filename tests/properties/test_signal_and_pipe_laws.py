"""The laws of faults that send signals, and of pipes, on small programs."""

import random
from collections.abc import Sequence
from contextlib import suppress
from itertools import product

import pytest

from model import language
from model import operations as ops
from model.kernel.state.open_files import PIPE_CAPACITY, Pipe
from model.posix.signal_numbers import Signal
from model.system import System, step
from properties.laws.assumption import Unmet
from properties.laws.kernel import piping, signalled
from properties.machines.setups import MEMORIES, Setup

PLACES = ("c5", "c5+4096", "c5+8192", "c4+200000")
"""In the file, beyond its end, beyond the mapping, and where nothing is mapped."""

ACCESSES = ("load c6 {} 8", "store {} 8 7", "loadcap c6 {}", "storecap csp {}")

MAPPINGS = (
    "mmapfile c5 8192 {} shared 0",
    "mmapfile c5 8192 {} private 0",
    "mmap c5 8192 {}",
)

SIZES = (1, 5, 4095, 4096, 4097, 9000, 30_000, 65_535, 65_536, 70_000)


def after(setup: Setup, lines: Sequence[str]) -> System:
    system = setup.boot()
    for line in lines:
        operation = language.parse(line)
        assert operation is not None
        step(system, operation)
    return system


@pytest.mark.parametrize("policy", MEMORIES)
def test_faults_send_the_signal_of_their_page(policy: str) -> None:
    setup, met = Setup(policy, faults_kill=True), set[int | None]()
    for mapping, protection, place, access in product(
        MAPPINGS, ("r", "rw", "none"), PLACES, ACCESSES
    ):
        mapped = f"a {mapping.format(protection)}"
        system = after(setup, ("a open f rw+creat", "a ftruncate 0 4096", mapped))
        process = system.processes["a"]
        operation = language.parse(f"a {access.format(place)}")
        assert isinstance(operation, ops.Access)
        with suppress(Unmet):
            signalled.a_fault_ends_a_process_by_the_signal_of_its_page(
                system, operation
            )
        met.add(process.status)

    assert {None, Signal.BUS, Signal.SEGV} == met


@pytest.mark.parametrize("flags", ["-", "nonblock"])
def test_writes_put_in_a_pipe_what_there_is_room_for(flags: str) -> None:
    chance, levels = random.Random(flags), set[int]()
    system = after(Setup("full-copy"), (f"a pipe {flags}", "a mmap c5 81920 rw"))
    file = system.processes["a"].descriptors[0].description.file
    assert isinstance(file, Pipe)
    for _ in range(400):
        size = chance.choice(SIZES)
        if chance.random() < 0.3:
            step(system, ops.Read("a", 0, ("c5", 0), size))
        else:
            write = ops.Write("a", 1, ("c5", 0), size)
            piping.a_write_puts_in_a_pipe_what_there_is_room_for(system, write)
        levels.add(len(file.content))

    assert {0, PIPE_CAPACITY} < levels
