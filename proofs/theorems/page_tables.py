"""Domains of the laws of shared page tables: any tables, any number of each."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import attrs

from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from optimized.entries import Entry
from optimized.links import Link
from optimized.page_tables import PageTables
from optimized.policies.copa_shared import CoPAShared
from proofs.arbitrary.arguments import CONTRACTS, Subject, any_bits, any_world, index
from proofs.arbitrary.page_tables import TablesSetting
from proofs.obligations import Case, Theorem
from proofs.symbolic import boolean
from properties.laws.memory import page_tables as laws
from properties.laws.memory import table_counts as counts
from properties.laws.memory.table_counts import Counted
from properties.laws.memory.table_invariants import Way

_Place = TypeVar("_Place", Way, Counted)

_DOMAIN = (
    "any number of slots, directories, tables and frames: all page tables that satisfy "
    "the invariants, an arbitrary page to act on and another to look at"
)


def _any(made: type[_Place], prefix: str) -> _Place:
    """Any numbers, by the names of the fields of a class."""
    return made(*(index(f"{prefix}.{each.name}") for each in attrs.fields(made)))


def _looking(*arguments: object, slots: Sequence[int]) -> Subject:
    """A law with arguments, and a way to look at."""
    way = _any(Way, "way")
    return Subject((*arguments, way), (*slots, way.slot, way.other))


def _counting(*arguments: int, slots: Sequence[int]) -> Subject:
    """A law about what is counted."""
    seen = _any(Counted, "seen")
    return Subject((*arguments, seen), (*slots, seen.slot))


def _place() -> tuple[int, int]:
    """Any page of any slot."""
    return index("slot"), index("page")


def _owning() -> Subject:
    """A law about one page."""
    slot, page = _place()
    return _looking(slot, page, slots=[slot])


def _owning_counted() -> Subject:
    """A law about what is counted when a page gets a table of its own."""
    slot, page = _place()
    return _counting(slot, page, slots=[slot])


def _setting() -> Subject:
    """A law about an entry of one page."""
    slot, page = _place()
    pte = attrs.evolve(any_bits("pte"), capability_dirty=boolean("pte.dirty"))
    entry = Entry(index("entry.frame"), pte, any_bits("mapping"), index("entry.shows"))
    return _looking(slot, page, entry, slots=[slot])


def _sharing() -> Subject:
    """A law about a fork."""
    slots = index("parent"), index("child")
    return _looking(*slots, slots=slots)


def _sharing_counted() -> Subject:
    """A law about what is counted at a fork."""
    slots = index("parent"), index("child")
    return _counting(*slots, slots=slots)


def _clearing() -> Subject:
    """A law about the end of a slot."""
    slot = index("slot")
    return _looking(slot, slots=[slot])


def _clearing_counted() -> Subject:
    """A law about what is counted at the end of a slot."""
    slot = index("slot")
    return _counting(slot, slots=[slot])


_LAWS: Sequence[tuple[Callable[..., None], Callable[[], Subject]]] = (
    (laws.to_own_a_page_changes_nothing_that_is_seen, _owning),
    (laws.to_own_a_page_keeps_tables_sound, _owning),
    (laws.an_entry_that_is_set_is_one_slots_alone, _setting),
    (laws.shared_tables_show_what_a_fork_makes, _sharing),
    (laws.to_share_keeps_tables_sound, _sharing),
    (laws.a_slot_that_is_cleared_shows_nothing, _clearing),
    (laws.to_clear_a_slot_keeps_tables_sound, _clearing),
    (laws.an_entry_that_is_set_keeps_tables_sound, _setting),
    (laws.the_hardware_finds_what_is_seen, lambda: _looking(slots=[])),
    (counts.to_own_a_page_counts_what_it_adds, _owning_counted),
    (counts.to_share_counts_what_it_adds, _sharing_counted),
    (counts.to_clear_a_slot_counts_what_it_takes, _clearing_counted),
)

_PURE = (
    PageTables.seen,
    Link.below,
    CoPAShared.parent_entry,
    CoPAShared.child_entry,
)
"""Functions that change nothing: executed once and merged."""


def _case(subject: Callable[[], Subject]) -> Case:
    """The one case of a law."""
    return any_world(
        "all", lambda known: TablesSetting(known, policy=CoPAShared(LAYOUT)), subject
    )


THEOREMS = tuple(
    Theorem(
        law,
        _DOMAIN,
        [_case(subject)],
        theory="integers",
        pure=_PURE,
        contracts=CONTRACTS,
        policy=CoPAShared.name,
        everyday=law is not laws.an_entry_that_is_set_keeps_tables_sound,
    )
    for law, subject in _LAWS
)
"""The theorems."""
