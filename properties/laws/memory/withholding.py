"""What the hardware may be told to withhold while a page is shared, policy by policy.

The invariant of a policy says it of bits. Here it is said in sets of kinds of access,
so that neither text can be changed without the other.
"""

from collections.abc import Iterator
from typing import Final

from model.memory.page_table import ALLOW, PTE, STRIP
from optimized.entries import Entry
from optimized.frames import Frame
from optimized.policy import Policy
from properties.laws.assumption import assume

_BITS: Final = {
    "read": "readable",
    "write": "writable",
    "execute": "executable",
    "store tags": "capability_store",
}
"""The bit that allows each kind of access, but for loads of tags."""

_PLAIN: Final = frozenset({"read", "write", "execute"})
"""Every kind of access that is not about tags."""


def a_sound_entry_withholds_what_its_policy_says(
    policy: Policy, pte: PTE, mapping: PTE, home: int, slot: int
) -> None:
    """An entry is sound if what it withholds is one of the sets that its policy has.

    ``copa`` withholds stores, or loads of set tags, or both, and both while the frame
    is written for another slot. ``coa`` withholds nothing, which it must not do then,
    or every plain access. ``copa-strict`` withholds nothing, which it must not do then,
    or stores alone, which it must not do then of a marked page, or every plain access.

    The law assumes that the mapping passes on tags, and that the bits allow no more
    than the mapping does.
    """
    asked, given = _allowed(mapping), _allowed(pte)
    assume(mapping.capability_load == ALLOW and given <= asked)
    withheld = asked - given
    frame = Frame(references=1, home=home, page=0)
    sound = policy.is_sound(Entry(0, pte=pte, mapping=mapping), frame, slot)
    sets = _sets(policy.name, is_away=home != slot, marked=pte.capability_dirty)
    assert sound == any(withheld == each & asked for each in sets), withheld


def _allowed(pte: PTE) -> frozenset[str]:
    """The kinds of access that bits allow; what traps is at least noticed."""
    kinds = {kind for kind, bit in _BITS.items() if getattr(pte, bit)}
    if pte.capability_load == ALLOW:
        kinds.add("load tags")
    if pte.capability_load != STRIP:
        kinds.add("notice tags")
    return frozenset(kinds)


def _sets(policy: str, *, is_away: bool, marked: bool) -> Iterator[frozenset[str]]:
    """The sets of kinds that a policy withholds together."""
    barred, writing = frozenset({"write", "load tags"}), frozenset({"write"})
    match policy:
        case "copa" | "copa-shared":
            yield barred
            if not is_away:
                yield from (frozenset(), writing, barred - writing)
        case "coa":
            yield _PLAIN
            if not is_away:
                yield frozenset()
        case "copa-strict":
            yield _PLAIN
            if not (is_away and marked):
                yield writing
            if not is_away:
                yield frozenset()
        case _:
            raise KeyError(policy)
