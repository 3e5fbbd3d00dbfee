"""Domains of the laws of the checks before an access."""

from model.isa.formats import MORELLO128 as FORM
from proofs.obligations import Case, Theorem
from proofs.symbolic import natural
from proofs.theorems.inputs import ANY_CAPABILITY, HELPERS, any_capability
from properties.laws import authority as laws

_ACCESSES = [
    Case(
        f"{size} bytes",
        lambda size=size: (  # type: ignore[misc]
            any_capability("authority"),
            natural("address", FORM.address_width),
            size,
        ),
    )
    for size in (1, 2, 4, 8, 16)
]

_DOMAIN = f"{ANY_CAPABILITY}, all 64-bit addresses, sizes 1, 2, 4, 8 and 16"

THEOREMS = (
    Theorem(
        laws.faults_follow_the_order_of_the_checks, _DOMAIN, _ACCESSES, pure=HELPERS
    ),
    Theorem(
        laws.an_authorized_store_is_inside_its_bounds,
        _DOMAIN,
        _ACCESSES,
        pure=HELPERS,
    ),
)
