"""Domains of the laws of the representable region."""

from model.isa.format import Format
from model.isa.representability import representable_mask
from proofs.obligations import Law, Theorem, Verdict
from proofs.theorems.inputs import (
    EXPONENT_SPLIT,
    HELPERS,
    LOW_BITS,
    about_one,
    any_of,
    by_exponent,
    moving,
    requests,
    requests_in_words,
)
from properties.laws.isa import encoding
from properties.laws.isa import representability as laws

_PURE = (*HELPERS, encoding.is_canonical, representable_mask)


def theorems(form: Format) -> tuple[Theorem, ...]:
    """The theorems about where capabilities of a format may point."""
    moved = f"{any_of(form)}, to all {form.address_width}-bit numbers, {EXPONENT_SPLIT}"
    asked = requests_in_words(form)
    least = laws.the_representable_length_is_the_least

    def about_moves(law: Law) -> Theorem:
        cases = by_exponent(form, lambda stored: moving(form, stored), LOW_BITS)
        return Theorem(law, moved, cases, form, pure=_PURE)

    def about_lengths(
        law: Law, *more: str, expected: Verdict = Verdict.PROVED
    ) -> Theorem:
        cases = requests(form, *more)
        return Theorem(law, asked, cases, form, pure=_PURE, expected=expected)

    found = (
        about_one(laws.regions_begin_at_steps_of_the_definition, form, _PURE),
        about_moves(laws.the_fast_rule_implies_the_exact_rule),
        about_moves(laws.the_representable_region_is_where_bounds_stay),
        about_moves(laws.a_region_of_everything_begins_at_zero),
        about_moves(laws.bounds_and_top_are_in_the_representable_region),
        about_lengths(laws.the_representable_length_is_enough),
    )
    if not form.signed_values:
        return (*found, about_lengths(least, "less"))
    return (
        *found,
        about_moves(laws.a_sign_stays_where_bounds_need_the_address),
        about_lengths(least, "less", expected=Verdict.REFUTED),
        about_lengths(
            laws.the_representable_length_is_the_least_but_where_the_exponent_changes,
            "less",
        ),
    )
