"""Capability formats as data: how wide each field is, and nothing else.

A capability in memory is its metadata word above its address word, with the tag
out of band. From the lowest bit the metadata holds the bounds field (B, T and the
format bit), the otype and the permissions. What the fields mean is in ``encoding``.
"""

import attrs

from model.isa.permissions import Permission
from model.isa.words import sign_extend


@attrs.frozen(eq=False, repr=False)
class Format:
    """The widths, in bits, of one capability format."""

    name: str
    address_width: int
    """Bits of the address word: W."""
    value_width: int
    """Bits of the address that bounds depend on; those above are software flags."""
    mantissa_width: int
    """Bits of the mantissas B and T: MW. T is stored without its top two."""
    exponent_width: int
    """Bits that an internal exponent takes from each of B and T: K."""
    otype_width: int
    permission_width: int
    lowest_permission: int
    """The architectural number of the permission stored in the lowest bit."""

    def __repr__(self) -> str:
        """The name."""
        return self.name

    @property
    def emax(self) -> int:
        """The exponent whose bounds reach the whole address space."""
        return self.address_width - self.mantissa_width + 2

    @property
    def null_exponent(self) -> int:
        """The exponent of NULL: all exponent bits stored as zero."""
        return (1 << (2 * self.exponent_width)) - 1

    @property
    def stored_mantissa_width(self) -> int:
        """Bits of the T field: T without the two bits that decoding infers."""
        return self.mantissa_width - 2

    @property
    def bounds_width(self) -> int:
        """Bits of the bounds field: B, T and the format bit."""
        return self.mantissa_width + self.stored_mantissa_width + 1

    @property
    def metadata_width(self) -> int:
        """Bits of the metadata word."""
        return self.bounds_width + self.otype_width + self.permission_width

    @property
    def width(self) -> int:
        """Bits of a capability in memory, its tag not counted."""
        return self.metadata_width + self.address_width

    @property
    def granule(self) -> int:
        """Bytes of a capability in memory, and so of the unit that has one tag."""
        return self.width // 8

    @property
    def address_space(self) -> int:
        """One past the greatest address: 2^W."""
        return 1 << self.address_width

    @property
    def all_permissions(self) -> int:
        """Every permission that the format can store."""
        return ((1 << self.permission_width) - 1) << self.lowest_permission

    def bounds_use_the_address(self, E: int) -> bool:
        """Whether bounds of exponent ``E`` take high bits from the address."""
        return E + self.mantissa_width < self.address_width

    def value_of(self, address: int) -> int:
        """``address`` with its flags replaced by copies of the highest value bit."""
        return sign_extend(address, self.value_width, self.address_width)


MORELLO128 = Format(
    name="morello128",
    address_width=64,
    value_width=56,
    mantissa_width=16,
    exponent_width=3,
    otype_width=15,
    permission_width=18,
    lowest_permission=0,
)
"""The capabilities of Arm Morello, the machine of the μFork paper.

Source:
    Arm Morello supplement; Sail Morello, ``CAP_*`` bit positions.
"""

TOY = Format(
    name="toy",
    address_width=8,
    value_width=8,
    mantissa_width=5,
    exponent_width=2,
    otype_width=3,
    permission_width=12,
    lowest_permission=Permission.MUTABLE_LOAD.bit_length() - 1,
)
"""Morello's structure in 32 bits, small enough to try every bounds field at every
address. It has no address flags, and stores the permissions from MutableLoad up:
no capability is global."""

FORMATS = {format_.name: format_ for format_ in (MORELLO128, TOY)}
"""The formats by name."""
