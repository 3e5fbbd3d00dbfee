"""Domains of the laws of stored permissions."""

from model.isa.format import Format
from model.isa.formats import CHERIOT
from model.isa.permission_coding import PermissionCoding
from proofs.obligations import Case, Theorem
from proofs.symbolic import natural
from proofs.theorems.inputs import HELPERS
from properties.laws.isa import permissions as laws

_PURE = (*HELPERS, PermissionCoding.read, PermissionCoding.legal)

VALUE_WIDTH = 24
"""Bits that hold the permission value of every format."""


def theorems(form: Format) -> tuple[Theorem, ...]:
    """The theorems about how a format stores permissions."""
    values = f"all {VALUE_WIDTH}-bit permission values"
    value = [Case("all", lambda: (form, natural("value", VALUE_WIDTH)))]
    with_mode = [
        Case(
            "all",
            lambda: (form, natural("value", VALUE_WIDTH), natural("mode", 1)),
        )
    ]
    fields = [Case("all", lambda: (form, natural("field", form.permissions.width)))]
    found = [
        Theorem(
            laws.written_permissions_are_never_more,
            f"{values}, both modes",
            with_mode,
            form,
            pure=_PURE,
        ),
        Theorem(
            laws.reading_permissions_inverts_writing_them,
            f"all {form.permissions.width}-bit fields",
            fields,
            form,
            pure=_PURE,
        ),
        Theorem(
            laws.legal_permissions_stay_as_they_are, values, value, form, pure=_PURE
        ),
    ]
    if form is not CHERIOT:
        found.append(
            Theorem(
                laws.legal_permissions_can_be_stored, values, value, form, pure=_PURE
            )
        )
    return tuple(found)
