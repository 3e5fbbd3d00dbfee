"""Domains of the laws of pages that nobody shares: any memory, any such page."""

from collections.abc import Callable, Sequence

from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from optimized.policy import Policy
from proofs.arbitrary.arguments import (
    Subject,
    about_memory,
    any_world,
    loading,
    mapping,
)
from proofs.arbitrary.lazy_memories import LazySetting
from proofs.obligations import Case, Theorem
from properties.laws.memory import unshared as laws

_DOMAIN = (
    "any number of slots, pages and frames: all lazy memories that satisfy the "
    "invariant, and any page of one's own in them"
)

_LAWS: Sequence[tuple[Callable[..., None], Callable[[], Subject]]] = (
    (laws.a_page_that_nobody_shares_is_not_copied, loading),
    (laws.nothing_is_withheld_from_a_page_that_nobody_shares, mapping),
)


def theorems(policy: type[Policy]) -> tuple[Theorem, ...]:
    """The theorems about the memory of a policy."""

    def case(subject: Callable[[], Subject]) -> Case:
        return any_world(
            "all", lambda known: LazySetting(known, policy=policy(LAYOUT)), subject
        )

    return tuple(
        about_memory(law, _DOMAIN, policy, [case(subject)]) for law, subject in _LAWS
    )
