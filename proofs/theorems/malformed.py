"""Domains of the laws of malformed capabilities."""

from model.isa import building, derivation, sealing
from model.isa.format import Format
from proofs.obligations import Arguments, Case, Law, Theorem
from proofs.symbolic import natural
from proofs.theorems.authority import SIZE_BITS, accesses
from proofs.theorems.inputs import HELPERS, any_capability, any_of
from properties.laws.isa import malformed as laws
from properties.laws.isa.texts import can_be_malformed, is_malformed

_PURE = (
    *HELPERS,
    building.build,
    building.encodes_itself,
    building.is_intact,
    building.is_subset,
    derivation.with_perms,
    sealing._is_type_authority,  # noqa: SLF001
    sealing.seal,
    sealing.unseal,
    is_malformed,
)


def theorems(form: Format) -> tuple[Theorem, ...]:
    """The theorems about malformed capabilities, fewer if the format has none."""
    every, width = any_of(form), form.address_width

    def proof(law: Law, domain: str, *cases: Case) -> Theorem:
        return Theorem(law, domain, cases, form, pure=_PURE)

    known = proof(
        laws.bounds_are_malformed_exactly_where_the_text_says_so,
        every,
        Case("all", lambda: (any_capability(form, "capability"),)),
    )
    if not can_be_malformed(form):
        return (known,)
    return (
        known,
        proof(
            laws.a_malformed_authority_grants_nothing,
            f"{every}, all {width}-bit addresses, {SIZE_BITS}-bit sizes",
            *accesses(form),
        ),
        proof(
            laws.nothing_is_made_by_a_malformed_authority,
            f"all pairs of {every}, all {width}-bit addresses",
            Case("all", lambda: _pairs(form)),
        ),
        proof(
            laws.nothing_with_other_bounds_or_address_is_made_of_a_malformed_capability,
            f"{every}, all {width}-bit numbers",
            Case("all", lambda: _derivations(form)),
        ),
    )


def _pairs(form: Format) -> Arguments:
    """Two capabilities, and an address."""
    two = any_capability(form, "capability"), any_capability(form, "authority")
    return *two, natural("address", form.address_width)


def _derivations(form: Format) -> Arguments:
    """A capability, and a number."""
    return any_capability(form, "capability"), natural("number", form.address_width)
