"""Domains of the laws of stored permissions."""

from model.isa.format import Format
from model.isa.formats import CHERIOT
from model.isa.permission_coding import PermissionCoding
from proofs.obligations import Case, Law, Theorem
from proofs.symbolic import natural
from proofs.theorems.inputs import HELPERS
from properties.laws.isa import permissions as laws

_PURE = (*HELPERS, PermissionCoding.read, PermissionCoding.legal)

VALUE_WIDTH = 24
"""Bits that hold the permission value of every format."""


def theorems(form: Format) -> tuple[Theorem, ...]:
    """The theorems about how a format stores permissions."""
    values = f"all {VALUE_WIDTH}-bit permission values"
    fields = f"all {form.permissions.width}-bit fields"
    value = [Case("all", lambda: (form, natural("value", VALUE_WIDTH)))]
    field = [Case("all", lambda: (form, natural("field", form.permissions.width)))]
    with_mode = [
        Case("all", lambda: (form, natural("value", VALUE_WIDTH), natural("mode", 1)))
    ]

    def proof(law: Law, domain: str, cases: list[Case]) -> Theorem:
        return Theorem(law, domain, cases, form, pure=_PURE)

    found = [
        proof(
            laws.written_permissions_are_never_more, f"{values}, both modes", with_mode
        ),
        proof(laws.reading_permissions_inverts_writing_them, fields, field),
        proof(laws.legal_permissions_stay_as_they_are, values, value),
    ]
    if form.permissions.compressed is not None:
        law = laws.compressed_sets_of_permissions_are_legal
        found.append(proof(law, fields, field))
    if form is not CHERIOT:
        found.append(proof(laws.legal_permissions_can_be_stored, values, value))
    return tuple(found)
