"""Mutants of vfork and spawn: whose memory it is, and who waits."""

from properties.mutants.mutant import (
    Area,
    Assertion,
    Edit,
    Fuzz,
    Mutant,
    Oracle,
    Program,
)

_LIFECYCLE = "model.kernel.calls.lifecycle"
_DELIVERY = "model.kernel.calls.delivery"
_EXECUTING = "model.kernel.calls.executing"

_TABLE = Program(
    "one_more_vfork_lends_all",
    ("a set umask 0x12", "a store c1 8 7", "a open f rw+creat", "a move c9 c1"),
)
"""The table of what vfork lends and hands down."""

_BOOKS = Program("supply_is_accounted_for", ("a vfork b", "b exit"))
"""What is left of everything after a child of vfork has ended."""

MUTANTS = (
    Mutant(
        "children-have-no-umask",
        Area.POSIX,
        "children begin with a umask that withholds nothing",
        Edit(
            f"{_LIFECYCLE}:_child",
            "attributes.inherited(parent.attributes)",
            "attributes.inherited(parent.attributes) | {Attribute.UMASK: 0}",
        ),
        (Assertion("ltp/vfork01"), _TABLE),
    ),
    Mutant(
        "parent-runs-on-during-vfork",
        Area.POSIX,
        "the parent runs on after vfork, beside the child in its memory",
        Edit(f"{_LIFECYCLE}:vfork", "parent.lends_to = child.pid", "pass"),
        (
            Assertion("reports/gvisor-vfork-waits-for-the-end"),
            Fuzz("a_vfork_lends_what_it_should"),
            _TABLE,
        ),
    ),
    Mutant(
        "only-the-end-lets-a-lender-go-on",
        Area.POSIX,
        "exec of the child does not let the parent go on after vfork",
        Edit(f"{_EXECUTING}:execute", "delivery.let_go_on(kernel, process)", "pass"),
        (Assertion("reports/gvisor-vfork-waits-for-exec"),),
    ),
    Mutant(
        "vfork-copies-memory",
        Area.POSIX,
        "vfork is fork, after which the parent waits",
        Edit(
            f"{_LIFECYCLE}:vfork",
            "borrower(kernel, parent, name)",
            "fork(kernel, parent, name)",
        ),
        (Assertion("reports/nuttx-19540-vfork-shares-memory"), _TABLE, Oracle()),
        source="NuttX 19540, the other way round",
    ),
    Mutant(
        "childs-end-frees-the-parents-memory",
        Area.POSIX,
        "the end of a child of vfork frees the memory in which its parent lives",
        Edit(
            "model.kernel.calls.page_mapping:leave",
            "kernel.shares_slot(process)",
            "False",
        ),
        (
            Assertion("reports/vfork-and-the-end-of-the-child"),
            Fuzz(),
            _BOOKS,
        ),
    ),
    Mutant(
        "lenders-cannot-be-killed",
        Area.POSIX,
        "SIGKILL stays pending for a parent that waits after vfork",
        Edit(f"{_DELIVERY}:send", "signal == Signal.KILL", "False"),
        (Assertion("reports/vfork-and-the-end-of-the-parent"),),
    ),
    Mutant(
        "lenders-get-signals-at-once",
        Area.POSIX,
        "a parent that waits after vfork acts upon signals as if it ran",
        Edit(f"{_DELIVERY}:send", "target.lends_to is None", "True"),
        (Assertion("reports/vfork-and-signals-that-wait"), Oracle()),
    ),
    Mutant(
        "lenders-are-only-killed",
        Area.POSIX,
        "nothing but SIGKILL ends a parent that waits after vfork",
        Edit(
            f"{_DELIVERY}:_ends_at_once",
            "signal in harmless",
            "True",
        ),
        (Assertion("reports/vfork-and-signals-that-end"), Oracle()),
    ),
    Mutant(
        "any-deadly-signal-ends-a-lender",
        Area.POSIX,
        "a deadly signal ends a parent that waits after vfork though another waits",
        Edit(f"{_DELIVERY}:send", "not waiting", "True"),
        (Assertion("reports/vfork-and-a-second-signal"),),
    ),
    Mutant(
        "any-child-lets-a-lender-go-on",
        Area.POSIX,
        "a parent goes on after vfork when any of its children executes or ends",
        Edit(
            f"{_DELIVERY}:let_go_on",
            "parent.lends_to == process.pid",
            "parent.lends_to is not None",
        ),
        (Assertion("reports/vfork-and-other-children"), Oracle()),
    ),
    Mutant(
        "forks-of-borrowers-borrow",
        Area.POSIX,
        "a fork by a child of vfork gives a child in the same memory, too",
        Edit(
            "model.syscalls:_fork",
            "lifecycle.fork(kernel, process, op.child)",
            "(lifecycle.borrower if kernel.shares_slot(process) else lifecycle.fork)"
            "(kernel, process, op.child)",
        ),
        (Assertion("reports/vfork-in-vfork"),),
    ),
    Mutant(
        "vfork-shares-descriptors",
        Area.POSIX,
        "a child of vfork has the very descriptors of its parent",
        Edit(
            f"{_LIFECYCLE}:borrower",
            "_begin(kernel, parent, child)",
            "child.descriptors = parent.descriptors; _begin(kernel, parent, child)",
        ),
        (Assertion("reports/vfork-copies-descriptors"),),
    ),
    Mutant(
        "spawn-loses-arguments",
        Area.POSIX,
        "a child that is spawned gets no arguments",
        Edit(
            f"{_EXECUTING}:spawn",
            "_begin_anew(kernel, child, given)",
            'given = b""; _begin_anew(kernel, child, given)',
        ),
        (Assertion("reports/spawn-passes-arguments"),),
    ),
    Mutant(
        "spawn-knows-no-limit",
        Area.POSIX,
        "spawn makes more children than a user may have",
        Edit(
            f"{_EXECUTING}:spawn",
            "lifecycle.take_entry(kernel, parent)",
            "kernel.supply.take(Resource.PROCESS)",
        ),
        (Assertion("reports/spawn-that-fails"),),
    ),
)
"""The mutants."""
