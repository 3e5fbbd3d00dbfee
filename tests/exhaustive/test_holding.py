"""The laws of what may be held, for every bounds of the toy that a slot may have."""

from collections.abc import Iterator
from functools import cache

import pytest

from model import operations as ops
from model.isa.capability import Capability
from model.kernel.calls.mappings import DATA
from model.memory.layout import TOY_LAYOUT as LAYOUT
from model.memory.shared_authority import otype_authority
from model.memory.tagged_memory import granule_of
from proofs.theorems.holding import DERIVING, NARROWING
from properties.laws.confinement import is_confined
from properties.laws.kernel import holding
from tests.exhaustive.toy import count, each_bounds, remembered
from tests.exhaustive.worlds import SLOTS

NUMBERS = (0, 1, 2, 7, 16, 33, 100, 255, -1)
"""Numbers that are added, or are lengths or addresses."""


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(monkeypatch)


@cache
def held(slot: int) -> tuple[Capability, ...]:
    """All that the owner of a slot may hold, one for each bounds."""
    every = (*each_bounds(), otype_authority(LAYOUT))
    return tuple(each for each in every if is_confined(LAYOUT, each, slot))


def derived(kind: type[ops.Derivation], slot: int) -> Iterator[tuple[object, ...]]:
    """Every capability of a slot, and every number."""
    authority = otype_authority(LAYOUT)
    for source in held(slot):
        for number in NUMBERS:
            yield LAYOUT, kind, (source, authority), number, slot


slots = pytest.mark.parametrize("slot", SLOTS)


@slots
@pytest.mark.parametrize("kind", DERIVING)
def test_what_is_derived_may_be_held(kind: type[ops.Derivation], slot: int) -> None:
    assert count(holding.what_is_derived_may_be_held, derived(kind, slot))


@slots
@pytest.mark.parametrize("kind", NARROWING)
def test_what_is_narrowed_may_be_held(kind: type[ops.Derivation], slot: int) -> None:
    assert count(holding.what_is_narrowed_may_be_held, derived(kind, slot))


@slots
def test_what_is_loaded_and_stored_may_be_held(slot: int) -> None:
    every = held(slot)
    loading = ((LAYOUT, granule_of(each), every[0], slot) for each in every)
    storing = ((LAYOUT, each, every[0], slot) for each in every)

    assert count(holding.what_is_loaded_may_be_held, loading) == len(every)
    assert count(holding.what_is_stored_may_be_found, storing) == len(every)


@slots
def test_what_is_given_may_be_held(slot: int) -> None:
    pages = range(LAYOUT.region_pages)
    lengths = range(1, LAYOUT.region_size + 1)
    mapped = ((LAYOUT, n, page, DATA, slot) for n in lengths for page in pages)
    numbers = ((LAYOUT, number, slot) for number in range(1 << 8))

    assert count(holding.what_is_mapped_may_be_held, mapped)
    assert count(holding.a_number_may_be_held, numbers)
    assert count(holding.what_all_are_given_may_be_held, [(LAYOUT, slot)])
