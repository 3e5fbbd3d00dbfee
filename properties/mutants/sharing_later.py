"""Mutants of memory that becomes shared: what children are to inherit shared."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant, Program

_SHARED = "what_is_inherited_shared_holds_what_it_held"
_SHARE = "model.kernel.calls.page_mapping:_fill"

MUTANTS = (
    Mutant(
        "inherited-shared-starts-as-zeros",
        Area.POSIX,
        "memory that is to be inherited shared is zeros at first",
        Edit(_SHARE, "shared != ZERO", "False"),
        (Program(_SHARED, ("a store c1 8 7", "a minherit c1 share")),),
    ),
    Mutant(
        "inherited-shared-is-copied",
        Area.POSIX,
        "memory that is to be inherited shared is copied by a fork",
        Edit(
            "model.kernel.calls.mappings:minherit",
            "share_memory(kernel, process, pages)",
            "None",
        ),
        (
            Assertion("reports/inherited-shared-pages-are-one"),
            Program(_SHARED, ("a minherit c1 share",), "coa"),
        ),
    ),
    Mutant(
        "inherited-shared-with-tags",
        Area.KERNEL,
        "memory that becomes shared keeps its tags in one address space",
        Edit(_SHARE, "content.tag and memory.may_share_tags", "content.tag"),
        (
            Program(_SHARED, ("a storecap c1 c1", "a minherit c1 share"), "copa"),
            Program(
                "memory_is_confined",
                ("a storecap c1 c1", "a minherit c1 share", "a fork b"),
                "full-copy",
            ),
        ),
    ),
    Mutant(
        "private-file-pages-inherited-shared",
        Area.POSIX,
        "private pages of a file may be inherited shared",
        Edit(
            "model.kernel.calls.mappings:minherit",
            "use.is_private and use.file is not None",
            "False",
        ),
        (Assertion("reports/files-are-not-inherited-shared"),),
    ),
)
"""The mutants."""
