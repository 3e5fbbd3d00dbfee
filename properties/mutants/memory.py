"""Mutants of the memories: each breaks a law of isolation or transparency."""

from properties.mutants.mutant import (
    PROTOTYPE,
    Area,
    Assertion,
    Edit,
    Fuzz,
    Mutant,
    Program,
    Proof,
)

MUTANTS = (
    Mutant(
        "load-that-takes",
        Area.MEMORY,
        "a data load empties the granule that it reads",
        Edit(
            "model.memories.full_copy:FullCopyMemory.load",
            "self.peek(at)",
            "self._put(at, ZERO) or ZERO",
        ),
        (Proof("a_data_load_is_seen_by_nobody"),),
    ),
    Mutant(
        "capability-load-that-takes",
        Area.MEMORY,
        "a capability load empties the granule that it reads",
        Edit(
            "model.memories.full_copy:FullCopyMemory.load_capability",
            "self.peek(at)",
            "self._put(at, ZERO) or ZERO",
        ),
        (Proof("a_capability_load_is_seen_by_nobody"),),
    ),
    Mutant(
        "one-memory-for-all",
        Area.MEMORY,
        "all slots have one memory",
        Edit(
            "model.memories.full_copy:FullCopyMemory._shown",
            "(at.slot, at.page)",
            "(KERNEL_SLOT, at.page)",
        ),
        (
            Proof("a_data_store_is_seen_by_nobody_else"),
            Proof("a_capability_store_is_seen_by_nobody_else"),
        ),
    ),
    Mutant(
        "shared-store-kept",
        Area.MEMORY,
        "a store to shared memory stays with the process that makes it",
        Edit(
            "model.memories.full_copy:FullCopyMemory._put",
            "self.granules.set(slot, (page, at.granule), granule)",
            "self.granules.set(at.slot, (at.page, at.granule), granule)",
        ),
        (Proof("a_store_to_shared_memory_is_seen_by_all_that_show_it"),),
    ),
    Mutant(
        "shared-frame-of-its-own",
        Area.MEMORY,
        "a page that shows shared memory reads a frame of its own",
        Edit(
            "optimized.lazy_memory:LazyMemory._frame_of",
            "self.pages.get(KERNEL_SLOT, entry.shows)",
            "entry",
        ),
        (Proof("a_store_to_shared_memory_is_seen_by_all_that_show_it"),),
    ),
    Mutant(
        "mapped-next-door",
        Area.MEMORY,
        "a page is mapped in the slot next to the one that is meant",
        Edit(
            "model.memories.full_copy:FullCopyMemory.map",
            "self.pages.set(slot, page, Page(pte, shows))",
            "self.pages.set(slot + 1, page, Page(pte, shows))",
        ),
        (
            Proof("a_mapping_is_seen_by_nobody_else"),
            Proof("a_mapping_of_shared_memory_is_seen_by_nobody_else"),
        ),
    ),
    Mutant(
        "unmapped-next-door",
        Area.MEMORY,
        "a page is unmapped in the slot next to the one that is meant",
        Edit(
            "model.memories.full_copy:FullCopyMemory.unmap",
            "self.pages.set(slot, page, NO_PAGE)",
            "self.pages.set(slot + 1, page, NO_PAGE)",
        ),
        (Proof("an_unmapping_is_seen_by_nobody_else"),),
    ),
    Mutant(
        "protected-next-door",
        Area.MEMORY,
        "a page is protected in the slot next to the one that is meant",
        Edit(
            "model.memories.full_copy:FullCopyMemory.protect",
            "self.pages.set(slot, page, Page(pte, self.shows(slot, page)))",
            "self.pages.set(slot + 1, page, Page(pte, self.shows(slot, page)))",
        ),
        (Proof("a_protection_is_seen_by_nobody_else"),),
    ),
    Mutant(
        "forked-the-wrong-way",
        Area.MEMORY,
        "a fork copies the child's pages to the parent",
        Edit(
            "model.memories.full_copy:FullCopyMemory.fork",
            "self.pages.overlay(child, parent, lambda page: page)",
            "self.pages.overlay(parent, child, lambda page: page)",
        ),
        (Proof("a_fork_is_seen_by_nobody_but_the_child"),),
    ),
    Mutant(
        "exit-next-door",
        Area.MEMORY,
        "an exit clears the pages of the slot next to its own",
        Edit(
            "model.memories.full_copy:FullCopyMemory.exit",
            "self.pages.clear(slot)",
            "self.pages.clear(slot + 1)",
        ),
        (
            Proof("an_exit_is_seen_by_nobody_else"),
            Assertion("reports/mystikos-690-parent-ends-first"),
        ),
    ),
    Mutant(
        "fork-that-moves-nothing",
        Area.MEMORY,
        "a fork copies capabilities without relocating them",
        Edit(
            "model.memories.full_copy:FullCopyMemory.fork",
            "self._relocation(parent, child)",
            "lambda granule: granule",
        ),
        (Proof("fork_agrees_with_separate_memory"),),
    ),
    Mutant(
        "unmapped-content-stays",
        Area.MEMORY,
        "the content of an unmapped page stays",
        Edit(
            "model.memories.full_copy:FullCopyMemory.unmap",
            "self.granules.clear(slot, lambda cell: cell[0] == page)",
            "pass",
        ),
        (
            Proof("an_unmapping_agrees_with_separate_memory"),
            Program(
                "memory_that_is_new_holds_zeros",
                (
                    *("a mmap c5 4096 rw", "a store c5 8 7", "a munmap c5"),
                    "a mmap c5 4096 rw",
                ),
                "full-copy",
            ),
        ),
    ),
    Mutant(
        "all-pages-emptied",
        Area.MEMORY,
        "unmapping one page empties all pages of its slot",
        Edit(
            "model.memories.full_copy:FullCopyMemory.unmap",
            "self.granules.clear(slot, lambda cell: cell[0] == page)",
            "self.granules.clear(slot)",
        ),
        (Proof("an_unmapping_agrees_with_full_copy"),),
    ),
    Mutant(
        "content-outlives-exit",
        Area.MEMORY,
        "the content of a process outlives it",
        Edit(
            "model.memories.full_copy:FullCopyMemory.exit",
            "self.granules.clear(slot)",
            "pass",
        ),
        (Proof("exit_agrees_with_separate_memory"),),
    ),
    Mutant(
        "protection-ends-sharing",
        Area.MEMORY,
        "a page that is protected shows shared memory no longer",
        Edit(
            "model.memories.full_copy:FullCopyMemory.protect",
            "Page(pte, self.shows(slot, page))",
            "Page(pte)",
        ),
        (Proof("a_protection_agrees_with_full_copy"),),
    ),
    Mutant(
        "shared-page-mapped-private",
        Area.MEMORY,
        "shared memory is mapped as if it were private",
        Edit(
            "model.memories.full_copy:FullCopyMemory.map",
            "Page(pte, shows)",
            "Page(pte)",
        ),
        (
            Proof("a_mapping_of_shared_memory_agrees_with_full_copy"),
            Assertion("reports/asterinas-959-shared-page-after-fork"),
        ),
    ),
    Mutant(
        "used-frame-not-cleared",
        Area.MEMORY,
        "a frame is given out with the content of the page that had it before",
        Edit(
            "optimized.lazy_memory:LazyMemory.map", "self.granules.clear(frame)", "pass"
        ),
        (Proof("a_mapping_agrees_with_full_copy"), Fuzz()),
        source=PROTOTYPE,
    ),
    Mutant(
        "tag-stored-unmarked",
        Area.MEMORY,
        "a store of a capability does not mark its page capability-dirty",
        Edit(
            "optimized.lazy_memory:LazyMemory.store_capability",
            "pte=marked",
            "pte=entry.pte",
        ),
        (Proof("a_capability_store_keeps_the_invariant"), Fuzz()),
    ),
    Mutant(
        "clear-tag-lifts-barrier",
        Area.MEMORY,
        "a barrier fault for a clear tag lifts the barrier from the shared page",
        Edit(
            "optimized.lazy_memory:LazyMemory.resolve",
            "self._make_own(at.slot, at.page)",
            "self._make_own(at.slot, at.page) "
            "if self._content(at).tag or access.kind.name != 'CAPABILITY_LOAD' "
            "else self.pages.set(at.slot, at.page, attrs.evolve("
            "entry, pte=entry.unrestricted))",
        ),
        (Proof("a_spurious_barrier_fault_changes_nothing"),),
    ),
)
"""The mutants."""
