"""Changes that no program can observe, kept as data with the reason for each.

A record names a function and a statement of it before and after the change, so it still
speaks of the same site when lines move, and of none when the statement is rewritten: a
test then asks for the record to be looked at again.

The reason is reviewed. Each record quotes a second reader, who was given only the
difference and had to say whether a program can observe it; and it has a ``check`` where
that can be computed: an expression that is evaluated with the functions of both texts,
``before`` and ``after``, and must be true.
"""

import json
from collections.abc import Iterable
from importlib.resources import files

import attrs

from properties.mutation.sites import Site


@attrs.frozen
class Equivalent:
    """One change that makes no difference."""

    file: str
    function: str
    before: str
    after: str
    reason: str
    second_reader: str
    """What the second reader of the difference found."""
    check: str = ""
    """An expression of two modules, ``before`` and ``after``; it may be empty."""


def equivalents() -> tuple[Equivalent, ...]:
    """Every change that is known to make no difference."""
    resource = files("properties.mutation").joinpath("equivalent.json")
    records = json.loads(resource.read_text(encoding="utf-8"))
    return tuple(Equivalent(**record) for record in records)


def without_equivalents(
    sites: Iterable[Site],
) -> tuple[list[Site], list[Site]]:
    """The sites that can be noticed, and those that are known to make no difference."""
    known = {(e.file, e.function, e.before, e.after) for e in equivalents()}
    can, cannot = list[Site](), list[Site]()
    for site in sites:
        place = (site.path, site.function, site.before, site.after)
        (cannot if place in known else can).append(site)
    return can, cannot
