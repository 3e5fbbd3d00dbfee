"""Theorems of forking: some that hold, the one that does not, and what mutants break.

The rest of the ledger is proved by ``ufork verify``.
"""

from collections.abc import Callable

import pytest

from proofs.deciding.prover import CaseResult, prove_case
from proofs.ledger import chapters_for
from proofs.obligations import Theorem, Verdict
from properties.laws.memory import asserting, isolation, transparency
from properties.laws.memory import forking as laws
from properties.mutants import MUTANTS
from properties.mutants.mutant import Area, Proof
from tests.exhaustive.toy import WHOLE
from tests.proofs.symbolic.adequacy import Function

QUICK = (
    isolation.a_store_to_shared_memory_is_seen_by_all_that_show_it,
    isolation.an_exit_is_seen_by_nobody_else,
    transparency.a_capability_load_agrees_with_separate_memory,
    transparency.a_shared_pointer_means_the_same_with_separate_memory,
    transparency.fork_agrees_with_separate_memory,
    laws.a_mapping_of_shared_memory_keeps_the_invariant,
    laws.a_protection_keeps_the_invariant,
    laws.exit_agrees_with_full_copy,
    laws.exit_keeps_the_invariant,
    laws.fork_agrees_with_full_copy,
)

FAILS_AT = {
    "no-load-barrier": "assert entry_is_sound(memory, probe.slot, probe.page)",
    "parent-keeps-write": "assert writable_means_unshared(",
    "reuse-without-relocating": "assert lazy_result.data == result.data",
    "refcount-not-dropped": "assert now - was == gained",
    "second-child-forgotten": "assert now - was == gained",
    "first-frame-unshared": "assert same_whole_entry(made(elsewhere), expected)",
    "first-page-uncounted": "assert now.references == expected.references",
    "relocate-by-address": "assert fast.tag == slow.tag",
    "widen-on-relocation": "assert fast.data == slow.data",
    "seal-lost": "assert fast.data == slow.data",
    "protect-ignores-sharing": "assert writable_means_unshared(",
    "protect-lifts-barrier": "assert entry_is_sound(memory, probe.slot, probe.page)",
    "shared-memory-copied": "assert entry_is_sound(memory, probe.slot, probe.page)",
    "frame-freed-too-early": "assert entry_is_sound(memory, probe.slot, probe.page)",
    "shared-page-left-readable": "assert entry_is_sound(",
    "child-inherits-access": "assert entry_is_sound(",
    "handler-forgets-relocation": "assert fast.data == slow.data",
    "mark-ignored": "assert entry_is_sound(",
    "mark-not-handed-down": "assert a_tag_marks_its_page(",
    "whole-region-on-relocation": "assert fast.data == slow.data",
    "root-permissions-on-relocation": "assert fast.data == slow.data",
    "other-regions-kept": "assert fast.tag == slow.tag",
    "distance-without-sign": "assert fast.data == slow.data",
    "child-maps-writable": "assert same_entry(",
    "shared-page-forked-as-read-only": "assert same_entry(",
    "read-only-pages-not-armed": "assert entry_is_sound(",
    "count-of-two-bits": "assert now - was == gained",
    "tags-lost-in-copies": "assert fast.tag == slow.tag",
    "shown-pages-become-private": "assert shows ==",
    "past-the-end-kept": "assert fast.data == slow.data",
}
"""The line of its first law that each mutant breaks."""


def theorem_about(law: str, mutant: str | None = None) -> Theorem:
    found = chapters_for(mutant)
    return next(t for c in found for t in c.theorems if t.name == law)


def first_telling(theorem: Theorem) -> CaseResult:
    """The first of its cases that is refuted, or else the last."""
    result = None
    for case in theorem.cases:
        result = prove_case(theorem, case)
        if result.verdict is not Verdict.PROVED:
            break
    assert result is not None
    return result


def message(result: CaseResult) -> str:
    return result.counterexample.message if result.counterexample else ""


def names(law: Callable[..., None]) -> str:
    return law.__name__


@pytest.mark.proof
@pytest.mark.parametrize("law", QUICK, ids=names)
def test_a_law_of_forking_is_proved(law: Function) -> None:
    assert Verdict.PROVED is first_telling(theorem_about(law.__name__)).verdict


FALSE = {
    laws.a_data_load_of_a_capability_agrees_with_full_copy: (
        "assert lazy_result.data == result.data"
    ),
    transparency.a_data_load_of_a_capability_agrees_with_separate_memory: (
        "assert found.data == result.data"
    ),
    transparency.a_pointer_in_shared_memory_means_the_same_to_all: (
        "assert holds_confined(memory.layout, loaded, memory.place(other.slot))"
    ),
}
"""The laws of memory that do not hold, and the line at which they fail."""


@pytest.mark.parametrize("law", FALSE, ids=names)
def test_what_one_address_space_cannot_hide_is_refuted(law: Function) -> None:
    theorem = theorem_about(law.__name__)
    result = first_telling(theorem)

    assert Verdict.REFUTED is result.verdict
    assert theorem.expected is result.verdict
    assert FALSE[law] == message(result)


def test_a_law_that_forgets_its_hypothesis_is_refuted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is known of an arbitrary memory but what the law assumes."""
    monkeypatch.setattr(asserting, "assume_sound", lambda _: None)
    result = first_telling(theorem_about("a_data_load_keeps_the_invariant"))

    assert Verdict.REFUTED is result.verdict


def test_there_is_a_line_for_every_mutant() -> None:
    policies = {name for name, m in MUTANTS.items() if m.area is Area.POLICY}

    assert policies == set(FAILS_AT)


SLOW = (
    *("reuse-without-relocating", "child-maps-writable"),
    *("shared-page-forked-as-read-only", "shown-pages-become-private"),
)
"""Those of which each takes ten seconds."""

LINES = {
    line: mutant for mutant, line in reversed(FAILS_AT.items()) if mutant not in SLOW
}
"""One mutant for each line; ``ufork mutants`` proves that all others are refuted."""


@pytest.mark.proof
@pytest.mark.parametrize("mutant", FAILS_AT if WHOLE else LINES.values())
def test_a_mutant_is_refuted_by_a_replayed_counterexample(mutant: str) -> None:
    first = next(k for k in MUTANTS[mutant].killed_by if isinstance(k, Proof))
    result = first_telling(theorem_about(first.law, mutant))

    assert Verdict.REFUTED is result.verdict
    assert message(result).startswith(FAILS_AT[mutant])
