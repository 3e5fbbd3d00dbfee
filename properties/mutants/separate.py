"""Mutants of separate memory, and of what the kernel does over it."""

from properties.mutants.mutant import Area, Edit, Fuzz, Mutant, Proof

MUTANTS = (
    Mutant(
        "separate-load-unchecked",
        Area.MEMORY,
        "separate memory loads from a page that may not be read",
        Edit(
            "model.memories.separate:SeparateMemory.load",
            "page_table.check_load(entry.pte)",
            "pass",
        ),
        (Proof("a_data_load_of_an_untagged_granule_agrees_with_separate_memory"),),
    ),
    Mutant(
        "separate-capability-load-unchecked",
        Area.MEMORY,
        "separate memory loads tags from a page that strips them or may not be read",
        Edit(
            "model.memories.separate:SeparateMemory.load_capability",
            "page_table.load_through(entry.pte, self._content(at, entry))",
            "self._content(at, entry)",
        ),
        (Proof("a_capability_load_agrees_with_separate_memory"),),
    ),
    Mutant(
        "separate-store-to-what-may-be-read",
        Area.MEMORY,
        "separate memory stores to a page that may only be read",
        Edit(
            "model.memories.separate:SeparateMemory.store",
            "page_table.check_store(entry.pte)",
            "page_table.check_load(entry.pte)",
        ),
        (Proof("a_data_store_agrees_with_separate_memory"),),
    ),
    Mutant(
        "separate-tags-stored-anywhere",
        Area.MEMORY,
        "separate memory stores tags to a page that may not have them",
        Edit(
            "model.memories.separate:SeparateMemory.store_capability",
            "page_table.check_capability_store(entry.pte, granule.tag)",
            "page_table.check_store(entry.pte)",
        ),
        (Proof("a_capability_store_agrees_with_separate_memory"),),
    ),
    Mutant(
        "separate-fork-of-empty-pages",
        Area.MEMORY,
        "in separate memory the child's pages are empty",
        Edit(
            "model.memories.separate:SeparateMemory.fork",
            "self.granules.overlay(child, parent, _unchanged)",
            "pass",
        ),
        (Proof("fork_agrees_with_separate_memory"),),
    ),
    Mutant(
        "separate-content-outlives-exit",
        Area.MEMORY,
        "in separate memory the content of a process outlives it",
        Edit(
            "model.memories.separate:SeparateMemory.exit",
            "self.granules.clear(slot)",
            "pass",
        ),
        (Proof("exit_agrees_with_separate_memory"),),
    ),
    Mutant(
        "separate-mapped-next-door",
        Area.MEMORY,
        "separate memory maps the page next to the one that is meant",
        Edit(
            "model.memories.separate:SeparateMemory.map",
            "self.pages.set(slot, page, Page(pte, shows))",
            "self.pages.set(slot, page + 1, Page(pte, shows))",
        ),
        (Proof("a_mapping_agrees_with_separate_memory"),),
    ),
    Mutant(
        "separate-shared-page-mapped-private",
        Area.MEMORY,
        "separate memory maps shared memory as if it were private",
        Edit(
            "model.memories.separate:SeparateMemory.map",
            "Page(pte, shows)",
            "Page(pte)",
        ),
        (Proof("a_mapping_of_shared_memory_agrees_with_separate_memory"),),
    ),
    Mutant(
        "separate-unmapped-content-stays",
        Area.MEMORY,
        "in separate memory the content of an unmapped page stays",
        Edit(
            "model.memories.separate:SeparateMemory.unmap",
            "self.granules.clear(slot, lambda cell: page == cell[0])",
            "pass",
        ),
        (Proof("an_unmapping_agrees_with_separate_memory"),),
    ),
    Mutant(
        "separate-protection-ends-sharing",
        Area.MEMORY,
        "in separate memory a page that is protected shows shared memory no longer",
        Edit(
            "model.memories.separate:SeparateMemory.protect",
            "attrs.evolve(entry, pte=pte)",
            "Page(pte)",
        ),
        (Proof("a_protection_agrees_with_separate_memory"),),
    ),
    Mutant(
        "separate-store-to-another-s-page",
        Area.MEMORY,
        "separate memory puts every store into the slot of the first process",
        Edit(
            "model.memories.separate:SeparateMemory._replace",
            "self.granules.set(at.slot, (at.page, at.granule), granule)",
            "self.granules.set(HOME, (at.page, at.granule), granule)",
        ),
        (Proof("a_data_store_is_seen_by_nobody_else"),),
    ),
    Mutant(
        "separate-shared-store-kept",
        Area.MEMORY,
        "in separate memory a store to shared memory stays with its process",
        Edit(
            "model.memories.separate:SeparateMemory._replace",
            "self.granules.set(KERNEL_SLOT, (entry.shows, at.granule), granule)",
            "self.granules.set(at.slot, (at.page, at.granule), granule)",
        ),
        (Proof("a_store_to_shared_memory_is_seen_by_all_that_show_it"),),
    ),
    Mutant(
        "separate-found-at-its-slot",
        Area.MEMORY,
        "in separate memory a process is found at the addresses of its slot",
        Edit(
            "model.memories.separate:SeparateMemory.place",
            "KERNEL_SLOT if slot == KERNEL_SLOT else HOME",
            "slot",
        ),
        (Proof("a_shared_pointer_means_the_same_with_separate_memory"),),
    ),
    Mutant(
        "memory-mapped-where-the-slot-is",
        Area.KERNEL,
        "mmap returns the slot's address where every process has its own address space",
        Edit(
            "model.kernel.calls.mappings:mapped_root",
            "kernel.memory.place(process.slot)",
            "process.slot",
        ),
        (Fuzz("every_outcome_agrees", "separate"),),
    ),
    Mutant(
        "buffers-sought-where-the-slot-is",
        Area.KERNEL,
        "the buffer of a call is sought by its address alone where every "
        "process has its own address space",
        Edit(
            "model.kernel.calls.copying:_pieces",
            "kernel.memory.locate(process.slot, address)",
            "kernel.memory.layout.locate(address)",
        ),
        (Fuzz("", "separate"),),
    ),
)
"""The mutants."""
