"""Domains of the laws of isolation: each of the three memories, any two places."""

from collections.abc import Callable, Iterator, Sequence

import attrs

from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from optimized.policy import Policy
from proofs.arbitrary.arguments import (
    Subject,
    about_memory,
    any_world,
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

_LOOKING = "an arbitrary place to act on and another that somebody sees"

_DOMAIN = (
    "any number of slots, pages and frames: all full copies and all separate memories "
    "in which what is shown is there, all lazy memories that satisfy the invariant, "
    f"{_LOOKING}"
)

_LAZY_DOMAIN = (
    "any number of slots, pages and frames: all lazy memories that satisfy the "
    f"invariant, {_LOOKING}"
)


def _seeing(subject_of: Callable[[], Subject]) -> Callable[[], Subject]:
    """What a law is about, with a place to look at."""

    def subject() -> Subject:
        seen = location("seen")
        return subject_of().looking(seen, seen.slot)

    return subject


def _copied(subject: Callable[[], Subject]) -> list[Case]:
    """A case for each eager memory."""
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
    ]


def _lazy(policy: type[Policy], subject: Callable[[], Subject]) -> Case:
    """The case of the lazy memory."""
    return any_world(
        "lazy", lambda known: LazySetting(known, policy=policy(LAYOUT)), subject
    )


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
    (laws.a_cleared_tag_is_seen_by_nobody_else, loading),
    (laws.a_cleared_tag_is_gone, loading),
    (laws.what_a_device_stores_is_seen_by_nobody_else, writing),
    (laws.a_fork_is_seen_by_nobody_but_the_child, forking),
    (laws.an_exit_is_seen_by_nobody_else, ending),
)


def of_all_memories(policy: type[Policy]) -> tuple[Theorem, ...]:
    """The theorems about all memories, the lazy one being a policy's."""
    return tuple(
        about_memory(law, _DOMAIN, policy, [*_copied(subject), _lazy(policy, subject)])
        for law, subject in _subjects()
    )


def of_a_policy(policy: type[Policy]) -> tuple[Theorem, ...]:
    """The theorems about the lazy memory of one more policy.

    They follow from its agreement with full copy, so they are not proved every day.
    """
    return tuple(
        attrs.evolve(
            about_memory(law, _LAZY_DOMAIN, policy, [_lazy(policy, subject)]),
            everyday=False,
        )
        for law, subject in _subjects()
    )


def _subjects() -> Iterator[tuple[Callable[..., None], Callable[[], Subject]]]:
    """Every law, and what it is about."""
    return ((law, _seeing(subject)) for law, subject in _LAWS)
