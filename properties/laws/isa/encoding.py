"""Laws of the encoding: what is written down is what is read back."""

from model.isa.building import encodes_itself
from model.isa.capability import Capability, from_bits
from model.isa.encoding import decode, encode
from model.isa.format import Format
from model.isa.mantissas import exponent_of
from properties.laws.assumption import assume
from properties.laws.isa.extent import extent_of


def any_bits_survive_a_round_trip(form: Format, bits: int, tag: bool) -> None:
    """Tag and bits of a capability come back from its fields unchanged."""
    capability = from_bits(form, bits, tag=tag)
    assert capability.bits == bits
    assert capability.tag == tag


def decoding_inverts_encoding(form: Format, base: int, length: int) -> None:
    """Bounds that are encoded exactly decode to themselves."""
    assume(form.value_of(base) == base)
    assume(base + length <= form.address_space)
    encoding = encode(form, base, length)
    assume(encoding.exact)
    bounds = decode(form, encoding.field, base)
    assert bounds.well_formed
    assert (bounds.base == base) & (bounds.top == base + length)


def encoded_bounds_cover_the_request(form: Format, base: int, length: int) -> None:
    """Rounding only ever widens: no byte asked for is lost. The exponent that is told
    is that of the field.
    """
    assume(form.value_of(base) == base)
    assume(base + length <= form.address_space)
    encoding = encode(form, base, length)
    bounds = decode(form, encoding.field, base)
    assert (bounds.base <= base) & (base + length <= bounds.top)
    assert encoding.E == exponent_of(form, encoding.field)


def encoding_says_exact_when_it_is(form: Format, base: int, length: int) -> None:
    """An encoding calls itself exact iff it stands for what was asked."""
    assume(form.value_of(base) == base)
    assume(base + length <= form.address_space)
    encoding = encode(form, base, length)
    bounds = decode(form, encoding.field, base)
    same = (bounds.base == base) & (bounds.top == base + length)
    assert encoding.exact == same


def encoded_bounds_are_the_least_that_cover_the_request(
    form: Format, base: int, length: int, capability: Capability
) -> None:
    """Whatever other bounds include the request include those of its encoding too."""
    assume(form.value_of(base) == base)
    assume(base + length <= form.address_space)
    other = capability.bounds
    assume(other.well_formed & (other.top <= form.address_space))
    assume((other.base <= base) & (base + length <= other.top))
    bounds = decode(form, encode(form, base, length).field, base)
    assert (other.base <= bounds.base) & (bounds.top <= other.top)


def decoded_bounds_encode_to_themselves(capability: Capability) -> None:
    """A field whose exponent leaves one choice is the encoding of its own bounds."""
    bounds = capability.bounds
    assume(bounds.well_formed & is_canonical(capability))
    assume(
        (bounds.base <= bounds.top) & (bounds.top <= capability.format.address_space)
    )
    encoding = encode(capability.format, bounds.base, bounds.length)
    assert encoding.exact
    assert encoding.field == capability.bounds_field


def decoded_bounds_are_those_of_the_definition(capability: Capability) -> None:
    """Every exponent that bounds can have decodes to what the definition says."""
    bounds, extent = capability.bounds, extent_of(capability)
    assume(bounds.well_formed & extent.exists)
    assert bounds.base == extent.base
    assert bounds.top == extent.top


def is_canonical(capability: Capability) -> bool:
    """Whether its bounds field is the one that encoding its bounds gives.

    Two fields can stand for the same bounds only at exponents from EMAX up, and where
    mantissas are stored whole.
    """
    form, field = capability.format, capability.bounds_field
    if exponent_of(form, field) < form.emax and not form.has_exponent_field:
        return True
    return encodes_itself(capability)
