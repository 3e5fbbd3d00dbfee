"""Mutants of mmap and munmap."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant

MUTANTS = (
    Mutant(
        "file-offset-ignored",
        Area.POSIX,
        "mmap of a file begins at its start whatever the offset",
        Edit(
            "model.kernel.calls.mappings:file_use",
            "PageUse(protection, description.file, offset, shared, may_write)",
            "PageUse(protection, description.file, 0, shared, may_write)",
        ),
        (Assertion("open-posix/mmap-1"),),
    ),
    Mutant(
        "placed-anywhere",
        Area.POSIX,
        "MAP_FIXED is placed anywhere",
        Edit(
            "model.kernel.calls.mappings:mmap_at",
            "_map(kernel, process, wanted, use)",
            "mmap(kernel, process, length, use)",
        ),
        (Assertion("open-posix/mmap-3"),),
    ),
    Mutant(
        "what-is-replaced-stays",
        Area.POSIX,
        "MAP_FIXED does not replace the pages that are there",
        Edit(
            "model.kernel.calls.mappings:mmap_at",
            "for page in taken:",
            "for page in taken[:0]:",
        ),
        (Assertion("open-posix/mmap-9"),),
    ),
    Mutant(
        "no-room-is-looked-for",
        Area.POSIX,
        "mmap does not look for pages that are free",
        Edit(
            "model.kernel.calls.mappings:find_room",
            "[n for n in range(page, page + count) if n in process.pages]",
            "[]",
        ),
        (Assertion("open-posix/mmap-10"),),
    ),
    Mutant(
        "region-has-no-end",
        Area.POSIX,
        "mmap finds room beyond the end of the region",
        Edit(
            "model.kernel.calls.mappings:find_room",
            "page + count <= pages",
            "page <= pages",
        ),
        (Assertion("open-posix/mmap-24"),),
    ),
    Mutant(
        "no-bytes-may-be-mapped",
        Area.POSIX,
        "a mapping may be of 0 bytes",
        Edit("model.mapping_syscalls:_is_shared", "op.length <= 0", "op.length < 0"),
        (Assertion("open-posix/mmap-32"),),
    ),
    Mutant(
        "neither-private-nor-shared",
        Area.POSIX,
        "mmap takes sharing that is neither private nor shared",
        Edit(
            "model.mapping_syscalls:_is_shared",
            "sharing is Sharing.INVALID",
            "False",
        ),
        (Assertion("open-posix/mmap-21"),),
    ),
    Mutant(
        "offsets-are-rounded-down",
        Area.POSIX,
        "mmap rounds an offset down that is not of a page",
        Edit("model.mapping_syscalls:mmap_file", "rest or page < 0", "page < 0"),
        (Assertion("open-posix/mmap-20"),),
    ),
    Mutant(
        "none-is-readable",
        Area.POSIX,
        "a page without access can be read",
        Edit(
            "model.kernel.calls.page_mapping:page_bits",
            "use.protection is not Protection.NONE",
            "True",
        ),
        (Assertion("open-posix/mmap-5"), Assertion("ltp/mmap05")),
    ),
    Mutant(
        "read-only-pages-writable",
        Area.POSIX,
        "a page mapped for reading can be written",
        Edit(
            "model.kernel.calls.page_mapping:page_bits",
            "use.protection is Protection.READ_WRITE",
            "use.protection is not Protection.NONE",
        ),
        (Assertion("open-posix/mmap-6"),),
    ),
    Mutant(
        "private-stores-reach-the-file",
        Area.POSIX,
        "stores to a private mapping reach the file",
        Edit(
            "model.kernel.calls.page_mapping:page_bits",
            "writing and (not (shows and use.is_private))",
            "writing",
        ),
        (Assertion("open-posix/mmap-7"),),
    ),
    Mutant(
        "no-bus-signal",
        Area.POSIX,
        "an access beyond the end of a mapped file is no SIGBUS",
        Edit(
            "model.kernel.calls.delivery:fault",
            "isinstance(cause, NotMapped) and use is not None",
            "False",
        ),
        (Assertion("open-posix/mmap-11"),),
    ),
    Mutant(
        "mappings-keep-no-files",
        Area.POSIX,
        "a file that is mapped goes with its name and descriptors",
        Edit(
            "model.kernel.state.kernel:is_unused",
            "file.links or file.openings or file.mappings",
            "file.links or file.openings",
        ),
        (Assertion("open-posix/mmap-12"),),
    ),
    Mutant(
        "bad-descriptors-are-EINVAL",
        Area.POSIX,
        "a descriptor that is not open is told as EINVAL",
        Edit(
            "model.kernel.state.kernel:descriptor",
            'SyscallError("EBADF")',
            'SyscallError("EINVAL")',
        ),
        (Assertion("open-posix/mmap-16"), Assertion("ltp/dup02")),
    ),
    Mutant(
        "write-only-files-mapped",
        Area.POSIX,
        "a file that is open for writing alone can be mapped",
        Edit(
            "model.kernel.calls.mappings:file_use",
            "not description.readable or (writing and (not may_write))",
            "writing and (not may_write)",
        ),
        (Assertion("open-posix/mmap-17"), Assertion("ltp/mmap06")),
    ),
    Mutant(
        "closed-is-still-open",
        Area.POSIX,
        "a descriptor stays open when it is closed",
        Edit(
            "model.kernel.calls.descriptors:close",
            "del process.descriptors[number]",
            "process.descriptors[number] = process.descriptors[number]",
        ),
        (Assertion("open-posix/mmap-19"),),
    ),
    Mutant(
        "nothing-is-unmapped",
        Area.POSIX,
        "munmap leaves every page mapped",
        Edit(
            "model.kernel.calls.mappings:munmap",
            "mapped = sorted(page for page in process.pages if page in pages)",
            "mapped = []",
        ),
        (Assertion("open-posix/munmap-1"), Assertion("ltp/munmap01")),
    ),
    Mutant(
        "last-page-stays-mapped",
        Area.POSIX,
        "munmap leaves the last page mapped",
        Edit(
            "model.kernel.calls.mappings:munmap", "page in pages", "page in pages[:-1]"
        ),
        (Assertion("open-posix/munmap-7"),),
    ),
    Mutant(
        "unmapping-needs-mappings",
        Area.POSIX,
        "munmap refuses a range with pages that are not mapped",
        Edit(
            "model.kernel.calls.mappings:munmap",
            "not pages",
            "not pages or any((page not in process.pages for page in pages))",
        ),
        (Assertion("open-posix/munmap-2"),),
    ),
    Mutant(
        "empty-ranges-unmapped",
        Area.POSIX,
        "munmap takes a range of 0 bytes",
        Edit("model.kernel.calls.mappings:munmap", "not pages", "pages is None"),
        (Assertion("open-posix/munmap-9"),),
    ),
    Mutant(
        "ranges-begin-anywhere",
        Area.POSIX,
        "munmap takes a range that does not begin at a page",
        Edit(
            "model.kernel.calls.mappings:covered",
            "bounds.base % layout.page_size == 0 == bounds.length % layout.page_size",
            "bounds.length % layout.page_size == 0",
        ),
        (Assertion("open-posix/munmap-3"),),
    ),
    Mutant(
        "half-pages-unmapped",
        Area.POSIX,
        "munmap takes a range that begins in the middle of a page",
        Edit(
            "model.kernel.calls.mappings:covered",
            "bounds.base % layout.page_size",
            "2 * bounds.base % layout.page_size",
        ),
        (Assertion("open-posix/munmap-10"),),
    ),
    Mutant(
        "untagged-ranges-are-the-first-page",
        Area.POSIX,
        "munmap takes an untagged capability for the first page",
        Edit(
            "model.kernel.calls.mappings:covered",
            "not capability.tag or capability.is_sealed",
            "not capability.tag and (not (capability := pages_root(layout, "
            "memory.place(process.slot), 0, 1, DATA)))",
        ),
        (Assertion("open-posix/munmap-8"),),
    ),
    Mutant(
        "what-was-unmapped-comes-back",
        Area.POSIX,
        "a page that is mapped again has its old content",
        Edit(
            "model.memories.full_copy:FullCopyMemory.unmap",
            "cell[0] == page",
            "cell[0] == -page",
        ),
        (Assertion("open-posix/munmap-4"),),
    ),
)
"""The mutants."""
