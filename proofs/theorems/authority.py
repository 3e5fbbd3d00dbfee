"""Domains of the laws of the checks before an access."""

from model.isa.format import Format
from proofs.obligations import Arguments, Case, Theorem
from proofs.symbolic import natural
from proofs.theorems.inputs import HELPERS, any_capability, any_of
from properties.laws.isa import authority as laws

SIZES = (1, 2, 4, 8, 16)


def theorems(form: Format) -> tuple[Theorem, ...]:
    """The theorems about accesses through capabilities of a format."""
    sizes = [size for size in SIZES if size <= form.granule]
    accesses = [
        Case(
            f"{size} bytes",
            lambda size=size: (  # type: ignore[misc]
                any_capability(form, "authority"),
                natural("address", form.address_width),
                size,
            ),
        )
        for size in sizes
    ]
    domain = (
        f"{any_of(form)}, all {form.address_width}-bit addresses, "
        f"sizes {', '.join(map(str, sizes))}"
    )
    return (
        Theorem(
            laws.a_tag_is_stored_only_with_the_permissions_that_it_needs,
            f"all pairs of {any_of(form)}, all {form.address_width}-bit addresses",
            [Case("all", lambda: _storing(form))],
            form,
            pure=HELPERS,
        ),
        *(
            Theorem(law, domain, accesses, form, pure=HELPERS)
            for law in (
                laws.faults_follow_the_order_of_the_checks,
                laws.an_authorized_load_is_inside_its_bounds,
                laws.an_authorized_store_is_inside_its_bounds,
            )
        ),
    )


def _storing(form: Format) -> Arguments:
    """An authority, an address, and a capability to store there."""
    return (
        any_capability(form, "authority"),
        natural("address", form.address_width),
        any_capability(form, "value"),
    )
