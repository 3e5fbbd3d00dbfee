"""Capability formats as data: how wide each field is, and what its numbers mean.

A capability in memory is its metadata word above its address word, with the tag
out of band. From the lowest bit the metadata holds the bounds field (B, T and the
format bit), the otype and the permissions. What the bounds field means is in
``mantissas`` and ``encoding``.
"""

import enum
from functools import cached_property
from types import MappingProxyType

import attrs

from model.isa import otypes, permission_tables
from model.isa.otypes import Otypes
from model.isa.permission_coding import PermissionCoding
from model.isa.permissions import Permission
from model.isa.words import sign_extend


class Outliers(enum.Enum):
    """What becomes of a bounds field whose exponent no bounds have."""

    WHOLE_SPACE = "it reads as everything, well-formed only if it is NULL's"
    CLAMPED = "it reads as the greatest exponent that bounds have"
    MALFORMED = "it reads as nothing"


class Building(enum.Enum):
    """What the instruction that turns bits into a capability makes of them."""

    MISSING = "there is no such instruction"
    RAW = "the bits as they are, unsealed"
    DERIVED = "what derivations would make, unsealed or a sealed entry"
    CHECKED = "the bits as they are, sealed or not"


@attrs.frozen(eq=False, repr=False, kw_only=True)
class Format:
    """One capability format; widths are in bits."""

    name: str
    address_width: int
    """Bits of the address word: W."""
    value_width: int
    """Bits of the address that bounds depend on; those above are software flags."""
    signed_values: bool = False
    """Whether an address may not leave its half of the address space."""

    mantissa_width: int
    """Bits of the mantissas B and T: MW."""
    exponent_width: int
    """Bits that an internal exponent takes from each of B and T: K."""
    emax: int
    """The exponent whose bounds reach the whole address space."""
    first_exponent: int
    """The exponent that is stored as zero."""
    exponent_step: int
    """By how much the exponent grows when what is stored grows by one."""
    internal_bit: int = 0
    """The format bit of bounds with an internal exponent."""
    has_exponent_field: bool = False
    """Whether the exponent has a field of its own, and T is stored whole."""
    length_bit: bool = False
    """Whether a bit of the field goes on where the exponent, or the length, ends."""
    outliers: Outliers

    region_bits: int
    """Low bits of B that do not matter for where the representable region begins."""
    region_room: int
    """How far below B, so rounded down, it begins; in units of 2^E."""
    corrects_top: bool = True
    """Whether a top too far from its base is moved by the size of the address space."""
    has_fast_rule: bool = False
    """Whether increments are checked by an approximation."""

    otype_width: int
    otypes: Otypes
    permissions: PermissionCoding
    store_strips: int = 0
    """The named permissions whose lack costs a stored capability its tag, and is no
    fault."""
    building: Building
    null_metadata: int = 0
    """The metadata of NULL in a register; in memory, NULL is zero and all others are
    told from it by exclusive or."""

    def __repr__(self) -> str:
        """The name."""
        return self.name

    @cached_property
    def stored_mantissa_width(self) -> int:
        """Bits of the T field: T without what decoding infers."""
        return self.mantissa_width - (0 if self.has_exponent_field else 2)

    @cached_property
    def mantissa_mask(self) -> int:
        """Ones where a mantissa has bits."""
        return (1 << self.mantissa_width) - 1

    @cached_property
    def stored_mask(self) -> int:
        """Ones where the T field has bits."""
        return (1 << self.stored_mantissa_width) - 1

    @cached_property
    def exponent_mask(self) -> int:
        """Ones where an internal exponent takes bits from B and T."""
        return (1 << self.exponent_width) - 1

    @cached_property
    def bounds_width(self) -> int:
        """Bits of the bounds field: B, T and what tells the exponent."""
        extra = 4 if self.has_exponent_field else 1 + self.length_bit
        return self.mantissa_width + self.stored_mantissa_width + extra

    @cached_property
    def metadata_width(self) -> int:
        """Bits of the metadata word."""
        return self.bounds_width + self.otype_width + self.permissions.width

    @cached_property
    def width(self) -> int:
        """Bits of a capability in memory, its tag not counted."""
        return self.metadata_width + self.address_width

    @cached_property
    def granule(self) -> int:
        """Bytes of a capability in memory, and so of the unit that has one tag."""
        return self.width // 8

    @cached_property
    def address_space(self) -> int:
        """One past the greatest address: 2^W."""
        return 1 << self.address_width

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
    signed_values=True,
    mantissa_width=16,
    exponent_width=3,
    emax=50,
    first_exponent=63,
    exponent_step=-1,
    outliers=Outliers.WHOLE_SPACE,
    region_bits=13,
    region_room=1 << 13,
    has_fast_rule=True,
    otype_width=15,
    otypes=otypes.MORELLO,
    permissions=permission_tables.MORELLO,
    building=Building.RAW,
)
"""The capabilities of Arm Morello, the machine of the μFork paper.

Source:
    Arm Morello supplement; Sail Morello, ``CAP_*`` bit positions.
"""

