"""Mutants of what memory holds after its mapping has changed."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant, Oracle, Program

_AS_NEW = "what_is_not_needed_is_as_new"
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
)
"""The mutants."""
