"""Domains of the laws of shared page tables: any tables, any number of each."""

from collections.abc import Callable, Sequence

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

_Place = type[Way] | type[Counted]
"""What a law looks at, besides what is done."""

_DOMAIN = (
    "any number of slots, directories, tables and frames: all page tables that satisfy "
    "the invariants, an arbitrary page to act on and another to look at"
)


def _looking(kind: _Place, *arguments: object, slots: Sequence[int]) -> Subject:
    """A law with arguments, and any place to look at."""
    named = [each.name for each in attrs.fields(kind)]
    seen = {name: index(f"seen.{name}") for name in named}
    its_slots = (seen[name] for name in named if name in ("slot", "other"))
    return Subject((*arguments, kind(**seen)), (*slots, *its_slots))


def _hardware(kind: _Place) -> Subject:
    """A law about what is there."""
    return _looking(kind, slots=[])


def _owning(kind: _Place) -> Subject:
    """A law about one page."""
    slot, page = index("slot"), index("page")
    return _looking(kind, slot, page, slots=[slot])


def _setting(kind: _Place) -> Subject:
    """A law about an entry of one page."""
    slot, page = index("slot"), index("page")
    pte = attrs.evolve(any_bits("pte"), capability_dirty=boolean("pte.dirty"))
    entry = Entry(index("entry.frame"), pte, any_bits("mapping"), index("entry.shows"))
    return _looking(kind, slot, page, entry, slots=[slot])


def _sharing(kind: _Place) -> Subject:
    """A law about a fork."""
    slots = index("parent"), index("child")
    return _looking(kind, *slots, slots=slots)


def _clearing(kind: _Place) -> Subject:
    """A law about the end of a slot."""
    slot = index("slot")
    return _looking(kind, slot, slots=[slot])


_Law = tuple[Callable[..., None], Callable[[_Place], Subject], _Place]

_LAWS: Sequence[_Law] = (
    (laws.to_own_a_page_changes_nothing_that_is_seen, _owning, Way),
    (laws.to_own_a_page_keeps_tables_sound, _owning, Way),
    (laws.an_entry_that_is_set_is_one_slots_alone, _setting, Way),
    (laws.shared_tables_show_what_a_fork_makes, _sharing, Way),
    (laws.to_share_keeps_tables_sound, _sharing, Way),
    (laws.a_slot_that_is_cleared_shows_nothing, _clearing, Way),
    (laws.to_clear_a_slot_keeps_tables_sound, _clearing, Way),
    (laws.an_entry_that_is_set_keeps_tables_sound, _setting, Way),
    (laws.the_hardware_finds_what_is_seen, _hardware, Way),
    (counts.to_own_a_page_counts_what_it_adds, _owning, Counted),
    (counts.to_share_counts_what_it_adds, _sharing, Counted),
    (counts.to_clear_a_slot_counts_what_it_takes, _clearing, Counted),
)

_LONG = (
    laws.to_own_a_page_keeps_tables_sound,
    laws.an_entry_that_is_set_keeps_tables_sound,
    counts.to_own_a_page_counts_what_it_adds,
)
"""Those that take ten seconds and more: they are proved at night."""

_PURE = (
    PageTables.seen,
    Link.below,
    CoPAShared.parent_entry,
    CoPAShared.child_entry,
)
"""Functions that change nothing: executed once and merged."""


def _case(subject: Callable[[_Place], Subject], kind: _Place) -> Case:
    """The one case of a law."""
    return any_world(
        "all",
        lambda known: TablesSetting(known, policy=CoPAShared(LAYOUT)),
        lambda: subject(kind),
    )


THEOREMS = tuple(
    Theorem(
        law,
        _DOMAIN,
        [_case(subject, kind)],
        theory="integers",
        pure=_PURE,
        contracts=CONTRACTS,
        policy=CoPAShared.name,
        everyday=law not in _LONG,
    )
    for law, subject, kind in _LAWS
)
"""The theorems."""
