"""Laws of stored permissions: what is written is read, and never more."""

from model.isa.format import Format
from properties.laws.assumption import assume


def written_permissions_are_never_more(form: Format, value: int, mode: int) -> None:
    """A field that is written grants nothing that is not in the value."""
    coding = form.permissions
    granted = coding.read(coding.write(value, mode)) & ~coding.ones
    assert granted & value == granted


def reading_permissions_inverts_writing_them(form: Format, field: int) -> None:
    """What a stored field grants is written as it was read, mode and all."""
    coding = form.permissions
    granted, mode = coding.read(field), coding.mode(field)
    written = coding.write(granted, mode)
    assert coding.read(written) == granted


def legal_permissions_stay_as_they_are(form: Format, value: int) -> None:
    """Taking away what lacks something else is done once, and then there is no more."""
    legal = form.permissions.legal(value)
    assert legal & value == legal
    assert form.permissions.legal(legal) == legal


def compressed_sets_of_permissions_are_legal(form: Format, field: int) -> None:
    """If only some sets of permissions can be stored, the rules take nothing from them:
    a capability that clears no permission keeps all that it has.
    """
    coding = form.permissions
    assume(coding.compressed is not None)
    stored = coding.read(field)
    assert coding.legal(stored) == stored


def legal_permissions_can_be_stored(form: Format, value: int) -> None:
    """No permission is lost for want of a way to store it, once the rules are met."""
    coding = form.permissions
    legal = coding.legal(value & coding.all_permissions)
    assert coding.read(coding.write(legal)) & coding.all_permissions == legal
