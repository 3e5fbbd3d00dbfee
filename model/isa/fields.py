"""ISA only, for people: the parts of a metadata word, their names and their places.

The machine reads none of these names.
"""

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
        """The value of these bits in ``word``."""
        return truncate(word >> self.low, self.width)


def fields_of(form: Format, *, internal: bool) -> tuple[Field, ...]:
    """The fields of a metadata word in a register, the highest first.

    Together the fields cover the whole word. ``internal`` says whether an exponent is
    stored in the low bits of T and B, which are then fields of their own, TE and BE.
    """
    fields: list[Field] = []
    high = form.metadata_width
    for name, width in (*form.names.above_bounds, *_bounds(form, internal=internal)):
        high -= width
        fields.append(Field(name, high, width))
    return tuple(fields)


def _bounds(form: Format, *, internal: bool) -> tuple[tuple[str, int], ...]:
    """Names and widths of the parts of the bounds field, the highest first."""
    base, top = form.mantissa_width, form.stored_mantissa_width
    if form.has_exponent_field:
        return (("E", form.bounds_width - top - base), ("T", top), ("B", base))
    flag = [(form.names.format_bit, 1)]
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


def permission_names(form: Format, value: int) -> list[str]:
    """What the architecture calls the permissions in a value, the lowest bit first."""
    named = sorted(form.names.permissions.items())
    return [name for bit, name in named if value >> bit & 1]


def otype_name(form: Format, otype: int, *, is_code: bool) -> str:
    """What the architecture calls a fixed otype; empty if it has no name for it."""
    if form.otypes.data_offset and not is_code:
        return ""
    return form.names.otypes.get(otype, "")
