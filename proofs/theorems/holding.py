"""Domains of the laws of what may be held: any capability, any number, any slot."""

import functools
import itertools
from collections.abc import Callable, Sequence
from typing import Any, Final

from model import operations as ops
from model.isa import derivation, sealing
from model.isa.permission_coding import PermissionCoding
from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from proofs.arbitrary import contracts
from proofs.obligations import Arguments, Case, Theorem
from proofs.symbolic import natural
from proofs.theorems.inputs import (
    EXPONENT_SPLIT,
    LOW_BITS,
    Stored,
    any_capability,
    any_granule,
    any_of,
    any_slot,
    bounds_field,
    by_exponent,
    capability_with,
    lengths,
)
from proofs.theorems.relocation import BY_READING, PURE
from properties.laws.isa import extent
from properties.laws.kernel import holding as laws

FORM: Final = LAYOUT.format

_PURE = (
    *(pure for pure in PURE if pure is not extent.extent_of),
    derivation.as_loaded,
    derivation.with_perms,
    sealing._is_type_authority,  # noqa: SLF001
    sealing.seal,
    sealing.unseal,
)

_CONTRACTS = {**BY_READING, PermissionCoding.bits_of: contracts.bits_of}

_GIVEN = "given decoded_bounds_are_those_of_the_definition"

_HOLDING = f"{any_of(FORM)} that the owner of any user slot may hold"

DERIVING: Final[Sequence[type[ops.Derivation]]] = (
    ops.Move,
    ops.SetAddress,
    ops.SetOffset,
    ops.Increment,
    ops.AndPerms,
    ops.ClearTag,
    ops.Seal,
    ops.Unseal,
    ops.SealEntry,
)
"""The derivations that leave bounds as they are."""

NARROWING: Final[Sequence[type[ops.Derivation]]] = (ops.SetBounds, ops.SetBoundsExact)
"""Those that narrow them."""


def _of_one(build: Callable[[Stored | None], tuple[object, ...]]) -> list[Case]:
    """Cases about a capability, split on its exponent, and any slot."""

    def arguments(stored: Stored | None) -> Arguments:
        return (LAYOUT, *build(stored), any_slot("slot"))

    return by_exponent(FORM, arguments, LOW_BITS)


def _any(name: str, stored: Stored | None) -> object:
    """Any capability that stores this exponent."""
    return capability_with(FORM, name, bounds_field(FORM, name, stored))


def _derived_by(kinds: Sequence[type[ops.Derivation]]) -> list[Case]:
    """Cases of these derivations."""

    def of(kind: type[ops.Derivation]) -> list[Case]:
        return _of_one(
            lambda stored: (
                kind,
                (_any("source", stored), any_capability(FORM, "authority")),
                natural("number", FORM.address_width),
            )
        )

    return [
        Case(f"{kind.verb}, {case.name}", case.build)
        for kind in kinds
        for case in of(kind)
    ]


def _mapped() -> list[Case]:
    """Cases of pages of any length that a slot spans, from any page on."""

    def of(length: Callable[[], int]) -> Arguments:
        pages = natural("first", LAYOUT.slot_bits - LAYOUT.page_bits)
        permissions = natural("permissions", FORM.permissions.width)
        return LAYOUT, length(), pages, permissions, any_slot("slot")

    found = itertools.islice(lengths(FORM), LAYOUT.slot_bits + 1)
    return [Case(name, functools.partial(of, length)) for name, length in found]


def _theorem(
    law: Callable[..., Any], domain: str, cases: list[Case], *, everyday: bool = True
) -> Theorem:
    """A theorem about what may be held; those of many cases are proved at night."""
    return Theorem(
        law,
        domain,
        cases,
        FORM,
        pure=_PURE,
        contracts=_CONTRACTS,
        everyday=everyday,
    )


THEOREMS = (
    _theorem(
        laws.what_is_derived_may_be_held,
        f"{_HOLDING}, all such authorities, all 64-bit numbers, all derivations but "
        f"those that narrow, {EXPONENT_SPLIT}; {_GIVEN}",
        _derived_by(DERIVING),
        everyday=False,
    ),
    _theorem(
        laws.what_is_narrowed_may_be_held,
        f"{_HOLDING}, all 64-bit lengths, exact bounds or not, {EXPONENT_SPLIT}; "
        f"{_GIVEN}",
        _derived_by(NARROWING),
        everyday=False,
    ),
    _theorem(
        laws.what_is_loaded_may_be_held,
        f"all 2^129 granules that the owner of any user slot may find, all "
        f"authorities, {EXPONENT_SPLIT}; {_GIVEN}",
        _of_one(
            lambda stored: (
                any_granule(FORM, "granule", stored),
                any_capability(FORM, "authority"),
            )
        ),
    ),
    _theorem(
        laws.what_is_stored_may_be_found,
        f"{_HOLDING}, all authorities, {EXPONENT_SPLIT}; {_GIVEN}",
        _of_one(
            lambda stored: (_any("stored", stored), any_capability(FORM, "authority"))
        ),
    ),
    _theorem(
        laws.a_number_may_be_held,
        "all 64-bit numbers, all user slots",
        [Case("all", lambda: (LAYOUT, natural("number", 64), any_slot("slot")))],
    ),
    _theorem(
        laws.what_is_mapped_may_be_held,
        f"all lengths to 2^{LAYOUT.slot_bits}, all pages of any user slot from where "
        f"bounds can cover them, all permissions; {_GIVEN}",
        _mapped(),
        everyday=False,
    ),
    _theorem(
        laws.what_all_are_given_may_be_held,
        f"all user slots; {_GIVEN}",
        [Case("all", lambda: (LAYOUT, any_slot("slot")))],
    ),
)
