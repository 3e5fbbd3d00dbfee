"""Arbitrary capabilities, lengths and slots: the domains that theorems share.

Splitting is by construction: the cases of an exponent or a length list every value of
the bits they fix, and leave all others open.
"""

from collections.abc import Callable, Iterator

from model.isa import derivation, encoding
from model.isa.capability import Capability
from model.isa.formats import MORELLO128 as FORM
from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from model.memory.tagged_memory import Granule
from proofs.obligations import Arguments, Case
from proofs.symbolic import boolean, join, natural
from properties.laws.assumption import assume

HELPERS = (
    encoding.decode,
    encoding.mantissas_of,
    encoding.exponent_of,
    encoding._boundary,  # noqa: SLF001
    encoding._changes_half,  # noqa: SLF001
    encoding._round,  # noqa: SLF001
    encoding.is_representable,
    encoding.is_representable_fast,
    derivation.clear_tag_if,
)
"""What is executed once and merged, in every theorem about capabilities."""

SLOT_BITS = LAYOUT.format.value_width - 1 - LAYOUT.slot_bits
"""Bits of a slot's number."""

ANY_CAPABILITY = "all 2^129 capabilities, well-formed or not"

EXPONENT_SPLIT = "split on the exponent"


def exponents() -> Iterator[tuple[str, int | None]]:
    """Every way to store an exponent: not internal (None), or each internal value."""
    yield "exponent not internal", None
    for stored in range(FORM.null_exponent + 1):
        yield f"exponent {FORM.null_exponent - stored}", stored


def bounds_field(name: str, stored: int | None) -> int:
    """A bounds field that stores this exponent, all its other bits arbitrary."""
    MW, K = FORM.mantissa_width, FORM.exponent_width  # noqa: N806
    if stored is None:
        fields = join(natural(f"{name}.T", MW - 2), natural(f"{name}.B", MW), MW)
        return fields + (1 << (FORM.bounds_width - 1))
    high, low = divmod(stored, 1 << K)
    T = join(natural(f"{name}.T", MW - 2 - K), high, K)  # noqa: N806
    B = join(natural(f"{name}.B", MW - K), low, K)  # noqa: N806
    return join(T, B, MW)


def capability_with(name: str, field: int, *, tag: bool | None = None) -> Capability:
    """A capability with this bounds field and everything else arbitrary."""
    return Capability(
        format=FORM,
        tag=boolean(f"{name}.tag") if tag is None else tag,
        perms=natural(f"{name}.perms", FORM.permission_width),
        otype=natural(f"{name}.otype", FORM.otype_width),
        bounds_field=field,
        address=natural(f"{name}.address", FORM.address_width),
    )


def any_capability(name: str) -> Capability:
    """Any capability at all."""
    return capability_with(name, natural(f"{name}.bounds", FORM.bounds_width))


def any_granule(name: str, stored: int | None) -> Granule:
    """A granule whose bits store this exponent, if they are a capability's."""
    capability = capability_with(name, bounds_field(name, stored))
    sealed = join(capability.perms, capability.otype, FORM.otype_width)
    metadata = join(sealed, capability.bounds_field, FORM.bounds_width)
    data = join(metadata, capability.address, FORM.address_width)
    return Granule(capability.tag, data)


def any_slot(name: str) -> int:
    """Any slot that a μprocess may own."""
    slot = natural(name, SLOT_BITS)
    assume(LAYOUT.first_user_slot <= slot)
    assume(slot <= LAYOUT.last_user_slot)
    return slot


def lengths() -> Iterator[tuple[str, Callable[[], int]]]:
    """Every length up to the whole address space, by its number of bits."""
    yield "length 0", lambda: 0
    yield "length 1", lambda: 1
    for bits in range(2, FORM.address_width + 1):
        yield f"length of {bits} bits", _length_of(bits)
    yield "length 2^64", lambda: FORM.address_space


def _length_of(bits: int) -> Callable[[], int]:
    """A number with just this many bits."""
    return lambda: join(1, natural("length", bits - 1), bits - 1)


def by_exponent(build: Callable[[int | None], Arguments]) -> list[Case]:
    """One case for each exponent that a bounds field can store."""
    return [
        Case(name, lambda stored=stored: build(stored))  # type: ignore[misc]
        for name, stored in exponents()
    ]
