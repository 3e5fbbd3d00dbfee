"""Laws of the representable region: where an address may go, and no further."""

from model.isa.capability import Capability
from model.isa.encoding import encode
from model.isa.format import Format
from model.isa.mantissas import exponent_of
from model.isa.representability import (
    Region,
    is_representable,
    is_representable_fast,
    region_unit_bits,
    representable_length,
    representable_mask,
    representable_region,
    unit_bits,
)
from properties.laws.assumption import assume
from properties.laws.isa.codings import coding_of
from properties.laws.isa.encoding import is_canonical
from properties.laws.isa.extent import exponent_of as exponent_that_is_stored
from properties.laws.isa.extent import extent_of, needs_the_address


def regions_begin_at_steps_of_the_definition(capability: Capability) -> None:
    """Where B counts in whole parts of all mantissas, the region of bounds that need
    the address begins at multiples of such a part, and else of the unit of the bounds.
    """
    form, field = capability.format, capability.bounds_field
    coding, exponent = coding_of(form), exponent_that_is_stored(capability)
    assume((exponent >= 0) & (exponent <= coding.greatest))
    part = coding.mantissa + 1 - coding.below.bit_length()
    step = unit_bits(form, field)
    if coding.rounds and needs_the_address(capability):
        step = max(step, exponent + part)
    assert region_unit_bits(form, field) == step


def the_fast_rule_implies_the_exact_rule(capability: Capability, address: int) -> None:
    """What the adder's approximation accepts, decoding accepts as well."""
    form, field, old = capability.format, capability.bounds_field, capability.address
    assume(is_representable_fast(form, field, old, address))
    assert is_representable(form, field, old, address)


def the_representable_region_is_where_bounds_stay(
    capability: Capability, address: int
) -> None:
    """An address is representable iff it is in the region.

    The law assumes bounds that do not wrap around the address space and, where values
    are signed, addresses in one half.
    """
    form, bounds = capability.format, capability.bounds
    old, new = form.value_of(capability.address), form.value_of(address)
    assume(bounds.well_formed & is_canonical(capability))
    assume((bounds.base <= bounds.top) & (bounds.top <= form.address_space))
    if coding_of(form).signed:
        assume(old >> (form.value_width - 1) == new >> (form.value_width - 1))
    region = representable_region(form, capability.bounds_field, capability.address)
    kept = is_representable(form, capability.bounds_field, old, new)
    assert kept == in_region(form, region, new)


def a_region_of_everything_begins_at_zero(capability: Capability, address: int) -> None:
    """Where every address is representable, the region is told in one way alone."""
    form = capability.format
    region = representable_region(form, capability.bounds_field, address)
    assume(region.size == form.address_space)
    assert region.base == 0


def in_region(form: Format, region: Region, address: int) -> bool:
    """Whether an address is in a representable region.

    A region wraps around the end of the address space, except in formats that do not
    correct the top.
    """
    if coding_of(form).corrects_top:
        return (address - region.base) % form.address_space < region.size
    return (region.base <= address) & (address < region.base + region.size)


def a_sign_stays_where_bounds_need_the_address(
    capability: Capability, address: int
) -> None:
    """Where values are signed, an address of the other sign is representable only if
    the exponent is so large that the bounds do not depend on the address.
    """
    form, coding = capability.format, coding_of(capability.format)
    sign = coding.address - coding.flags - 1
    old, new = capability.address, address
    assume(coding.signed)
    assume(extent_of(capability).exists)
    assume((old >> sign) % 2 != (new >> sign) % 2)
    kept = is_representable(form, capability.bounds_field, old, new)
    assert kept == (needs_the_address(capability) == False)  # noqa: E712


def bounds_and_top_are_in_the_representable_region(
    capability: Capability, address: int
) -> None:
    """Wherever a capability points, it may point into its bounds, or to their top."""
    form, bounds = capability.format, capability.bounds
    assume(bounds.well_formed & is_canonical(capability))
    assume(bounds.top <= form.address_space)
    assume((bounds.base <= address) & (address <= bounds.top))
    assume(address < form.address_space)
    if coding_of(form).signed:
        half = form.value_width - 1
        assume(form.value_of(address) == address)
        assume(capability.value >> half == address >> half)
    field = capability.bounds_field
    assert is_representable(form, field, capability.address, address)


def the_representable_length_is_enough(form: Format, base: int, length: int) -> None:
    """Bounds of that length from an address that the mask leaves alone are exact."""
    enough = representable_length(form, length)
    mask = representable_mask(form, length)
    assume(enough != 0)
    assume((form.value_of(base) == base) & (base & mask == base))
    assert enough >= length
    assert encode(form, base, enough).exact


def the_representable_length_is_the_least(
    form: Format, base: int, length: int, less: int
) -> None:
    """No shorter length that is long enough is exact, wherever its bounds begin, if
    they begin where the mask says.
    """
    assume((length <= less) & (less < representable_length(form, length)))
    assume(base & representable_mask(form, length) == base)
    assert not encode(form, base, less).exact


def the_representable_length_is_the_least_but_where_the_exponent_changes(
    form: Format, base: int, length: int, less: int
) -> None:
    """No shorter one will do, but that where the architecture's rule answers for the
    next exponent, the last one of the exponent before would.
    """
    highest = encode(form, form.address_space - 1 - length, length)
    lowest = encode(form, 0, length)
    assume(exponent_of(form, highest.field) == exponent_of(form, lowest.field))
    the_representable_length_is_the_least(form, base, length, less)
