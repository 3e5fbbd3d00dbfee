"""Mutants of locks that descriptions have on parts of files."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant, Oracle, Program

_SET = "model.kernel.calls.locks:set_description_lock"
_FOUND = "_conflict(description.file, _NOBODY, kind, part, description)"

MUTANTS = (
    Mutant(
        "description-locks-exclude-nobody",
        Area.POSIX,
        "locks of descriptions do not keep others out",
        Edit(
            "model.kernel.calls.locks:_conflict", "(*file.locks, *others)", "file.locks"
        ),
        (
            Assertion("ltp/fcntl34"),
            Program(
                "locks_exclude_each_other",
                (
                    *("a open f rw+creat", "a open f rw", "a ofdlock 0 w 0 8"),
                    "a ofdlock 1 w 4 8",
                ),
            ),
            Oracle(),
        ),
    ),
    Mutant(
        "description-locks-spare-their-process",
        Area.POSIX,
        "locks of a process do not exclude those of its descriptions",
        Edit(_SET, _FOUND, _FOUND.replace("_NOBODY", "process.pid")),
        (Assertion("ltp/fcntl36"), Oracle()),
    ),
    Mutant(
        "description-locks-exclude-themselves",
        Area.POSIX,
        "the lock of a description excludes any other of the same description",
        Edit(_SET, _FOUND, _FOUND.replace(", description)", ")")),
        (Assertion("reports/description-locks-are-inherited"), Oracle()),
    ),
    Mutant(
        "description-locks-go-with-any-close",
        Area.POSIX,
        "the locks of a description go with any of its descriptors",
        Edit(
            "model.kernel.calls.descriptors:close",
            "description.references -= 1",
            "description.references -= 1; description.locks.clear()",
        ),
        (
            Assertion("reports/description-locks-go-with-the-last-descriptor"),
            Oracle(),
        ),
    ),
)
"""The mutants."""
