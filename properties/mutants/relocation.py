"""Mutants of both relocations: the model's, and the lazy memory's that adds.

They are proved to be equal, and the laws of relocation are then proved of adding. A
defect of one of them breaks the equality (``authority``); what is wrong in both is for
the laws to find.
"""

from properties.mutants.mutant import PROTOTYPE, Area, Edit, Edits, Fuzz, Mutant, Proof

_SHIFTED = "model.memory.relocation:_shift"
_ADDED = "optimized.relocation:shift"
_SHARED = "model.memory.relocation:is_shared_authority"
_STAYS = "optimized.relocation:stays"
_ENTRY = "capability.bits == kernel_entry(layout).bits"
_IN_THE_KERNEL = "capability.bounds.within(layout.region(0))"

MUTANTS = (
    Mutant(
        "address-stays-behind",
        Area.RELOCATION,
        "relocation moves the bounds and leaves the address where it was",
        Edits(
            (
                Edit(
                    _SHIFTED, "capability.address + displacement", "capability.address"
                ),
                Edit(_ADDED, "capability.address + displacement", "capability.address"),
            )
        ),
        (Proof("relocation_keeps_everything_but_the_place"),),
    ),
    Mutant(
        "kernel-memory-is-shared-by-both",
        Area.RELOCATION,
        "the child gets every capability with bounds in the kernel's region",
        Edits(
            (
                Edit(
                    _SHARED,
                    f"return over_otypes | ({_ENTRY})",
                    f"return {_IN_THE_KERNEL}",
                ),
                Edit(_STAYS, "is_entry | (seals & ordered)", _IN_THE_KERNEL),
            )
        ),
        (Proof("relocated_capabilities_are_confined_to_the_child"), Fuzz()),
        source=PROTOTYPE,
    ),
    Mutant(
        "authority-over-otypes-lost",
        Area.RELOCATION,
        "the child does not get the authority over otypes that all have",
        Edits(
            (
                Edit(_SHARED, f"over_otypes | ({_ENTRY})", _ENTRY),
                Edit(_STAYS, "is_entry | (seals & ordered)", "is_entry"),
            )
        ),
        (Proof("shared_authority_stays_as_it_is"),),
    ),
    Mutant(
        "flags-lost-on-relocation",
        Area.RELOCATION,
        "relocation loses the flags in the top byte of the address",
        Edits(
            (
                Edit(
                    _SHIFTED,
                    "capability.address + displacement",
                    "capability.value + displacement",
                ),
                Edit(
                    _ADDED,
                    "capability.address + displacement",
                    "capability.value + displacement",
                ),
            )
        ),
        (Proof("relocation_home_is_the_identity"),),
    ),
)
"""The mutants."""
