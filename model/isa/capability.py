"""The capability: its fields, what follows from them, and its bits in memory."""

import attrs

from model.isa.encoding import Bounds, decode, encode
from model.isa.format import Format
from model.isa.permissions import Permission, letters
from model.isa.words import truncate


@attrs.frozen(cache_hash=True)
class Capability:
    """A capability is its bits: every field is a part of them, and nothing more.

    Any tag and any ``format.width`` bits are a capability, well-formed or not, and
    ``bits`` gives them back unchanged.

    Law:
        ``any_bits_survive_a_round_trip``
    """

    format: Format
    tag: bool
    perms_field: int
    """Permissions, mode and reserved bits, as they are stored."""
    otype: int
    bounds_field: int
    """B, T and the bits that encode the exponent, as they are stored."""
    address: int
    """Where the capability points, software flags included."""

    @property
    def perms(self) -> int:
        """The permission value, as the architecture numbers its bits."""
        return self.format.permissions.read(self.perms_field)

    @property
    def bounds(self) -> Bounds:
        """The addresses that the capability has authority over, if its tag is set."""
        return decode(self.format, self.bounds_field, self.address)

    @property
    def base(self) -> int:
        """The least address within bounds."""
        return self.bounds.base

    @property
    def top(self) -> int:
        """One past the greatest address within bounds; up to 2^W."""
        return self.bounds.top

    @property
    def length(self) -> int:
        """Bytes within bounds."""
        return self.bounds.length

    @property
    def offset(self) -> int:
        """The address as a distance from base, modulo 2^W."""
        return truncate(self.address - self.base, self.format.address_width)

    @property
    def value(self) -> int:
        """The address that is checked against the bounds: flags replaced."""
        return self.format.value_of(self.address)

    @property
    def mode(self) -> int:
        """The mode that code runs in after a jump to it; 0 if there is only one."""
        return self.format.permissions.mode(self.perms_field)

    @property
    def reserved(self) -> int:
        """The reserved bits that are set, in their places in the metadata word."""
        form = self.format
        shift = form.bounds_width + form.otype_width
        return (self.perms_field & form.permissions.reserved) << shift

    @property
    def is_sealed(self) -> bool:
        """Whether the capability is immutable and not usable for accesses."""
        return self.otype != self.format.otypes.unsealed

    @property
    def is_sentry(self) -> bool:
        """Whether the capability is a sealed entry, to be entered where it points."""
        otypes = self.format.otypes
        if otypes.data_offset and not self.has(Permission.EXECUTE):
            return False
        return self.otype == otypes.sentry

    @property
    def register_metadata(self) -> int:
        """The word above the address word, as it is in a register."""
        form = self.format
        sealed = (self.perms_field << form.otype_width) | self.otype
        return (sealed << form.bounds_width) | self.bounds_field

    @property
    def metadata(self) -> int:
        """The word above the address word, as it is in memory."""
        return self.register_metadata ^ self.format.null_metadata

    @property
    def bits(self) -> int:
        """The ``format.width`` bits of the capability in memory, without its tag."""
        return (self.metadata << self.format.address_width) | self.address

    def has(self, permission: Permission) -> bool:
        """Whether ``permission`` is granted, or the format never withholds it."""
        coding = self.format.permissions
        needed = coding.names.get(permission)
        return needed is not None and coding.read(self.perms_field) & needed == needed

    @property
    def named_permissions(self) -> int:
        """Every permission that the capability has, by name."""
        return self.format.permissions.named(self.perms)

    def __str__(self) -> str:
        """The one notation in which capabilities are printed."""
        bounds = self.bounds
        marks = ""
        if self.is_sealed:
            marks = " (sentry)" if self.is_sentry else f" (sealed {self.otype})"
        text = (
            f"{self.address:#x} "
            f"[{letters(self.named_permissions)},{bounds.base:#x}-{bounds.top:#x}]"
        )
        return text + marks + ("" if self.tag else " (invalid)")


@attrs.frozen
class Held:
    """The permissions of a capability, as a fault shows them.

    A fault carries values, which become text only when it is printed, because the
    arbitrary capability of a proof cannot be printed.
    """

    capability: Capability

    def __str__(self) -> str:
        """The letters of the permissions."""
        return letters(self.capability.named_permissions)


def from_bits(form: Format, bits: int, *, tag: bool) -> Capability:
    """The capability whose bits in memory are ``bits``."""
    metadata = truncate(bits >> form.address_width, form.metadata_width)
    metadata ^= form.null_metadata
    sealed = metadata >> form.bounds_width
    return Capability(
        format=form,
        tag=tag,
        perms_field=sealed >> form.otype_width,
        otype=truncate(sealed, form.otype_width),
        bounds_field=truncate(metadata, form.bounds_width),
        address=truncate(bits, form.address_width),
    )


def integer(form: Format, value: int) -> Capability:
    """A number in a capability register: NULL with ``value`` as its address."""
    return from_bits(form, truncate(value, form.address_width), tag=False)


def null(form: Format) -> Capability:
    """The untagged zero."""
    return integer(form, 0)


def root(
    form: Format, base: int = 0, top: int | None = None, permissions: int = ~0
) -> Capability:
    """A root: a tagged capability for exactly ``[base, top)``, derived from no other.

    By default the root has the whole address space and every permission, as a machine
    has it at reset. It is tagged iff its bounds are exact in ``form``; its address is
    ``base``. It has those of the named permissions that the format can store together.

    Source:
        Sail CHERI-RISC-V, ``default_cap``.
    """
    top = form.address_space if top is None else top
    encoding = encode(form, base, top - base)
    coding = form.permissions
    return Capability(
        format=form,
        tag=encoding.exact,
        perms_field=coding.write(coding.bits_of(permissions)),
        otype=form.otypes.unsealed,
        bounds_field=encoding.field,
        address=base,
    )


def is_return_sentry(capability: Capability) -> bool:
    """Whether the capability is a return sentry, which only a jump makes."""
    found = False
    for otype in capability.format.otypes.returns:
        found |= capability.otype == otype
    return found & capability.has(Permission.EXECUTE)


def is_local(capability: Capability) -> bool:
    """Whether the capability may be stored only through one that has StoreLocal."""
    return is_return_sentry(capability) | (not capability.has(Permission.GLOBAL))
