"""Domains of the laws of derivation."""

from model.isa import derivation
from model.isa.formats import MORELLO128 as FORM
from proofs.obligations import Case, Theorem
from proofs.symbolic import natural
from proofs.theorems.inputs import (
    ANY_CAPABILITY,
    EXPONENT_SPLIT,
    HELPERS,
    any_capability,
    bounds_field,
    by_exponent,
    capability_with,
    lengths,
)
from properties.laws import derivation as laws
from properties.laws import encoding

_PURE = (
    *HELPERS,
    derivation._is_type_authority,  # noqa: SLF001
    derivation._requested_base,  # noqa: SLF001
    derivation.seal,
    derivation.unseal,
    derivation.as_loaded,
    encoding.is_canonical,
)

_MOVED = f"{ANY_CAPABILITY}, to all 64-bit numbers, {EXPONENT_SPLIT}"

_MOVES = by_exponent(
    lambda stored: (
        capability_with("capability", bounds_field("capability", stored)),
        natural("to", FORM.address_width),
    )
)


def _narrowings() -> list[Case]:
    """Every capability and length."""
    return [
        Case(name, lambda length=length: (any_capability("capability"), length()))  # type: ignore[misc]
        for name, length in lengths()
    ]


def _two() -> tuple[object, object]:
    """Any two capabilities."""
    return any_capability("capability"), any_capability("authority")


THEOREMS = (
    Theorem(
        laws.set_address_keeps_bounds_while_the_tag_stays, _MOVED, _MOVES, pure=_PURE
    ),
    Theorem(
        laws.increment_keeps_bounds_while_the_tag_stays, _MOVED, _MOVES, pure=_PURE
    ),
    Theorem(
        laws.set_bounds_never_exceeds_its_source,
        f"{ANY_CAPABILITY}, with top at most 2^64, all lengths to 2^64, "
        "split on the length's bits",
        _narrowings(),
        pure=_PURE,
    ),
    Theorem(
        laws.set_bounds_makes_canonical_encodings,
        f"{ANY_CAPABILITY}, all lengths to 2^64, split on the length's bits",
        _narrowings(),
        pure=_PURE,
    ),
    Theorem(
        laws.unsealing_inverts_sealing,
        f"all pairs of {ANY_CAPABILITY}",
        [Case("all", _two)],
        pure=_PURE,
    ),
    Theorem(
        laws.loading_never_adds_authority,
        f"all pairs of {ANY_CAPABILITY}",
        [Case("all", _two)],
        pure=_PURE,
    ),
)
