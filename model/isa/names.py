"""The names that an architecture gives; no rule of the model depends on them.

ISA only: the machine does not read them; they are for people.
"""

from collections.abc import Mapping
from types import MappingProxyType

import attrs


@attrs.frozen
class Instructions:
    """The mnemonics of the instructions that move and narrow a capability."""

    set_address: str
    increment: str
    set_bounds: str
    """The instruction that rounds bounds that cannot be represented."""
    set_bounds_exact: str
    """The instruction that clears the tag instead."""


@attrs.frozen(eq=False, kw_only=True)
class Names:
    """The names that one architecture gives to parts of its capabilities."""

    instructions: Instructions
    above_bounds: tuple[tuple[str, int], ...]
    """Names and widths of the fields above the bounds, the highest field first."""
    format_bit: str = "IE"
    """The bit that tells whether the exponent is internal."""
    permissions: Mapping[int, str]
    """The name of each bit of the permission value, by the number of the bit."""
    otypes: Mapping[int, str] = MappingProxyType({})
    """The otypes that have a fixed meaning; if data has otypes of its own, these are
    the otypes of code."""
    modes: tuple[str, str] = ("integer mode", "capability mode")
    """The mode of code that is stored as 0, and the one that is stored as 1."""


def numbered(first: int, names: str) -> dict[int, str]:
    """The words of ``names`` as the names of neighbouring bits, from ``first`` up."""
    return dict(enumerate(names.split(), first))
