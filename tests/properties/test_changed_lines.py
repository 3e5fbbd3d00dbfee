"""Models with one line changed: the change is in force, and then it is gone."""

import pytest

from model.isa.encoding import encode
from model.isa.formats import MORELLO128
from properties.mutants.catalogue import CHANGED_LINES
from properties.mutants.lines import ChangedLine, LineNotFoundError, in_force

ROUNDED_DOWN = CHANGED_LINES["top-rounded-down"]


@pytest.mark.parametrize("name", CHANGED_LINES)
def test_every_line_is_there_and_its_change_compiles(name: str) -> None:
    with in_force(CHANGED_LINES[name]):
        pass


def test_a_change_is_in_force_for_whoever_imported_the_function() -> None:
    before = encode(MORELLO128, 1, 0x7FFD)
    with in_force(ROUNDED_DOWN):
        changed = encode(MORELLO128, 1, 0x7FFD)

    assert before != changed
    assert before == encode(MORELLO128, 1, 0x7FFD)


def test_a_change_goes_when_what_runs_in_it_fails() -> None:
    before = encode(MORELLO128, 1, 0x7FFD)
    with pytest.raises(RuntimeError), in_force(ROUNDED_DOWN):
        raise RuntimeError

    assert before == encode(MORELLO128, 1, 0x7FFD)


def test_a_line_that_is_not_there_is_refused() -> None:
    mutant = ChangedLine("none", "model.isa.words", "return 5", "return 6", "law")

    with (
        pytest.raises(LineNotFoundError, match=r"model\.isa\.words has 0 lines"),
        in_force(mutant),
    ):
        pass


def test_names_are_not_used_twice() -> None:
    lines = [
        (mutant.module, mutant.changed, mutant.law) for mutant in CHANGED_LINES.values()
    ]

    assert len(lines) == len(set(lines))
