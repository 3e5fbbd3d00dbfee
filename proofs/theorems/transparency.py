"""Domains of the laws of transparency: any two memories that agree, any place."""

from collections.abc import Callable, Sequence

from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from proofs.arbitrary.arguments import (
    CONTRACTS,
    Subject,
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
from proofs.arbitrary.copied_memories import FlatSetting, TransparencySetting
from proofs.arbitrary.lazy_memories import Instance, Setting
from proofs.arbitrary.tables import Key
from proofs.obligations import Case, Theorem, Verdict
from properties.laws.memory import transparency as laws
from properties.laws.memory.invariants import CopiedMemory

_DOMAIN = (
    "any number of slots and pages: all separate memories whose owners hold what they "
    "may, and the full copies that agree with them, an arbitrary place to act on and "
    "another to look at; no capability is in shared memory, and no data load or store "
    "is of a granule that holds one"
)

_SHARED = (
    "any number of slots and pages, any memory, any two places that show one page; "
    "shared memory that lets capabilities in"
)


def _looking(subject_of: Callable[[], Subject]) -> Callable[[], Subject]:
    """What a law is about, with a second place."""

    def subject() -> Subject:
        seen = location("seen")
        return subject_of().looking(seen, seen.slot)

    return subject


def _any_pair(subject_of: Callable[[], Subject]) -> Case:
    """The one case of a law of transparency."""
    return any_world(
        "all",
        lambda instances: TransparencySetting(instances, layout=LAYOUT),
        subject_of,
    )


_LAWS: Sequence[tuple[Callable[..., None], Callable[[], Subject]]] = (
    (laws.fork_agrees_with_separate_memory, _looking(forking)),
    (laws.a_capability_load_agrees_with_separate_memory, _looking(loading)),
    (laws.a_capability_store_agrees_with_separate_memory, _looking(storing)),
    (
        laws.a_data_load_of_an_untagged_granule_agrees_with_separate_memory,
        _looking(loading),
    ),
    (laws.a_data_store_agrees_with_separate_memory, _looking(writing)),
    (laws.a_cleared_tag_agrees_with_separate_memory, _looking(loading)),
    (laws.exit_agrees_with_separate_memory, _looking(ending)),
    (laws.a_mapping_agrees_with_separate_memory, _looking(mapping)),
    (laws.a_mapping_of_shared_memory_agrees_with_separate_memory, _looking(showing)),
    (laws.an_unmapping_agrees_with_separate_memory, _looking(loading)),
    (laws.a_protection_agrees_with_separate_memory, _looking(mapping)),
    (laws.a_data_load_of_a_capability_agrees_with_separate_memory, loading),
)

_FALSE = laws.a_data_load_of_a_capability_agrees_with_separate_memory


def _theorem(
    law: Callable[..., None], domain: str, case: Case, *, expected: Verdict
) -> Theorem:
    """A law about memories in which every page has its own content."""
    return Theorem(
        law,
        domain,
        [case],
        theory="integers",
        pure=(SeparateMemory.place,),
        contracts=CONTRACTS,
        expected=expected,
    )


def _shared(kind: type[CopiedMemory]) -> Case:
    """Any memory in which a capability may be stored to a shared page."""

    def setting(instances: dict[Key, Instance]) -> Setting:
        return FlatSetting(instances, layout=LAYOUT, kind=kind)

    return any_world("all", setting, _looking(storing))


THEOREMS = (
    *(
        _theorem(
            law,
            _DOMAIN,
            _any_pair(subject),
            expected=Verdict.REFUTED if law is _FALSE else Verdict.PROVED,
        )
        for law, subject in _LAWS
    ),
    _theorem(
        laws.a_shared_pointer_means_the_same_with_separate_memory,
        _SHARED,
        _shared(SeparateMemory),
        expected=Verdict.PROVED,
    ),
    _theorem(
        laws.a_pointer_in_shared_memory_means_the_same_to_all,
        _SHARED,
        _shared(FullCopyMemory),
        expected=Verdict.REFUTED,
    ),
)
