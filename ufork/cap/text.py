"""One capability in sentences, and then in figures."""

from collections.abc import Iterator

from model.isa.capability import Capability, null
from model.isa.fields import otype_name, permission_names
from model.isa.format import ReservedExponents
from model.isa.mantissas import exponent_of, is_internal, mantissas_of
from model.isa.permissions import Permission, letters
from model.isa.words import signed, truncate
from ufork.cap.reasons import is_proper, reach
from ufork.cap.words import INDENT, interval, listed, size_text
from ufork.terminal.present import wrapped

DOES = {
    "r": "loading data",
    "w": "storing data",
    "x": "executing",
    "R": "loading capabilities",
    "W": "storing capabilities",
    "s": "sealing",
    "u": "unsealing",
}
"""What the permission behind a letter is for."""


def about_lines(capability: Capability) -> Iterator[str]:
    """What kind of capability it is, and what its address has to do with its bounds."""
    yield from wrapped(str(capability), "")
    yield ""
    about = f"{_kind(capability)} {_use(capability)} {_place(capability)}"
    yield from wrapped(about.strip(), "")


def _kind(capability: Capability) -> str:
    """The tag, the seal and the length of a capability."""
    if capability == null(capability.format):
        return "This is NULL: all its bits in memory are zero, and so is its tag."
    tagged = "A tagged" if capability.tag else "An untagged"
    sealed = "sealed" if capability.is_sealed else "unsealed"
    entry = " entry" if is_entry(capability) else " capability"
    if not capability.bounds.well_formed:
        return f"{tagged}, malformed, {sealed}{entry}."
    if not is_proper(capability):
        bounds = "with bounds that no derivation makes"
    elif capability.length == capability.format.address_space:
        bounds = "for the whole address space"
    elif capability.length == 0:
        bounds = "for no byte at all"
    else:
        bounds = f"for {size_text(capability.length)}"
    return f"{tagged}, {sealed}{entry} {bounds}."


def _use(capability: Capability) -> str:
    """What a capability can be used for."""
    if not capability.tag:
        return "Without a tag it is data: it gives no authority, whatever it says."
    if not capability.bounds.well_formed:
        return (
            "No derivation makes its bounds field: whatever its bounds read as and its "
            "permissions say, it gives authority over no byte and no otype."
        )
    if is_entry(capability):
        return "It can be branched to, which unseals it, and may not be changed."
    if capability.is_sealed:
        return "Until it is unsealed it gives no authority and may not be changed."
    allowed = [does for letter, does in DOES.items() if letter in _letters(capability)]
    return f"It allows {listed(allowed or ['no access'])}."


def is_entry(capability: Capability) -> bool:
    """Whether a branch unseals a capability; CHERIoT has several such otypes."""
    form, is_code = capability.format, capability.has(Permission.EXECUTE)
    if form.otypes.returns:
        return otype_name(form, capability.otype, is_code=is_code) != ""
    return capability.is_sentry


def _letters(capability: Capability) -> str:
    """The permissions of a capability as letters."""
    return letters(capability.named_permissions)


def _place(capability: Capability) -> str:
    """Where a capability points, told from its bounds."""
    if not is_proper(capability):
        return ""
    value, bounds = capability.value, capability.bounds
    width = capability.format.address_width
    below, above = (
        truncate(bounds.base - value, width),
        truncate(value - bounds.top, width),
    )
    if bounds.base <= value < bounds.top:
        into = value - bounds.base
        return f"It points {f'{size_text(into)} above' if into else 'at'} its base."
    if value == bounds.top:
        return "It points at its top, one past the last byte."
    far = f"{size_text(below)} below its base"
    if above < below:
        far = f"{size_text(above)} above its top"
    return f"It points {far}: out of bounds, yet its bounds survive."


def figure_lines(capability: Capability) -> Iterator[str]:
    """Everything there is to know about a capability, one line each."""
    for label, text in figures(capability):
        yield from wrapped(text, f"{INDENT}{label:<13}")


def figures(capability: Capability) -> Iterator[tuple[str, str]]:
    """Everything there is to know about a capability: a label and a text each."""
    form, bounds = capability.format, capability.bounds
    width = form.metadata_width // 4
    yield "metadata", f"{capability.metadata:#0{width + 2}x}"
    if form.null_metadata:
        register = f"{capability.register_metadata:#0{width + 2}x} in a register"
        mask = f"exclusive or with {form.null_metadata:#x}"
        yield "", f"{register}: {mask}, so that NULL is zero in memory"
    yield "exponent", _exponent(capability)
    mantissas = mantissas_of(form, capability.bounds_field)
    unit = f"units of 2^{mantissas.E}" if mantissas.E else "bytes"
    yield "mantissas", f"B = {mantissas.B:#x}, T = {mantissas.T:#x}, in {unit}"
    note = "" if bounds.well_formed else "; malformed: they give no authority"
    yield "bounds", f"{interval(bounds.base, bounds.top)}{note}"
    yield "length", f"{bounds.length:#x}"
    yield "address", f"{capability.address:#x}{_flags(capability)}"
    yield "offset", f"{signed(capability.offset, form.address_width):#x}"
    yield from _authority(capability)
    if bounds.well_formed:
        region = reach(capability)
        last = truncate(region.base + region.size - 1, form.address_width)
        size = size_text(region.size)
        yield "region", f"{region.base:#x} to {last:#x} is representable: {size}"


def _flags(capability: Capability) -> str:
    """A remark about software flags in an address."""
    if capability.value == capability.address:
        return ""
    width = capability.format.value_width
    return f"; bits {width} and up are flags: the value is {capability.value:#x}"


def _exponent(capability: Capability) -> str:
    """The exponent, and how it is stored."""
    form, field = capability.format, capability.bounds_field
    exponent = exponent_of(form, field)
    if form.has_exponent_field:
        return f"E = {exponent}, in a field of its own"
    if not is_internal(form, field):
        return f"E = {exponent}, not stored"
    stored = (exponent - form.first_exponent) * form.exponent_step
    note = f"E = {exponent}, stored as {stored} in {'L8, ' * form.length_bit}TE and BE"
    reserved = form.reserved_exponents
    if exponent > form.emax and reserved is not ReservedExponents.MALFORMED:
        note += f"; bounds have at most {form.emax}: {reserved.value}"
    return note


def _authority(capability: Capability) -> Iterator[tuple[str, str]]:
    """Permissions, otype, mode and reserved bits."""
    form = capability.format
    names = permission_names(form, capability.perms)
    yield "permissions", f"{_letters(capability)} = {' '.join(names) or 'none'}"
    yield "", f"{capability.perms:#x}, as instructions read them"
    yield "otype", _otype(capability)
    if form.permissions.has_modes:
        yield "mode", f"{capability.mode}: {form.names.modes[capability.mode]}"
    if form.permissions.reserved:
        held = capability.reserved
        yield "reserved", f"{held:#x}: every tagged capability has 0" if held else "0"


def _otype(capability: Capability) -> str:
    """The otype of a capability, and what it means."""
    form, otype = capability.format, capability.otype
    is_code = capability.has(Permission.EXECUTE)
    name = otype_name(form, otype, is_code=is_code)
    kind = "sealed" if capability.is_sealed else "unsealed"
    if is_entry(capability):
        kind = "sealed entry"
    elif capability.is_sealed and form.otypes.data_offset and not is_code:
        kind += f", {otype + form.otypes.data_offset} to software"
    return f"{otype:#x}: {kind}{f' ({name})' if name else ''}"
