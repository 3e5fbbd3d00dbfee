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
    Mutant(
        "entry-sealed-where-no-instruction-does",
        Area.ISA,
        "data of CHERIoT is sealed as an entry, by no instruction and no authority",
        Edit(
            "model.isa.sealing:seal_entry",
            "keep_tag_if(form.seals_entries, sealed)",
            "sealed",
        ),
        (
            Proof("an_operation_that_the_format_lacks_gives_no_tag", "cheriot"),
            Proof(
                "no_sealed_capability_comes_without_authority_over_its_otype", "cheriot"
            ),
        ),
    ),
    Mutant(
        "sealed-with-the-next-otype",
        Area.ISA,
        "the otype is one above that at which the authority points",
        Edit(
            "model.isa.sealing:seal",
            "truncate(chosen, form.otype_width)",
            "truncate(chosen + 1, form.otype_width)",
        ),
        (Proof("no_sealed_capability_comes_without_authority_over_its_otype"),),
    ),
    Mutant(
        "reserved-bits-of-the-authority-forgotten",
        Area.ISA,
        "only the reserved bits of what is built are looked at",
        Edit(
            "model.isa.building:build",
            "bits.reserved | authority.reserved",
            "bits.reserved",
        ),
        (Proof("nothing_is_built_where_reserved_bits_are_set", "cheriv9-128"),),
    ),
    Mutant(
        "links-that-any-jump-enters",
        Area.ISA,
        "links of CHERIoT are sealed entries of the kind that calls enter",
        Edit(
            "model.isa.jumps:link",
            "enabled if at.interrupts else disabled",
            "at.pcc.format.otypes.sentry",
        ),
        (Proof("links_are_sealed_entries_to_where_the_jump_was", "cheriot"),),
    ),
)
"""The mutants."""
