"""What laws of a lazy memory assert of one operation: agreement, and the invariant."""

import attrs

from model.memory.layout import Location
from optimized.lazy_memory import LazyMemory
from properties.laws.agreement import Pair
from properties.laws.assumption import assume
from properties.laws.comparison import same_entry
from properties.laws.memory.acts import Act, outcome_of
from properties.laws.memory.hypotheses import assume_agreement, assume_sound
from properties.laws.memory.invariants import (
    Probe,
    assert_invariant,
    references_follow_the_mappings,
)


def assert_agreement(pair: Pair, act: Act, probe: Probe) -> None:
    """Two memories that agree give the same outcome, and then look the same at the
    probe.
    """
    assume_agreement(pair)
    lazy_result, lazy_fault = outcome_of(act, pair.lazy)
    result, fault = outcome_of(act, pair.reference)
    assert lazy_fault == fault
    if result is not None and lazy_result is not None:
        assert lazy_result.data == result.data
        assert lazy_result.tag == result.tag
    assert_same_view(pair, probe)


def assert_same_view(pair: Pair, probe: Probe) -> None:
    """Both memories look the same at the probe."""
    at = Location(probe.slot, probe.page, probe.granule)
    seen, shown = pair.lazy.peek(at), pair.reference.peek(at)
    assert seen.tag == shown.tag
    assert seen.data == shown.data
    entry = pair.lazy.pte(at.slot, at.page)
    assert same_entry(entry, pair.reference.pte(at.slot, at.page))
    shows = pair.lazy.shows(at.slot, at.page)
    assert shows == pair.reference.shows(at.slot, at.page)


def assert_invariance(memory: LazyMemory, act: Act, probe: Probe) -> str:
    """If the memory is sound, the invariant holds at the probe after the operation, and
    references add up.

    Returns:
        The kind of the fault that the operation ended in, or nothing.
    """
    assume_sound(memory)
    for slot in act.slots:
        assume(probe.bystander != slot)
    before = attrs.evolve(
        memory,
        pages=memory.pages.copy(),
        frames=memory.frames.copy(),
        granules=memory.granules.copy(),
    )
    _, fault = outcome_of(act, memory)
    references_follow_the_mappings(
        before, memory, probe.frame, act.slots, probe.bystander
    )
    assert_invariant(memory, probe)
    return fault
