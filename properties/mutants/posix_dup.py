"""Mutants of dup, dup2 and F_DUPFD."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant

MUTANTS = (
    Mutant(
        "dup-opens-another-file",
        Area.POSIX,
        "dup opens another file",
        Edit(
            "model.kernel.calls.descriptors:dup",
            "entry.description",
            "OpenFile(RegularFile())",
        ),
        (Assertion("ltp/dup01"),),
    ),
    Mutant(
        "dup-takes-the-first-opening",
        Area.POSIX,
        "dup takes the file's first description",
        Edit(
            "model.kernel.calls.descriptors:dup",
            "entry.description",
            "entry.description.file.openings[0]",
        ),
        (Assertion("ltp/dup04"),),
    ),
    Mutant(
        "dup-fills-no-holes",
        Area.POSIX,
        "dup takes the number after the highest one",
        Edit(
            "model.kernel.calls.descriptors:lowest_free",
            "number in process.descriptors",
            "number <= max(process.descriptors, default=-1)",
        ),
        (Assertion("ltp/dup06"),),
    ),
    Mutant(
        "dup-opens-the-file-anew",
        Area.POSIX,
        "dup opens the file anew",
        Edit(
            "model.kernel.calls.descriptors:dup",
            "entry.description",
            "OpenFile(entry.description.file)",
        ),
        (Assertion("ltp/dup07"),),
    ),
    Mutant(
        "dupfd-ignores-the-least",
        Area.POSIX,
        "F_DUPFD ignores the least number asked for",
        Edit(
            "model.kernel.calls.descriptors:dup_from",
            "lowest_free(process, least)",
            "lowest_free(process)",
        ),
        (Assertion("ltp/fcntl02"),),
    ),
    Mutant(
        "dup-without-room-is-invalid",
        Area.POSIX,
        "dup asks for a number from 0 on, as F_DUPFD does, of which there may be none",
        Edit(
            "model.kernel.calls.descriptors:dup",
            "lowest_free(process)",
            "dup_from(process, number, 0, cloexec=False)",
        ),
        (Assertion("reports/limits-below-what-is-open"),),
    ),
    Mutant(
        "dup2-takes-negative-numbers",
        Area.POSIX,
        "dup2 takes negative numbers",
        Edit(
            "model.kernel.calls.descriptors:_replace",
            "not 0 <= target < process.attributes[Attribute.OPEN_MAX]",
            "target >= process.attributes[Attribute.OPEN_MAX]",
        ),
        (Assertion("ltp/dup201"),),
    ),
    Mutant(
        "dup2-limit-off-by-one",
        Area.POSIX,
        "dup2 takes the number of the limit",
        Edit(
            "model.kernel.calls.descriptors:_replace",
            "0 <= target < process.attributes[Attribute.OPEN_MAX]",
            "0 <= target <= process.attributes[Attribute.OPEN_MAX]",
        ),
        (Assertion("ltp/dup205"),),
    ),
    Mutant(
        "dup2-opens-the-file-anew",
        Area.POSIX,
        "dup2 opens the file anew",
        Edit(
            "model.kernel.calls.descriptors:dup2",
            "_replace(kernel, process, target, Descriptor(entry.description))",
            "install(process, target, Descriptor(OpenFile(entry.description.file)))",
        ),
        (Assertion("ltp/dup202"),),
    ),
    Mutant(
        "dup2-copies-close-on-exec",
        Area.POSIX,
        "dup2 copies close-on-exec",
        Edit(
            "model.kernel.calls.descriptors:dup2",
            "Descriptor(entry.description)",
            "entry",
        ),
        (Assertion("ltp/dup203"),),
    ),
    Mutant(
        "dup2-moves-the-descriptor",
        Area.POSIX,
        "dup2 closes the descriptor that it duplicates",
        Edit(
            "model.kernel.calls.descriptors:dup2",
            "Descriptor(entry.description)",
            "process.descriptors.pop(number)",
        ),
        (Assertion("ltp/dup204"),),
    ),
    Mutant(
        "dup2-onto-itself-closes",
        Area.POSIX,
        "dup2 onto itself closes the descriptor",
        Edit("model.kernel.calls.descriptors:dup2", "number == target", "target < 0"),
        (Assertion("ltp/dup206"),),
    ),
    Mutant(
        "dup2-copies-the-description",
        Area.POSIX,
        "dup2 copies the description",
        Edit(
            "model.kernel.calls.descriptors:dup2",
            "_replace(kernel, process, target, Descriptor(entry.description))",
            "install(process, target, Descriptor(attrs.evolve(entry.description)))",
        ),
        (Assertion("ltp/dup207"),),
    ),
)
"""The mutants."""
