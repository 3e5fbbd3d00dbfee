"""What decisions in bulk rely on, for every policy: all bits, and small numbers."""

from itertools import product

import attrs
import pytest

from model.memory.layout import TOY_LAYOUT
from model.memory.page_table import ALLOW, PRIVATE, PTE, STRIP, TRAP
from optimized.entries import Entry
from optimized.frames import Frame
from optimized.policies import POLICIES
from optimized.policy import Policy
from properties.laws.memory import bulk as laws
from tests.exhaustive.toy import count, share

PTES = [
    PTE(*bits, capability_load=load, capability_dirty=dirty)  # type: ignore[misc]
    for *bits, dirty in product((True, False), repeat=5)
    for load in (STRIP, ALLOW, TRAP)
]

MAPPINGS = [attrs.evolve(pte, capability_store=pte.readable) for pte in PTES]

ENTRIES = [
    Entry(frame, pte, mapping, shows)
    for frame, pte, mapping, shows in share(
        [*product((0, 1, 5), PTES, MAPPINGS, (PRIVATE, 3))], 29
    )
]

NUMBERS = range(4)

policies = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)


@policies
def test_a_decision_is_the_same_for_every_frame(policy: type[Policy]) -> None:
    law, frames = laws.a_decision_is_the_same_for_every_frame, (0, 7)
    asked = product([policy(TOY_LAYOUT)], ENTRIES, frames)

    assert len(ENTRIES) * len(frames) == count(law, asked)


@policies
def test_a_change_of_frames_is_the_same_for_every_page(policy: type[Policy]) -> None:
    law = laws.a_change_of_frames_is_the_same_for_every_page
    known = [Frame(*numbers) for numbers in product(range(1, 5), NUMBERS, NUMBERS)]
    asked = product([policy(TOY_LAYOUT)], known, NUMBERS)

    assert len(known) * len(NUMBERS) == count(law, asked)
