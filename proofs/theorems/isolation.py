"""Domains of the laws of isolation: each of the three memories, any place, anybody."""

from collections.abc import Callable, Sequence

from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from optimized.policies import CoPA
from proofs.arbitrary.arguments import (
    CONTRACTS,
    Subject,
    any_world,
    decisions,
    ending,
    forking,
    loading,
    location,
    mapping,
    showing,
    storing,
    writing,
)
from proofs.arbitrary.copied_memories import FlatSetting
from proofs.arbitrary.lazy_memories import LazySetting
from proofs.obligations import Case, Theorem
from properties.laws.memory import isolation as laws

_DOMAIN = (
    "any number of slots, pages and frames: all full copies and all separate memories "
    "in which what is shown is there, all lazy memories that satisfy the invariant, an "
    "arbitrary place to act on and another that somebody sees"
)


def _memories(policy: type[CoPA], subject_of: Callable[[], Subject]) -> list[Case]:
    """A case for each memory."""

    def subject() -> Subject:
        seen = location("seen")
        return subject_of().looking(seen, seen.slot)

    return [
        any_world(
            "full copy",
            lambda known: FlatSetting(known, layout=LAYOUT, kind=FullCopyMemory),
            subject,
        ),
        any_world(
            "separate address spaces",
            lambda known: FlatSetting(known, layout=LAYOUT, kind=SeparateMemory),
            subject,
        ),
        any_world(
            "lazy",
            lambda known: LazySetting(known, policy=policy(LAYOUT)),
            subject,
        ),
    ]


_LAWS: Sequence[tuple[Callable[..., None], Callable[[], Subject]]] = (
    (laws.a_data_load_is_seen_by_nobody, loading),
    (laws.a_capability_load_is_seen_by_nobody, loading),
    (laws.a_data_store_is_seen_by_nobody_else, writing),
    (laws.a_capability_store_is_seen_by_nobody_else, storing),
    (laws.a_store_to_shared_memory_is_seen_by_all_that_show_it, writing),
    (laws.a_mapping_is_seen_by_nobody_else, mapping),
    (laws.a_mapping_of_shared_memory_is_seen_by_nobody_else, showing),
    (laws.an_unmapping_is_seen_by_nobody_else, loading),
    (laws.a_protection_is_seen_by_nobody_else, mapping),
    (laws.a_fork_is_seen_by_nobody_but_the_child, forking),
    (laws.an_exit_is_seen_by_nobody_else, ending),
)


def theorems(policy: type[CoPA]) -> tuple[Theorem, ...]:
    """The theorems about all memories, the lazy one being a policy's."""
    return tuple(
        Theorem(
            law,
            _DOMAIN,
            _memories(policy, subject),
            theory="integers",
            pure=decisions(policy),
            contracts=CONTRACTS,
        )
        for law, subject in _LAWS
    )
