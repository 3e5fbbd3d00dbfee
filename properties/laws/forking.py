"""Fork by sharing cannot be told from fork by copying: one law for each operation.

Each law speaks of a pair of memories that agree, of one arbitrary place to act on, and
of one arbitrary place to look at afterwards. What it says therefore holds for memories
of any size, any number of slots and frames, and forks of any depth.
"""

from collections.abc import Callable

import attrs

from model.isa.faults import Fault
from model.memory.full_copy import FullCopyMemory
from model.memory.layout import Location
from model.memory.page_table import ALLOW, PTE
from model.memory.tagged_memory import Granule
from optimized.lazy_memory import LazyMemory
from properties.laws.assumption import assume
from properties.laws.comparison import same_entry
from properties.laws.confinement import holds_confined
from properties.laws.invariants import (
    Probe,
    assert_invariant,
    references_follow_the_mappings,
)


@attrs.frozen
class Pair:
    """A lazy memory, and the full copy that it must not be told from."""

    lazy: LazyMemory
    reference: FullCopyMemory


@attrs.frozen
class Act:
    """One operation on a memory: what to do, and on which slots."""

    run: Callable[[LazyMemory | FullCopyMemory], Granule | None]
    slots: tuple[int, ...]


def load_capability(at: Location) -> Act:
    """Load a granule with its tag."""
    return Act(lambda memory: memory.load_capability(at), (at.slot,))


def load_data(at: Location) -> Act:
    """Load a granule's bytes."""
    return Act(lambda memory: memory.load(at), (at.slot,))


def store_capability(at: Location, granule: Granule) -> Act:
    """Store a granule with its tag."""
    return Act(lambda memory: memory.store_capability(at, granule), (at.slot,))


def store_data(at: Location, offset: int, size: int, value: int) -> Act:
    """Store bytes."""
    return Act(lambda memory: memory.store(at, offset, size, value), (at.slot,))


def fork(parent: int, child: int) -> Act:
    """Fork."""
    return Act(lambda memory: memory.fork(parent, child), (parent, child))


def exit_slot(slot: int) -> Act:
    """Exit."""
    return Act(lambda memory: memory.exit(slot), (slot,))


def map_page(at: Location, pte: PTE) -> Act:
    """Map a page of zeros."""
    return Act(lambda memory: memory.map(at.slot, at.page, pte), (at.slot,))


def unmap_page(at: Location) -> Act:
    """Take a page away."""
    return Act(lambda memory: memory.unmap(at.slot, at.page), (at.slot,))


def a_capability_load_agrees_with_full_copy(
    pair: Pair, at: Location, probe: Probe
) -> None:
    """A capability load gives what it gives in the full copy, and changes nothing."""
    _assert_agreement(pair, load_capability(at), probe)


def a_capability_load_keeps_the_invariant(
    pair: Pair, at: Location, probe: Probe
) -> None:
    """A capability load leaves a lazy memory as sound as it found it."""
    _assert_invariance(pair.lazy, load_capability(at), probe)


def a_capability_store_agrees_with_full_copy(
    pair: Pair, at: Location, granule: Granule, probe: Probe
) -> None:
    """A capability store does what it does in the full copy, and no more."""
    assume(holds_confined(pair.lazy.layout, granule, at.slot))
    _assert_agreement(pair, store_capability(at, granule), probe)


def a_capability_store_keeps_the_invariant(
    pair: Pair, at: Location, granule: Granule, probe: Probe
) -> None:
    """A capability store leaves a lazy memory as sound as it found it."""
    assume(holds_confined(pair.lazy.layout, granule, at.slot))
    _assert_invariance(pair.lazy, store_capability(at, granule), probe)


def a_data_store_agrees_with_full_copy(
    pair: Pair, at: Location, bytes_: tuple[int, int, int], probe: Probe
) -> None:
    """A data store does what it does in the full copy, and no more."""
    _assert_agreement(pair, store_data(at, *bytes_), probe)


def a_data_store_keeps_the_invariant(
    pair: Pair, at: Location, bytes_: tuple[int, int, int], probe: Probe
) -> None:
    """A data store leaves a lazy memory as sound as it found it."""
    _assert_invariance(pair.lazy, store_data(at, *bytes_), probe)


def fork_agrees_with_full_copy(
    pair: Pair, parent: int, child: int, probe: Probe
) -> None:
    """After a fork, parent and child and all others see what the full copy shows.

    Nothing is mapped in the child's slot before.
    """
    assume(parent != child)
    _assert_agreement(pair, fork(parent, child), probe)


