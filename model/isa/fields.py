"""What architectures call the parts of a metadata word, and where each part is.

Names only: no rule of the model depends on them.

Source:
    Sail Morello and Arm Morello supplement; Sail CHERI-RISC-V; RISC-V specification for
    CHERI, draft of April 2025; Sail CHERIoT.
"""

from collections.abc import Mapping

import attrs

from model.isa.format import Format
from model.isa.words import truncate


@attrs.frozen
class Field:
    """Neighbouring bits of a metadata word."""

    name: str
    low: int
    """The number of its lowest bit."""
    width: int

    @property
    def high(self) -> int:
        """The number of its highest bit."""
        return self.low + self.width - 1

    def of(self, word: int) -> int:
        """What a word has in these bits."""
        return truncate(word >> self.low, self.width)


_V9_128 = (("perms", 12), ("reserved", 2), ("flag", 1))
_RVY128 = (("reserved", 7), ("SDP", 4), ("M", 1), ("AP", 8))
_RVY64 = (("SDP", 2), ("AP_M", 5))

_ABOVE_BOUNDS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "morello128": (("perms", 18), ("otype", 15)),
    "cheriv9-128": (("uperms", 4), *_V9_128, ("otype", 18)),
    "cheriv9-64": (("perms", 12), ("flag", 1), ("otype", 4)),
    "rvy128": (*_RVY128, ("CL", 1), ("reserved", 15), ("CT", 1)),
    "rvy128-lv0": (*_RVY128, ("reserved", 16), ("CT", 1)),
    "rvy64": (*_RVY64, ("CL", 1), ("reserved", 3), ("CT", 1)),
    "rvy64-lv0": (*_RVY64, ("reserved", 4), ("CT", 1)),
    "cheriot": (("reserved", 1), ("perms", 6), ("otype", 3)),
    "toy": (("perms", 12), ("otype", 3)),
}
"""By format, names and widths of what stands above the bounds, the highest first."""


def fields_of(form: Format, *, internal: bool) -> tuple[Field, ...]:
    """The fields of a metadata word in a register, the highest first.

    Together they are all its bits. ``internal`` says whether an exponent is stored in
    the low bits of T and B, which are then fields of their own, TE and BE.
    """
    fields: list[Field] = []
    high = form.metadata_width
    for name, width in (*_ABOVE_BOUNDS[form.name], *_bounds(form, internal=internal)):
        high -= width
        fields.append(Field(name, high, width))
    return tuple(fields)


def _bounds(form: Format, *, internal: bool) -> tuple[tuple[str, int], ...]:
    """Names and widths of what the bounds field is made of, the highest first."""
    base, top = form.mantissa_width, form.stored_mantissa_width
    if form.has_exponent_field:
        return (("E", form.bounds_width - top - base), ("T", top), ("B", base))
    flag = [("EF" if form.name.startswith("rvy") else "IE", 1)]
    if form.length_bit:
        flag.append(("L8", 1))
    if not internal:
        return (*flag, ("T", top), ("B", base))
    taken = form.exponent_width
    return (
        *flag,
        ("T", top - taken),
        ("TE", taken),
        ("B", base - taken),
        ("BE", taken),
    )


def _numbered(first: int, names: str) -> dict[int, str]:
    """Names of bits of a permission value, from bit ``first`` up."""
    return dict(enumerate(names.split(), first))


_TOY = _numbered(
    6,
    "MutableLoad CompartmentID BranchSealedPair System Unseal Seal StoreLocal StoreCap"
    " LoadCap Execute Store Load",
)
_MORELLO = _TOY | _numbered(0, "Global Executive User0 User1 User2 User3")
_V9_HARDWARE = _numbered(
    0,
    "Global Permit_Execute Permit_Load Permit_Store Permit_Load_Capability"
    " Permit_Store_Capability Permit_Store_Local_Capability Permit_Seal Permit_CInvoke"
    " Permit_Unseal Access_System_Registers Permit_Set_CID",
)
_RVY = _numbered(0, "W LM EL SL CL C") | _numbered(16, "ASR X R")
_RVY_PLAIN = _numbered(0, "W LM") | _numbered(5, "C") | _numbered(16, "ASR X R")

_PERMISSIONS: Mapping[str, Mapping[int, str]] = {
    "morello128": _MORELLO,
    "cheriv9-128": _V9_HARDWARE | _numbered(15, "uperm0 uperm1 uperm2 uperm3"),
    "cheriv9-64": _V9_HARDWARE,
    "rvy128": _RVY | _numbered(6, "SDP0 SDP1 SDP2 SDP3"),
    "rvy128-lv0": _RVY_PLAIN | _numbered(6, "SDP0 SDP1 SDP2 SDP3"),
    "rvy64": _RVY | _numbered(6, "SDP0 SDP1"),
    "rvy64-lv0": _RVY_PLAIN | _numbered(6, "SDP0 SDP1"),
    "cheriot": _numbered(0, "GL LG SD LM SL LD MC SR EX US SE U0"),
    "toy": _TOY,
}
"""By format, the name of each bit of the permission value."""


def permission_names(form: Format, value: int) -> list[str]:
    """What the architecture calls the permissions in a value, the lowest bit first."""
    return [
        name
        for bit, name in sorted(_PERMISSIONS[form.name].items())
        if value >> bit & 1
    ]


_OTYPES: Mapping[str, Mapping[int, str]] = {
    "morello128": {1: "RB", 2: "LPB", 3: "LB"},
    "toy": {1: "RB", 2: "LPB", 3: "LB"},
    "cheriv9-128": {0x3FFFD: "indirect pair", 0x3FFFC: "indirect sentry"},
    "cheriv9-64": {0xD: "reserved", 0xC: "reserved"},
}
"""By format, names of otypes that software cannot choose."""

_CHERIOT_CODE = {
    1: "leaves interrupts as they are",
    2: "disables interrupts",
    3: "enables interrupts",
    4: "returns and disables interrupts",
    5: "returns and enables interrupts",
}
"""What a branch to code of an otype does on CHERIoT."""


def otype_name(form: Format, otype: int, *, is_code: bool) -> str:
    """What the architecture calls a fixed otype; empty if it has no name for it."""
    if form.otypes.returns:
        return _CHERIOT_CODE.get(otype, "") if is_code else ""
    return _OTYPES.get(form.name, {}).get(otype, "")
