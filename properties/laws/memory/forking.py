"""Lazy copying is indistinguishable from eager copying: one law for each operation.

Each law speaks of a pair of memories that agree, of one arbitrary place to act on, and
of one arbitrary place to look at afterwards. What it says therefore holds for memories
of any size, any number of slots and frames, and forks of any depth.
"""

from model.memory.layout import KERNEL_SLOT, Location
from model.memory.page_table import PTE
from model.memory.tagged_memory import Granule
from optimized.fault_handler import capability_load
from properties.laws.agreement import Pair
from properties.laws.assumption import assume
from properties.laws.memory.acts import (
    Act,
    clear_tag,
    copy_now,
    exit_slot,
    fork,
    load_capability,
    load_data,
    map_page,
    protect_page,
    store_capability,
    store_data,
    unmap_page,
)
from properties.laws.memory.asking import (
    assume_can_be_shown,
    assume_may_hold,
    assume_new,
    assume_not_shown,
    assume_protectable,
)
from properties.laws.memory.asserting import (
    assert_agreement,
    assert_invariance,
    assert_same_view,
)
from properties.laws.memory.hypotheses import (
    assume_agreement,
    assume_empty,
)
from properties.laws.memory.invariants import (
    Probe,
)


def a_capability_load_agrees_with_full_copy(
    pair: Pair, at: Location, probe: Probe
) -> None:
    """A capability load gives what it gives in the full copy, and changes nothing."""
    assert_agreement(pair, load_capability(at), probe)


def a_capability_load_keeps_the_invariant(
    pair: Pair, at: Location, probe: Probe
) -> None:
    """A capability load leaves a lazy memory as sound as it found it."""
    assert_invariance(pair.lazy, load_capability(at), probe)


def a_capability_store_agrees_with_full_copy(
    pair: Pair, at: Location, granule: Granule, probe: Probe
) -> None:
    """A capability store does what it does in the full copy, and no more."""
    assume_may_hold(pair.lazy, at, granule)
    assert_agreement(pair, store_capability(at, granule), probe)


def a_capability_store_keeps_the_invariant(
    pair: Pair, at: Location, granule: Granule, probe: Probe
) -> None:
    """A capability store leaves a lazy memory as sound as it found it."""
    assume_may_hold(pair.lazy, at, granule)
    assert_invariance(pair.lazy, store_capability(at, granule), probe)


def a_data_store_agrees_with_full_copy(
    pair: Pair, at: Location, bytes_: tuple[int, int, int], probe: Probe
) -> None:
    """A data store does what it does in the full copy, and no more."""
    assert_agreement(pair, store_data(at, *bytes_), probe)


def a_data_store_keeps_the_invariant(
    pair: Pair, at: Location, bytes_: tuple[int, int, int], probe: Probe
) -> None:
    """A data store leaves a lazy memory as sound as it found it."""
    assert_invariance(pair.lazy, store_data(at, *bytes_), probe)


def fork_agrees_with_full_copy(
    pair: Pair, parent: int, child: int, probe: Probe
) -> None:
    """After a fork, parent and child and all others see what the full copy shows.

    The law assumes that nothing is mapped in the child's slot before the fork.
    """
    assume_empty(pair.lazy, child)
    assume((parent != child) & (parent != KERNEL_SLOT) & (child != KERNEL_SLOT))
    assert_agreement(pair, fork(parent, child), probe)


def fork_keeps_the_invariant(pair: Pair, parent: int, child: int, probe: Probe) -> None:
    """A fork leaves a lazy memory as sound as it found it.

    The law assumes that nothing is mapped in the child's slot before the fork.
    """
    assume_empty(pair.lazy, child)
    assume((parent != child) & (parent != KERNEL_SLOT) & (child != KERNEL_SLOT))
    assert_invariance(pair.lazy, fork(parent, child), probe)


def a_page_that_is_copied_now_looks_the_same(
    pair: Pair, at: Location, probe: Probe
) -> None:
    """To copy a page before anything asks for it changes nothing that anybody sees, as
    it does nothing in the full copy.
    """
    assert_agreement(pair, copy_now(at), probe)


def a_page_that_is_copied_now_keeps_the_invariant(
    pair: Pair, at: Location, probe: Probe
) -> None:
    """To copy a page before anything asks for it leaves a lazy memory sound."""
    assert_invariance(pair.lazy, copy_now(at), probe)


def a_cleared_tag_agrees_with_full_copy(pair: Pair, at: Location, probe: Probe) -> None:
    """A tag that is cleared for its owner is gone as in the full copy, and no other."""
    assert_agreement(pair, clear_tag(at), probe)


def a_cleared_tag_keeps_the_invariant(pair: Pair, at: Location, probe: Probe) -> None:
    """A tag that is cleared leaves a lazy memory as sound as it found it."""
    assert_invariance(pair.lazy, clear_tag(at), probe)


