"""Mutants of what a child has from its parent besides memory."""

from properties.mutants.mutant import (
    PROTOTYPE,
    Area,
    Assertion,
    Edit,
    Mutant,
    Oracle,
    Program,
)

MUTANTS = (
    Mutant(
        "no-descriptors-for-the-child",
        Area.POSIX,
        "the child inherits no descriptors",
        Edit(
            "model.kernel.calls.descriptors:inherited", "dict(parent.descriptors)", "{}"
        ),
        (Assertion("open-posix/fork-6"), Assertion("ltp/pipe10")),
    ),
    Mutant(
        "descriptor-table-shared",
        Area.POSIX,
        "parent and child have one descriptor table",
        Edit(
            "model.kernel.calls.descriptors:inherited",
            "dict(parent.descriptors)",
            "parent.descriptors",
        ),
        (
            Assertion("ltp/fork08"),
            Oracle(),
            Assertion("reports/osv-1455-lind-261-descriptors"),
        ),
        source="OSv 1455",
    ),
    Mutant(
        "descriptions-apart",
        Area.POSIX,
        "the child's descriptors have descriptions of their own",
        Edit(
            "model.kernel.calls.descriptors:inherited",
            "dict(parent.descriptors)",
            "{number: attrs.evolve(entry, "
            "description=attrs.evolve(entry.description)) for number, entry in "
            "parent.descriptors.items()}",
        ),
        (
            Assertion("ltp/fork10"),
            Assertion("open-posix/fork-5"),
            Assertion("open-posix/fork-19"),
            Oracle(),
        ),
        source=PROTOTYPE,
    ),
    Mutant(
        "reads-start-over",
        Area.POSIX,
        "a read sets the offset to the bytes it has read",
        Edit(
            "model.kernel.calls.files:read",
            "description.offset += len(content)",
            "description.offset = len(content)",
        ),
        (Assertion("ltp/fork07"),),
    ),
    Mutant(
        "one-descriptor-too-many",
        Area.POSIX,
        "a process may have one descriptor more than the limit",
        Edit(
            "model.kernel.calls.descriptors:lowest_free",
            "number >= process.attributes[Attribute.OPEN_MAX]",
            "number > process.attributes[Attribute.OPEN_MAX]",
        ),
        (Assertion("ltp/fork09"), Assertion("ltp/dup03")),
    ),
    Mutant(
        "parents-locks-are-the-childs",
        Area.POSIX,
        "record locks of the parent do not keep the child out",
        Edit(
            "model.kernel.calls.locks:set_lock",
            "_conflict(file, process.pid, kind, part)",
            "_conflict(file, process.parent, kind, part)",
        ),
        (
            Assertion("open-posix/fork-11"),
            Oracle(),
            Assertion("reports/lind-85-occlum-498-locks"),
        ),
        source="Occlum 498",
    ),
    Mutant(
        "semaphores-closed-in-the-child",
        Area.POSIX,
        "the child has no open semaphores",
        Edit(
            "model.kernel.calls.lifecycle:_child",
            "semaphores=dict(parent.semaphores)",
            "semaphores={}",
        ),
        (Assertion("open-posix/fork-14"),),
    ),
    Mutant(
        "all-attributes-inherited",
        Area.POSIX,
        "the child inherits every attribute, cleared ones too",
        Edit(
            "model.kernel.state.attributes:inherited",
            "attributes | IN_CHILD",
            "attributes",
        ),
        (
            Assertion("ltp/alarm03"),
            Program("one_more_fork_hands_down_all", ("a set alarm 5",)),
        ),
    ),
    Mutant(
        "alarm-inherited",
        Area.POSIX,
        "the child inherits the alarm",
        Edit(
            "model.kernel.state.attributes:inherited",
            "attributes | IN_CHILD",
            "attributes | IN_CHILD | {Attribute.ALARM: attributes[Attribute.ALARM]}",
        ),
        (
            Assertion("ltp/alarm07"),
            Assertion("open-posix/fork-9"),
        ),
    ),
    Mutant(
        "interval-timer-inherited",
        Area.POSIX,
        "the child inherits the interval timer",
        Edit(
            "model.kernel.state.attributes:inherited",
            "attributes | IN_CHILD",
            "attributes | IN_CHILD | {Attribute.INTERVAL_TIMER: "
            "attributes[Attribute.INTERVAL_TIMER]}",
        ),
        (
            Assertion("open-posix/fork-13"),
            Program("one_more_fork_hands_down_all", ("a set itimer 5",)),
        ),
    ),
    Mutant(
        "memory-locks-inherited",
        Area.POSIX,
        "the child inherits memory locks",
        Edit(
            "model.kernel.state.attributes:inherited",
            "attributes | IN_CHILD",
            "attributes | IN_CHILD | {Attribute.MEMORY_LOCKS: "
            "attributes[Attribute.MEMORY_LOCKS]}",
        ),
        (
            Assertion("open-posix/fork-15"),
            Program("one_more_fork_hands_down_all", ("a set mlock 5",)),
        ),
    ),
    Mutant(
        "processor-clock-inherited",
        Area.POSIX,
        "the child inherits the processor clock",
        Edit(
            "model.kernel.state.attributes:inherited",
            "attributes | IN_CHILD",
            "attributes | IN_CHILD | {Attribute.CPU_CLOCK: "
            "attributes[Attribute.CPU_CLOCK]}",
        ),
        (
            Assertion("open-posix/fork-22"),
            Program("one_more_fork_hands_down_all", ("a set cpuclock 5",)),
        ),
    ),
    Mutant(
        "semaphore-undo-inherited",
        Area.POSIX,
        "the child inherits the adjustments of semaphores",
        Edit(
            "model.kernel.state.attributes:inherited",
            "attributes | IN_CHILD",
            "attributes | IN_CHILD | {Attribute.SEMADJ: attributes[Attribute.SEMADJ]}",
        ),
        (
            Assertion("open-posix/fork-10"),
            Program("one_more_fork_hands_down_all", ("a set semadj 5",)),
        ),
    ),
    Mutant(
        "threads-inherited",
        Area.POSIX,
        "the child inherits the other threads",
        Edit(
            "model.kernel.state.attributes:inherited",
            "attributes | IN_CHILD",
            "attributes | IN_CHILD | {Attribute.THREADS: "
            "attributes[Attribute.THREADS]}",
        ),
        (
            Assertion("open-posix/fork-21"),
            Program("one_more_fork_hands_down_all", ("a set threads 5",)),
        ),
    ),
    Mutant(
        "timers-inherited",
        Area.POSIX,
        "the child inherits per-process timers",
        Edit(
            "model.kernel.state.attributes:inherited",
            "attributes | IN_CHILD",
            "attributes | IN_CHILD | {Attribute.TIMERS: attributes[Attribute.TIMERS]}",
        ),
        (
            Assertion("open-posix/fork-18"),
            Program("one_more_fork_hands_down_all", ("a set timers 5",)),
        ),
    ),
    Mutant(
        "times-inherited",
        Area.POSIX,
        "the child inherits the processor times",
        Edit(
            "model.kernel.state.attributes:inherited",
            "attributes | IN_CHILD",
            "attributes | IN_CHILD | {Attribute.TIMES: attributes[Attribute.TIMES]}",
        ),
        (
            Assertion("open-posix/fork-8"),
            Program("one_more_fork_hands_down_all", ("a set times 5",)),
        ),
    ),
)
"""The mutants."""
