"""Laws of the fast bounds: precomputed plain integers give the model's answers."""

from model.isa.capability import Capability
from model.isa.encoding import encode
from model.isa.format import Format
from model.isa.representability import is_representable
from optimized import bounds as fast


def the_fast_bounds_are_the_bounds(capability: Capability) -> None:
    """Of any bits, well-formed or not, both say the same."""
    numbers, bounds = fast.numbers(capability.format), capability.bounds
    base, top, well_formed = fast.decode(
        numbers, capability.bounds_field, capability.address
    )
    assert well_formed == bounds.well_formed
    assert base == bounds.base
    assert top == bounds.top


def the_fast_encoding_is_the_encoding(form: Format, base: int, length: int) -> None:
    """Of any request both make the same field, and call it exact or not."""
    expected = encode(form, base, length)
    field, exact = fast.encode(fast.numbers(form), base, length)
    assert field == expected.field
    assert exact == expected.exact


def fast_representability_is_representability(
    capability: Capability, address: int
) -> None:
    """An address is representable by both rules, or by neither."""
    form, field, old = capability.format, capability.bounds_field, capability.address
    kept = fast.is_representable(fast.numbers(form), field, old, address)
    assert kept == is_representable(form, field, old, address)
