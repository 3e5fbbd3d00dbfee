"""The rules of ``model.isa`` once more, on bare numbers: as fast as plain Python gets.

This is the ceiling that the model's speed is measured against. It states the same rules
for the same formats and drops all that helps a reader: there are no classes and no
helpers, and whatever follows from the format alone is computed ahead. A format is a
tuple with the numbers that each of the functions here needs. A capability is its tag,
permissions field, otype, bounds field and address.
"""

from typing import TypeAlias

from model.isa.format import Format, ReservedExponents
from model.isa.mantissas import OWN_EXPONENTS
from model.isa.permissions import Permission
from model.memory.layout import Layout

Ints: TypeAlias = tuple[int, ...]
BareFormat: TypeAlias = tuple[
    Ints, Ints, Ints, tuple[int, tuple[Ints, ...], int, int, Ints], Ints
]
"""What ``mantissas``, ``bounds``, ``encode``, ``permissions`` and the others need."""
BareCapability: TypeAlias = tuple[bool, int, int, int, int]
BareBounds: TypeAlias = tuple[int, int, bool]

WHOLE_SPACE, CLAMPED, MALFORMED, _ = range(len(ReservedExponents))
"""What becomes of a bounds field whose exponent no bounds have."""

PASSES, NO_TAG, SEALED, NOT_PERMITTED, OUT_OF_BOUNDS = range(5)
"""What is answered to an access: it passes, or the first check that it does not."""


def bare_format(form: Format) -> BareFormat:
    """The numbers of a format."""
    MW, ST, K = form.mantissa_width, form.stored_mantissa_width, form.exponent_width
    W, VW, last = form.address_width, form.value_width, form.bounds_width - 1
    exponent = (form.first_exponent, form.exponent_step, K, _ones(K))
    field = (form.has_exponent_field, form.length_bit, form.internal_bit, last, MW, ST)
    value = (VW - 1, _ones(VW), (1 << W) - (1 << VW))
    coding, table = form.permissions, form.permissions.compressed
    return (
        (*field, *exponent, form.emax, _ones(MW), _ones(ST)),
        (
            *(list(ReservedExponents).index(form.reserved_exponents), form.length_bit),
            *(form.first_exponent, form.emax, MW, _ones(MW), *value),
            *(form.region_bits, form.region_room, form.corrects_top),
            *(W - 1, 1 << W, _ones(W), _ones(W + 1)),
        ),
        (*field, *exponent, form.emax, _ones(MW), _ones(ST), MW - K),
        (
            coding.ones,
            tuple((r.field_bit, _ones(r.width), r.value_bit) for r in coding.runs),
            0 if table is None else table.field_bit,
            0 if table is None else _ones(table.width),
            () if table is None else table.sets,
        ),
        (
            *(form.otypes.unsealed, form.otypes.sentry, form.signed_values),
            *(W - MW, _ones(W), *value, coding.memory),
            coding.names[Permission.EXECUTE] if form.otypes.data_offset else 0,
        ),
    )


def _ones(width: int) -> int:
    """A mask of the low ``width`` bits."""
    return (1 << width) - 1


def bare_layout(layout: Layout) -> Ints:
    """The numbers of a layout: bits of an address in a slot, bytes of a region."""
    return layout.slot_bits, layout.slot_size - layout.guard_size


def bits_needed(form: Format, permission: Permission) -> int:
    """The bits of the permission value without which a permission is not held."""
    return form.permissions.names[permission]


def decode(form: BareFormat, field: int, address: int) -> BareBounds:
    """Base and top, and whether the field is an encoding at all."""
    return bounds(form, mantissas(form, field), address)


def mantissas(form: BareFormat, field: int) -> tuple[int, int, int, bool]:
    """Exponent, mantissas of base and top, and whether the exponent is stored."""
    own, more, sign, last, MW, ST, first, step, K, low, emax, mask, stored = form[0]
    B, T = field & mask, (field >> MW) & stored
    if own:
        E = field >> (2 * MW)
        return (E if E < OWN_EXPONENTS else emax), B, T, True
    extra = (field >> (last - 1)) & 1 if more else 0
    if field >> last != sign:
        T += (((B >> ST) + (T < (B & stored)) + extra) & 3) << ST
        return 0, B, T, False
    E = first + step * ((((extra << K) + (T & low)) << K) + (B & low))
    B, T = B >> K << K, T >> K << K
    T += (((B >> ST) + (T < (B & stored)) + 1) & 3) << ST
    return E, B, T, True


def bounds(
    form: BareFormat, parts: tuple[int, int, int, bool], address: int
) -> BareBounds:
    """What a bounds field that was taken apart stands for around an address."""
    E, B, T, internal = parts
    # fmt: off
    (
        outliers, more, first, emax, MW, mask, sign, value_mask, flags,
        region_bits, room, corrects, last, space, address_mask, top_mask,
    ) = form[1]
    # fmt: on
    if outliers == WHOLE_SPACE and E > emax:
        return 0, space, E == first
    if (
        outliers == MALFORMED
        and internal
        and (E < more or (E == emax and B) or (E == emax - 1 and B >> (MW - 1)))
    ):
        return 0, 0, False
    if outliers == CLAMPED and E > emax:
        E = emax
    value = address & value_mask
    if value >> sign:
        value += flags
    edge = ((B >> region_bits << region_bits) - room) & mask
    below = ((value >> E) & mask) < edge
    shift = E + MW
    high = (value >> shift) - below
    base = ((high + (B < edge)) << shift) + (B << E)
    top = (((high + (T < edge)) << shift) + (T << E)) & top_mask
    if corrects and E < emax - 1 and ((top >> last) - (base >> last & 1)) & 3 > 1:
        top = (top + space) & top_mask
    return base & address_mask, top, True


