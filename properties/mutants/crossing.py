"""Mutants of what the kernel copies, and of what new memory holds."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant, Program

_COPYING = "model.kernel.calls.copying"

_TAKEN = "a_write_takes_what_its_process_finds"
_GIVEN = "a_read_puts_what_there_was_where_its_process_finds_it"

MUTANTS = (
    Mutant(
        "copied-from-the-start-of-granules",
        Area.KERNEL,
        "the kernel takes the first bytes of each granule, wherever a buffer begins",
        Edit(
            f"{_COPYING}:copy_in",
            "read_bytes(memory.load(at), offset, length)",
            "read_bytes(memory.load(at), 0, length)",
        ),
        (
            Program(
                _TAKEN, ("a open f rw+creat", "a store c1+8 8 77", "a write 0 c1+8 8")
            ),
        ),
    ),
    Mutant(
        "copied-from-the-first-process",
        Area.KERNEL,
        "the kernel takes the bytes that the first process finds, whoever asks",
        Edit(
            f"{_COPYING}:copy_in",
            "memory.load(at)",
            "memory.load(Location(memory.layout.first_user_slot, at.page, at.granule))",
        ),
        (
            Program(
                _TAKEN,
                ("a open f rw+creat", "a fork b", "b store c1 8 7", "b write 0 c1 8"),
                "copa",
            ),
        ),
    ),
    Mutant(
        "first-bytes-given-again",
        Area.KERNEL,
        "what is read into a second granule are the bytes of the first",
        Edit(
            f"{_COPYING}:copy_out",
            "content[done : done + length]",
            "content[0:length]",
        ),
        (
            Program(
                _GIVEN,
                (
                    *("a open f rw+creat", "a store c1+16 8 7", "a write 0 c1 32"),
                    *("a lseek 0 0 set", "a read 0 csp 32"),
                ),
            ),
        ),
    ),
    Mutant(
        "copied-beside-the-buffer",
        Area.KERNEL,
        "the kernel stores the whole of a granule that a buffer has a part of",
        Edit(
            f"{_COPYING}:copy_out",
            "kernel.memory.store(at, offset, length, value)",
            "kernel.memory.store(at, 0, 16, value << 8 * offset)",
        ),
        (
            Program(
                _GIVEN,
                (
                    *("a open f rw+creat", "a store csp+8 8 -1", "a write 0 c1 8"),
                    *("a lseek 0 0 set", "a read 0 csp 8"),
                ),
            ),
        ),
    ),
    Mutant(
        "pages-kept-that-are-not-handed-down",
        Area.KERNEL,
        "a child has a copy of pages that it is not to inherit",
        Edit(
            "model.kernel.calls.page_mapping:inherited",
            "use.inheritance is Inheritance.NONE",
            "use.inheritance is Inheritance.WIPE",
        ),
        (
            Program(
                "a_child_finds_its_parents_memory_and_no_other",
                ("a store c1 8 7", "a minherit c1 none", "a fork b"),
            ),
            Assertion("reports/dragonos-1349-dontfork"),
        ),
    ),
)
"""The mutants of this chapter."""
