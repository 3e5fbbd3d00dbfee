"""Domains of the laws of forking: any memory, any number of slots and frames."""

from collections.abc import Callable, Sequence

import attrs

from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from optimized.policy import Observation, Policy
from proofs.arbitrary.arguments import (
    Subject,
    about_memory,
    any_world,
    ending,
    forking,
    index,
    loading,
    mapping,
    showing,
    storing,
    writing,
)
from proofs.arbitrary.lazy_memories import SharingSetting
from proofs.obligations import Case, Theorem, Verdict
from properties.laws.memory import forking as laws
from properties.laws.memory.invariants import Probe

DOMAIN = (
    "any number of slots, pages and frames: all lazy memories that satisfy the "
    "invariant, an arbitrary place to act on and another to look at; the kernel's own "
    "slot never forks or exits, and it takes no page away that somebody shows"
)


def _probe() -> Probe:
    """A probe at any place."""
    return Probe(
        slot=index("probe.slot"),
        other=index("probe.other"),
        bystander=index("probe.bystander"),
        page=index("probe.page"),
        granule=index("probe.granule"),
        frame=index("probe.frame"),
    )


def any_pair(policy: type[Policy], subject: Callable[[], Subject]) -> Case:
    """The one case of a law about a lazy memory and its full copy."""
    return any_world(
        "all",
        lambda instances: SharingSetting(instances, policy=policy(LAYOUT)),
        subject,
    )


def looking(subject_of: Callable[[], Subject]) -> Callable[[], Subject]:
    """What a law is about that looks at any place afterwards."""

    def subject() -> Subject:
        probe = _probe()
        return subject_of().looking(probe, probe.slot, probe.other, probe.bystander)

    return subject


_LAWS: Sequence[tuple[Callable[..., None], Callable[[], Subject]]] = (
    (laws.fork_agrees_with_full_copy, forking),
    (laws.fork_keeps_the_invariant, forking),
    (laws.a_capability_load_agrees_with_full_copy, loading),
    (laws.a_capability_load_keeps_the_invariant, loading),
    (laws.a_capability_store_agrees_with_full_copy, storing),
    (laws.a_capability_store_keeps_the_invariant, storing),
    (laws.a_data_store_agrees_with_full_copy, writing),
    (laws.a_data_store_keeps_the_invariant, writing),
    (laws.a_page_that_is_copied_now_looks_the_same, loading),
    (laws.a_page_that_is_copied_now_keeps_the_invariant, loading),
    (laws.a_cleared_tag_agrees_with_full_copy, loading),
    (laws.a_cleared_tag_keeps_the_invariant, loading),
    (laws.exit_agrees_with_full_copy, ending),
    (laws.exit_keeps_the_invariant, ending),
    (laws.a_mapping_agrees_with_full_copy, mapping),
    (laws.a_mapping_keeps_the_invariant, mapping),
    (laws.a_mapping_of_shared_memory_agrees_with_full_copy, showing),
    (laws.a_mapping_of_shared_memory_keeps_the_invariant, showing),
    (laws.an_unmapping_agrees_with_full_copy, loading),
    (laws.an_unmapping_keeps_the_invariant, loading),
    (laws.a_protection_agrees_with_full_copy, mapping),
    (laws.a_protection_keeps_the_invariant, mapping),
    (laws.a_data_load_of_an_untagged_granule_agrees_with_full_copy, loading),
    (laws.a_data_load_keeps_the_invariant, loading),
    (laws.a_data_load_of_a_capability_agrees_with_full_copy, loading),
    (laws.a_spurious_barrier_fault_changes_nothing, loading),
)

_TOLD_BY = {
    laws.a_data_load_of_a_capability_agrees_with_full_copy: (
        Observation.CAPABILITY_BYTES
    ),
}
"""The laws that are false under a policy which does not hide an observation."""


KEPT_WITHOUT_RELOCATION = (
    laws.fork_keeps_the_invariant,
    laws.a_data_store_agrees_with_full_copy,
)
"""The laws that a policy keeps though its copies hold capabilities of the parent: what
is shared cannot be written, and data stored after a fork is the writer's alone."""


def without_relocation(policy: type[Policy]) -> tuple[Theorem, ...]:
    """The theorems about a policy that relocates nothing."""
    kept = KEPT_WITHOUT_RELOCATION
    return tuple(each for each in theorems(policy) if each.law in kept)


def theorems(policy: type[Policy]) -> tuple[Theorem, ...]:
    """The theorems about the memory of a policy."""
    return tuple(
        attrs.evolve(
            about_memory(law, DOMAIN, policy, [any_pair(policy, looking(subject))]),
            expected=expected(law, policy),
        )
        for law, subject in _LAWS
    )


def expected(law: Callable[..., None], policy: type[Policy]) -> Verdict:
    """Refuted iff the policy does not hide what the law says is hidden."""
    is_told = _TOLD_BY.get(law) in policy.unhidden
    return Verdict.REFUTED if is_told else Verdict.PROVED
