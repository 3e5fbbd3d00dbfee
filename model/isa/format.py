"""One capability format as data: how wide each field is, and what its numbers mean.

A capability in memory is its metadata word above its address word, with the tag
out of band. From the lowest bit the metadata holds the bounds field (B, T and the
format bit), the otype and the permissions. What the bounds field means is in
``mantissas`` and ``encoding``; which formats there are, in ``formats``.
"""

import enum

import attrs

from model.isa.capability_bits import CapabilityBits
from model.isa.derived import derived
from model.isa.jump_rules import JumpRules
from model.isa.names import Names
from model.isa.otypes import Otypes
from model.isa.permission_coding import PermissionCoding
from model.isa.words import truncate


class ReservedExponents(enum.Enum):
    """How a bounds field with a reserved exponent decodes."""

    WHOLE_SPACE = "it reads as everything, well-formed only if it is NULL's"
    CLAMPED = "it reads as the greatest exponent that bounds have"
    MALFORMED = "it reads as nothing"
    IMPOSSIBLE = "there is none"


class Building(enum.Enum):
    """How the instruction that builds a capability from bits treats them."""

    MISSING = "there is no such instruction"
    RAW = "the bits as they are, unsealed"
    DERIVED = "what derivations would make, unsealed or a sealed entry"
    CHECKED = "the bits as they are, sealed or not"


@attrs.frozen
class Sizes:
    """How the machine divides the address space, as binary logarithms of bytes."""

    page_bits: int
    slot_bits: int


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
    """The change of the exponent when the stored number grows by one."""
    internal_bit: int = 0
    """The format bit of bounds with an internal exponent."""
    has_exponent_field: bool = False
    """Whether the exponent has a field of its own, and T is stored whole."""
    length_bit: bool = False
    """Whether a bit of the field extends the stored exponent or, if no exponent is
    stored, the length."""
    reserved_exponents: ReservedExponents

    region_bits: int
    """How many low bits of B do not matter to where the representable region begins."""
    region_room: int
    """The distance from B, rounded down to 2^region_bits, down to the lower edge R of
    the representable region, in units of 2^E."""
    corrects_top: bool = True
    """Whether a top too far from its base is moved by the size of the address space."""
    accesses_wrap: bool = False
    """Whether the bytes of an access go on at address 0 after the last address."""
    has_fast_rule: bool = False
    """Whether increments are checked by an approximation."""

    otype_width: int
    otypes: Otypes
    permissions: PermissionCoding
    store_strips: int = 0
    """The named permissions whose absence costs a stored capability its tag, instead of
    being a fault."""
    building: Building
    seals_entries: bool = True
    """Whether an instruction makes sealed entries without an authority."""
    null_metadata: int = 0
    """The metadata of NULL in a register. In memory, NULL is zero, and every metadata
    word is stored as its exclusive or with this one."""

    jumps: JumpRules
    capability_bits: tuple[CapabilityBits, ...] = ()
    """The kinds of page-table entries that say what happens to set tags; there are none
    where addresses have 32 bits or nothing translates them."""
    names: Names
    sizes: Sizes | None = None
    """The sizes of the machine's memory, if the machine can run with this format."""

    stored_mantissa_width: int = derived(
        lambda form: form.mantissa_width - (0 if form.has_exponent_field else 2)
    )
    """Bits of the T field: T without what decoding infers."""
    bounds_width: int = derived(
        lambda form: (
            form.mantissa_width
            + form.stored_mantissa_width
            + (4 if form.has_exponent_field else 1 + form.length_bit)
        )
    )
    """Bits of the bounds field: B, T and the bits that encode the exponent."""
    format_bit: int = derived(lambda form: form.bounds_width - 1)
    """The number of the bit that tells whether the exponent is internal."""
    metadata_width: int = derived(
        lambda form: form.bounds_width + form.otype_width + form.permissions.width
    )
    """Bits of the metadata word."""
    width: int = derived(lambda form: form.metadata_width + form.address_width)
    """Bits of a capability in memory, its tag not counted."""
    granule: int = derived(lambda form: form.width // 8)
    """Bytes of a capability in memory, and so of the unit that has one tag."""
    address_space: int = derived(lambda form: 1 << form.address_width)
    """One past the greatest address: 2^W."""

    def __repr__(self) -> str:
        """The name."""
        return self.name

    def bounds_use_the_address(self, E: int) -> bool:
        """Whether bounds of exponent ``E`` take high bits from the address."""
        return E + self.mantissa_width < self.address_width

    def value_of(self, address: int) -> int:
        """``address`` with its flags replaced by copies of the highest value bit."""
        value = truncate(address, self.value_width)
        is_negative = value >> (self.value_width - 1)
        return value + is_negative * (self.address_space - (1 << self.value_width))
