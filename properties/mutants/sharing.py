"""Mutants of fork by sharing: each breaks a law of the lazy memory beside full copy."""

from properties.mutants.mutant import Area, Edit, Fuzz, Mutant, Proof

MUTANTS = (
    Mutant(
        "full-copy-moves-the-wrong-way",
        Area.MEMORY,
        "a full copy relocates from the child's region to the parent's",
        Edit(
            "model.memories.full_copy:FullCopyMemory.fork",
            "self._relocation(parent, child)",
            "self._relocation(child, parent)",
        ),
        (Proof("fork_agrees_with_full_copy"),),
    ),
    Mutant(
        "own-frame-is-still-at-home",
        Area.MEMORY,
        "a page that gets a frame of its own still counts it as its parent's",
        Edit("optimized.lazy_memory:LazyMemory._make_own", "home=slot", "home=home"),
        (Proof("a_capability_load_keeps_the_invariant"),),
    ),
    Mutant(
        "own-frame-counted-twice",
        Area.MEMORY,
        "a page that gets a frame of its own counts twice",
        Edit(
            "optimized.lazy_memory:LazyMemory._make_own",
            "references=1",
            "references=2",
        ),
        (
            Proof("a_capability_store_keeps_the_invariant"),
            Proof("a_capability_load_leaves_a_device_what_it_holds"),
            Proof("a_store_leaves_a_device_what_it_holds"),
        ),
    ),
    Mutant(
        "own-frame-of-another-page",
        Area.MEMORY,
        "a page that gets a frame of its own is not what the frame knows",
        Edit(
            "optimized.lazy_memory:LazyMemory._make_own", "page=page", "page=page + 1"
        ),
        (Proof("a_data_store_keeps_the_invariant"),),
    ),
    Mutant(
        "capability-stored-at-the-start",
        Area.MEMORY,
        "a capability is stored to the first granule of its page",
        Edit(
            "optimized.lazy_memory:LazyMemory.store_capability",
            "at.granule",
            "0",
        ),
        (Proof("a_capability_store_agrees_with_full_copy"),),
    ),
    Mutant(
        "data-store-lost",
        Area.MEMORY,
        "a data store puts the granule back as it was",
        Edit(
            "optimized.lazy_memory:LazyMemory.store",
            "self.granules.set(frame, at.granule, written)",
            "self.granules.set(frame, at.granule, granule)",
        ),
        (Proof("a_data_store_agrees_with_full_copy"),),
    ),
    Mutant(
        "pages-outlive-exit",
        Area.MEMORY,
        "under full copy the pages of a process outlive it",
        Edit(
            "model.memories.full_copy:FullCopyMemory.exit",
            "self.pages.clear(slot)",
            "pass",
        ),
        (Proof("exit_agrees_with_full_copy"),),
    ),
    Mutant(
        "new-frame-of-the-kernel",
        Area.MEMORY,
        "the frame of a new page is taken to be written for the kernel",
        Edit("optimized.lazy_memory:LazyMemory.map", "home=slot", "home=KERNEL_SLOT"),
        (Proof("a_mapping_keeps_the_invariant"),),
    ),
    Mutant(
        "shown-page-read-only",
        Area.MEMORY,
        "the hardware refuses stores to shared memory that the mapping allows",
        Edit(
            "optimized.lazy_memory:LazyMemory.map",
            "attrs.evolve(ABSENT, pte=pte, mapping=pte, shows=shows)",
            "Entry(0, attrs.evolve(pte, writable=False), pte, shows)",
        ),
        (Proof("a_mapping_of_shared_memory_keeps_the_invariant"),),
    ),
    Mutant(
        "unmapped-page-still-counted",
        Area.MEMORY,
        "a page that is unmapped is still counted by its frame",
        Edit(
            "optimized.lazy_memory:LazyMemory.unmap",
            "self.policy.frame_after_leaving(known)",
            "known",
        ),
        (Proof("an_unmapping_keeps_the_invariant"), Fuzz()),
        source="phoenix-rtos-kernel 1266",
    ),
    Mutant(
        "full-copy-load-unchecked",
        Area.MEMORY,
        "full copy loads from a page that may not be read",
        Edit(
            "model.memories.full_copy:FullCopyMemory.load",
            "page_table.check_load(self.pte(at.slot, at.page))",
            "pass",
        ),
        (Proof("a_data_load_of_an_untagged_granule_agrees_with_full_copy"),),
    ),
    Mutant(
        "data-load-lifts-the-barrier",
        Area.MEMORY,
        "a data load gives a shared page its bits back without copying it",
        Edit(
            "optimized.lazy_memory:LazyMemory.load",
            "self.resolve(at, fault_handler.LOAD)",
            "self.resolve(at, fault_handler.LOAD); "
            "entry = self.pages.get(at.slot, at.page); "
            "self.pages.set(at.slot, at.page, attrs.evolve(entry, pte=entry.mapping))",
        ),
        (Proof("a_data_load_keeps_the_invariant"),),
    ),
    Mutant(
        "data-load-resolves-nothing",
        Area.MEMORY,
        "a data load reads a shared page that the policy made inaccessible",
        Edit(
            "optimized.lazy_memory:LazyMemory.load",
            "self.resolve(at, fault_handler.LOAD)",
            "page_table.check_load(self.pages.get(at.slot, at.page).mapping)",
        ),
        (Proof("a_data_load_of_a_capability_agrees_with_full_copy"),),
    ),
)
"""The mutants."""
