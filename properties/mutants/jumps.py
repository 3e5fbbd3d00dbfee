"""Every law of jumps and of descriptors, and a changed line that breaks it."""

from properties.mutants.lines import ChangedLine

_JUMPS = "model.isa.jumps"
_DESCRIPTORS = "model.memory.pte_capability_bits"

JUMP_LINES = (
    ChangedLine(
        "fetch-needs-only-load",
        _JUMPS,
        "if not pcc.has(Permission.EXECUTE):",
        "if not pcc.has(Permission.LOAD):",
        "faults_of_a_fetch_follow_the_order_of_the_checks",
    ),
    ChangedLine(
        "one-byte-of-an-instruction-checked",
        _JUMPS,
        "require_in_bounds(pcc, address, size)",
        "require_in_bounds(pcc, address, 1)",
        "a_granted_fetch_is_executable_and_inside_bounds",
    ),
    ChangedLine(
        "branch-to-what-is-sealed",
        _JUMPS,
        "pcc = clear_tag_if(target.is_sealed, attrs.evolve(target, address=pc))",
        "pcc = attrs.evolve(target, address=pc)",
        "a_jump_never_adds_authority",
    ),
    ChangedLine(
        "address-moved-without-a-check",
        _JUMPS,
        "return set_address(capability, address)",
        "return attrs.evolve(capability, address=address)",
        "what_runs_after_a_jump_was_given_as_code",
        "rvy64",
    ),
    ChangedLine(
        "entered-beside-its-address",
        _JUMPS,
        "if not accepted or (target.is_sealed and how.offset != 0):",
        "if not accepted:",
        "sealed_entries_are_entered_where_they_point",
        "cheriv9-64",
    ),
    ChangedLine(
        "link-forgets-the-instruction-set",
        _JUMPS,
        "back = set_address(at.pcc, at.pc + size + at.c64)",
        "back = set_address(at.pcc, at.pc + size)",
        "links_are_sealed_entries_to_where_the_jump_was",
    ),
    ChangedLine(
        "link-without-a-tag",
        _JUMPS,
        "return attrs.evolve(back, otype=enabled if at.interrupts else disabled)",
        "return attrs.evolve(back, tag=False, otype=disabled)",
        "a_jump_that_was_fetched_links_with_a_tag",
        "cheriv9-64",
    ),
    ChangedLine(
        "links-swapped",
        _JUMPS,
        "disabled, enabled = at.pcc.format.jumps.links",
        "enabled, disabled = at.pcc.format.jumps.links",
        "a_return_by_a_link_comes_back_after_the_jump",
        "cheriot",
    ),
    ChangedLine(
        "executive-left-by-sealed-branches",
        _JUMPS,
        "restricts &= how.variant is not Variant.RESTRICTED",
        "restricts &= how.variant is Variant.PLAIN",
        "executive_is_left_only_by_the_variant_that_says_so",
    ),
    ChangedLine(
        "interrupts-stay-disabled",
        _JUMPS,
        "interrupts = at.interrupts | _is_any_of(rules.enabling, target)",
        "interrupts = at.interrupts",
        "entries_decide_about_interrupts",
        "cheriot",
    ),
    ChangedLine(
        "data-entered-as-code",
        _JUMPS,
        "return found & (is_code | (not target.is_sealed))",
        "return found",
        "faults_of_a_jump_follow_the_order_of_the_checks",
        "cheriot",
    ),
    ChangedLine(
        "unsealed-by-any-branch",
        _JUMPS,
        "if target.tag and target.is_sentry:",
        "if target.tag:",
        "a_bad_target_loses_its_tag_where_jumps_do_not_fault",
    ),
    ChangedLine(
        "generation-ignored",
        _DESCRIPTORS,
        "return ALLOW if generation == meaning - OnLoad.GENERATION_0 else TRAP",
        "return ALLOW",
        "what_a_descriptor_allows_depends_on_the_generation_only_where_it_says",
    ),
    ChangedLine(
        "one-generation-for-both-halves",
        _DESCRIPTORS,
        "return generations.user if is_user else generations.kernel",
        "return generations.user",
        "each_half_has_a_generation_of_its_own",
        "cheriv9-128",
    ),
    ChangedLine(
        "allowing-taken-for-a-trap",
        _DESCRIPTORS,
        "if meaning != OnLoad.RESERVED and on_load(kind, raised, generation) == TRAP:",
        "if meaning != OnLoad.RESERVED and on_load(kind, raised, generation) != STRIP:",
        "any_descriptor_can_be_made_to_trap_set_tags",
        "rvy128",
    ),
    ChangedLine(
        "dirty-bit-not-set",
        _DESCRIPTORS,
        "return True, entry | 1 << kind.dirty_bit",
        "return True, entry",
        "where_a_set_tag_was_stored_the_entry_is_dirty",
        "cheriv9-128",
    ),
    ChangedLine(
        "marked-without-being-asked",
        _DESCRIPTORS,
        "if meaning == OnStore.MARK and hardware_marks:",
        "if meaning == OnStore.MARK:",
        "a_handler_can_do_what_marking_hardware_does",
    ),
)
"""The mutants."""
