"""The laws of images and of the allocator, in every memory."""

from collections.abc import Iterator
from random import Random

import pytest

from model import operations as ops
from model.language import parse
from model.system import System, step
from optimized.policies import SOUND
from properties.laws.assumption import Unmet
from properties.laws.kernel import allocating, failing, images
from properties.machines.setups import (
    FULL_COPY,
    MEMORIES,
    SEPARATE,
    WHOLE_IMAGE,
    Setup,
    UnknownNameError,
)

LENGTHS = (1, 16, 17, 48, 100, 0, 33, 64, 900, 6000, -1)
NAMES = "abcd"

memories = pytest.mark.parametrize("policy", MEMORIES)


def booted(policy: str, image: str = WHOLE_IMAGE) -> System:
    return Setup(policy, image=image).boot()


@memories
def test_a_whole_image_has_its_parts(policy: str) -> None:
    images.a_whole_image_has_its_parts(booted(policy))


@pytest.mark.parametrize(
    "sizes",
    [
        {"text": 2, "rodata": 3, "got": 1, "data": 4, "stack": 5, "heap": 6},
        {"text": 1, "got": 1, "tls": 2, "allocator": 3, "heap": 1},
        {"text": 1, "got": 2},
        {"got": 1, "heap": 7},
    ],
)
def test_an_image_has_its_parts(sizes: dict[str, int]) -> None:
    written = ",".join(f"{part}={pages}" for part, pages in sizes.items())
    every = {part: sizes.get(part, 0) for part in images.REGISTER}

    images.an_image_has_its_parts(booted(FULL_COPY, written), every)


@pytest.mark.parametrize("pages", [2049, 34_995])
def test_a_large_part_is_covered_exactly(pages: int) -> None:
    system = booted("copa", f"text=1,heap={pages}")

    images.a_large_part_is_covered_exactly(system, "heap", pages)


@pytest.mark.parametrize("policy", SOUND)
def test_a_fork_copies_at_once_only_what_a_child_needs(policy: str) -> None:
    images.a_fork_copies_at_once_only_what_a_child_needs(booted(policy), "a", "b")


def test_where_all_is_copied_nothing_is_copied_at_once() -> None:
    with pytest.raises(Unmet):
        images.a_fork_copies_at_once_only_what_a_child_needs(
            booted(FULL_COPY), "a", "b"
        )


@pytest.mark.parametrize(
    ("image", "wrong"),
    [
        ("hole", "whole"),
        ("txt=1", "text"),
        ("text=one", "'one' is no number of pages"),
        ("text=-1", "'-1' is no number of pages"),
        ("heap=300000", "a region of 262080"),
    ],
)
def test_what_is_no_image_is_refused(image: str, wrong: str) -> None:
    with pytest.raises(UnknownNameError, match=wrong):
        booted(FULL_COPY, image)


def test_a_whole_image_does_not_fit_into_the_toy() -> None:
    with pytest.raises(UnknownNameError, match="a region of 3"):
        Setup(FULL_COPY, format="toy", image=WHOLE_IMAGE).boot()


def allocating_program(seed: int) -> Iterator[ops.Operation]:
    """A program that allocates, links, forks and goes on."""
    random, names = Random(seed), ["a"]

    def line() -> str:
        name = random.choice(names)
        one, other = (f"c{random.randrange(5, 12)}" for _ in range(2))
        length = random.choice(LENGTHS)
        kind = random.random()
        if kind < 0.4:
            return f"{name} malloc {one} {length}"
        if kind < 0.6:
            return f"{name} free {one}"
        if kind < 0.75:
            return f"{name} realloc {one} {other} {length}"
        if kind < 0.85:
            return f"{name} storecap {one} {other}"
        if kind < 0.95 or len(names) == len(NAMES):
            return f"{name} store {one} 1 7"
        names.append(NAMES[len(names)])
        return f"{name} fork {names[-1]}"

    for _ in range(90):
        operation = parse(line())
        assert operation is not None
        yield operation


