"""Mutants of the fast bounds, which no longer answer as the model does."""

from properties.mutants.mutant import Area, Edit, Mutant, Proof

MUTANTS = (
    Mutant(
        "fast-bounds-without-the-edge",
        Area.ISA,
        "fast decoding never asks whether the address is below the edge of the region",
        Edit("optimized.bounds:decode", "(value >> E & mask) < edge", "False"),
        (Proof("the_fast_bounds_are_the_bounds", "rvy64"),),
    ),
    Mutant(
        "fast-exponent-grows-by-two",
        Area.ISA,
        "in fast encoding the exponent grows by two where one is enough",
        Edit("optimized.bounds:encode", "shift += 1", "shift += 2"),
        (Proof("the_fast_encoding_is_the_encoding", "rvy64"),),
    ),
    Mutant(
        "fast-base-may-move-up",
        Area.ISA,
        "a new address is representable by the fast rule although the base moves up",
        Edit(
            "optimized.bounds:is_representable",
            "here == decode(form, field, new)",
            "here[0] <= decode(form, field, new)[0]",
        ),
        (Proof("fast_representability_is_representability", "rvy64"),),
    ),
)
"""The mutants."""
