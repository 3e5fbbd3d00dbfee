"""Mutants after public reports about other forks, and after the published prototype.

Each source names the project and the number of the report; what is wrong there is made
wrong here in the way that this lazy memory allows.
"""

import attrs

from model.memory.page_table import PRIVATE
from model.memory.tagged_memory import Granule, capability_of
from optimized.entries import Entry
from optimized.frames import Frame
from optimized.policies.copa import CoPA
from properties.mutants.mutant import (
    PROTOTYPE,
    Area,
    Assertion,
    Edit,
    Fuzz,
    Mutant,
    Proof,
)
from properties.mutants.prototype import of_policy


class SharedForkedAsReadOnly(CoPA):
    """A page that is shared already is mapped read-only in the next child."""

    def child_entry(self, entry: Entry) -> Entry:
        """The mapping has what the restricted bits have."""
        forked = super().child_entry(entry)
        if entry.pte.writable == entry.mapping.writable:
            return forked
        mapping = attrs.evolve(forked.mapping, writable=False)
        return attrs.evolve(forked, mapping=mapping)


class ReadOnlyPagesNotArmed(CoPA):
    """A page that nobody may write at the fork is shared as it is."""

    def child_entry(self, entry: Entry) -> Entry:
        """Restricted only if it could be written."""
        return super().child_entry(entry) if entry.mapping.writable else entry


class NarrowCount(CoPA):
    """The count of a frame has two bits."""

    def frame_after_fork(self, frame: Frame) -> Frame:
        """Counted, modulo 4."""
        return attrs.evolve(frame, references=(frame.references + 1) % 4)


class TagsLostInCopies(CoPA):
    """Pages are copied as bytes."""

    def copied(self, granule: Granule, home: int, slot: int) -> Granule:
        """Relocated, without its tag."""
        return Granule(tag=False, data=super().copied(granule, home, slot).data)


class ShownPagesBecomePrivate(CoPA):
    """A page that shows a file is one of the child's own."""

    def child_entry(self, entry: Entry) -> Entry:
        """What is shown is forgotten."""
        return attrs.evolve(super().child_entry(entry), shows=PRIVATE)


class PastTheEndKept(CoPA):
    """A capability that points past the end of the home region is not moved."""

    def copied(self, granule: Granule, home: int, slot: int) -> Granule:
        """The same bits, tag included, if the address is the end or more."""
        value = capability_of(self.layout.format, granule).value
        is_past = granule.tag & (value >= self.layout.region(home).top)
        return granule if is_past else super().copied(granule, home, slot)


def _memory(name: str, text: str, edit: Edit, law: str, source: str) -> Mutant:
    """Other text of the memory, refuted and found in the same ways."""
    killers = (Proof(law), Fuzz())
    return Mutant(name, Area.MEMORY, text, edit, killers, source=source)


_FORK = "fork_agrees_with_full_copy"
_KEEPS = "fork_keeps_the_invariant"
_RELOCATION = "the_fast_relocation_is_the_relocation"

