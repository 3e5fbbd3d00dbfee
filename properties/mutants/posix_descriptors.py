"""Mutants of descriptors and of the descriptions that they name."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant

MUTANTS = (
    Mutant(
        "descriptor-limit-forgotten",
        Area.POSIX,
        "a process may have any number of descriptors",
        Edit(
            "model.kernel.calls.descriptors:lowest_free",
            "number >= process.attributes[Attribute.OPEN_MAX]",
            "number < 0",
        ),
        (Assertion("ltp/fcntl12"),),
    ),
    Mutant(
        "closing-keeps-the-number",
        Area.POSIX,
        "close keeps the number",
        Edit(
            "model.kernel.calls.descriptors:close",
            "del process.descriptors[number]",
            "process.descriptors = dict(process.descriptors)",
        ),
        (Assertion("ltp/mmap08"),),
    ),
    Mutant(
        "descriptions-never-go",
        Area.POSIX,
        "a description stays when its last descriptor is closed",
        Edit(
            "model.kernel.calls.descriptors:close",
            "description.references == 0",
            "description.references < 0",
        ),
        (Assertion("ltp/pipe13"),),
    ),
    Mutant(
        "forks-count-no-descriptors",
        Area.POSIX,
        "fork does not count the descriptors of the child",
        Edit(
            "model.kernel.calls.descriptors:inherited",
            "parent.descriptors.values()",
            "list(parent.descriptors.values())[:0]",
        ),
        (Assertion("ltp/pipe11"),),
    ),
    Mutant(
        "closed-descriptors-have-flags",
        Area.POSIX,
        "a descriptor that is not open has flags",
        Edit(
            "model.kernel.calls.descriptors:descriptor_flags",
            "descriptor(process, number).cloexec",
            "number in process.descriptors and process.descriptors[number].cloexec",
        ),
        (Assertion("ltp/fcntl03"),),
    ),
    Mutant(
        "getfl-leaves-out-append",
        Area.POSIX,
        "F_GETFL leaves O_APPEND out",
        Edit(
            "model.kernel.calls.descriptors:status_flags",
            "APPEND_BIT * description.append",
            "APPEND_BIT * False",
        ),
        (Assertion("ltp/fcntl04"),),
    ),
    Mutant(
        "setfl-only-adds",
        Area.POSIX,
        "F_SETFL only adds flags",
        Edit(
            "model.kernel.calls.descriptors:set_status_flags",
            'description.nonblock = "nonblock" in flags',
            'description.nonblock |= "nonblock" in flags',
        ),
        (Assertion("ltp/fcntl01"),),
    ),
    Mutant(
        "setfl-drops-append",
        Area.POSIX,
        "F_SETFL drops O_APPEND",
        Edit(
            "model.kernel.calls.descriptors:set_status_flags",
            '"append" in flags',
            "False",
        ),
        (Assertion("ltp/fcntl08"),),
    ),
    Mutant(
        "locks-go-with-the-last-descriptor",
        Area.POSIX,
        "record locks go only with the last descriptor of a description",
        Edit(
            "model.kernel.calls.descriptors:close",
            "[lock for lock in file.locks if lock.pid != process.pid]",
            "[k for k in file.locks if description.references > 1]",
        ),
        (Assertion("ltp/fcntl15"),),
    ),
    Mutant(
        "file-gone-with-its-last-opening",
        Area.POSIX,
        "a file without descriptors goes although it has a name",
        Edit(
            "model.kernel.state.kernel:is_unused",
            "file.links or file.openings or file.mappings",
            "file.openings or file.mappings",
        ),
        (Assertion("ltp/exit02"),),
    ),
    Mutant(
        "the-end-is-where-the-offset-is",
        Area.POSIX,
        "SEEK_END counts from the offset",
        Edit(
            "model.kernel.state.open_files:OpenFile.origin",
            "self.file.size if isinstance(self.file, RegularFile) else 0",
            "self.offset",
        ),
        (Assertion("ltp/lseek01"),),
    ),
    Mutant(
        "pipes-have-offsets",
        Area.POSIX,
        "lseek of a pipe succeeds",
        Edit("model.kernel.calls.files:lseek", "Pipe | MessageQueue", "MessageQueue"),
        (Assertion("ltp/lseek02"),),
    ),
    Mutant(
        "writing-closes-the-gap",
        Area.POSIX,
        "a write beyond the end goes to the end",
        Edit(
            "model.kernel.calls.files:write",
            "write_file(kernel, file, offset, content)",
            "write_file(kernel, file, min(offset, file.size), content)",
        ),
        (Assertion("ltp/lseek07"),),
    ),
)
"""The mutants."""