def encode(form: BareFormat, base: int, length: int) -> tuple[int, bool, int]:
    """The bounds field for a request, whether it is exact, and its exponent."""
    own, more, sign, last, MW, ST, first, step, K, low, _, mask, stored, width = form[2]
    if own:
        return _encode_whole(form, base, length)
    top, E = base + length, length.bit_length() - MW + 1
    if E <= 0 and (more or not length >> ST):
        field = ((top & stored) << MW) + (base & mask) + ((1 - sign) << last)
        return (field + (length >> ST << (last - 1)) if more else field), True, 0
    E = max(E, 0)
    shift = E + K
    B, T = base >> shift, -(-top >> shift)
    if ((T - B) >> (width - 1)) & 1:
        E += 1
        shift += 1
        B, T = base >> shift, -(-top >> shift)
    exact = not (base | top) & ((1 << shift) - 1)
    number = (E - first) * step
    field = ((((T << K) & stored) + (number >> K & low)) << MW) + ((B << K) & mask)
    field += (number & low) + (sign << last)
    return (field + (number >> 2 * K << (last - 1)) if more else field), exact, E


def _encode_whole(form: BareFormat, base: int, length: int) -> tuple[int, bool, int]:
    """The same where the exponent has a field of its own."""
    _, _, _, _, MW, _, _, _, _, _, emax, mask, _, _ = form[2]
    top, E = base + length, max(0, length.bit_length() - MW)
    if E >= OWN_EXPONENTS:
        E = emax
    B, T = base >> E, -(-top >> E)
    if ((T - B) >> MW) & 1:
        E = E + 1 if E + 1 < OWN_EXPONENTS else emax
        B, T = base >> E, -(-top >> E)
    exact = not (base | top) & ((1 << E) - 1)
    number = min(E, OWN_EXPONENTS)
    return (((number << MW) + (T & mask)) << MW) + (B & mask), exact, E


def set_bounds(
    form: BareFormat, capability: BareCapability, length: int
) -> tuple[BareCapability, bool]:
    """Narrow a capability to ``length`` bytes from its address."""
    tag, perms, otype, field, address = capability
    unsealed, _, _, small, _, sign, value_mask, flags, _, _ = form[4]
    parts = mantissas(form, field)
    base, top, well_formed = bounds(form, parts, address)
    value = address & value_mask
    if value >> sign:
        value += flags
    start = value if parts[0] < small else address
    new, exact, E = encode(form, start, length)
    tag = (
        tag
        and otype == unsealed
        and well_formed
        and base <= start
        and start + length <= top
        and (start == value or E >= small)
    )
    return (tag, perms, otype, new, address), exact


def set_address(
    form: BareFormat, capability: BareCapability, address: int
) -> BareCapability:
    """Point a capability at an address."""
    tag, perms, otype, field, old = capability
    unsealed, _, signed, small, address_mask, sign, _, _, _, _ = form[4]
    address &= address_mask
    parts = mantissas(form, field)
    here = bounds(form, parts, old)
    tag = (
        tag
        and otype == unsealed
        and here[2]
        and not (signed and parts[0] < small and (old ^ address) >> sign & 1)
        and here == bounds(form, parts, address)
    )
    return tag, perms, otype, field, address


def permissions(form: BareFormat, field: int) -> int:
    """The permission value that a permissions field stores."""
    value, runs, number_bit, number_mask, sets = form[3]
    for field_bit, mask, value_bit in runs:
        value |= (field >> field_bit & mask) << value_bit
    return value | sets[field >> number_bit & number_mask] if sets else value


def authorize(
    form: BareFormat, capability: BareCapability, needed: int, address: int, size: int
) -> int:
    """Whether a capability allows an access, or the first check that it fails."""
    tag, perms, otype, field, own_address = capability
    unsealed, _, _, _, _, sign, value_mask, flags, _, _ = form[4]
    if not tag:
        return NO_TAG
    if otype != unsealed:
        return SEALED
    if permissions(form, perms) & needed != needed:
        return NOT_PERMITTED
    value = address & value_mask
    if value >> sign:
        value += flags
    base, top, _ = bounds(form, mantissas(form, field), own_address)
    return PASSES if base <= value and value + size <= top else OUT_OF_BOUNDS


def relocate(
    form: BareFormat, layout: Ints, capability: BareCapability, parent: int, child: int
) -> BareCapability:
    """The capability that the child holds where the parent holds ``capability``."""
    tag, perms, otype, field, address = capability
    if not tag:
        return capability
    _, sentry, _, _, address_mask, _, _, _, memory, code = form[4]
    slot_bits, size = layout
    base, top, _ = bounds(form, mantissas(form, field), address)
    region = parent << slot_bits
    if region <= base <= top <= region + size:
        distance = (child - parent) << slot_bits
        base, top = base + distance, top + distance
        address = (address + distance) & address_mask
        field, exact, _ = encode(form, base, top - base)
        there = bounds(form, mantissas(form, field), address)
        return exact and there[:2] == (base, top), perms, otype, field, address
    held = permissions(form, perms)
    harmless = (otype == sentry and held & code == code) or not held & memory
    return harmless and 0 <= base <= top <= size, perms, otype, field, address
