"""Mutants of what memory holds after its mapping has changed."""

from properties.mutants.mutant import (
    Area,
    Assertion,
    Edit,
    Mutant,
    Oracle,
    Program,
)

_AS_NEW = "what_is_not_needed_is_as_new"
_THERE = "what_is_remapped_is_what_was_there"
_MREMAP = "model.kernel.calls.remapping"
_MOVE = "model.kernel.calls.page_mapping:move_page"
_FORGET = "model.kernel.calls.page_mapping:forget_content"

MUTANTS = (
    Mutant(
        "forgotten-pages-stay",
        Area.POSIX,
        "a page that is not needed keeps what it holds",
        Edit(
            "model.kernel.calls.mappings:dontneed",
            "for page in pages:",
            "for page in pages[:0]:",
        ),
        (
            Assertion("gvisor/madvise-zeros-private-anon-page"),
            Assertion("reports/tags-go-with-what-is-forgotten"),
            Program(_AS_NEW, ("a store c1 8 7", "a dontneed c1"), "copa"),
            Oracle(),
        ),
    ),
    Mutant(
        "pages-forgotten-by-everybody",
        Area.POSIX,
        "a page that one process does not need is zeros for all",
        Edit(
            "model.kernel.calls.mappings:dontneed",
            "forget_content(kernel, process, page)",
            "[forget_content(kernel, other, page) for other in "
            "kernel.processes.values() if page in other.pages]",
        ),
        (
            Assertion("gvisor/madvise-zeros-cow-anon-page-in-caller-only"),
            Program(
                _AS_NEW, ("a store c1 8 7", "a fork b", "b dontneed c1"), "copa-shared"
            ),
            Oracle(),
        ),
    ),
    Mutant(
        "shared-pages-forgotten-too",
        Area.POSIX,
        "shared pages that are not needed are zeros of the process's own",
        Edit(_FORGET, "use.file is None", "use.file is None or use.shared"),
        (
            Assertion("gvisor/madvise-does-not-modify-shared-anon-page"),
            Assertion("gvisor/madvise-does-not-modify-shared-file-page"),
            Program(
                _AS_NEW,
                ("a mmap c6 1 rw shared", "a store c6 8 7", "a dontneed c6"),
                "coa",
            ),
        ),
    ),
    Mutant(
        "forgotten-file-pages-are-zeros",
        Area.POSIX,
        "a private page of a file that is not needed is zeros",
        Edit(
            _FORGET, "PRIVATE if use.file is None else use.file.pages[use.index]", "0"
        ),
        (
            Assertion("gvisor/madvise-cleans-private-file-page"),
            Program(
                _AS_NEW,
                (
                    *("a open f rw+creat", "a store c1 8 7", "a write 0 c1 8"),
                    *("a mmapfile c6 1 rw private 0", "a store c6 8 9"),
                    "a dontneed c6",
                ),
            ),
            Oracle(),
        ),
    ),
    Mutant(
        "forgotten-pages-allow-all",
        Area.POSIX,
        "a page that was forgotten can be read and written",
        Edit(_FORGET, "page_bits(kernel, use, shows=use.file is not None)", "PTE()"),
        (
            Assertion("gvisor/madvise-ignores-permissions"),
            Program(_AS_NEW, ("a mprotect c1 none", "a dontneed c1")),
        ),
    ),
    Mutant(
        "forgotten-text-is-data",
        Area.KERNEL,
        "text that is not needed cannot be executed any more",
        Edit(_FORGET, "executable=before.executable", "executable=False"),
        (Program(_AS_NEW, ("a dontneed pcc",)),),
    ),
    Mutant(
        "advice-on-nothing-is-EINVAL",
        Area.POSIX,
        "advice on pages that are not mapped is told as EINVAL",
        Edit(
            "model.kernel.calls.mappings:dontneed",
            'SyscallError("ENOMEM")',
            'SyscallError("EINVAL")',
        ),
        (Assertion("ltp/madvise02"), Oracle()),
    ),
    Mutant(
        "moved-memory-loses-tags",
        Area.KERNEL,
        "only the bytes of memory move, without tags",
        Edit(
            _MOVE,
            "memory.store_capability(Location(slot, new, granule), content)",
            "memory.store(Location(slot, new, granule), 0, 16, content.data)",
        ),
        (
            Assertion("reports/moved-lists-lead-to-the-old-place"),
            Program(_THERE, ("a storecap c1 csp", "a mremap c6 csp 8192 move")),
        ),
    ),
    Mutant(
        "moved-frames-not-relocated",
        Area.KERNEL,
        "memory moves as its frame has it, which may be written for the parent",
        Edit(
            "model.kernel.calls.page_mapping:_held_at",
            "memory.peek(Location(slot, page, granule))",
            "memory.load(Location(slot, page, granule))",
        ),
        (
            Program(
                _THERE,
                ("a storecap c1 csp", "a fork b", "b mremap c6 csp 8192 move"),
                "copa",
            ),
            Program(
                _THERE,
                ("a storecap c1 csp", "a fork b", "b mremap c6 csp 8192 move"),
                "copa-shared",
            ),
        ),
    ),
    Mutant(
        "old-places-stay-mapped",
        Area.POSIX,
        "memory that moves is still mapped at its old place",
        Edit(_MOVE, "memory.unmap(slot, old)", "None"),
        (
            Assertion("gvisor/mremap-may-move-expansion"),
            Program(_THERE, ("a mremap c6 csp 8192 move",), "coa"),
            Oracle(),
        ),
    ),
    Mutant(
        "moved-pages-allow-all",
        Area.KERNEL,
        "memory that moves can be read and written afterwards",
        Edit(_MOVE, "memory.protect(slot, new, pte)", "None"),
        (Program(_THERE, ("a mprotect csp r", "a mremap c6 csp 8192 move")), Oracle()),
    ),
    Mutant(
        "shorter-mappings-lose-one-page-more",
        Area.POSIX,
        "a mapping that does not grow loses its last page",
        Edit(f"{_MREMAP}:mremap", "pages[count:]", "pages[count - 1 :]"),
        (Assertion("gvisor/mremap-noop"),),
    ),
    Mutant(
        "shorter-mappings-keep-their-pages",
        Area.POSIX,
        "the pages that a mapping loses stay mapped",
        Edit(f"{_MREMAP}:mremap", "pages[count:]", "range(0)"),
        (
            Assertion("gvisor/mremap-in-place-shrinking-whole-vma"),
            Assertion("gvisor/mremap-in-place-shrinking-partial-vma"),
            Program(_THERE, ("a mremap c6 c1 4096",)),
            Oracle(),
        ),
    ),
    Mutant(
        "shorter-mappings-are-one",
        Area.POSIX,
        "pages that are to be fewer must be of one mapping",
        Edit(
            f"{_MREMAP}:mremap",
            "pages.start not in process.pages",
            "pages.start not in process.pages or not _is_one_mapping(kernel, process, "
            "pages)",
        ),
        (Assertion("gvisor/mremap-in-place-shrinking-across-vmas"), Oracle()),
    ),
    Mutant(
        "growing-always-moves",
        Area.POSIX,
        "a mapping never grows where it is",
        Edit(
            f"{_MREMAP}:_room",
            "is_free and here.stop <= layout.region_pages and is_exact(layout, here)",
            "False",
        ),
        (Assertion("gvisor/mremap-in-place-expansion-success"), Oracle()),
    ),
    Mutant(
        "growing-over-neighbours",
        Area.POSIX,
        "a mapping grows over what is mapped after it",
        Edit(
            f"{_MREMAP}:_room",
            "not any(page in process.pages for page in here[len(pages) :])",
            "True",
        ),
        (
            Assertion("gvisor/mremap-in-place-expansion-failure"),
            Assertion("ltp/mremap04"),
            Oracle(),
        ),
    ),
    Mutant(
        "grown-pages-show-the-same",
        Area.POSIX,
        "the new pages of a mapping show the page of the file that its last one shows",
        Edit(f"{_MREMAP}:_grow", "index=last.index + number", "index=last.index"),
        (
            Assertion("gvisor/mremap-expansion-preserves-cow-pages"),
            Assertion("ltp/mremap01"),
            Program(
                _THERE,
                (
                    *("a open f rw+creat", "a ftruncate 0 8192"),
                    *("a mmapfile c6 1 r shared 0", "a mremap c7 c6 8192"),
                ),
            ),
        ),
    ),
    Mutant(
        "mappings-of-no-length-are-ENOMEM",
        Area.POSIX,
        "a length of no bytes, or of no pages, is told as ENOMEM by mremap",
        Edit(
            f"{_MREMAP}:mremap",
            "raise SyscallError('EINVAL')",
            "raise SyscallError('ENOMEM')",
        ),
        (Assertion("ltp/mremap02"), Oracle()),
    ),
    Mutant(
        "mapping-nothing-longer-is-EINVAL",
        Area.POSIX,
        "pages that are not mapped are told as EINVAL by mremap",
        Edit(f"{_MREMAP}:mremap", 'SyscallError("EFAULT")', 'SyscallError("EINVAL")'),
        (Assertion("ltp/mremap03"), Oracle()),
    ),
    Mutant(
        "longer-without-pages-that-are-left",
        Area.KERNEL,
        "pages by which a mapping grows are not taken from those that are left",
        Edit(f"{_MREMAP}:_take", "use.is_private", "False"),
        (Program("supply_is_accounted_for", ("a mremap c6 c1 65536",)),),
    ),
    Mutant(
        "shared-memory-has-no-end",
        Area.POSIX,
        "shared memory grows with its mapping",
        Edit(
            "model.mapping_syscalls:mmap",
            "size=count << layout.page_bits",
            "size=layout.slot_size",
        ),
        (Assertion("reports/shared-memory-does-not-grow"), Oracle()),
    ),
)
"""The mutants."""
