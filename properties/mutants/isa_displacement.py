"""Mutants of relocation by a displacement, which is a law of encodings."""

from properties.mutants.mutant import Area, Edit, Mutant, Proof

MUTANTS = (
    Mutant(
        "exact-by-the-exponent-alone",
        Area.ISA,
        "an encoding is called exact although its lowest bits were rounded",
        Edit(
            "model.isa.encoding:_round",
            "(base | top) & lost",
            "(base | top) & lost >> 3",
        ),
        (Proof("bounds_move_exactly_when_the_displacement_is_aligned"),),
    ),
    Mutant(
        "adder-refuses-small-steps",
        Area.ISA,
        "the fast rule refuses steps of less than a unit",
        Edit(
            "model.isa.representability:is_representable_fast",
            "distance == 0",
            "distance == 1",
        ),
        (Proof("addresses_in_bounds_move_with_their_bounds"),),
    ),
    Mutant(
        "region-in-the-units-of-bounds",
        Area.ISA,
        "the region is taken to move in the units of the bounds",
        Edit(
            "model.isa.representability:region_unit_bits",
            "max(unit, E + form.region_bits)",
            "unit",
        ),
        (Proof("addresses_out_of_bounds_move_by_units_of_the_region"),),
    ),
    Mutant(
        "region-of-everything-in-parts",
        Area.ISA,
        "the region of the least bounds that need no address is taken to move in parts",
        Edit(
            "model.isa.representability:region_unit_bits",
            "E >= form.emax - 2",
            "E > form.emax - 2",
        ),
        (Proof("regions_begin_at_steps_of_the_definition"),),
    ),
    Mutant(
        "unit-of-the-exponent-alone",
        Area.ISA,
        "the unit of a displacement forgets the bits of the exponent",
        Edit("model.isa.representability:unit_bits", "E + form.exponent_width", "E"),
        (
            Proof("addresses_near_the_base_move_with_their_bounds"),
            Proof("addresses_out_of_bounds_move_with_their_bounds", "rvy64"),
        ),
    ),
    Mutant(
        "address-bit-lost",
        Area.ISA,
        "decoding loses the lowest bit of the address above the mantissa",
        Edit(
            "model.isa.encoding:decode",
            "value >> above << above",
            "value >> above + 1 << above + 1",
        ),
        (Proof("metadata_stays_when_the_displacement_is_a_multiple_of_the_region"),),
    ),
    Mutant(
        "unit-of-the-whole-mantissa",
        Area.ISA,
        "the unit of a displacement is the whole mantissa",
        Edit(
            "model.isa.representability:unit_bits",
            "E + form.exponent_width",
            "E + form.mantissa_width",
        ),
        (Proof("aligned_slots_of_powers_of_two_lose_nothing"),),
    ),
)
"""The mutants."""
