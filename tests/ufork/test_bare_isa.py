"""The ceiling of the measurements answers just what the model does."""

from collections import Counter
from collections.abc import Iterator
from random import Random

import attrs
import pytest

from model.isa import faults
from model.isa.capability import Capability
from model.isa.format import Format
from ufork.bench import bare_isa
from ufork.bench.isa import Contest, bare_capability, contests
from ufork.bench.questions import Questions, draw
from ufork.commands.bench import MEASURED

CALLS = 400
OPERATIONS = ("decode", "set_bounds", "set_address", "authorize", "relocate")
ANSWERS: dict[type[faults.Fault] | None, int] = {
    None: bare_isa.PASSES,
    faults.TagViolation: bare_isa.NO_TAG,
    faults.SealViolation: bare_isa.SEALED,
    faults.PermitLoadViolation: bare_isa.NOT_PERMITTED,
    faults.BoundsViolation: bare_isa.OUT_OF_BOUNDS,
}

formats = pytest.mark.parametrize("form", MEASURED, ids=str)


def bare(answer: object) -> object:
    """What the model answers, in the numbers of the ceiling."""
    if isinstance(answer, Capability):
        return bare_capability(answer)
    if answer is None or isinstance(answer, faults.Fault):
        return ANSWERS[None if answer is None else type(answer)]
    return tuple(map(bare, answer)) if isinstance(answer, tuple) else answer


def pairs(contest: Contest) -> Iterator[tuple[object, object]]:
    """What both answer to each question."""
    for ours, theirs in zip(
        zip(*contest.model.columns, strict=False),
        zip(*contest.ceiling.columns, strict=False),
        strict=True,
    ):
        yield bare(contest.model.answer(*ours)), contest.ceiling.answer(*theirs)


def anything(form: Format, seed: int) -> Questions:
    """Questions about capabilities of arbitrary bits."""
    random, width = Random(seed), form.address_width
    asked = draw(form, CALLS, seed)
    return attrs.evolve(
        asked,
        capabilities=tuple(map(scrambled, [random] * CALLS, asked.capabilities)),
        residents=tuple(map(scrambled, [random] * CALLS, asked.residents)),
        lengths=tuple(
            random.getrandbits(random.randint(1, width)) for _ in range(CALLS)
        ),
        targets=tuple(random.getrandbits(width) for _ in range(CALLS)),
    )


def scrambled(random: Random, capability: Capability) -> Capability:
    form = capability.format
    return attrs.evolve(
        capability,
        tag=random.random() < 3 / 4,
        perms_field=random.getrandbits(form.permissions.width),
        otype=random.choice(
            [form.otypes.unsealed, random.getrandbits(form.otype_width)]
        ),
        bounds_field=random.getrandbits(form.bounds_width),
        address=random.getrandbits(form.address_width),
    )


@formats
@pytest.mark.parametrize("seed", [1, 2])
def test_the_ceiling_answers_as_the_model_does(form: Format, seed: int) -> None:
    for contest in contests(form, draw(form, CALLS, seed)):
        for ours, theirs in pairs(contest):
            assert ours == theirs, contest.operation


@formats
@pytest.mark.parametrize("seed", [1, 2])
def test_the_ceiling_answers_about_any_bits(form: Format, seed: int) -> None:
    for contest in contests(form, anything(form, seed)):
        for ours, theirs in pairs(contest):
            assert ours == theirs, contest.operation


@formats
def test_every_operation_is_measured(form: Format) -> None:
    found = tuple(contest.operation for contest in contests(form, draw(form, 1, 1)))

    assert OPERATIONS == found


@formats
def test_most_questions_pass_and_some_do_not(form: Format) -> None:
    decode, narrow, move, access, relocation = contests(form, draw(form, CALLS, 1))
    verdicts = Counter(theirs for _, theirs in pairs(access))

    assert set(range(5)) == verdicts.keys()
    assert verdicts[bare_isa.PASSES] > CALLS // 2
    for contest in (move, relocation):
        tags = Counter(theirs[0] for _, theirs in pairs(contest))  # type: ignore[index]
        assert CALLS > tags[True] > CALLS // 2
    exact = Counter(theirs[1] for _, theirs in pairs(narrow))  # type: ignore[index]
    assert 2 == len(exact)
    assert 2 == len({ours[2] for ours, _ in pairs(decode)} | {True, False})  # type: ignore[index]


@formats
def test_capabilities_of_all_exponents_are_asked(form: Format) -> None:
    asked = draw(form, 4 * CALLS, 1)
    found = {
        bare_isa.mantissas(bare_isa.bare_format(form), capability.bounds_field)[0]
        for capability in asked.capabilities
    }

    assert {*range(form.emax - form.mantissa_width + 1)} - {*range(15, 24)} <= found