CHERIV9_128 = Format(
    name="cheriv9-128",
    address_width=64,
    value_width=64,
    mantissa_width=14,
    exponent_width=3,
    emax=52,
    first_exponent=0,
    exponent_step=1,
    internal_bit=1,
    outliers=Outliers.CLAMPED,
    region_bits=11,
    region_room=1 << 11,
    has_fast_rule=True,
    otype_width=18,
    otypes=otypes.V9_128,
    permissions=permission_tables.V9_128,
    building=Building.DERIVED,
    null_metadata=0x1FFF_FC01_8004,
)
"""CHERI-RISC-V, version 9 of the CHERI instruction set, on 64-bit addresses.

Source:
    Sail CHERI-RISC-V, ``cheri_prelude_128.sail``.
"""

CHERIV9_64 = Format(
    name="cheriv9-64",
    address_width=32,
    value_width=32,
    mantissa_width=8,
    exponent_width=3,
    emax=26,
    first_exponent=0,
    exponent_step=1,
    internal_bit=1,
    outliers=Outliers.CLAMPED,
    region_bits=5,
    region_room=1 << 5,
    has_fast_rule=True,
    otype_width=4,
    otypes=otypes.V9_64,
    permissions=permission_tables.V9_64,
    building=Building.DERIVED,
    null_metadata=0x7_C302,
)
"""The same on 32-bit addresses.

Source:
    Sail CHERI-RISC-V, ``cheri_prelude_64.sail``.
"""

RVY128 = Format(
    name="rvy128",
    address_width=64,
    value_width=64,
    mantissa_width=14,
    exponent_width=3,
    emax=52,
    first_exponent=52,
    exponent_step=-1,
    outliers=Outliers.MALFORMED,
    region_bits=0,
    region_room=1 << 12,
    otype_width=1,
    otypes=otypes.RVY,
    permissions=permission_tables.RVY128,
    building=Building.CHECKED,
    store_strips=Permission.STORE_CAP | Permission.STORE_LOCAL,
)
"""RISC-V's own capabilities on 64-bit addresses, with one level bit, as the draft of
April 2025 lays them out.

Source:
    RISC-V specification for CHERI, encoding of bounds; its pseudocode is normative.
"""

RVY64 = Format(
    name="rvy64",
    address_width=32,
    value_width=32,
    mantissa_width=10,
    exponent_width=2,
    emax=24,
    first_exponent=24,
    exponent_step=-1,
    length_bit=True,
    outliers=Outliers.MALFORMED,
    region_bits=0,
    region_room=1 << 8,
    otype_width=1,
    otypes=otypes.RVY,
    permissions=permission_tables.RVY64,
    building=Building.CHECKED,
    store_strips=Permission.STORE_CAP | Permission.STORE_LOCAL,
)
"""The same on 32-bit addresses, with compressed permissions.

Source:
    RISC-V specification for CHERI, encoding of bounds; its pseudocode is normative.
"""

RVY128_WITHOUT_LEVELS = attrs.evolve(
    RVY128,
    name="rvy128-lv0",
    permissions=permission_tables.RVY128_WITHOUT_LEVELS,
)
"""RVY128 without the extension for levels."""

RVY64_WITHOUT_LEVELS = attrs.evolve(
    RVY64,
    name="rvy64-lv0",
    permissions=permission_tables.RVY64_WITHOUT_LEVELS,
)
"""RVY64 without the extension for levels."""

CHERIOT = Format(
    name="cheriot",
    address_width=32,
    value_width=32,
    mantissa_width=9,
    exponent_width=0,
    emax=24,
    first_exponent=0,
    exponent_step=1,
    has_exponent_field=True,
    corrects_top=False,
    outliers=Outliers.CLAMPED,
    region_bits=0,
    region_room=0,
    otype_width=3,
    otypes=otypes.CHERIOT,
    permissions=permission_tables.CHERIOT,
    building=Building.MISSING,
    store_strips=Permission.STORE_LOCAL,
)
"""The capabilities of CHERIoT, for microcontrollers.

Source:
    Sail CHERIoT, ``cheri_cap_common.sail``.
"""

TOY = Format(
    name="toy",
    address_width=8,
    value_width=8,
    signed_values=True,
    mantissa_width=5,
    exponent_width=2,
    emax=5,
    first_exponent=15,
    exponent_step=-1,
    outliers=Outliers.WHOLE_SPACE,
    region_bits=2,
    region_room=1 << 2,
    has_fast_rule=True,
    otype_width=3,
    otypes=otypes.TOY,
    permissions=permission_tables.TOY,
    building=Building.RAW,
)
"""Morello's structure in 32 bits, small enough to try every bounds field at every
address. It has no address flags, and stores the permissions from MutableLoad up:
no capability is global."""

FORMATS = MappingProxyType(
    {
        form.name: form
        for form in (
            MORELLO128,
            CHERIV9_128,
            CHERIV9_64,
            RVY128,
            RVY64,
            CHERIOT,
            TOY,
        )
    }
)
"""The formats by name."""
