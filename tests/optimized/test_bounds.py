"""The fast bounds, on samples: what is measured, and any bits at all."""

from collections import Counter
from random import Random

import pytest

from model.isa.capability import Capability
from model.isa.encoding import encode
from model.isa.format import Format
from model.isa.formats import FORMATS, MORELLO128
from optimized import bounds
from properties.laws.isa import fast_bounds as laws
from ufork.bench.isa import contests
from ufork.bench.questions import draw
from ufork.commands.bench import MEASURED

CALLS = 400

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=str)
measured = pytest.mark.parametrize("form", MEASURED, ids=str)


def anything(random: Random, form: Format) -> Capability:
    """A capability of arbitrary bits."""
    return Capability(
        format=form,
        tag=True,
        perms_field=0,
        otype=form.otypes.unsealed,
        bounds_field=random.getrandbits(form.bounds_width),
        address=random.getrandbits(form.address_width),
    )


def number(random: Random, form: Format) -> int:
    """A number of any size; now and then, the size of the address space."""
    size = random.randrange(form.address_width + 1)
    return random.getrandbits(size) if size else form.address_space


@formats
def test_any_bits_stand_for_the_same_bounds(form: Format) -> None:
    random = Random(1)
    for _ in range(CALLS):
        laws.the_fast_bounds_are_the_bounds(anything(random, form))


@formats
def test_any_request_is_encoded_alike(form: Format) -> None:
    random = Random(2)
    for _ in range(CALLS):
        base = random.getrandbits(form.address_width)
        laws.the_fast_encoding_is_the_encoding(form, base, number(random, form))


@formats
def test_any_address_is_representable_by_both_or_neither(form: Format) -> None:
    random = Random(3)
    for _ in range(CALLS):
        capability = anything(random, form)
        for address in (
            random.getrandbits(form.address_width),
            capability.address ^ number(random, form) % form.address_space,
        ):
            laws.fast_representability_is_representability(capability, address)


def test_numbers_of_a_format_are_computed_once() -> None:
    assert bounds.numbers(MORELLO128) is bounds.numbers(MORELLO128)


@measured
def test_both_sides_of_a_contest_answer_alike(form: Format) -> None:
    for contest in contests(form, draw(form, CALLS, 1)):
        for ours, theirs in zip(
            zip(*contest.model.columns, strict=False),
            zip(*contest.ceiling.columns, strict=False),
            strict=True,
        ):
            expected, found = (
                contest.model.answer(*ours),
                contest.ceiling.answer(*theirs),
            )
            if contest.operation == "encode":
                assert isinstance(expected, tuple)
                expected = expected[:2]
            if contest.operation != "relocate":
                assert expected == found


@measured
def test_most_questions_pass_and_some_do_not(form: Format) -> None:
    asked = draw(form, CALLS, 1)
    requests = zip(asked.capabilities, asked.lengths, strict=True)
    exact = Counter(encode(form, one.address, length).exact for one, length in requests)

    assert {True, False} == exact.keys()


@measured
def test_capabilities_of_all_exponents_are_asked(form: Format) -> None:
    numbers = bounds.numbers(form)
    found = {
        bounds.mantissas(numbers, capability.bounds_field)[0]
        for capability in draw(form, 4 * CALLS, 1).capabilities
    }

    assert {*range(form.emax - form.mantissa_width + 1)} - {*range(15, 24)} <= found
