"""Mutants of exec: what it keeps, what it resets, and what it closes."""

from properties.mutants.mutant import (
    Area,
    Assertion,
    Edit,
    Fuzz,
    Mutant,
    Oracle,
    Program,
)

_EXECUTING = "model.kernel.calls.executing"
_LOADING = "model.kernel.calls.loading"
_SIGNALS = "model.kernel.calls.signals"
_DESCRIPTORS = "model.kernel.calls.descriptors"
_GROUPS = "model.kernel.calls.groups"

_TABLE = Program(
    "one_more_exec_keeps_all",
    (
        *("a open f rw+creat+cloexec", "a open g rw+creat", "a setlk 0 w 0 5"),
        *("a setlk 1 w 0 5", "a sigaction USR1 pcc+16", "a sigaction USR2 ignore"),
        *("a sigmask block TERM", "a kill a TERM", "a sigaltstack csp 2048"),
        *("a semopen s 1", "a mmap c5 4096 rw shared", "a store c1 8 7"),
        *("a set timers 2", "a set mlock 2", "a fork b", "b setpgid b", "a move c9 c1"),
        *("a setpgid b b", "a store csp 8 0x1234"),
    ),
)
"""The table of what exec keeps, after some of everything."""

MUTANTS = (
    Mutant(
        "exec-closes-nothing",
        Area.POSIX,
        "exec closes no descriptor",
        Edit(
            f"{_DESCRIPTORS}:close_at_exec",
            "close(kernel, process, number)",
            "pass",
        ),
        (Assertion("ltp/fcntl07"), _TABLE, Oracle()),
    ),
    Mutant(
        "exec-closes-all-of-a-description",
        Area.POSIX,
        "exec closes all descriptors of a description that has one to be closed",
        Edit(
            f"{_DESCRIPTORS}:close_at_exec",
            "entry.cloexec",
            "any(each.cloexec and each.description is entry.description "
            "for each in process.descriptors.values())",
        ),
        (Assertion("ltp/dup3_01"),),
    ),
    Mutant(
        "exec-closes-what-should-stay",
        Area.POSIX,
        "exec closes all descriptors",
        Edit(f"{_DESCRIPTORS}:close_at_exec", "entry.cloexec", "True"),
        (Assertion("ltp/fcntl29"), _TABLE),
    ),
    Mutant(
        "exec-forgets-descriptors",
        Area.POSIX,
        "exec removes a descriptor and does not close it: its locks stay",
        Edit(
            f"{_DESCRIPTORS}:close_at_exec",
            "close(kernel, process, number)",
            "del process.descriptors[number]",
        ),
        (Assertion("reports/gramine-836-exec-closes-as-close-does"), _TABLE),
        source="gramine 836",
    ),
    Mutant(
        "exec-drops-locks",
        Area.POSIX,
        "exec drops the record locks on files that stay open",
        Edit(
            f"{_EXECUTING}:_begin_anew",
            "descriptors.close_at_exec(kernel, process)",
            "descriptors.close_at_exec(kernel, process); "
            "[each.description.file.locks.clear() "
            "for each in process.descriptors.values()]",
        ),
        (Assertion("reports/exec-keeps-locks"), _TABLE),
    ),
    Mutant(
        "handlers-survive-exec",
        Area.POSIX,
        "exec keeps handlers, whose code is gone",
        Edit(
            f"{_SIGNALS}:after_exec",
            "action is Disposition.IGNORE",
            "action",
        ),
        (Assertion("reports/gvisor-exec-resets-handlers"), _TABLE, Oracle()),
        source="graphene 1551; DragonOS 1232",
    ),
    Mutant(
        "exec-resets-what-is-ignored",
        Area.POSIX,
        "exec resets the signals that are ignored, too",
        Edit(
            f"{_SIGNALS}:after_exec",
            "action is Disposition.IGNORE",
            "False",
        ),
        (Assertion("reports/gvisor-exec-keeps-ignored-signals"), _TABLE, Oracle()),
    ),
    Mutant(
        "exec-resets-the-mask",
        Area.POSIX,
        "exec lets all signals through",
        Edit(f"{_SIGNALS}:after_exec", "signals.mask", "0"),
        (Assertion("reports/gvisor-exec-keeps-the-mask"), _TABLE),
    ),
    Mutant(
        "exec-loses-pending-signals",
        Area.POSIX,
        "exec loses the signals that are pending",
        Edit(f"{_SIGNALS}:after_exec", "signals.pending", "0"),
        (Assertion("reports/shadow-3162-exec-keeps-pending-signals"), _TABLE),
        source="shadow 3162",
    ),
    Mutant(
        "alternate-stack-survives-exec",
        Area.POSIX,
        "exec keeps the stack of handlers, which is memory that is gone",
        Edit(
            f"{_EXECUTING}:_begin_anew",
            "process.signals = signals.after_exec(process.signals)",
            "stack = process.signals.stack; "
            "process.signals = signals.after_exec(process.signals); "
            "process.signals.stack = stack",
        ),
        (Assertion("reports/exec-ends-the-alternate-stack"), _TABLE),
    ),
    Mutant(
        "old-memory-is-seen-after-exec",
        Area.POSIX,
        "exec maps the new image over what is in memory",
        Edit(f"{_EXECUTING}:_clear", "kernel.memory.exit(process.slot)", "pass"),
        (Assertion("reports/exec-gives-a-fresh-image"), _TABLE),
    ),
    Mutant(
        "registers-survive-exec",
        Area.POSIX,
        "exec leaves pointers of the old image in registers that it does not set",
        Edit(
            f"{_LOADING}:load",
            "process.registers = empty_registers(layout.format)",
            "pass",
        ),
        (
            Assertion("reports/exec-leaves-no-pointer"),
            Fuzz("an_exec_keeps_what_it_should"),
            _TABLE,
        ),
    ),
    Mutant(
        "mappings-survive-exec",
        Area.POSIX,
        "the kernel takes the pages of the old image to be mapped still",
        Edit(
            f"{_EXECUTING}:_clear",
            "page_mapping.release(kernel, process)",
            "pass",
        ),
        (Assertion("reports/exec-unmaps"), _TABLE),
    ),
    Mutant(
        "semaphores-survive-exec",
        Area.POSIX,
        "exec keeps named semaphores open",
        Edit(f"{_EXECUTING}:_begin_anew", "process.semaphores = {}", "pass"),
        (Assertion("reports/exec-closes-semaphores"), _TABLE),
    ),
    Mutant(
        "arguments-are-lost",
        Area.POSIX,
        "the new image does not find its arguments",
        Edit(
            f"{_EXECUTING}:_begin_anew",
            "copy_out(kernel, process, (FOUND_AT, 0), given)",
            "pass",
        ),
        (Assertion("reports/exec-passes-arguments"), _TABLE),
    ),
    Mutant(
        "long-arguments-are-not-counted",
        Area.POSIX,
        "exec copies arguments of any length",
        Edit(
            f"{_EXECUTING}:arguments",
            "size > min(layout.page_size, stack)",
            "False",
        ),
        (Assertion("reports/exec-that-fails"),),
    ),
    Mutant(
        "exec-begins-a-group",
        Area.POSIX,
        "a process that executes leads a group of its own",
        Edit(
            f"{_EXECUTING}:_begin_anew",
            "process.executed = True",
            "process.executed = True; process.group = process.pid",
        ),
        (Assertion("reports/exec-keeps-who-it-is"),),
    ),
    Mutant(
        "exec-keeps-timers",
        Area.POSIX,
        "exec keeps timers and memory locks",
        Edit(
            "model.kernel.state.attributes:after_exec",
            "attributes | AFTER_EXEC",
            "attributes",
        ),
        (Assertion("reports/exec-keeps-attributes"), _TABLE),
    ),
    Mutant(
        "executed-children-are-moved",
        Area.POSIX,
        "a parent moves a child that has executed to another group",
        Edit(
            f"{_GROUPS}:join",
            "member is not process and member.executed",
            "False",
        ),
        (Assertion("reports/who-executed-stays-in-its-group"), Oracle()),
    ),
    Mutant(
        "what-was-executed-comes-first",
        Area.POSIX,
        "that a child has executed is told before that it is in another session",
        Edit(
            f"{_GROUPS}:join",
            "process.session != member.session",
            "process.session != member.session and not member.executed",
        ),
        (Assertion("reports/executed-children-in-another-session"),),
    ),
)
"""The mutants."""
