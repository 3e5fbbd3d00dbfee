"""Mutants of where an address leads, and of what a page lets through."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant, Proof

MUTANTS = (
    Mutant(
        "granules-counted-by-the-slot",
        Area.MEMORY,
        "the granule of an address is counted from the start of its slot",
        Edit(
            "model.memory.layout:Layout.locate",
            "truncate(value >> self.granule_bits, granules)",
            "truncate(value >> self.granule_bits, granules + pages)",
        ),
        (Proof("an_address_is_in_the_granule_where_it_is_located"),),
    ),
    Mutant(
        "capability-stored-off-its-granule",
        Area.MEMORY,
        "a capability is stored wherever data may be",
        Edit(
            "model.memory.access:store_capability",
            "_require_aligned(address, memory.layout.format.granule)",
            "_require_aligned(address, 1)",
        ),
        (Proof("an_access_off_its_alignment_reaches_no_page"),),
    ),
    Mutant(
        "tags-stored-to-any-page",
        Area.MEMORY,
        "a page whose entry refuses tags takes them",
        Edit(
            "model.memory.page_table:check_capability_store",
            "tag and not pte.capability_store",
            "tag and not pte.writable",
        ),
        (
            Proof("a_page_refuses_what_its_bits_refuse"),
            Assertion("reports/cheri-examples-71-tags-in-mappings"),
        ),
    ),
    Mutant(
        "tags-stripped-by-traps-alone",
        Area.MEMORY,
        "a page whose entry strips tags passes them on",
        Edit(
            "model.memory.page_table:loaded",
            "pte.capability_load != STRIP",
            "pte.capability_load != TRAP",
        ),
        (Proof("a_page_passes_on_what_it_does_not_strip"),),
    ),
)
"""The mutants."""
