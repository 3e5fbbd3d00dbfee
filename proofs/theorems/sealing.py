"""Domains of the laws of sealing and building."""

from model.isa import building, sealing
from model.isa.format import Building, Format
from proofs.obligations import Case, Law, Theorem
from proofs.theorems.inputs import HELPERS, any_capability, any_of
from properties.laws.isa import sealing as laws
from properties.laws.isa.texts import is_malformed

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
    every = any_of(form)
    one = [Case("all", lambda: (any_capability(form, "capability"),))]
    two = [
        Case(
            "all",
            lambda: (
                any_capability(form, "capability"),
                any_capability(form, "authority"),
            ),
        )
    ]

    def about_pairs(law: Law) -> Theorem:
        return Theorem(law, f"all pairs of {every}", two, form, pure=_PURE)

    found = [
        Theorem(
            laws.a_sealed_entry_is_its_target_and_nothing_else,
            every,
            one,
            form,
            pure=_PURE,
        )
    ]
    if form.otypes.first <= form.otypes.last:
        found += [
            about_pairs(laws.unsealing_inverts_sealing),
            about_pairs(laws.sealing_needs_authority_over_the_otype),
            about_pairs(laws.unsealing_needs_authority_over_the_otype),
        ]
    if form.building is not Building.MISSING:
        found.append(about_pairs(laws.building_never_adds_authority))
    return tuple(found)
