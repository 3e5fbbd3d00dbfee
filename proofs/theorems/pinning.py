"""Domains of the laws of pages that devices hold: any memory, any page of it."""

from collections.abc import Callable, Sequence

from optimized.policy import Policy
from proofs.arbitrary.arguments import (
    Subject,
    about_memory,
    ending,
    forking,
    loading,
    location,
    mapping,
    storing,
    writing,
)
from proofs.obligations import Theorem
from proofs.theorems.forking import DOMAIN, any_pair, looking
from properties.laws.memory import pinning as laws

Domain = Callable[[], Subject]


def _while_pinned(subject_of: Domain) -> Domain:
    """What a law is about that speaks of a page which is pinned, too."""

    def subject() -> Subject:
        pinned = location("pinned")
        return subject_of().looking(pinned, pinned.slot)

    return subject


_LAWS: Sequence[tuple[Callable[..., None], Domain]] = (
    (laws.a_page_that_is_pinned_looks_the_same, looking(loading)),
    (laws.a_device_sees_what_the_owner_sees, loading),
    (laws.what_a_device_stores_is_seen_by_the_owner_alone, looking(writing)),
    (laws.a_device_store_keeps_the_invariant, looking(writing)),
    (laws.a_capability_load_leaves_a_device_what_it_holds, _while_pinned(loading)),
    (laws.a_store_leaves_a_device_what_it_holds, _while_pinned(storing)),
    (laws.a_cleared_tag_leaves_a_device_what_it_holds, _while_pinned(loading)),
    (laws.a_protection_leaves_a_device_what_it_holds, _while_pinned(mapping)),
    (laws.a_mapping_leaves_a_device_what_it_holds, _while_pinned(mapping)),
    (laws.an_unmapping_leaves_a_device_what_it_holds, _while_pinned(loading)),
    (laws.a_fork_leaves_a_device_what_it_holds, _while_pinned(forking)),
    (laws.an_exit_leaves_a_device_what_it_holds, _while_pinned(ending)),
)


def theorems(policy: type[Policy]) -> tuple[Theorem, ...]:
    """The theorems about the memory of a policy, and devices."""
    return tuple(
        about_memory(law, DOMAIN, policy, [any_pair(policy, subject)])
        for law, subject in _LAWS
    )
