"""Names that users type: the message about one that does not exist."""

import difflib
from collections.abc import Iterable


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """One line about a name that does not exist.

    Up to three near matches are named; without one, and if there are more than a dozen
    names, the line says how many there are rather than listing them.
    """
    names = sorted(set(known))
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    if near:
        return f"unknown {kind} {name!r}; did you mean {' or '.join(near)}?"
    if len(names) <= _LISTED:
        return f"unknown {kind} {name!r}; there are {', '.join(names)}"
    return f"unknown {kind} {name!r}; none of the {len(names)} names is like it"


_LISTED = 12
"""The most names that one line lists."""
