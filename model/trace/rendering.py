"""Values in the Informal Trace Format.

The format has no null and no fractions. Its readers take ``tag`` for that of a variant,
so the tag of a capability is called ``valid`` here.

Source:
    Apalache ADR-015, Informal Trace Format.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

import attrs

from model.isa.capability import Capability
from model.isa.faults import ModelDefect
from model.memory.page_table import ALLOW, PTE, TRAP
from model.trace.differences import parts_of

Json = dict[str, Any]

NONE: Final = "none"
"""The text that stands for an absent value."""

LETTERS: Final = {
    "mapped": "",
    "readable": "r",
    "writable": "w",
    "executable": "x",
    "capability_store": "S",
    "capability_dirty": "D",
    "load_generation": "1",
}
"""The letter of each bit of a page-table entry that is set."""

LOADS: Final[dict[int, str]] = {ALLOW: "L", TRAP: "T"}
"""The letter of what happens to capability loads; none if tags are stripped."""


def rendered(value: object) -> Any:  # noqa: ANN401  whatever JSON has
    """Any value that occurs in an observation."""
    match value:
        case Mapping():
            return mapped({_key(key): rendered(each) for key, each in value.items()})
        case tuple():
            return [rendered(each) for each in value]
        case Capability():
            return capability(value)
        case PTE():
            return bits(value)
        case _ if attrs.has(type(value)):
            return record(value)
        case _:
            return _plain(value)


def _plain(value: object) -> bool | str | Json:
    """A value without parts."""
    match value:
        case None:
            return NONE
        case Enum() if isinstance(value, str):
            return str(value.value)
        case bool() | str():
            return value
        case int():
            return number(value)
        case bytes():
            return value.hex()
        case _:
            raise ModelDefect(f"no form for {value!r} in a trace")


def record(value: object, without: tuple[str, ...] = ()) -> Json:
    """A value by its fields, some of them left out."""
    return {
        "valid" if name == "tag" else name: rendered(part)
        for name, part in parts_of(value).items()
        if name not in without
    }


def capability(value: Capability) -> Json:
    """A capability: its fields, and all of its bits."""
    bounds = value.bounds
    return {
        "valid": value.tag,
        "perms": number(value.perms),
        "otype": number(value.otype),
        "base": number(bounds.base),
        "top": number(bounds.top),
        "address": number(value.address),
        "bits": number(value.bits),
    }


def bits(pte: PTE) -> str:
    """The bits of a page-table entry, a letter each.

    ``L`` allows capability loads, ``T`` traps those of set tags, ``S`` allows stores,
    ``D`` is capability-dirty, and ``1`` is load generation 1.
    """
    letters = [letter for name, letter in LETTERS.items() if getattr(pte, name)]
    return "".join(letters) + LOADS.get(pte.capability_load, "")


def mapped(entries: Mapping[str, Any]) -> Json:
    """A function with a finite domain."""
    return {"#map": [[key, value] for key, value in entries.items()]}


def number(value: int) -> Json:
    """An integer of any size."""
    return {"#bigint": str(value)}


def _key(key: object) -> str:
    """A key of a map."""
    return str(int(key)) if isinstance(key, int) else str(key)


def plain(value: Any) -> Any:  # noqa: ANN401  whatever JSON has
    """A rendered value for a reader: maps by key, and numbers as numbers."""
    match value:
        case {"#map": [*pairs]} if all(_is_pair(pair) for pair in pairs):
            return {key: plain(each) for key, each in pairs}
        case {"#bigint": str(digits)} if digits.lstrip("-").isdecimal():
            return int(digits)
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case list():
            return tuple(plain(each) for each in value)
        case _:
            return value


def _is_pair(pair: object) -> bool:
    """Whether ``pair`` is an entry of a map."""
    match pair:
        case [str(), _]:
            return True
        case _:
            return False