MUTANTS = (
    of_policy(
        "shared-page-forked-as-read-only",
        "a page that is shared already may never be written by the next child",
        SharedForkedAsReadOnly,
        _FORK,
        "nanvix 2512",
    ),
    of_policy(
        "read-only-pages-not-armed",
        "a page that nobody may write at the fork is shared without a barrier",
        ReadOnlyPagesNotArmed,
        _KEEPS,
        "phoenix-rtos-kernel 608",
        Assertion("reports/phoenix-608-fork-of-a-readonly-page"),
    ),
    of_policy(
        "count-of-two-bits",
        "the fourth page that shares a frame is not counted",
        NarrowCount,
        _KEEPS,
        "nyx-os 82, where the count has eight bits",
    ),
    of_policy(
        "tags-lost-in-copies",
        "a page is copied as bytes, without its tags",
        TagsLostInCopies,
        _RELOCATION,
        "cheribsd 375",
    ),
    of_policy(
        "shown-pages-become-private",
        "a mapping of a file is memory of the child's own",
        ShownPagesBecomePrivate,
        _FORK,
        "osv 1456",
    ),
    of_policy(
        "past-the-end-kept",
        "a capability that points past the end of the parent's region is not moved",
        PastTheEndKept,
        _RELOCATION,
        PROTOTYPE,
    ),
    _memory(
        "write-fault-unresolved",
        "a store to a shared page is a fault of the program's",
        Edit(
            "optimized.fault_handler:resolve",
            "check(entry.mapping, access)",
            "check(entry.pte, access)",
        ),
        "a_data_store_agrees_with_full_copy",
        "asterinas 959",
    ),
    _memory(
        "stack-page-not-relocated",
        "pointers to the stack that are in the stack's page stay the parent's",
        Edit(
            "optimized.lazy_memory:LazyMemory._make_own",
            "policy.copying(home, slot)",
            "policy.copying(home, home if page == 1 else slot)",
        ),
        "a_capability_load_agrees_with_full_copy",
        "mystikos 514; NuttX, saved register windows of Xtensa",
    ),
    _memory(
        "grandchild-of-the-first",
        "the child of a child gets the pages of the first process",
        Edit(
            "optimized.lazy_memory:LazyMemory.fork",
            "self.pages.overlay(child, parent, policy.child_entry)",
            "self.pages.overlay(child, 1, policy.child_entry)",
        ),
        _FORK,
        PROTOTYPE,
    ),
    _memory(
        "distance-from-the-first",
        "a copied capability is moved by the distance from the first slot",
        Edit(
            "optimized.relocation:relocate",
            "layout.displacement(home, slot)",
            "layout.displacement(1, slot)",
        ),
        _RELOCATION,
        PROTOTYPE,
    ),
    _memory(
        "frame-taken-for-the-forkers",
        "a frame that is shared again counts as written for the process that forks",
        Edit(
            "optimized.lazy_memory:LazyMemory.fork",
            "policy.frame_after_fork",
            "lambda known: attrs.evolve(policy.frame_after_fork(known), home=parent)",
        ),
        _FORK,
        PROTOTYPE,
    ),
    _memory(
        "fault-resolved-for-the-parent",
        "the fault of a child gives its parent a page of its own, and not the child",
        Edit(
            "optimized.lazy_memory:LazyMemory.resolve",
            "self._make_own(at.slot, at.page)",
            "self._make_own(self.frames.get(entry.frame).home, at.page)",
        ),
        "a_data_store_agrees_with_full_copy",
        PROTOTYPE,
    ),
    _memory(
        "protection-never-denies",
        "an access that the mapping refuses is resolved like one to a shared page",
        Edit(
            "optimized.fault_handler:resolve",
            "check(entry.mapping, access)",
            "None",
        ),
        "a_data_store_agrees_with_full_copy",
        PROTOTYPE,
    ),
    _memory(
        "guard-belongs-to-the-child",
        "bounds that reach into the guard behind the region are relocated, too",
        Edit(
            "optimized.relocation:relocate",
            "top <= region.top",
            "top <= region.top + layout.guard_size",
        ),
        _RELOCATION,
        PROTOTYPE,
    ),
    Mutant(
        "registers-still-the-parents",
        Area.MEMORY,
        "a child's registers lead to the memory of its parent",
        Edit(
            "optimized.lazy_memory:LazyMemory.inherit",
            "relocate(self.layout, capability, parent, child)",
            "capability",
        ),
        (Fuzz("registers_are_handed_down"),),
        source="lind-wasm 817",
    ),
    Mutant(
        "registers-lost-at-the-fork",
        Area.MEMORY,
        "a child's registers have lost their tags",
        Edit(
            "optimized.lazy_memory:LazyMemory.inherit",
            "relocate(self.layout, capability, parent, child)",
            "attrs.evolve(capability, tag=False)",
        ),
        (Fuzz("registers_are_handed_down"),),
        source="NuttX 12429",
    ),
)
"""The mutants."""
