"""Domains of the laws of the encoding."""

from model.isa.format import Format
from proofs.obligations import Case, Law, Theorem
from proofs.symbolic import boolean, natural
from proofs.theorems.inputs import (
    HELPERS,
    about_one,
    any_capability,
    any_of,
    requests,
    requests_in_words,
)
from properties.laws.isa import encoding as laws


def theorems(form: Format) -> tuple[Theorem, ...]:
    """The theorems about a format's encoding."""
    whole = any_of(form)
    asked = requests_in_words(form)

    def about_requests(law: Law) -> Theorem:
        return Theorem(law, asked, requests(form), form, pure=HELPERS)

    return (
        Theorem(
            laws.any_bits_survive_a_round_trip,
            f"all 2^{form.width + 1} tags and bits",
            [Case("all", lambda: (form, natural("bits", form.width), boolean("tag")))],
            form,
        ),
        about_requests(laws.decoding_inverts_encoding),
        about_requests(laws.encoded_bounds_cover_the_request),
        about_requests(laws.encoding_says_exact_when_it_is),
        Theorem(
            laws.encoded_bounds_are_the_least_that_cover_the_request,
            f"{asked}; {whole}",
            requests(form, other=lambda: any_capability(form, "other")),
            form,
            pure=HELPERS,
        ),
        about_one(laws.decoded_bounds_encode_to_themselves, form, HELPERS),
        about_one(laws.decoded_bounds_are_those_of_the_definition, form, HELPERS),
    )
