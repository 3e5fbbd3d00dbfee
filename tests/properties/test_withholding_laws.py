"""The law of what entries withhold, at every entry that there can be."""

from itertools import product

import pytest

from model.memory.layout import TOY_LAYOUT
from model.memory.page_table import ALLOW, PTE, STRIP, TRAP
from optimized.policies import PLAIN, SOUND
from properties.laws.assumption import Unmet
from properties.laws.memory import withholding

FLAGS = "readable", "writable", "executable", "capability_store"


def entries() -> list[PTE]:
    return [
        PTE(
            **dict(zip(FLAGS, flags, strict=True)),
            capability_load=loads,
            capability_dirty=dirty,
        )
        for *flags, dirty in product((False, True), repeat=5)
        for loads in (ALLOW, TRAP, STRIP)
    ]


def test_one_policy_shares_tables_and_the_others_are_plain() -> None:
    assert {"coa", "copa", "copa-strict"} == PLAIN.keys()
    assert {"copa-shared"} == SOUND.keys() - PLAIN.keys()


@pytest.mark.parametrize("name", SOUND)
def test_an_entry_withholds_what_its_policy_says(name: str) -> None:
    policy, met = SOUND[name](TOY_LAYOUT), 0
    for pte, mapping, home in product(entries(), entries(), (1, 2)):
        try:
            withholding.a_sound_entry_withholds_what_its_policy_says(
                policy, pte, mapping, home, slot=1
            )
        except Unmet:
            continue
        met += 1

    assert met == 3**4 * 3 * 2 * 2 * 2
