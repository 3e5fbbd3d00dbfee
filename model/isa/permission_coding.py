"""How a format stores permissions: which bits, under which numbers, compressed or not.

The field is all that a metadata word holds above the object type: permissions, the
mode of code, reserved bits. The value is what instructions read and mask; each format
numbers its bits in its own way.
"""

from collections.abc import Mapping

import attrs

from model.isa.permissions import Permission
from model.isa.words import select, truncate


@attrs.frozen
class Run:
    """Neighbouring bits of the value that are neighbours in the field too."""

    value_bit: int
    """The lowest bit's number in the value."""
    field_bit: int
    """The lowest bit's number in the field."""
    width: int = 1


@attrs.frozen
class Rule:
    """A permission that is cleared unless one combination of other bits holds."""

    lost: int
    """The bit of the permission in the value."""
    unless: tuple[tuple[int, int], ...]
    """The combinations: the bits that must be set, and the bits that must be clear."""

    def apply(self, value: int) -> int:
        """The value after the rule is applied."""
        kept = False
        for there, missing in self.unless:
            kept |= (value & there == there) & (value & missing == 0)
        return value if kept else value & ~self.lost


@attrs.frozen(eq=False)
class Compressed:
    """Bits of the field that select one of a few sets of permissions by number."""

    field_bit: int
    width: int
    sets: tuple[int, ...]
    """For every number, the value that it stands for; 0 if the number is reserved."""
    modes: tuple[int, ...]
    """For every number, the mode that it stands for."""
    choices: tuple[int, ...]
    """The numbers to choose from when permissions are written, the best first."""

    def number(self, field: int) -> int:
        """The number of the set that a field stores."""
        return truncate(field >> self.field_bit, self.width)


@attrs.frozen(eq=False)
class PermissionCoding:
    """The permissions of one format.

    Law:
        ``reading_permissions_inverts_writing_them``
    """

    width: int
    """Bits of the field."""
    names: Mapping[Permission, int]
    """The bits of the value that each permission needs.

    If a permission is not listed, no capability of the format has it; if it needs no
    bits, every capability has it, because the format cannot withhold it.
    """
    runs: tuple[Run, ...] = ()
    compressed: Compressed | None = None
    rules: tuple[Rule, ...] = ()
    """Applied in this order to permissions after some of them were cleared."""
    ones: int = 0
    """Bits of the value that read as one whatever is stored."""
    reserved: int = 0
    """Bits of the field that every tagged capability has clear."""
    mode_bit: int | None = None
    """The bit of the field that is the mode of code, if it is one bit."""
    mode_needs: int = 0
    """Bits of the value without which the mode is 0."""
    writing: int = 0
    """Bits of the value that a load through an authority without MutableLoad clears."""
    needs: tuple[tuple[int, int], ...] = attrs.field(init=False)
    """``names`` as bare numbers: each permission, and the bits that it needs."""

    @property
    def all_permissions(self) -> int:
        """The bits of the value that are permissions."""
        return self.bits_of(~0)

    @property
    def has_modes(self) -> bool:
        """Whether a capability can choose between several modes of code."""
        if self.compressed is not None:
            return any(self.compressed.modes)
        return self.mode_bit is not None

    def read(self, field: int) -> int:
        """The value that a field stores."""
        value = self.ones
        for run in self.runs:
            value |= truncate(field >> run.field_bit, run.width) << run.value_bit
        if self.compressed is not None:
            value |= select(self.compressed.sets, self.compressed.number(field))
        return value

    def mode(self, field: int) -> int:
        """The mode of code that a field stores: 0 if the format has none."""
        if self.compressed is not None:
            return select(self.compressed.modes, self.compressed.number(field))
        return 0 if self.mode_bit is None else truncate(field >> self.mode_bit, 1)

    def write(self, value: int, mode: int = 0) -> int:
        """The field that stores ``value``, or as many of its permissions as it can."""
        field = 0
        for run in self.runs:
            field |= truncate(value >> run.value_bit, run.width) << run.field_bit
        if self.compressed is not None:
            best = self._best(self.compressed, value, mode)
            field |= best << self.compressed.field_bit
        if self.mode_bit is not None:
            has_mode = value & self.mode_needs == self.mode_needs
            field |= (mode if has_mode else 0) << self.mode_bit
        return field

    def _best(self, compressed: Compressed, value: int, mode: int) -> int:
        """The first choice within ``value`` whose mode is at most ``mode``."""
        for number in compressed.choices:
            granted = compressed.sets[number]
            if (granted & value == granted) & (compressed.modes[number] <= mode):
                return number
        return 0

    @needs.default
    def _needs(self) -> tuple[tuple[int, int], ...]:
        """The names as numbers."""
        return tuple(
            (permission.value, bits) for permission, bits in self.names.items()
        )

    def legal(self, value: int) -> int:
        """The value without the permissions that lack what they need."""
        for rule in self.rules:
            value = rule.apply(value)
        return value

    def bits_of(self, permissions: int) -> int:
        """The bits of the value that these named permissions need together."""
        bits, asked = 0, int(permissions)
        for permission, needed in self.needs:
            if asked & permission:
                bits |= needed
        return bits

    def named(self, value: int) -> int:
        """The permissions that a value grants, by name."""
        granted = 0
        for permission, needed in self.needs:
            if value & needed == needed:
                granted |= permission
        return granted
