"""Mutants of the capability bits of a PTE."""

from properties.mutants.mutant import Area, Edit, Mutant, Proof

MUTANTS = (
    Mutant(
        "generation-ignored",
        Area.ISA,
        "a PTE allows a tagged load whatever its generation is",
        Edit(
            "model.memory.pte_capability_bits:on_load",
            "ALLOW if generation == meaning - OnLoad.GENERATION_0 else TRAP",
            "ALLOW",
        ),
        (
            Proof(
                "what_a_descriptor_allows_depends_on_the_generation_only_where_it_says"
            ),
        ),
    ),
    Mutant(
        "one-generation-for-both-halves",
        Area.ISA,
        "both halves of the address space share the generation of the user",
        Edit(
            "model.memory.pte_capability_bits:generation_of",
            "generations.user if is_user else generations.kernel",
            "generations.user",
        ),
        (Proof("each_half_has_a_generation_of_its_own", "cheriv9-128"),),
    ),
    Mutant(
        "allowing-taken-for-a-trap",
        Area.ISA,
        "an entry that allows a tagged load is taken for one that traps",
        Edit(
            "model.memory.pte_capability_bits:trapping",
            "on_load(kind, raised, generation) == TRAP",
            "on_load(kind, raised, generation) != STRIP",
        ),
        (Proof("any_descriptor_can_be_made_to_trap_set_tags", "rvy128"),),
    ),
    Mutant(
        "dirty-bit-not-set",
        Area.ISA,
        "a tag is stored and the entry does not become dirty",
        Edit(
            "model.memory.pte_capability_bits:on_store",
            "entry | 1 << kind.dirty_bit",
            "entry",
        ),
        (Proof("where_a_set_tag_was_stored_the_entry_is_dirty", "cheriv9-128"),),
    ),
    Mutant(
        "reserved-entry-takes-tags",
        Area.ISA,
        "a tag is stored through an entry whose load bits are reserved",
        Edit(
            "model.memory.pte_capability_bits:on_store",
            "select(kind.loads, _spelt(entry, kind.load_bits)) == OnLoad.RESERVED",
            "select(kind.loads, _spelt(entry, kind.load_bits)) > OnLoad.RESERVED",
        ),
        (Proof("set_tags_come_to_what_the_text_says", "cheriv9-128"),),
    ),
    Mutant(
        "marked-without-being-asked",
        Area.ISA,
        "hardware that does not mark entries marks them",
        Edit(
            "model.memory.pte_capability_bits:on_store",
            "meaning == OnStore.MARK and hardware_marks",
            "meaning == OnStore.MARK",
        ),
        (Proof("a_handler_can_do_what_marking_hardware_does"),),
    ),
)
"""The mutants."""
