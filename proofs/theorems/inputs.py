"""Arbitrary capabilities, lengths and slots: the domains that theorems share.

Splitting is by construction: the cases of an exponent or a length list every value of
the bits they fix, and leave all others open.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from model.isa import authority, derivation, encoding, mantissas, representability
from model.isa import capability as capabilities
from model.isa.capability import Capability
from model.isa.format import Format
from model.isa.permission_coding import PermissionCoding, Rule
from model.isa.words import select, truncate
from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from model.memory.tagged_memory import Granule
from proofs.obligations import Arguments, Case, Law, Theorem
from proofs.symbolic import boolean, join, natural
from properties.laws.assumption import assume

HELPERS = (
    authority.covers,
    encoding.decode,
    mantissas.mantissas_of,
    mantissas.exponent_of,
    encoding._corrected,  # noqa: SLF001
    encoding._is_malformed,  # noqa: SLF001
    encoding._round,  # noqa: SLF001
    representability._changes_half,  # noqa: SLF001
    representability.is_representable,
    representability.is_representable_fast,
    derivation.clear_tag_if,
    derivation.keep_tag_if,
    capabilities.is_return_sentry,
    PermissionCoding._best,  # noqa: SLF001
    Rule.apply,
    select,
)
"""The functions that are executed once and merged, in every theorem about capabilities.
"""

SLOT_BITS = LAYOUT.format.value_width - 1 - LAYOUT.slot_bits
"""Bits of a slot's number."""

EXPONENT_SPLIT = "split on the exponent"

LOW_BITS = 3
"""How many low bits of a stored exponent are arbitrary in one case. With more cases
each would be smaller, but not by much."""

TOGETHER = 8
"""How many different numbers of bits the lengths of one case may have."""


def any_of(form: Format) -> str:
    """How a domain of all capabilities of a format is written."""
    return f"all 2^{form.width + 1} capabilities, well-formed or not"


@attrs.frozen
class Stored:
    """How some bounds fields store their exponent: the bits that all of them share."""

    high: int
    """The stored exponent without its low bits."""
    low_bits: int
    """How many low bits of the stored exponent are arbitrary."""

    def __str__(self) -> str:
        """The exponents in words."""
        first = self.high << self.low_bits
        last = first + (1 << self.low_bits) - 1
        return f"exponent stored as {first}" + (f" to {last}" if self.low_bits else "")


def stored_width(form: Format) -> int:
    """Bits of a stored exponent."""
    if form.has_exponent_field:
        return form.bounds_width - 2 * form.mantissa_width
    return 2 * form.exponent_width + form.length_bit


def exponents(form: Format, low_bits: int = 0) -> Iterator[tuple[str, Stored | None]]:
    """Every way to store an exponent: not internal (None), or many stored ones."""
    if not form.has_exponent_field:
        yield "exponent not internal", None
    for high in range(1 << (stored_width(form) - low_bits)):
        stored = Stored(high, low_bits)
        yield str(stored), stored


def bounds_field(form: Format, name: str, stored: Stored | None) -> int:
    """A bounds field that stores its exponent so, all its other bits arbitrary."""
    MW, K = form.mantissa_width, form.exponent_width  # noqa: N806
    width = form.stored_mantissa_width
    T, B = f"{name}.T", f"{name}.B"  # noqa: N806
    if stored is None:
        extra = natural(f"{name}.L", 1) if form.length_bit else 0
        fields = join(natural(T, width), natural(B, MW), MW)
        format_bit = 1 - form.internal_bit
    else:
        low = natural(f"{name}.E", stored.low_bits) if stored.low_bits else 0
        exponent = join(stored.high, low, stored.low_bits)
        if form.has_exponent_field:
            mantissas = join(natural(T, width), natural(B, MW), MW)
            return join(exponent, mantissas, MW + width)
        high_T = join(natural(T, width - K), truncate(exponent >> K, K), K)  # noqa: N806
        whole_B = join(natural(B, MW - K), truncate(exponent, K), K)  # noqa: N806
        extra, fields = exponent >> 2 * K, join(high_T, whole_B, MW)
        format_bit = form.internal_bit
    if form.length_bit:
        fields = join(extra, fields, MW + width)
    return join(format_bit, fields, form.bounds_width - 1)


