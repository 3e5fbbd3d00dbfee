"""Domains of the laws of sealing and building."""

from collections.abc import Iterator

from model.isa import building, sealing
from model.isa.format import Building, Format
from proofs.obligations import Arguments, Case, Law, Theorem
from proofs.symbolic import natural
from proofs.theorems.inputs import HELPERS, any_capability, any_of
from properties.laws.isa import sealing as laws
from properties.laws.isa.texts import is_malformed, text_of

_PURE = (
    *HELPERS,
    sealing._is_type_authority,  # noqa: SLF001
    sealing.seal,
    sealing.unseal,
    building.encodes_itself,
    building.is_intact,
    building.is_subset,
    building.build,
    is_malformed,
)


def theorems(form: Format) -> tuple[Theorem, ...]:
    """The theorems about sealing and building capabilities of a format."""
    every, width = any_of(form), form.address_width
    numbered = f"all pairs of {every}, all {width}-bit numbers"

    def proof(law: Law, domain: str, *cases: Case) -> Theorem:
        return Theorem(law, domain, cases, form, pure=_PURE)

    def about_pairs(law: Law) -> Theorem:
        return proof(law, f"all pairs of {every}", Case("all", lambda: _pair(form)))

    found = [
        proof(
            laws.a_sealed_entry_is_its_target_and_nothing_else,
            every,
            Case("all", lambda: (any_capability(form, "capability"),)),
        ),
        proof(
            laws.no_sealed_capability_comes_without_authority_over_its_otype,
            f"{numbered}, each operation",
            *_operations(form),
        ),
    ]
    if text_of(form).lacks:
        law = laws.an_operation_that_the_format_lacks_gives_no_tag
        found.append(proof(law, numbered, Case("all", lambda: _numbered(form))))
    return (*found, *map(about_pairs, _laws_of_pairs(form)))


def _laws_of_pairs(form: Format) -> Iterator[Law]:
    """What a format has of the laws of a capability and an authority."""
    if form.otypes.first <= form.otypes.last:
        yield laws.unsealing_inverts_sealing
        yield laws.sealing_needs_authority_over_the_otype
        yield laws.unsealing_needs_authority_over_the_otype
    if form.building is not Building.MISSING:
        yield laws.building_never_adds_authority
        yield laws.nothing_is_built_where_reserved_bits_are_set
    if form.building is Building.RAW:
        yield laws.a_tag_that_is_there_stays_where_bits_are_taken_as_they_are


def _operations(form: Format) -> Iterator[Case]:
    """Every way to make a capability, of any, by any authority, with any number."""
    for name in laws.OPERATIONS:
        yield Case(name, lambda name=name: (name, *_numbered(form)))  # type: ignore[misc]


def _pair(form: Format) -> Arguments:
    """Two capabilities."""
    return any_capability(form, "capability"), any_capability(form, "authority")


def _numbered(form: Format) -> Arguments:
    """Two capabilities, and a number."""
    return (*_pair(form), natural("number", form.address_width))
