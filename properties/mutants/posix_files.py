"""Mutants of mapped files."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant

MUTANTS = (
    Mutant(
        "growing-shows-what-was-stored",
        Area.POSIX,
        "a file that grows shows what was stored beyond its end",
        Edit("model.kernel.calls.contents:resize", "size > before", "size == before"),
        (Assertion("ltp/mmap01"),),
    ),
    Mutant(
        "mappings-outlast-the-file",
        Area.POSIX,
        "a mapping beyond the end of a file can still be reached",
        Edit(
            "model.kernel.calls.page_mapping:follow_size", "not inside", "file.size < 0"
        ),
        (Assertion("ltp/mmap09"),),
    ),
    Mutant(
        "beyond-the-file-is-like-nowhere",
        Area.POSIX,
        "an access beyond the end of a mapped file is SIGSEGV",
        Edit(
            "model.kernel.calls.delivery:fault",
            "Signal.BUS if beyond else Signal.SEGV",
            "Signal.SEGV",
        ),
        (Assertion("ltp/mmap13"),),
    ),
    Mutant(
        "only-if-free-replaces",
        Area.POSIX,
        "MAP_FIXED_NOREPLACE replaces the pages that are there",
        Edit(
            "model.kernel.calls.mappings:mmap_at",
            "taken and new",
            "taken and count < 0",
        ),
        (Assertion("ltp/mmap17"),),
    ),
    Mutant(
        "shared-mappings-made-private",
        Area.POSIX,
        "a shared mapping of a file is private",
        Edit(
            "model.kernel.calls.mappings:file_use",
            "PageUse(protection, description.file, offset, shared, may_write)",
            "PageUse(protection, description.file, offset, may_write=may_write)",
        ),
        (Assertion("ltp/mmap21"),),
    ),
    Mutant(
        "parts-of-pages-can-be-unmapped",
        Area.POSIX,
        "munmap takes parts of pages",
        Edit("model.kernel.calls.mappings:covered", "whole and inside", "inside"),
        (Assertion("ltp/munmap03"),),
    ),
    Mutant(
        "wiping-is-forgotten-by-children",
        Area.POSIX,
        "a child forgets that a page is to be wiped for children of its own",
        Edit(
            "model.kernel.calls.page_mapping:inherited",
            "pages[page] = use",
            "pages[page] = PageUse(use.protection, use.file, use.index, use.shared)",
        ),
        (Assertion("ltp/madvise10"),),
    ),
)
"""The mutants."""
