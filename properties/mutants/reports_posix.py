"""Defects of what POSIX says of fork, waits and signals, as people reported them."""

from properties.mutants.mutant import (
    Area,
    Assertion,
    Edit,
    Fuzz,
    Mutant,
    Oracle,
    Program,
)

_WAITING = "model.kernel.calls.waiting"
_PAGES = "model.kernel.calls.page_mapping"
_FATES = "one_more_fork_hands_down_all"

MUTANTS = (
    Mutant(
        "unreadable-pages-are-empty",
        Area.POSIX,
        "a page that cannot be read at the fork is empty in the child",
        Edit(
            f"{_PAGES}:inherited",
            "use.inheritance is Inheritance.WIPE",
            "use.inheritance is Inheritance.WIPE or use.protection is Protection.NONE",
        ),
        (
            Oracle(),
            Fuzz("a_fork_hands_down_what_it_should", "separate"),
            Program(_FATES, ("a store c1 8 7", "a mprotect c1 none")),
        ),
        source="a fork that copies what it can read",
    ),
    Mutant(
        "pages-left-out-stay-in-the-map",
        Area.POSIX,
        "a child has no memory where a page is not inherited, but still its mapping",
        Edit(f"{_PAGES}:inherited", "continue", "pages[page] = use; continue"),
        (
            Oracle(),
            Fuzz("a_fork_hands_down_what_it_should", "separate"),
            Program(_FATES, ("a store c1 8 7", "a minherit c1 none")),
        ),
        source="DragonOS 1349",
    ),
    Mutant(
        "protection-forgets-inheritance",
        Area.POSIX,
        "mprotect forgets what a child is to inherit of a page",
        Edit(
            "model.kernel.calls.mappings:mprotect",
            "attrs.evolve(process.pages[page], protection=protection)",
            "attrs.evolve(process.pages[page], protection=protection, "
            "inheritance=Inheritance.COPY)",
        ),
        (Oracle(), Assertion("reports/protected-pages-stay-wiped")),
        source="mapping flags rebuilt by a change of protection",
    ),
    Mutant(
        "nowait-consumes-stops",
        Area.POSIX,
        "WNOWAIT leaves a zombie to be waited for, and takes a stop away",
        Edit(
            f"{_WAITING}:_wait",
            '"nowait" not in options',
            '"nowait" not in options or child.status is None',
        ),
        (Assertion("reports/asterinas-2984-nowait-and-stops"),),
        source="Asterinas 2984",
    ),
    Mutant(
        "stops-told-unasked",
        Area.POSIX,
        "a wait tells of a stop although nobody asked for stops",
        Edit(
            f"{_WAITING}:_is_ready",
            "child.unreported is None",
            "child.unreported is None or child.stopped",
        ),
        (Oracle(),),
        source="ELKS 2509",
    ),
    Mutant(
        "zombies-cannot-be-signalled",
        Area.POSIX,
        "a signal to a zombie finds no process",
        Edit(
            "model.kernel.calls.delivery:receivers_of",
            "list(kernel.everyone())",
            "list(kernel.processes.values())",
        ),
        (Oracle(), Assertion("reports/tgoskits-487-signals-to-zombies")),
        source="tgoskits 487",
    ),
    Mutant(
        "continuing-leaves-stops-pending",
        Area.POSIX,
        "SIGCONT leaves signals pending that stop a process",
        Edit("model.kernel.calls.delivery:send", "signals.pending &= ~STOPS", "pass"),
        (Oracle(), Assertion("reports/continued-is-not-stopped-again")),
        source="a public report, tried on this model",
    ),
    Mutant(
        "flock-ends-with-any-copy",
        Area.POSIX,
        "a lock on a whole file ends when any descriptor of its description is closed",
        Edit(
            "model.kernel.calls.descriptors:close",
            "del process.descriptors[number]",
            "del process.descriptors[number]; description.lock = None",
        ),
        (Oracle(), Assertion("reports/flock-lasts-as-long-as-its-description")),
        source="a public report, tried on this model",
    ),
    Mutant(
        "sealed-registers-not-relocated",
        Area.POSIX,
        "a sealed register of the child is still the parent's",
        Edit(
            "model.kernel.calls.lifecycle:_child",
            "{register: passed_on(capability) for register, capability in registers}",
            "{register: capability if capability.is_sealed else "
            "passed_on(capability) for register, capability in registers}",
        ),
        (
            Fuzz("registers_are_handed_down"),
            Program(_FATES, ("a sealentry c5 pcc",), "copa"),
        ),
        source="a public report, tried on this model",
    ),
    Mutant(
        "refused-fork-says-0",
        Area.POSIX,
        "a fork that is refused returns 0, as it does in a child",
        Edit(
            "model.syscalls:_fork",
            "lifecycle.fork(kernel, process, op.child).pid",
            "lifecycle.fork(kernel, process, op.child).pid "
            'if len(kernel.processes) < process.attributes["nproc"] else 0',
        ),
        (Assertion("reports/uros-389-phoenix-861-refused-forks"),),
        source="Uros 389",
    ),
)
"""The mutants."""
