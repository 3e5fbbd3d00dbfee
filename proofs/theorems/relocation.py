"""Domains of the laws of relocation: every capability, between every two slots."""

from collections.abc import Callable, Mapping
from typing import Any

from model.memory import relocation as spec
from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from model.memory.layout import Layout
from optimized import bounds
from optimized import relocation as fast
from optimized.policy import Policy
from proofs.arbitrary import contracts
from proofs.obligations import Case, Theorem
from proofs.theorems.inputs import (
    EXPONENT_SPLIT,
    HELPERS,
    LOW_BITS,
    any_granule,
    any_of,
    any_slot,
    bounds_field,
    by_exponent,
    capability_with,
)
from properties.laws import confinement
from properties.laws.isa import encoding, extent
from properties.laws.memory import relocation as laws

PURE = (
    *HELPERS,
    spec.is_shared_authority,
    spec._shift,  # noqa: SLF001
    fast.stays,
    fast.shift,
    fast.shift_field,
    extent.extent_of,
    confinement.is_in_region,
    confinement.is_entry,
    confinement.is_sealing,
    confinement.is_confined,
    confinement.holds_confined,
    encoding.is_canonical,
)

_Contracts = Mapping[Callable[..., Any], Callable[..., Any]]

_BY_DECODING: _Contracts = {bounds.decode: contracts.fast_decode}
"""Takes the fast bounds to be the bounds, as their own theorem says."""

_BY_ADDING: _Contracts = {spec.relocate: contracts.relocate, **_BY_DECODING}
"""Takes the model's relocation to be the fast one, as its own theorem says."""

BY_READING: _Contracts = {extent.extent_of: contracts.extent_of, **_BY_ADDING}
"""Takes the extent to be the bounds, too: the law's second reading of them is what
another theorem is about."""

FORM = LAYOUT.format

_SLOTS = f"all user slots of 2^{LAYOUT.slot_bits} bytes"

_GIVEN_BOUNDS = "given the_fast_bounds_are_the_bounds"

_GIVEN = f"{_GIVEN_BOUNDS} and the_fast_relocation_is_the_relocation"

_DOMAIN = f"{any_of(FORM)}, between {_SLOTS}, {EXPONENT_SPLIT}; {_GIVEN}"


def _relocating(*slots: str, tag: bool | None = None) -> list[Case]:
    """Any capability, and as many slots as there are names."""
    return by_exponent(
        FORM,
        lambda stored: (
            LAYOUT,
            capability_with(
                FORM, "capability", bounds_field(FORM, "capability", stored), tag=tag
            ),
            *map(any_slot, slots),
        ),
        LOW_BITS,
    )


def _copying(policy: Callable[[Layout], Policy], *slots: str) -> list[Case]:
    """What a policy copies: any granule, and as many slots as there are names."""
    return by_exponent(
        FORM,
        lambda stored: (
            policy(LAYOUT),
            any_granule(FORM, "granule", stored),
            *map(any_slot, slots),
        ),
        LOW_BITS,
    )


THEOREMS = (
    Theorem(
        laws.relocation_keeps_everything_but_the_place,
        _DOMAIN,
        _relocating("parent", "child", tag=True),
        pure=PURE,
        contracts=_BY_ADDING,
    ),
    Theorem(
        laws.relocated_capabilities_are_confined_to_the_child,
        f"{_DOMAIN} and decoded_bounds_are_those_of_the_definition",
        _relocating("parent", "child"),
        pure=tuple(pure for pure in PURE if pure is not extent.extent_of),
        contracts=BY_READING,
    ),
    Theorem(
        laws.shared_authority_stays_as_it_is,
        _DOMAIN,
        _relocating("parent", "child", tag=True),
        pure=PURE,
        contracts=_BY_ADDING,
    ),
    Theorem(
        laws.relocation_home_is_the_identity,
        f"{any_of(FORM)}, in {_SLOTS}, {EXPONENT_SPLIT}; {_GIVEN}",
        _relocating("slot"),
        pure=PURE,
        contracts=_BY_ADDING,
    ),
)


def copying(policy: Callable[[Layout], Policy]) -> tuple[Theorem, ...]:
    """The theorems about what a policy copies."""
    return (
        Theorem(
            laws.the_fast_relocation_is_the_relocation,
            f"all 2^129 granules in canonical encodings, between {_SLOTS}, "
            f"{EXPONENT_SPLIT}; {_GIVEN_BOUNDS}",
            _copying(policy, "home", "slot"),
            pure=PURE,
            contracts=_BY_DECODING,
        ),
        Theorem(
            laws.relocations_compose,
            f"all 2^129 granules that are confined, between any three of {_SLOTS}, "
            f"{EXPONENT_SPLIT}; {_GIVEN_BOUNDS} and "
            "decoded_bounds_are_those_of_the_definition",
            _copying(policy, "home", "slot", "other"),
            pure=tuple(pure for pure in PURE if pure is not extent.extent_of),
            contracts=BY_READING,
        ),
    )
