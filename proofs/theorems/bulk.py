"""Domains of the laws of decisions in bulk: any entry, any knowledge of a frame."""

from typing import Any

import attrs

from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from optimized.entries import Entry
from optimized.frames import Frame
from optimized.policy import Policy
from proofs.arbitrary.arguments import any_bits, index
from proofs.obligations import Case, Theorem
from proofs.symbolic import boolean
from properties.laws.memory import bulk as laws


def theorems(policy: type[Policy]) -> tuple[Theorem, ...]:
    """The theorems about the decisions of a policy."""

    def entry() -> tuple[Any, ...]:
        pte = attrs.evolve(any_bits("pte"), capability_dirty=boolean("pte.dirty"))
        bits = pte, any_bits("mapping")
        any_entry = Entry(index("entry.frame"), *bits, index("entry.shows"))
        return policy(LAYOUT), any_entry, index("frame")

    def frame() -> tuple[Any, ...]:
        known = Frame(*(index(f"known.{each.name}") for each in attrs.fields(Frame)))
        return policy(LAYOUT), known, index("page")

    return (
        Theorem(
            laws.a_decision_is_the_same_for_every_frame,
            "all bits of an entry, any number of frames and of pages that it shows",
            [Case("all", entry)],
            theory="integers",
            policy=policy.name,
        ),
        Theorem(
            laws.a_change_of_frames_is_the_same_for_every_page,
            "any number of references, slots and pages",
            [Case("all", frame)],
            theory="integers",
            policy=policy.name,
        ),
    )
