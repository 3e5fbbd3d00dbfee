"""Mutants of what only some architectures say: wrapping, instructions, entries."""

from properties.mutants.mutant import Area, Edit, Mutant, Proof

_COVERS = "model.isa.authority:covers"

MUTANTS = (
    Mutant(
        "byte-at-zero-covered-by-a-top-above-the-last",
        Area.ISA,
        "a top above the address space covers the bytes from 0 up",
        Edit(_COVERS, "first + size <= form.address_space", "True"),
        (Proof("every_byte_of_a_granted_access_is_within_bounds", "rvy64"),),
    ),
    Mutant(
        "no-access-wraps",
        Area.ISA,
        "an access that wraps is refused through infinite bounds, too",
        Edit(_COVERS, "inside |= infinite", "inside &= inside | infinite"),
        (Proof("faults_follow_the_order_of_the_checks", "rvy64"),),
    ),
)
"""The mutants."""
