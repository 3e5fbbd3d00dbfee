"""The capability: its fields, what follows from them, and its bits in memory."""

import attrs

from model.isa import otypes
from model.isa.encoding import Bounds, decode, encode
from model.isa.formats import Format
from model.isa.permissions import Permission, letters
from model.isa.words import truncate


@attrs.frozen
class Capability:
    """A capability is its bits: every field is a part of them, and nothing more.

    Any tag and any ``format.width`` bits are a capability, well-formed or not, and
    ``bits`` gives them back unchanged.

    Law:
        ``any_bits_survive_a_round_trip``
    """

    format: Format
    tag: bool
    perms: int
    """The architectural permission value."""
    otype: int
    bounds_field: int
    """B, T and the format bit, as they are stored."""
    address: int
    """Where it points, software flags included."""

    @property
    def bounds(self) -> Bounds:
        """The addresses it gives authority over, if its tag is set."""
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
        """The address as bounds are checked against it: flags replaced."""
        return self.format.value_of(self.address)

    @property
    def is_sealed(self) -> bool:
        """Whether it is immutable and refuses accesses."""
        return otypes.is_sealed(self.otype)

    @property
    def is_sentry(self) -> bool:
        """Whether it is a sealed entry."""
        return self.otype == otypes.SENTRY

    @property
    def bits(self) -> int:
        """Its ``format.width`` bits in memory, the tag not among them."""
        form = self.format
        metadata = self.perms >> form.lowest_permission
        metadata = (metadata << form.otype_width) | self.otype
        metadata = (metadata << form.bounds_width) | self.bounds_field
        return (metadata << form.address_width) | self.address

    @property
    def metadata(self) -> int:
        """The word above the address word."""
        return self.bits >> self.format.address_width

    def has(self, permission: int) -> bool:
        """Whether it holds every permission in ``permission``."""
        return self.perms & permission == permission

    def __str__(self) -> str:
        """The one way capabilities are written for people."""
        bounds = self.bounds
        marks = otypes.describe(self.otype)
        text = (
            f"{self.address:#x} "
            f"[{letters(self.perms)},{bounds.base:#x}-{bounds.top:#x}]"
        )
        text += f" {marks}" if marks else ""
        return text if self.tag else f"{text} (invalid)"


def from_bits(form: Format, bits: int, *, tag: bool) -> Capability:
    """The capability whose bits in memory are ``bits``."""
    metadata = bits >> form.address_width
    sealed_part = metadata >> form.bounds_width
    perms = sealed_part >> form.otype_width
    return Capability(
        format=form,
        tag=tag,
        perms=truncate(perms, form.permission_width) << form.lowest_permission,
        otype=truncate(sealed_part, form.otype_width),
        bounds_field=truncate(metadata, form.bounds_width),
        address=truncate(bits, form.address_width),
    )


def integer(form: Format, value: int) -> Capability:
    """A number in a capability register: NULL with ``value`` as its address."""
    return from_bits(form, truncate(value, form.address_width), tag=False)


def null(form: Format) -> Capability:
    """The untagged zero."""
    return integer(form, 0)


def root(form: Format, base: int, top: int, perms: int) -> Capability:
    """A tagged capability for exactly ``[base, top)``, where authority starts.

    Its bounds must be exact in ``form``; its address is ``base``.
    """
    encoding = encode(form, base, top - base)
    return Capability(
        format=form,
        tag=encoding.exact,
        perms=int(perms) & form.all_permissions,
        otype=otypes.UNSEALED,
        bounds_field=encoding.field,
        address=base,
    )


def almighty(form: Format) -> Capability:
    """The capability that the machine starts with: everything, everywhere."""
    return root(form, 0, form.address_space, form.all_permissions)


def is_local(capability: Capability) -> bool:
    """Whether it may only be stored through a capability with StoreLocal."""
    return not capability.has(Permission.GLOBAL)
