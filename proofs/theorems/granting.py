"""Domains of the laws of what is granted."""

from model.isa.format import Format
from proofs.obligations import Arguments, Case, Law, Theorem
from proofs.symbolic import natural
from proofs.theorems.authority import SIZE_BITS
from proofs.theorems.derivation import PURE
from proofs.theorems.inputs import (
    about_one,
    any_capability,
    any_of,
)
from properties.laws.isa import granting as laws
from properties.laws.isa.texts import is_malformed, text_of


def theorems(form: Format) -> tuple[Theorem, ...]:
    """The theorems about what is granted in a format."""
    every, width = any_of(form), form.address_width
    pairs = f"all pairs of {every}"

    def proof(law: Law, domain: str, *arguments: str) -> Theorem:
        case = Case("all", lambda: _arguments(form, arguments))
        return Theorem(law, domain, [case], form, pure=(*PURE, is_malformed))

    found = [
        proof(
            laws.faults_of_a_store_follow_the_order_of_the_checks,
            f"{every}, all {width}-bit addresses, {SIZE_BITS}-bit sizes",
            *("authority", "address", "size"),
        ),
        proof(
            laws.faults_of_storing_a_capability_follow_the_order_of_the_checks,
            f"{pairs}, all {width}-bit addresses",
            *("authority", "address", "value"),
        ),
        proof(
            laws.a_load_takes_what_its_authority_lacks,
            pairs,
            *("capability", "authority"),
        ),
        proof(
            laws.a_store_takes_a_tag_only_for_want_of_a_permission,
            pairs,
            *("capability", "authority"),
        ),
    ]
    sealing = (
        laws.sealing_succeeds_iff_the_authority_points_at_an_otype_to_seal_with,
        laws.unsealing_succeeds_iff_the_authority_points_at_the_otype,
    )
    if "seal" not in text_of(form).lacks:
        found += [proof(law, pairs, "capability", "authority") for law in sealing]
    if "build" not in text_of(form).lacks:
        found.append(_building(form))
    return tuple(found)


def _arguments(form: Format, names: tuple[str, ...]) -> Arguments:
    """Any capabilities, address and size, as the names say."""
    widths = {"address": form.address_width, "size": SIZE_BITS}
    return tuple(
        natural(name, widths[name]) if name in widths else any_capability(form, name)
        for name in names
    )


def _building(form: Format) -> Theorem:
    """What is built of a capability's own bits, by itself."""
    built = laws.what_was_derived_can_be_built_again
    return about_one(built, form, (*PURE, is_malformed))
