"""Memories with one line changed: each breaks a law of isolation or transparency."""

from properties.mutants.lines import ChangedLine

FULL_COPY = "model.memories.full_copy"
SEPARATE = "model.memories.separate"
LAZY = "optimized.lazy_memory"

MAPPED = "self.pages.set(slot, page, Page(pte, shows))"
SHOWN = "return (at.slot, at.page) if shows == PRIVATE else (KERNEL_SLOT, shows)"
PUT = "self.granules.set(slot, (page, at.granule), granule)"
THROUGH = "return page_table.load_through(self.pte(at.slot, at.page), "

MEMORY_LINES = (
    ChangedLine(
        "load-that-takes",
        FULL_COPY,
        "return self.peek(at)",
        "return self._put(at, ZERO) or ZERO",
        "a_data_load_is_seen_by_nobody",
    ),
    ChangedLine(
        "capability-load-that-takes",
        FULL_COPY,
        f"{THROUGH}self.peek(at))",
        f"{THROUGH}self._put(at, ZERO) or ZERO)",
        "a_capability_load_is_seen_by_nobody",
    ),
    ChangedLine(
        "one-memory-for-all",
        FULL_COPY,
        SHOWN,
        SHOWN.replace("(at.slot, at.page)", "(KERNEL_SLOT, at.page)"),
        "a_data_store_is_seen_by_nobody_else",
    ),
    ChangedLine(
        "one-memory-for-all-capabilities",
        FULL_COPY,
        SHOWN,
        SHOWN.replace("(at.slot, at.page)", "(KERNEL_SLOT, at.page)"),
        "a_capability_store_is_seen_by_nobody_else",
    ),
    ChangedLine(
        "shared-store-kept",
        FULL_COPY,
        PUT,
        PUT.replace("(slot, (page", "(at.slot, (at.page"),
        "a_store_to_shared_memory_is_seen_by_all_that_show_it",
    ),
    ChangedLine(
        "shared-frame-of-its-own",
        LAZY,
        "return self.pages.get(KERNEL_SLOT, entry.shows).frame",
        "return entry.frame",
        "a_store_to_shared_memory_is_seen_by_all_that_show_it",
    ),
    ChangedLine(
        "mapped-next-door",
        FULL_COPY,
        MAPPED,
        MAPPED.replace("slot", "slot + 1"),
        "a_mapping_is_seen_by_nobody_else",
    ),
    ChangedLine(
        "shown-next-door",
        FULL_COPY,
        MAPPED,
        MAPPED.replace("slot", "slot + 1"),
        "a_mapping_of_shared_memory_is_seen_by_nobody_else",
    ),
    ChangedLine(
        "unmapped-next-door",
        FULL_COPY,
        "self.pages.set(slot, page, NO_PAGE)",
        "self.pages.set(slot + 1, page, NO_PAGE)",
        "an_unmapping_is_seen_by_nobody_else",
    ),
    ChangedLine(
        "protected-next-door",
        FULL_COPY,
        "self.pages.set(slot, page, Page(pte, self.shows(slot, page)))",
        "self.pages.set(slot + 1, page, Page(pte, self.shows(slot, page)))",
        "a_protection_is_seen_by_nobody_else",
    ),
    ChangedLine(
        "forked-the-wrong-way",
        FULL_COPY,
        "self.pages_copied += self.pages.overlay(child, parent, lambda page: page)",
        "self.pages_copied += self.pages.overlay(parent, child, lambda page: page)",
        "a_fork_is_seen_by_nobody_but_the_child",
    ),
    ChangedLine(
        "exit-next-door",
        FULL_COPY,
        "self.pages.clear(slot)",
        "self.pages.clear(slot + 1)",
        "an_exit_is_seen_by_nobody_else",
    ),
    ChangedLine(
        "fork-that-moves-nothing",
        FULL_COPY,
        "self.granules.overlay(child, parent, self._relocation(parent, child))",
        "self.granules.overlay(child, parent, lambda granule: granule)",
        "fork_agrees_with_separate_memory",
    ),
    ChangedLine(
        "unmapped-content-stays",
        FULL_COPY,
        "self.granules.clear(slot, lambda cell: cell[0] == page)",
        "pass",
        "an_unmapping_agrees_with_separate_memory",
    ),
    ChangedLine(
        "all-pages-emptied",
        FULL_COPY,
        "self.granules.clear(slot, lambda cell: cell[0] == page)",
        "self.granules.clear(slot)",
        "an_unmapping_agrees_with_full_copy",
    ),
    ChangedLine(
        "content-outlives-exit",
        FULL_COPY,
        "self.granules.clear(slot)",
        "pass",
        "exit_agrees_with_separate_memory",
    ),
    ChangedLine(
        "protection-ends-sharing",
        FULL_COPY,
        "self.pages.set(slot, page, Page(pte, self.shows(slot, page)))",
        "self.pages.set(slot, page, Page(pte))",
        "a_protection_agrees_with_full_copy",
    ),
    ChangedLine(
        "shared-page-mapped-private",
        FULL_COPY,
        MAPPED,
        MAPPED.replace(", shows", ""),
        "a_mapping_of_shared_memory_agrees_with_full_copy",
    ),
    ChangedLine(
        "used-frame-not-cleared",
        LAZY,
        "self.granules.clear(frame)",
        "pass",
        "a_mapping_agrees_with_full_copy",
    ),
    ChangedLine(
        "separate-load-unchecked",
        SEPARATE,
        "page_table.check_load(entry.pte)",
        "pass",
        "a_data_load_of_an_untagged_granule_agrees_with_separate_memory",
    ),
    ChangedLine(
        "separate-capability-load-unchecked",
        SEPARATE,
        "return page_table.load_through(entry.pte, self._content(at, entry))",
        "return self._content(at, entry)",
        "a_capability_load_agrees_with_separate_memory",
    ),
    ChangedLine(
        "separate-store-to-what-may-be-read",
        SEPARATE,
        "page_table.check_store(entry.pte)",
        "page_table.check_load(entry.pte)",
        "a_data_store_agrees_with_separate_memory",
    ),
    ChangedLine(
        "separate-tags-stored-anywhere",
        SEPARATE,
        "page_table.check_capability_store(entry.pte, granule)",
        "page_table.check_store(entry.pte)",
        "a_capability_store_agrees_with_separate_memory",
    ),
    ChangedLine(
        "separate-fork-of-empty-pages",
        SEPARATE,
        "self.granules.overlay(child, parent, _unchanged)",
        "pass",
        "fork_agrees_with_separate_memory",
    ),
    ChangedLine(
        "separate-content-outlives-exit",
        SEPARATE,
        "self.granules.clear(slot)",
        "pass",
        "exit_agrees_with_separate_memory",
    ),
    ChangedLine(
        "separate-mapped-next-door",
        SEPARATE,
        MAPPED,
        MAPPED.replace("page, Page", "page + 1, Page"),
        "a_mapping_agrees_with_separate_memory",
    ),
    ChangedLine(
        "separate-shared-page-mapped-private",
        SEPARATE,
        MAPPED,
        MAPPED.replace(", shows", ""),
        "a_mapping_of_shared_memory_agrees_with_separate_memory",
    ),
    ChangedLine(
        "separate-unmapped-content-stays",
        SEPARATE,
        "self.granules.clear(slot, lambda cell: page == cell[0])",
        "pass",
        "an_unmapping_agrees_with_separate_memory",
    ),
    ChangedLine(
        "separate-protection-ends-sharing",
        SEPARATE,
        "self.pages.set(slot, page, attrs.evolve(entry, pte=pte))",
        "self.pages.set(slot, page, Page(pte))",
        "a_protection_agrees_with_separate_memory",
    ),
    ChangedLine(
        "separate-store-to-another-s-page",
        SEPARATE,
        "self.granules.set(at.slot, (at.page, at.granule), granule)",
        "self.granules.set(HOME, (at.page, at.granule), granule)",
        "a_data_store_is_seen_by_nobody_else",
    ),
    ChangedLine(
        "separate-shared-store-kept",
        SEPARATE,
        "self.granules.set(KERNEL_SLOT, (entry.shows, at.granule), granule)",
        "self.granules.set(at.slot, (at.page, at.granule), granule)",
        "a_store_to_shared_memory_is_seen_by_all_that_show_it",
    ),
    ChangedLine(
        "separate-found-at-its-slot",
        SEPARATE,
        "return KERNEL_SLOT if slot == KERNEL_SLOT else HOME",
        "return slot",
        "a_shared_pointer_means_the_same_with_separate_memory",
    ),
)
"""The memories, as the model and the lazy one have them, with a defect each."""
