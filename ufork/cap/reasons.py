"""Why a capability would lose its tag: each way to change one, and what is in the way.

Whether the tag stays is always the model's answer; here it is told why.
"""

from collections.abc import Iterator

import attrs

from model.isa.capability import Capability
from model.isa.derivation import (
    increment,
    set_address,
    set_bounds,
    set_bounds_exact,
)
from model.isa.encoding import Bounds, decode
from model.isa.mantissas import exponent_of
from model.isa.representability import Region, is_representable, representable_region
from model.isa.words import truncate
from ufork.cap.words import interval


def is_proper(capability: Capability) -> bool:
    """Whether bounds are well-formed and lie in the address space."""
    bounds = capability.bounds
    space = capability.format.address_space
    return bounds.well_formed and bounds.base <= bounds.top <= space


def reach(capability: Capability) -> Region:
    """Exactly the addresses that a capability can be given, if it is well-formed.

    That is the representable region, without what is in the other half of the address
    space, or beyond its end where tops are not corrected.
    """
    form, field, value = capability.format, capability.bounds_field, capability.value
    region = representable_region(form, field, value)
    low, size = 0, form.address_space
    if form.signed_values and form.bounds_use_the_address(exponent_of(form, field)):
        size = 1 << (form.value_width - 1)
        low = 0 if value < size else form.address_space - size
    elif form.corrects_top:
        return region
    below = truncate(value - region.base, form.address_width)
    down = min(below, value - low)
    up = min(region.size - below, low + size - value)
    return Region(value - down, down + up)


def _instruction_reasons(capability: Capability) -> Iterator[str]:
    """What stands in the way of every instruction."""
    if not capability.tag:
        yield "It has no tag to lose."
    if capability.is_sealed:
        yield "It is sealed: until it is unsealed, no instruction may change it."
    if not capability.bounds.well_formed:
        yield "Its bounds field is malformed: it stands for no bounds at all."


@attrs.frozen
class Pointed:
    """A capability with another address."""

    asked: int
    result: Capability
    """The result of the exact rule."""
    added: Capability
    """The result of the fast rule."""
    reasons: tuple[str, ...]
    """Why the exact rule takes the tag."""
    fast_reasons: tuple[str, ...]
    """Why the fast rule takes the tag."""


FAST_RULE = (
    "The fast rule looks at the increment and the middle of the old address only; it "
    "refuses some addresses at the edges of the representable region, and this is one."
)
"""Why an address is refused that the exact rule accepts."""


def pointed(capability: Capability, asked: int) -> Pointed:
    """Set the address of a capability, in both ways."""
    result = set_address(capability, asked)
    added = increment(capability, asked - capability.address)
    reasons = (
        *_instruction_reasons(capability),
        *_unrepresentable(capability, asked),
    )
    fast = reasons
    if result.tag and not added.tag:
        fast = (FAST_RULE,)
    return Pointed(asked, result, added, reasons, fast)


def _unrepresentable(capability: Capability, new: int) -> Iterator[str]:
    """Why bounds do not survive a new address."""
    form, field, old = capability.format, capability.bounds_field, capability.address
    here, there = decode(form, field, old), decode(form, field, new)
    if not here.well_formed or is_representable(form, field, old, new):
        return
    if _sign(capability, old) != _sign(capability, new):
        yield (
            f"Bit {form.value_width - 1} of the address changes: no capability whose "
            "bounds use the address may leave its half of the address space."
        )
    if (here.base, here.top) != (there.base, there.top):
        yield (
            f"{new:#x} is not representable: around it the same metadata word would "
            f"stand for {interval(there.base, there.top)}."
        )


def _sign(capability: Capability, address: int) -> int:
    """The half of the address space that an address is in; 0 if there is only one."""
    form = capability.format
    exponent = exponent_of(form, capability.bounds_field)
    if form.signed_values and form.bounds_use_the_address(exponent):
        return truncate(address >> (form.value_width - 1), 1)
    return 0


@attrs.frozen
class Narrowed:
    """A capability with lesser bounds, or bounds that were asked for in vain."""

    asked: Bounds
    result: Capability
    """The result of the instruction that rounds."""
    strict: Capability
    """The result of the instruction that does not round."""
    exact: bool
    reasons: tuple[str, ...]
    """Why the instruction that rounds takes the tag."""
    strict_reasons: tuple[str, ...]
    """Why the instruction that does not round takes the tag."""


def narrowed(capability: Capability, length: int) -> Narrowed:
    """Set bounds on a capability, in both ways."""
    form = capability.format
    result, exact = set_bounds(capability, length)
    uses = form.bounds_use_the_address(exponent_of(form, capability.bounds_field))
    base = capability.value if uses else capability.address
    asked = Bounds(base, base + length)
    reasons = (*_instruction_reasons(capability), *_outside(capability, asked))
    if not (reasons or result.tag) and capability.value != capability.address:
        flags = f"Its address has flags, from bit {form.value_width} up"
        reasons = (f"{flags}, which the new bounds would not depend on.",)
    strict = reasons
    if not exact:
        strict += ("The bounds asked for cannot be encoded exactly.",)
    return Narrowed(
        asked, result, set_bounds_exact(capability, length), exact, reasons, strict
    )


def _outside(capability: Capability, asked: Bounds) -> Iterator[str]:
    """How bounds leave those of their source."""
    source = capability.bounds
    if asked.base < source.base:
        yield f"The request begins at {asked.base:#x}, below the base {source.base:#x}."
    if asked.top > source.top:
        yield f"The request ends at {asked.top:#x}, above the top {source.top:#x}."
