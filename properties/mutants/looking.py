"""Mutants of observation: a look that changes something, and a step that hides it."""

from properties.mutants.mutant import Area, Edit, Mutant, Program

MUTANTS = (
    Mutant(
        "look-that-loads",
        Area.KERNEL,
        "an observation loads capabilities, so that a lazy memory copies pages for it",
        Edit(
            "model.trace.observing:_slot",
            "granule = memory.peek(at)",
            "granule = memory.load_capability(at)",
        ),
        (
            Program(
                "a_look_at_a_system_changes_nothing",
                ("a storecap c1 c1", "a fork b"),
                "copa",
            ),
        ),
    ),
    Mutant(
        "store-that-reaches-further",
        Area.KERNEL,
        "a data store changes the next granule, too",
        Edit(
            "model.system:_try_access",
            "access.store_data(memory, slot, authority, address, size, number)",
            "access.store_data(memory, slot, authority, address, size, number); "
            "memory.store(memory.locate(slot, address ^ 16), 0, 1, 1)",
        ),
        (
            Program(
                "an_instruction_changes_no_more_than_its_reach",
                ("a fork b", "a store c1 8 7"),
            ),
        ),
    ),
)
"""The mutants."""