def capability_with(
    form: Format, name: str, field: int, *, tag: bool | None = None
) -> Capability:
    """A capability with this bounds field and everything else arbitrary."""
    return Capability(
        format=form,
        tag=boolean(f"{name}.tag") if tag is None else tag,
        perms_field=natural(f"{name}.perms", form.permissions.width),
        otype=natural(f"{name}.otype", form.otype_width),
        bounds_field=field,
        address=natural(f"{name}.address", form.address_width),
    )


def about_one(law: Law, form: Format, pure: Sequence[Callable[..., Any]]) -> Theorem:
    """The theorem of a law about any one capability of a format."""

    def build(stored: Stored | None) -> Arguments:
        field = bounds_field(form, "capability", stored)
        return (capability_with(form, "capability", field),)

    domain = f"{any_of(form)}, {EXPONENT_SPLIT}"
    return Theorem(law, domain, by_exponent(form, build, LOW_BITS), form, pure=pure)


def any_capability(form: Format, name: str) -> Capability:
    """Any capability at all."""
    return capability_with(form, name, natural(f"{name}.bounds", form.bounds_width))


def any_granule(form: Format, name: str, stored: Stored | None) -> Granule:
    """A granule whose bits store this exponent, if they are a capability's."""
    capability = capability_with(form, name, bounds_field(form, name, stored))
    sealed = join(capability.perms_field, capability.otype, form.otype_width)
    metadata = join(sealed, capability.bounds_field, form.bounds_width)
    data = join(metadata, capability.address, form.address_width)
    return Granule(capability.tag, data)


def any_slot(name: str) -> int:
    """Any slot that a μprocess may own."""
    slot = natural(name, SLOT_BITS)
    assume(LAYOUT.first_user_slot <= slot)
    assume(slot <= LAYOUT.last_user_slot)
    return slot


def lengths(form: Format, together: int = 1) -> Iterator[tuple[str, Callable[[], int]]]:
    """Every length up to the whole address space, by its number of bits.

    One case has lengths of ``together`` different numbers of bits.
    """
    yield "length 0", lambda: 0
    yield "length 1", lambda: 1
    for bits in range(2, form.address_width + 1, together):
        most = min(bits + together - 1, form.address_width)
        words = f"{bits} to {most}" if most > bits else f"{bits}"
        yield f"length of {words} bits", _length_of(bits, most)
    yield f"length 2^{form.address_width}", lambda: form.address_space


def _length_of(least: int, most: int) -> Callable[[], int]:
    """A number with at least so many bits and at most so many."""
    if least == most:
        return lambda: join(1, natural("length", most - 1), most - 1)

    def build() -> int:
        length = natural("length", most)
        assume(length >= 1 << (least - 1))
        return length

    return build


def by_exponent(
    form: Format, build: Callable[[Stored | None], Arguments], low_bits: int = 0
) -> list[Case]:
    """Cases that are every bounds field, split on the exponent that it stores."""
    return [
        Case(name, lambda stored=stored: build(stored))  # type: ignore[misc]
        for name, stored in exponents(form, low_bits)
    ]


def by_length(
    form: Format,
    build: Callable[[Callable[[], int]], Arguments],
    together: int = TOGETHER,
) -> list[Case]:
    """Cases that are every length, split on how many bits it has."""
    return [
        Case(name, lambda length=length: build(length))  # type: ignore[misc]
        for name, length in lengths(form, together)
    ]


def moving(form: Format, stored: Stored | None) -> Arguments:
    """A capability of this exponent, and a number to move it to or by."""
    field = bounds_field(form, "capability", stored)
    to = natural("to", form.address_width)
    return capability_with(form, "capability", field), to


def requests(
    form: Format, *more: str, other: Callable[[], Capability] | None = None
) -> list[Case]:
    """Every base and length, split on the length's bits; and more, if there is more."""
    width = form.address_width

    def build(length: Callable[[], int]) -> Arguments:
        others: list[object] = [natural(name, width) for name in more]
        if other is not None:
            others.append(other())
        return form, natural("base", width), length(), *others

    return by_length(form, build)


def requests_in_words(form: Format) -> str:
    """What ``requests`` lists."""
    width = form.address_width
    return (
        f"all {width}-bit bases and all lengths to 2^{width}, "
        "split on the length's bits"
    )
