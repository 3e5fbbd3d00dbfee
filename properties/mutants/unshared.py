"""Mutants of what a lazy memory does without need to pages that nobody shares."""

from properties.mutants.mutant import Area, Edit, Mutant, Proof

MUTANTS = (
    Mutant(
        "own-pages-copied",
        Area.MEMORY,
        "a page with a frame of its own is copied as if others had the frame, too",
        Edit(
            "optimized.lazy_memory:LazyMemory.copy_now",
            "known.references > 1",
            "known.references >= 1",
        ),
        (Proof("a_page_that_nobody_shares_is_not_copied"),),
    ),
    Mutant(
        "own-pages-restricted",
        Area.MEMORY,
        "a page of one's own that is given other bits waits for a fault to have them",
        Edit(
            "optimized.policy:Policy.protected_entry",
            "frame.references > 1",
            "frame.references >= 1",
        ),
        (Proof("nothing_is_withheld_from_a_page_that_nobody_shares"),),
    ),
    Mutant(
        "frames-of-two-not-copied",
        Area.MEMORY,
        "a page is copied at once only if three pages have its frame",
        Edit(
            "optimized.lazy_memory:LazyMemory.copy_now",
            "known.references > 1",
            "known.references > 2",
        ),
        (Proof("a_page_that_is_pinned_looks_the_same"),),
    ),
)
"""Each with those who must catch it."""
