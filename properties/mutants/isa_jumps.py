"""Mutants of jumps: fetch, entries, links."""

from properties.mutants.mutant import Area, Edit, Mutant, Proof

MUTANTS = (
    Mutant(
        "fetch-needs-only-load",
        Area.ISA,
        "a fetch asks for the permission to load, not to execute",
        Edit(
            "model.isa.jumps:authorize_fetch",
            "pcc.has(Permission.EXECUTE)",
            "pcc.has(Permission.LOAD)",
        ),
        (Proof("faults_of_a_fetch_follow_the_order_of_the_checks"),),
    ),
    Mutant(
        "one-byte-of-an-instruction-checked",
        Area.ISA,
        "a fetch checks only the first byte of an instruction",
        Edit(
            "model.isa.jumps:authorize_fetch",
            "require_in_bounds(pcc, address, size)",
            "require_in_bounds(pcc, address, 1)",
        ),
        (Proof("a_granted_fetch_is_executable_and_inside_bounds"),),
    ),
    Mutant(
        "branch-to-what-is-sealed",
        Area.ISA,
        "a branch to what is sealed keeps its tag",
        Edit(
            "model.isa.jumps:_branch",
            "clear_tag_if(target.is_sealed, attrs.evolve(target, address=pc))",
            "attrs.evolve(target, address=pc)",
        ),
        (Proof("a_jump_never_adds_authority"),),
    ),
    Mutant(
        "address-moved-without-a-check",
        Area.ISA,
        "a jump moves the address of its target without a check of representability",
        Edit(
            "model.isa.jumps:_pointing_at",
            "set_address(capability, address)",
            "attrs.evolve(capability, address=address)",
        ),
        (Proof("what_runs_after_a_jump_was_given_as_code", "rvy64"),),
    ),
    Mutant(
        "entered-beside-its-address",
        Area.ISA,
        "a sealed entry is entered beside its address",
        Edit(
            "model.isa.jumps:_enter",
            "not accepted or (target.is_sealed and how.offset != 0)",
            "not accepted",
        ),
        (Proof("sealed_entries_are_entered_where_they_point", "cheriv9-64"),),
    ),
    Mutant(
        "link-forgets-the-instruction-set",
        Area.ISA,
        "the link forgets which instruction set was running",
        Edit("model.isa.jumps:link", "at.pc + size + at.c64", "at.pc + size"),
        (Proof("links_are_sealed_entries_to_where_the_jump_was"),),
    ),
    Mutant(
        "link-without-a-tag",
        Area.ISA,
        "the link has no tag",
        Edit(
            "model.isa.jumps:link",
            "attrs.evolve(back, otype=enabled if at.interrupts else disabled)",
            "attrs.evolve(back, tag=False, otype=disabled)",
        ),
        (Proof("a_jump_that_was_fetched_links_with_a_tag", "cheriv9-64"),),
    ),
    Mutant(
        "links-swapped",
        Area.ISA,
        "the links for enabled and disabled interrupts are swapped",
        Edit(
            "model.isa.jumps:link",
            "disabled, enabled = at.pcc.format.jumps.links",
            "enabled, disabled = at.pcc.format.jumps.links",
        ),
        (Proof("a_return_by_a_link_comes_back_after_the_jump", "cheriot"),),
    ),
    Mutant(
        "executive-left-by-sealed-branches",
        Area.ISA,
        "every variant but the plain one leaves Executive",
        Edit(
            "model.isa.jumps:_branch",
            "how.variant is not Variant.RESTRICTED",
            "how.variant is Variant.PLAIN",
        ),
        (Proof("executive_is_left_only_by_the_variant_that_says_so"),),
    ),
    Mutant(
        "interrupts-stay-disabled",
        Area.ISA,
        "an entry that enables interrupts leaves them as they are",
        Edit(
            "model.isa.jumps:_enter",
            "at.interrupts | _is_any_of(rules.enabling, target)",
            "at.interrupts",
        ),
        (Proof("entries_decide_about_interrupts", "cheriot"),),
    ),
    Mutant(
        "data-entered-as-code",
        Area.ISA,
        "sealed data is entered as if it were code",
        Edit(
            "model.isa.jumps:_is_any_of",
            "found & (is_code | (not target.is_sealed))",
            "found",
        ),
        (Proof("faults_of_a_jump_follow_the_order_of_the_checks", "cheriot"),),
    ),
    Mutant(
        "unsealed-by-any-branch",
        Area.ISA,
        "a branch unseals whatever it is given",
        Edit(
            "model.isa.jumps:_branch", "target.tag and target.is_sentry", "target.tag"
        ),
        (Proof("a_bad_target_loses_its_tag_where_jumps_do_not_fault"),),
    ),
)
"""The mutants."""
