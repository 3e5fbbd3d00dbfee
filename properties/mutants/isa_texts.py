"""Mutants of what only some architectures say, and of what must be granted."""

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
    Mutant(
        "last-otype-not-sealed-with",
        Area.ISA,
        "the greatest otype that an authority may seal with is refused",
        Edit(
            "model.isa.sealing:seal",
            "chosen <= form.otypes.last",
            "chosen < form.otypes.last",
        ),
        (Proof("sealing_succeeds_iff_the_authority_points_at_an_otype_to_seal_with"),),
    ),
    Mutant(
        "reserved-otypes-unsealed",
        Area.ISA,
        "the otypes that no authority unseals are unsealed by one that points at them",
        Edit(
            "model.isa.sealing:unseal",
            "capability.is_sealed & form.otypes.can_be_unsealed(capability.otype)",
            "capability.is_sealed",
        ),
        (
            Proof(
                "unsealing_succeeds_iff_the_authority_points_at_the_otype",
                "cheriv9-128",
            ),
        ),
    ),
    Mutant(
        "store-checked-as-a-load",
        Area.ISA,
        "a store through an authority that may not load is refused",
        Edit(
            "model.isa.authority:authorize_store",
            "authority.has(Permission.STORE)",
            "authority.has(Permission.STORE | Permission.LOAD)",
        ),
        (Proof("faults_of_a_store_follow_the_order_of_the_checks"),),
    ),
    Mutant(
        "untagged-stored-only-with-store-cap",
        Area.ISA,
        "storing a capability without a tag asks for StoreCap",
        Edit(
            "model.isa.authority:authorize_store_capability",
            "value.tag and _faults_without(authority, Permission.STORE_CAP)",
            "_faults_without(authority, Permission.STORE_CAP)",
        ),
        (Proof("faults_of_storing_a_capability_follow_the_order_of_the_checks"),),
    ),
    Mutant(
        "loaded-capabilities-may-write",
        Area.ISA,
        "without MutableLoad a loaded capability keeps the permissions to write",
        Edit(
            "model.isa.derivation:as_loaded",
            "lost |= coding.writing",
            "lost |= coding.writing & 0",
        ),
        (Proof("a_load_takes_what_its_authority_lacks"),),
    ),
    Mutant(
        "tag-built-from-the-authority-alone",
        Area.ISA,
        "building takes the tag from bits that the authority does not include",
        Edit("model.isa.building:build", "allowed | kept", "allowed"),
        (Proof("a_tag_that_is_there_stays_where_bits_are_taken_as_they_are"),),
    ),
    Mutant(
        "nothing-without-length-built",
        Area.ISA,
        "bounds of no byte cannot be built",
        Edit(
            "model.isa.building:is_subset",
            "here.within(there)",
            "here.within(there) & (here.base < here.top)",
        ),
        (Proof("what_was_derived_can_be_built_again"),),
    ),
)
"""The mutants."""
