"""The laws of representability and of displacement at ``toy``: no solver, no sampling.

What the laws drop by their first assumptions is not built here. The laws of single
capabilities are asked about every power of two as a displacement, and about few others:
what they tell apart is how many low bits of it are zero.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product

import pytest

from model.isa.capability import Capability
from model.isa.encoding import encode
from model.isa.formats import TOY
from model.isa.representability import (
    representable_length,
    representable_mask,
    unit_bits,
)
from properties.laws.isa import displacement, representability
from properties.laws.isa.encoding import is_canonical
from tests.exhaustive.toy import (
    ADDRESSES,
    count,
    each_bounds_in_each_half,
    everywhere,
    fields,
    remembered,
)

Law = Callable[..., None]

LEAST = (
    representability.the_representable_length_is_the_least,
    representability.the_representable_length_is_the_least_but_where_the_exponent_changes,
)
"""Morello's rule, and so this one, answers for the next exponent in some cases."""

LENGTHS = range(TOY.address_space + 1)
HALF = TOY.address_space // 2
STEPS = (1, 2, 3, 4, 8, 16, 32, 64, 96)


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(monkeypatch)


@cache
def canonical() -> tuple[Capability, ...]:
    """Every field at every address where it is the one encoding of its bounds."""
    return tuple(each for each in everywhere(fields()) if is_spoken_of(each))


def moves() -> Iterator[tuple[Capability, int]]:
    """Those of them with bounds in one half, moved to where both ends still are:
    forward in the lower half, and back in the upper one.
    """
    for each in canonical():
        for step in STEPS:
            if each.top + step <= HALF:
                yield each, step
            if HALF <= each.base - step:
                yield each, -step


def is_spoken_of(capability: Capability) -> bool:
    """Whether the laws say something about it."""
    bounds = capability.bounds
    ordered = bounds.base <= bounds.top <= TOY.address_space
    return bounds.well_formed and ordered and is_canonical(capability)


@pytest.mark.parametrize(
    "law",
    [
        representability.the_representable_region_is_where_bounds_stay,
        representability.a_sign_stays_where_bounds_need_the_address,
        representability.a_region_of_everything_begins_at_zero,
        representability.bounds_and_top_are_in_the_representable_region,
    ],
)
def test_laws_of_the_representable_region(law: Law) -> None:
    """The address before the move is read through the bounds and its highest bit."""
    capabilities = filter(is_spoken_of, each_bounds_in_each_half())

    assert 0 < count(law, product(capabilities, ADDRESSES))


def test_the_representable_length_is_enough() -> None:
    law = representability.the_representable_length_is_enough

    assert 0 < count(law, product([TOY], ADDRESSES, LENGTHS))


def shorter() -> Iterator[tuple[object, ...]]:
    """Every length, every shorter one than is exact, and every base that is aligned."""
    for length in LENGTHS:
        mask = representable_mask(TOY, length)
        for base in sorted({address & mask for address in ADDRESSES}):
            for less in range(length, representable_length(TOY, length)):
                yield TOY, base, length, less


def test_the_representable_length_is_the_least() -> None:
    always, mostly = LEAST

    assert 0 < count(mostly, shorter())
    assert {
        (1 << (TOY.mantissa_width - TOY.exponent_width - 1)) - 1 << power
        for power in range(TOY.exponent_width, TOY.emax + 1)
    } == {inputs[2] for inputs in shorter() if breaks(always, inputs)}


def breaks(law: Law, inputs: tuple[object, ...]) -> bool:
    """Whether a law does not hold of these inputs."""
    try:
        count(law, [inputs])
    except AssertionError:
        return True
    return False


@cache
def exact() -> dict[tuple[int, int], int]:
    """The field of every base and length that have an exact one in half the space."""
    found = {}
    for base, length in product(ADDRESSES, range(HALF + 1)):
        encoding = encode(TOY, base, length)
        if encoding.exact and base % HALF + length <= HALF:
            found[base, length] = encoding.field
    return found


def places(base: int, length: int) -> range:
    """Where bounds may be moved: anywhere in the same half of the addresses."""
    half = base - base % HALF
    return range(half, half + HALF - length + 1)


def test_bounds_move_exactly_when_the_displacement_is_aligned() -> None:
    law = displacement.bounds_move_exactly_when_the_displacement_is_aligned
    inputs = (
        (TOY, base, length, there - base)
        for base, length in exact()
        for there in places(base, length)
    )

    assert 0 < count(law, inputs)


@pytest.mark.parametrize(
    "law",
    [
        displacement.addresses_in_bounds_move_with_their_bounds,
        displacement.addresses_out_of_bounds_move_by_units_of_the_region,
        displacement.addresses_near_the_base_move_with_their_bounds,
        displacement.metadata_stays_when_the_displacement_is_a_multiple_of_the_region,
    ],
)
def test_laws_of_moves_by_a_displacement(law: Law) -> None:
    assert 0 < count(law, moves())


def test_aligned_slots_of_powers_of_two_lose_nothing() -> None:
    law = displacement.aligned_slots_of_powers_of_two_lose_nothing
    inputs = (
        (each, slot_bits, step)
        for each, step in moves()
        for slot_bits in range(7)
        if step % (1 << slot_bits) == 0
        if each.base >> slot_bits == (each.top - 1) >> slot_bits
    )

    assert 0 < count(law, inputs)


@pytest.mark.parametrize(
    "law",
    [
        displacement.addresses_out_of_bounds_move_with_their_bounds,
        displacement.addresses_out_of_bounds_move_by_half_units_of_the_region,
    ],
)
def test_smaller_steps_lose_some_address_out_of_bounds(law: Law) -> None:
    """Only of bounds without an internal exponent: the toy takes as many bits from its
    mantissas as the region's edge does not depend on.
    """
    broken = {
        unit_bits(TOY, each.bounds_field)
        for each in canonical()
        if any(breaks(law, (each, step)) for step in (1, 2))
    }

    assert {0} == broken
