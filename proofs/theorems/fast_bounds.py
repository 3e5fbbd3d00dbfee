"""Domains of the laws of the fast bounds: every field, every address, every request."""

from model.isa.format import Format
from optimized import bounds
from proofs.arbitrary import contracts
from proofs.obligations import Case, Theorem
from proofs.symbolic import natural
from proofs.theorems.inputs import (
    HELPERS,
    any_capability,
    any_of,
    requests,
    requests_in_words,
)
from properties.laws.isa import fast_bounds as laws

_PURE = (
    *HELPERS,
    bounds.mantissas,
    bounds.decode,
    bounds._is_malformed,  # noqa: SLF001
)

_GIVEN = "given the_fast_bounds_are_the_bounds"


def theorems(form: Format) -> tuple[Theorem, ...]:
    """The theorems that tie the fast bounds to those of a format."""
    every = any_of(form)
    return (
        Theorem(
            laws.the_fast_bounds_are_the_bounds,
            every,
            [Case("all", lambda: (any_capability(form, "capability"),))],
            form,
            pure=_PURE,
        ),
        Theorem(
            laws.the_fast_encoding_is_the_encoding,
            requests_in_words(form),
            requests(form),
            form,
            pure=_PURE,
        ),
        Theorem(
            laws.fast_representability_is_representability,
            f"{every}, to all {form.address_width}-bit numbers; {_GIVEN}",
            [
                Case(
                    "all",
                    lambda: (
                        any_capability(form, "capability"),
                        natural("to", form.address_width),
                    ),
                )
            ],
            form,
            pure=HELPERS,
            contracts={bounds.decode: contracts.fast_decode},
        ),
    )
