"""What a campaign remembers is what the functions answer, and ends with it."""

import sys

import pytest

from model.isa import capability, encoding
from model.isa.formats import MORELLO128
from properties.machines.campaign import run_campaign
from properties.machines.remembering import PURE, remembering
from properties.machines.setups import Setup
from properties.mutants import MUTANTS
from properties.mutants.changing import in_force


def bound() -> dict[tuple[str, str], int]:
    """Every name of the functions in a loaded module of the sources."""
    numbers = set(map(id, PURE))
    return {
        (module.__name__, name): id(value)
        for package, module in list(sys.modules.items())
        if package.partition(".")[0] in {"model", "optimized", "properties"}
        for name, value in vars(module).items()
        if id(value) in numbers
    }


def test_names_are_bound_to_what_remembers_and_back() -> None:
    before = bound()
    root = capability.root(MORELLO128, 0x1000, 0x2000)
    plain = root.bounds
    with remembering():
        assert before.keys() > bound().keys()
        assert plain == root.bounds == root.bounds
        assert 1 == encoding.decode.cache_info().hits  # type: ignore[attr-defined]

    assert before == bound()


def test_names_are_bound_back_when_a_campaign_breaks_down() -> None:
    before = bound()
    with pytest.raises(ZeroDivisionError), remembering():
        _ = 1 // 0

    assert before == bound()


def test_a_mutant_of_what_is_remembered_is_found() -> None:
    """Its answers are remembered and not those of a campaign before."""
    assert run_campaign(Setup("copa"), 0, programs=10).failure is None
    with in_force(MUTANTS["kernel-memory-is-shared"]):
        assert run_campaign(Setup("copa"), 0, programs=1000).failure is not None
