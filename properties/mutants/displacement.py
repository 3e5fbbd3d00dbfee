"""Every law of relocation by a displacement, and a changed line that breaks it."""

from properties.mutants.lines import ChangedLine

_ENCODING = "model.isa.encoding"
_REPRESENTABILITY = "model.isa.representability"

DISPLACEMENT_LINES = (
    ChangedLine(
        "exact-by-the-exponent-alone",
        _ENCODING,
        "return base >> shift, up, (base | top) & lost == 0",
        "return base >> shift, up, (base | top) & lost >> 3 == 0",
        "bounds_move_exactly_when_the_displacement_is_aligned",
    ),
    ChangedLine(
        "adder-refuses-small-steps",
        _REPRESENTABILITY,
        "if distance == 0:",
        "if distance == 1:",
        "addresses_in_bounds_move_with_their_bounds",
    ),
    ChangedLine(
        "region-in-the-units-of-bounds",
        _REPRESENTABILITY,
        "return max(unit, E + form.region_bits)",
        "return unit",
        "addresses_out_of_bounds_move_by_units_of_the_region",
    ),
    ChangedLine(
        "unit-of-the-exponent-alone",
        _REPRESENTABILITY,
        "return E + form.exponent_width",
        "return E",
        "addresses_near_the_base_move_with_their_bounds",
    ),
    ChangedLine(
        "unit-of-the-exponent-alone-on-rvy",
        _REPRESENTABILITY,
        "return E + form.exponent_width",
        "return E",
        "addresses_out_of_bounds_move_with_their_bounds",
        "rvy64",
    ),
    ChangedLine(
        "address-bit-lost",
        _ENCODING,
        "high = value >> above << above",
        "high = value >> above + 1 << above + 1",
        "metadata_stays_when_the_displacement_is_a_multiple_of_the_region",
    ),
    ChangedLine(
        "unit-of-the-whole-mantissa",
        _REPRESENTABILITY,
        "return E + form.exponent_width",
        "return E + form.mantissa_width",
        "aligned_slots_of_powers_of_two_lose_nothing",
    ),
)
"""The mutants."""