@memories
def test_allocations_are_as_c_says(policy: str) -> None:
    for seed in range(4):
        system = booted(policy)
        allocating.allocations_are_as_c_says(system, list(allocating_program(seed)))


@pytest.mark.parametrize("policy", [SEPARATE, FULL_COPY, "copa"])
@pytest.mark.parametrize(
    "lines",
    [
        ("a malloc c5 1",) * 130,
        ("a malloc c5 16384", "a malloc c6 1", "a free c5", "a malloc c7 16384"),
        ("a malloc c5 16385", "a malloc c5 16384"),
        ("a malloc c5 100", "a andperms c5 c5 r", "a free c5", "a free c5"),
        ("a malloc c5 100", "a sealentry c6 c5", "a free c6", "a free c5"),
        ("a malloc c5 100", "a cleartag c6 c5", "a free c6", "a free c5"),
        ("a malloc c5 32", "a add c5 c5 16", "a free c5", "a malloc c6 32"),
        ("a free c5", "a realloc c5 c5 64", "a free c5"),
        ("a malloc c5 64", "a storecap c5 c5", "a realloc c5 c5 20", "a free c5"),
    ],
)
def test_the_ends_of_the_allocator(policy: str, lines: tuple[str, ...]) -> None:
    program = [operation for line in lines if (operation := parse(line))]

    allocating.allocations_are_as_c_says(booted(policy), program)


def test_large_blocks_are_as_c_says() -> None:
    system = booted(FULL_COPY, "text=1,got=1,allocator=1,heap=128")
    lengths = (5, 100_001, 70_003, 33, 65_536, 40_000)
    lines = [f"a malloc c5 {length}" for length in lengths]
    program = [operation for line in lines if (operation := parse(line))]

    allocating.allocations_are_as_c_says(system, program)


HALF_WAY = (
    ("a loadcap c5 c28+96", "a mprotect c5 r", "a malloc c6 8"),
    ("a loadcap c5 c28+96", "a munmap c5", "a malloc c6 8"),
    ("a mprotect c28 none", "a malloc c6 8"),
    ("a malloc c5 64", "a mprotect c1 r", "a realloc c6 c5 100"),
    (
        *("a malloc c5 4080", "a setoffset c6 c1 4096", "a setbounds c6 c6 4096"),
        *("a mprotect c6 none", "a realloc c7 c5 8000"),
    ),
    ("a move c28 c1", "a malloc c6 8"),
    (*("a malloc c5 1",) * 126, "a malloc c5 1"),
)
"""Programs whose last call of the library faults, or fails, after it has begun."""


@pytest.mark.parametrize("policy", [SEPARATE, FULL_COPY, "copa"])
@pytest.mark.parametrize("lines", HALF_WAY)
def test_a_call_that_faults_half_way_changes_nothing(
    policy: str, lines: tuple[str, ...]
) -> None:
    system = booted(policy)
    *first, last = (operation for line in lines if (operation := parse(line)))
    for operation in first:
        step(system, operation)

    assert isinstance(last, ops.LibraryCall)
    failing.a_call_that_fails_changes_nothing(system, last)


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (HALF_WAY[0], "killed by SEGV"),
        (HALF_WAY[1], "killed by SEGV"),
        (
            (
                *("a loadcap c5 c28+96", "a open f rw+creat", "a ftruncate 0 1"),
                *("a mmapfile c6 4096 rw shared 0 0 c5", "a ftruncate 0 0"),
                "a malloc c7 8",
            ),
            "killed by BUS",
        ),
    ],
)
def test_a_fault_of_the_library_ends_the_process(
    lines: tuple[str, ...], status: str
) -> None:
    system = Setup(FULL_COPY, image=WHOLE_IMAGE, faults_kill=True).boot()
    for line in ("a fork b", *(line.replace("a ", "b ", 1) for line in lines)):
        operation = parse(line)
        assert operation is not None
        step(system, operation)

    last = parse("a waitpid any -")
    assert last is not None
    assert str(step(system, last)).endswith(status)
