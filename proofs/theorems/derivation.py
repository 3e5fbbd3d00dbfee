"""Domains of the laws of derivation."""

from model.isa import derivation, sealing
from model.isa.format import Format
from proofs.obligations import Arguments, Case, Law, Theorem
from proofs.symbolic import natural
from proofs.theorems.inputs import (
    EXPONENT_SPLIT,
    HELPERS,
    LOW_BITS,
    any_capability,
    any_of,
    by_exponent,
    by_length,
    moving,
)
from properties.laws.isa import derivation as laws
from properties.laws.isa import encoding

PURE = (
    *HELPERS,
    derivation.as_loaded,
    derivation.with_perms,
    sealing._is_type_authority,  # noqa: SLF001
    sealing.seal,
    sealing.unseal,
    encoding.is_canonical,
)


def theorems(form: Format) -> tuple[Theorem, ...]:
    """The theorems about deriving capabilities of a format."""
    every, width = any_of(form), form.address_width
    pairs = [Case("all", lambda: _two(form))]
    moved = f"{every}, to all {width}-bit numbers, {EXPONENT_SPLIT}"
    moves = by_exponent(form, lambda stored: moving(form, stored), LOW_BITS)
    narrowed = f"{every}, all lengths to 2^{width}, split on the length's bits"
    narrowings = by_length(
        form, lambda length: (any_capability(form, "capability"), length())
    )

    numbered = f"all pairs of {every}, all {width}-bit numbers"
    numbers = [
        Case("all", lambda: (*_two(form), natural("number", form.address_width)))
    ]

    def proof(law: Law, domain: str, cases: list[Case]) -> Theorem:
        return Theorem(law, domain, cases, form, pure=PURE)

    return (
        proof(laws.set_address_keeps_bounds_while_the_tag_stays, moved, moves),
        proof(laws.increment_keeps_bounds_while_the_tag_stays, moved, moves),
        proof(laws.set_bounds_never_exceeds_its_source, narrowed, narrowings),
        proof(laws.set_bounds_makes_canonical_encodings, narrowed, narrowings),
        proof(laws.set_bounds_covers_its_request, narrowed, narrowings),
        proof(
            laws.and_perms_never_adds_authority,
            f"{every}, all masks",
            [Case("all", lambda: _masked(form))],
        ),
        proof(laws.loading_never_adds_authority, f"all pairs of {every}", pairs),
        proof(laws.storing_never_adds_authority, f"all pairs of {every}", pairs),
        proof(laws.sealed_capabilities_do_not_change, numbered, numbers),
        proof(laws.no_derivation_makes_a_tag_from_none, numbered, numbers),
    )


def _two(form: Format) -> Arguments:
    """Any two capabilities."""
    return any_capability(form, "capability"), any_capability(form, "authority")


def _masked(form: Format) -> Arguments:
    """Any capability, and any mask of permissions."""
    return any_capability(form, "capability"), natural("mask", form.address_width)