def fork_keeps_the_invariant(pair: Pair, parent: int, child: int, probe: Probe) -> None:
    """A fork leaves a lazy memory as sound as it found it.

    Nothing is mapped in the child's slot before.
    """
    assume(parent != child)
    _assert_invariance(pair.lazy, fork(parent, child), probe)


def exit_agrees_with_full_copy(pair: Pair, slot: int, probe: Probe) -> None:
    """The end of one μprocess changes what nobody else sees."""
    _assert_agreement(pair, exit_slot(slot), probe)


def exit_keeps_the_invariant(pair: Pair, slot: int, probe: Probe) -> None:
    """The end of a μprocess leaves a lazy memory as sound as it found it."""
    _assert_invariance(pair.lazy, exit_slot(slot), probe)


def a_mapping_agrees_with_full_copy(
    pair: Pair, at: Location, pte: PTE, probe: Probe
) -> None:
    """A new page shows zeros, as it does in the full copy, and nothing else changes."""
    _assume_new(pair, at, pte)
    _assert_agreement(pair, map_page(at, pte), probe)


def a_mapping_keeps_the_invariant(
    pair: Pair, at: Location, pte: PTE, probe: Probe
) -> None:
    """A new page leaves a lazy memory as sound as it found it."""
    _assume_new(pair, at, pte)
    _assert_invariance(pair.lazy, map_page(at, pte), probe)


def _assume_new(pair: Pair, at: Location, pte: PTE) -> None:
    """The page is not mapped, and is to be mapped as the kernel maps pages."""
    assume(not pair.lazy.pte(at.slot, at.page).mapped)
    assume(pte.mapped & (pte.capability_load == ALLOW))


def an_unmapping_keeps_the_invariant(pair: Pair, at: Location, probe: Probe) -> None:
    """A page taken away leaves a lazy memory as sound as it found it."""
    _assert_invariance(pair.lazy, unmap_page(at), probe)


def a_data_load_of_an_untagged_granule_agrees_with_full_copy(
    pair: Pair, at: Location, probe: Probe
) -> None:
    """Bytes that are no capability's are the same, copied or not."""
    assume(not pair.reference.peek(at).tag)
    _assert_agreement(pair, load_data(at), probe)


def a_data_load_keeps_the_invariant(pair: Pair, at: Location, probe: Probe) -> None:
    """A data load changes nothing at all."""
    _assert_invariance(pair.lazy, load_data(at), probe)


def a_data_load_of_a_capability_agrees_with_full_copy(
    pair: Pair, at: Location, probe: Probe
) -> None:
    """FALSE under CoPA, and kept: the bytes of a capability that is not yet relocated
    are those it had at home.

    A data load looks at no tag and does not trap, so it cannot be told to copy first.
    This is what the theorem of transparency excludes.
    """
    assume(pair.reference.peek(at).tag)
    _assert_agreement(pair, load_data(at), probe)


def _assert_agreement(pair: Pair, act: Act, probe: Probe) -> None:
    """Both memories give the same outcome, and then look the same at the probe."""
    lazy_result, lazy_fault = _outcome(act, pair.lazy)
    result, fault = _outcome(act, pair.reference)
    assert lazy_fault == fault
    if result is not None and lazy_result is not None:
        assert lazy_result.data == result.data
        assert lazy_result.tag == result.tag
    at = Location(probe.slot, probe.page, probe.granule)
    seen, shown = pair.lazy.peek(at), pair.reference.peek(at)
    assert seen.tag == shown.tag
    assert seen.data == shown.data
    entry = pair.lazy.pte(at.slot, at.page)
    assert same_entry(entry, pair.reference.pte(at.slot, at.page))


def _assert_invariance(memory: LazyMemory, act: Act, probe: Probe) -> None:
    """The invariant holds at the probe after the operation, and references add up."""
    for slot in act.slots:
        assume(probe.bystander != slot)
    before = attrs.evolve(
        memory,
        pages=memory.pages.copy(),
        frames=memory.frames.copy(),
        granules=memory.granules.copy(),
    )
    _outcome(act, memory)
    references_follow_the_mappings(
        before, memory, probe.frame, act.slots, probe.bystander
    )
    assert_invariant(memory, probe)


def _outcome(
    act: Act, memory: LazyMemory | FullCopyMemory
) -> tuple[Granule | None, str]:
    """The granule that an operation returns, and the kind of its fault; if any."""
    try:
        return act.run(memory), ""
    except Fault as fault:
        return None, fault.kind
