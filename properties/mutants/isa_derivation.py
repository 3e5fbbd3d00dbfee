"""Mutants of derivation, sealing, building and the checks of an access."""

from properties.mutants.mutant import Area, Edit, Mutant, Proof

MUTANTS = (
    Mutant(
        "request-past-the-top",
        Area.ISA,
        "bounds are set past the top of the source",
        Edit("model.isa.derivation:set_bounds", "base + length", "base"),
        (
            Proof("set_bounds_never_exceeds_its_source"),
            Proof("what_is_narrowed_may_be_held"),
        ),
    ),
    Mutant(
        "permissions-added",
        Area.ISA,
        "and_perms adds the permissions of its mask",
        Edit(
            "model.isa.derivation:and_perms",
            "capability.perms & mask",
            "capability.perms | mask",
        ),
        (Proof("and_perms_never_adds_authority"),),
    ),
    Mutant(
        "loads-any-tag",
        Area.ISA,
        "a load keeps the tag without permission to load capabilities",
        Edit(
            "model.isa.derivation:as_loaded",
            "keep_tag_if(authority.has(Permission.LOAD_CAP), capability)",
            "capability",
        ),
        (Proof("loading_never_adds_authority"),),
    ),
    Mutant(
        "stores-a-tag",
        Area.ISA,
        "a store sets the tag of what had none",
        Edit(
            "model.isa.derivation:as_stored",
            "keep_tag_if(kept, capability)",
            "attrs.evolve(capability, tag=kept)",
        ),
        (
            Proof("storing_never_adds_authority", "cheriot"),
            Proof("what_is_stored_may_be_found"),
        ),
    ),
    Mutant(
        "local-capabilities-never-stored",
        Area.ISA,
        "a store through an authority with StoreLocal strips local capabilities",
        Edit(
            "model.isa.derivation:as_stored",
            "authority.has(Permission.STORE_LOCAL) | (not is_local(capability))",
            "authority.has(Permission.STORE_LOCAL) & (not is_local(capability))",
        ),
        (Proof("a_store_takes_a_tag_only_for_want_of_a_permission", "cheriot"),),
    ),
    Mutant(
        "global-told-local",
        Area.ISA,
        "capabilities with the Global permission are local, and no others",
        Edit(
            "model.isa.capability:is_local",
            "not capability.has(Permission.GLOBAL)",
            "capability.has(Permission.GLOBAL)",
        ),
        (Proof("a_store_takes_a_tag_only_for_want_of_a_permission", "cheriot"),),
    ),
    Mutant(
        "sealed-permissions-change",
        Area.ISA,
        "and_perms changes what is sealed and keeps its tag",
        Edit(
            "model.isa.derivation:and_perms",
            "clear_tag_if(capability.is_sealed, kept)",
            "kept",
        ),
        (Proof("sealed_capabilities_do_not_change"),),
    ),
    Mutant(
        "tag-from-a-condition",
        Area.ISA,
        "a condition that holds sets the tag",
        Edit(
            "model.isa.derivation:keep_tag_if",
            "capability if condition else clear_tag(capability)",
            "attrs.evolve(capability, tag=condition)",
        ),
        (Proof("no_derivation_makes_a_tag_from_none"),),
    ),
    Mutant(
        "entry-of-a-sealed-capability",
        Area.ISA,
        "what is sealed is sealed again as an entry",
        Edit(
            "model.isa.sealing:seal_entry",
            "clear_tag_if(capability.is_sealed, "
            "keep_tag_if(form.seals_entries, sealed))",
            "keep_tag_if(form.seals_entries, sealed)",
        ),
        (Proof("a_sealed_entry_is_its_target_and_nothing_else"),),
    ),
    Mutant(
        "unsealed-into-an-entry",
        Area.ISA,
        "unsealing yields a sentry",
        Edit(
            "model.isa.sealing:unseal",
            "attrs.evolve(capability, otype=form.otypes.unsealed)",
            "attrs.evolve(capability, otype=form.otypes.sentry)",
        ),
        (Proof("unsealing_inverts_sealing"),),
    ),
    Mutant(
        "sealed-twice",
        Area.ISA,
        "what is sealed is sealed again",
        Edit(
            "model.isa.sealing:seal",
            "capability.is_sealed | is_return_sentry(sealed)",
            "is_return_sentry(sealed)",
        ),
        (Proof("sealing_needs_authority_over_the_otype"),),
    ),
    Mutant(
        "unsealed-by-anyone",
        Area.ISA,
        "unsealing asks only for a matching otype, not for authority",
        Edit(
            "model.isa.sealing:unseal",
            "allowed & matches",
            "capability.is_sealed & matches",
        ),
        (Proof("unsealing_needs_authority_over_the_otype"),),
    ),
    Mutant(
        "built-without-a-tag",
        Area.ISA,
        "a capability is built by an authority that has no tag",
        Edit(
            "model.isa.building:build",
            "authority.tag & (not authority.is_sealed)",
            "not authority.is_sealed",
        ),
        (Proof("building_never_adds_authority"),),
    ),
    Mutant(
        "load-checked-as-a-store",
        Area.ISA,
        "a load asks for the permission to store",
        Edit(
            "model.isa.authority:authorize_load",
            "authority.has(Permission.LOAD)",
            "authority.has(Permission.STORE)",
        ),
        (Proof("faults_follow_the_order_of_the_checks"),),
    ),
    Mutant(
        "last-byte-not-checked",
        Area.ISA,
        "only the first byte of an access is checked against the top",
        Edit("model.isa.authority:covers", "first + size <= top", "first <= top"),
        (Proof("an_authorized_store_is_inside_its_bounds"),),
    ),
    Mutant(
        "base-not-checked",
        Area.ISA,
        "an access is not checked against the base",
        Edit(
            "model.isa.authority:covers",
            "(base <= first) & (first + size <= top)",
            "first + size <= top",
        ),
        (Proof("an_authorized_load_is_inside_its_bounds"),),
    ),
    Mutant(
        "local-stored-anywhere",
        Area.ISA,
        "a local capability is stored without the permission to store local ones",
        Edit(
            "model.isa.authority:authorize_store_capability",
            "_faults_without(authority, Permission.STORE_LOCAL)",
            "_faults_without(authority, Permission.STORE)",
        ),
        (Proof("a_tag_is_stored_only_with_the_permissions_that_it_needs"),),
    ),
    Mutant(
        "malformed-authority-is-almighty",
        Area.ISA,
        "a malformed authority grants the whole address space",
        Edit(
            "model.isa.authority:covers",
            "well_formed & inside",
            "inside",
        ),
        (
            Proof("a_malformed_authority_grants_nothing"),
            Proof("nothing_is_made_by_a_malformed_authority"),
            Proof("nothing_runs_by_a_malformed_capability"),
        ),
    ),
    Mutant(
        "bounds-set-on-malformed-ones",
        Area.ISA,
        "bounds are set on a malformed capability",
        Edit(
            "model.isa.derivation:set_bounds",
            "source.well_formed & inside",
            "inside",
        ),
        (
            Proof(
                "nothing_with_other_bounds_or_address_is_made_of_a_malformed_capability"
            ),
        ),
    ),
)
"""The mutants."""