def exit_agrees_with_full_copy(pair: Pair, slot: int, probe: Probe) -> None:
    """The end of one μprocess changes what nobody else sees."""
    assume(slot != KERNEL_SLOT)
    assert_agreement(pair, exit_slot(slot), probe)


def exit_keeps_the_invariant(pair: Pair, slot: int, probe: Probe) -> None:
    """The end of a μprocess leaves a lazy memory as sound as it found it."""
    assume(slot != KERNEL_SLOT)
    assert_invariance(pair.lazy, exit_slot(slot), probe)


def a_mapping_agrees_with_full_copy(
    pair: Pair, at: Location, pte: PTE, probe: Probe
) -> None:
    """A new page shows zeros, as it does in the full copy, and nothing else changes."""
    assume_new(pair.lazy, at, pte)
    assert_agreement(pair, map_page(at, pte), probe)


def a_mapping_keeps_the_invariant(
    pair: Pair, at: Location, pte: PTE, probe: Probe
) -> None:
    """A new page leaves a lazy memory as sound as it found it."""
    assume_new(pair.lazy, at, pte)
    assert_invariance(pair.lazy, map_page(at, pte), probe)


def a_mapping_of_shared_memory_agrees_with_full_copy(
    pair: Pair, at: Location, pte: PTE, shown: int, probe: Probe
) -> None:
    """A new page shows what the kernel's page holds, as it does in the full copy."""
    assume_new(pair.lazy, at, pte)
    assume_can_be_shown(pair.lazy, at, pte, shown)
    assert_agreement(pair, map_page(at, pte, shown), probe)


def a_mapping_of_shared_memory_keeps_the_invariant(
    pair: Pair, at: Location, pte: PTE, shown: int, probe: Probe
) -> None:
    """A new page that shows the kernel's leaves a lazy memory as sound as it was."""
    assume_new(pair.lazy, at, pte)
    assume_can_be_shown(pair.lazy, at, pte, shown)
    assert_invariance(pair.lazy, map_page(at, pte, shown), probe)


def an_unmapping_agrees_with_full_copy(pair: Pair, at: Location, probe: Probe) -> None:
    """A page taken away is gone, as it is in the full copy, and nothing else is."""
    assume_not_shown(pair.lazy, at, probe)
    assert_agreement(pair, unmap_page(at), probe)


def an_unmapping_keeps_the_invariant(pair: Pair, at: Location, probe: Probe) -> None:
    """A page taken away leaves a lazy memory as sound as it found it."""
    assume_not_shown(pair.lazy, at, probe)
    assert_invariance(pair.lazy, unmap_page(at), probe)


def a_protection_agrees_with_full_copy(
    pair: Pair, at: Location, pte: PTE, probe: Probe
) -> None:
    """A page given other bits holds what it held, and has the bits of the full copy."""
    assume_protectable(pair.lazy, at, pte)
    assert_agreement(pair, protect_page(at, pte), probe)


def a_protection_keeps_the_invariant(
    pair: Pair, at: Location, pte: PTE, probe: Probe
) -> None:
    """A page given other bits leaves a lazy memory as sound as it found it: what is
    shared is not made writable.
    """
    assume_protectable(pair.lazy, at, pte)
    assert_invariance(pair.lazy, protect_page(at, pte), probe)


def a_data_load_of_an_untagged_granule_agrees_with_full_copy(
    pair: Pair, at: Location, probe: Probe
) -> None:
    """Bytes that are no capability's are the same, copied or not."""
    assume(not pair.reference.peek(at).tag)
    assert_agreement(pair, load_data(at), probe)


def a_data_load_keeps_the_invariant(pair: Pair, at: Location, probe: Probe) -> None:
    """A data load changes nothing at all."""
    assert_invariance(pair.lazy, load_data(at), probe)


def a_data_load_of_a_capability_agrees_with_full_copy(
    pair: Pair, at: Location, probe: Probe
) -> None:
    """FALSE under a policy that does not hide bytes of capabilities, and kept: those of
    one that is not yet relocated are what they were at home.

    Under such a policy a data load does not trap, and looks at no tag, so nothing
    causes the page to be copied first. The theorem of transparency then leaves this
    case out.
    """
    assume(pair.reference.peek(at).tag)
    assert_agreement(pair, load_data(at), probe)


def a_spurious_barrier_fault_changes_nothing(
    pair: Pair, at: Location, probe: Probe
) -> None:
    """Hardware may raise the barrier fault for a clear tag: resolving it then changes
    nothing that anybody sees, and leaves the memory as sound as it was.
    """
    assume_agreement(pair)
    mapping = pair.lazy.pte(at.slot, at.page)
    assume(mapping.mapped & mapping.readable)
    assume(not pair.reference.peek(at).tag)
    barrier = capability_load(tag=True)
    resolving = Act(lambda _: pair.lazy.resolve(at, barrier), (at.slot,))
    fault = assert_invariance(pair.lazy, resolving, probe)
    assert not fault
    assert_same_view(pair, probe)
