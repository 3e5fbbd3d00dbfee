"""Domains of the laws of the checks before an access."""

from collections.abc import Iterator

from model.isa.format import Format
from proofs.obligations import Arguments, Case, Law, Theorem
from proofs.symbolic import natural
from proofs.theorems.inputs import HELPERS, any_capability, any_of
from properties.laws.isa import authority as laws

SIZES = (1, 2, 4, 8, 16)

SIZE_BITS = 5
"""Bits of the size of an access, where the size is arbitrary."""


def theorems(form: Format) -> tuple[Theorem, ...]:
    """The theorems about accesses through capabilities of a format."""
    sizes = [size for size in SIZES if size <= form.granule]
    every = f"{any_of(form)}, all {form.address_width}-bit addresses"
    sized = f"{every}, sizes {', '.join(map(str, sizes))}"
    accesses_of = [_sized(form, size) for size in sizes]

    def proof(law: Law, domain: str, *cases: Case) -> Theorem:
        return Theorem(law, domain, cases, form, pure=HELPERS)

    return (
        proof(
            laws.a_tag_is_stored_only_with_the_permissions_that_it_needs,
            f"all pairs of {every}",
            Case("all", lambda: _storing(form)),
        ),
        proof(
            laws.every_byte_of_a_granted_access_is_within_bounds,
            f"{every}, all {SIZE_BITS}-bit sizes, all bytes",
            *accesses(form, "number"),
        ),
        proof(laws.faults_follow_the_order_of_the_checks, sized, *accesses_of),
        proof(laws.an_authorized_load_is_inside_its_bounds, sized, *accesses_of),
        proof(laws.an_authorized_store_is_inside_its_bounds, sized, *accesses_of),
    )


def _sized(form: Format, size: int) -> Case:
    """An access of so many bytes."""
    return Case(
        f"{size} bytes",
        lambda: (
            any_capability(form, "authority"),
            natural("address", form.address_width),
            size,
        ),
    )


def accesses(form: Format, *more: str) -> Iterator[Case]:
    """A case for each kind of access: any capability, any address and any size.

    ``more`` names numbers like the size.
    """
    for access in laws.ACCESSES:
        yield Case(
            access,
            lambda access=access: (  # type: ignore[misc]
                any_capability(form, "authority"),
                access,
                natural("address", form.address_width),
                natural("size", SIZE_BITS),
                *(natural(name, SIZE_BITS) for name in more),
            ),
        )


def _storing(form: Format) -> Arguments:
    """An authority, an address, and a capability to store there."""
    return (
        any_capability(form, "authority"),
        natural("address", form.address_width),
        any_capability(form, "value"),
    )
