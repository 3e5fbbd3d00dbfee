"""Mutants of what the kernel can run out of: calls that fail half-way, and counting."""

from properties.mutants.mutant import Area, Edit, Fuzz, Mutant, Program

MUTANTS = (
    Mutant(
        "failed-fork-keeps-what-it-took",
        Area.KERNEL,
        "a fork that fails does not give back what it took",
        Edit(
            "model.kernel.calls.lifecycle:fork",
            "with kernel.supply.all_or_nothing():",
            "if True:",
        ),
        (
            Fuzz("a_fork_that_is_refused_leaves_all_as_it_was"),
            Program(
                "a_fork_that_fails_changes_nothing",
                ("a open f rw+creat", "a store c1 8 1"),
            ),
        ),
    ),
    Mutant(
        "failed-fork-uses-up-a-pid",
        Area.KERNEL,
        "a fork that fails uses up a pid",
        Edit(
            "model.kernel.calls.lifecycle:fork",
            "slot = _take_slot(kernel, parent)",
            "kernel.last_pid += 1; slot = _take_slot(kernel, parent)",
        ),
        (
            Fuzz("a_fork_that_is_refused_leaves_all_as_it_was"),
            Program(
                "a_fork_that_fails_changes_nothing",
                ("a open f rw+creat", "a store c1 8 1"),
            ),
        ),
    ),
    Mutant(
        "memory-forked-before-it-is-there",
        Area.KERNEL,
        "memory is forked before the supply is known to suffice",
        Edit(
            "model.kernel.calls.lifecycle:fork",
            "slot = _take_slot(kernel, parent)",
            "slot = _take_slot(kernel, parent); kernel.memory.fork(parent.slot, slot)",
        ),
        (
            Fuzz(),
            Program(
                "a_fork_that_fails_changes_nothing",
                ("a open f rw+creat", "a store c1 8 1"),
            ),
        ),
    ),
    Mutant(
        "descriptions-counted-before-the-fork",
        Area.KERNEL,
        "descriptions are counted for a child before the supply is known to suffice",
        Edit(
            "model.kernel.calls.lifecycle:fork",
            "slot = _take_slot(kernel, parent)",
            "descriptors.inherited(parent); slot = _take_slot(kernel, parent)",
        ),
        (
            Fuzz(),
            Program(
                "a_fork_that_fails_changes_nothing",
                ("a open f rw+creat", "a store c1 8 1"),
            ),
        ),
    ),
    Mutant(
        "pages-not-promised",
        Area.KERNEL,
        "a fork takes pages that are not there",
        Edit(
            "model.kernel.calls.lifecycle:fork",
            "kernel.supply.take(Resource.PAGE)",
            "kernel.supply.left[Resource.PAGE] -= 1",
        ),
        (
            Program(
                "a_fork_that_fails_changes_nothing",
                ("a open f rw+creat", "a store c1 8 1"),
            ),
        ),
    ),
    Mutant(
        "too-many-pages-promised",
        Area.KERNEL,
        "a fork takes pages for mappings that the child does not inherit",
        Edit(
            "model.kernel.calls.page_mapping:private_pages",
            "use.is_private and use.inheritance is not Inheritance.NONE",
            "use.is_private",
        ),
        (Program("supply_is_accounted_for", ("a minherit c1 none", "a fork b")),),
    ),
    Mutant(
        "pages-of-a-file-not-counted-where-it-is-mapped",
        Area.KERNEL,
        "a mapping that replaces another may fail when that is unmapped already",
        Edit(
            "model.kernel.calls.mappings:mmap_at",
            "_pages_for(kernel, use, count) - given_back",
            "count - given_back",
        ),
        (
            Program(
                "a_call_that_fails_changes_nothing",
                (
                    "a open f rw+creat",
                    "a ftruncate 0 65536",
                    "a mmap c5 16384 rw",
                    "a mmapfile c6 16384 rw private 0 0 c5",
                ),
            ),
        ),
    ),
    Mutant(
        "table-never-given-back",
        Area.KERNEL,
        "a process that ends keeps its table",
        Edit(
            "model.kernel.calls.delivery:end",
            "kernel.supply.give_back(Resource.TABLE)",
            "pass",
        ),
        (Program("supply_is_accounted_for", ("a fork b", "b exit")),),
    ),
)
"""The mutants."""
