"""Domains of the laws of the encoding."""

from model.isa.formats import MORELLO128 as FORM
from proofs.obligations import Case, Theorem
from proofs.symbolic import boolean, natural
from proofs.theorems.inputs import HELPERS, lengths
from properties.laws import encoding as laws

_REQUESTS = "all 64-bit bases and all lengths to 2^64, split on the length's bits"


def _requests() -> list[Case]:
    """Every base and length."""
    return [
        Case(
            name,
            lambda length=length: (FORM, natural("base", FORM.address_width), length()),  # type: ignore[misc]
        )
        for name, length in lengths()
    ]


THEOREMS = (
    Theorem(
        laws.any_bits_survive_a_round_trip,
        "all 2^129 tags and bits",
        [Case("all", lambda: (FORM, natural("bits", FORM.width), boolean("tag")))],
    ),
    Theorem(laws.decoding_inverts_encoding, _REQUESTS, _requests(), pure=HELPERS),
    Theorem(
        laws.encoded_bounds_cover_the_request, _REQUESTS, _requests(), pure=HELPERS
    ),
)
