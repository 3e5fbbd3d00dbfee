"""Object types: whether a capability is sealed, and how it may be unsealed."""

from typing import Final

UNSEALED: Final = 0
"""The otype of a capability that may be used and changed."""

SENTRY: Final = 1
"""A sealed entry ("register branch"): unsealed by a branch to it."""

LOAD_PAIR_BRANCH: Final = 2
"""Unsealed by the branch that loads a pair of capabilities through it."""

LOAD_BRANCH: Final = 3
"""Unsealed by the branch that loads its target through it."""

FIRST_SEALED: Final = 4
"""The least otype that software may choose when it seals; greater ones follow.

Source:
    Sail Morello, ``CAP_MAX_FIXED_SEAL_TYPE`` + 1.
"""


def is_sealed(otype: int) -> bool:
    """Whether a capability of this otype is immutable and not usable for access."""
    return otype != UNSEALED


def describe(otype: int) -> str:
    """How people read the otype: nothing, ``(sentry)`` or ``(sealed N)``."""
    if otype == UNSEALED:
        return ""
    return "(sentry)" if otype == SENTRY else f"(sealed {otype})"
