"""Mutants of fork: who is who, and whose memory is whose."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant

MUTANTS = (
    Mutant(
        "child-does-not-run",
        Area.POSIX,
        "the child is stopped when it is born",
        Edit(
            "model.kernel.calls.lifecycle:_child",
            "semaphores=dict(parent.semaphores)",
            "semaphores=dict(parent.semaphores), stopped=True",
        ),
        (Assertion("open-posix/fork-1"),),
    ),
    Mutant(
        "child-has-its-parents-pid",
        Area.POSIX,
        "the child has its parent's pid",
        Edit("model.kernel.calls.lifecycle:_child", "kernel.next_pid()", "parent.pid"),
        (Assertion("open-posix/getpid-1"),),
    ),
    Mutant(
        "child-is-told-its-pid",
        Area.POSIX,
        "fork returns to the child its own pid, not 0",
        Edit(
            "model.kernel.calls.lifecycle:_begin",
            "integer(form, 0)",
            "integer(form, child.pid)",
        ),
        (Assertion("open-posix/fork-23"),),
    ),
    Mutant(
        "parent-is-told-its-own-parent",
        Area.POSIX,
        "fork returns the pid of the parent to the parent",
        Edit(
            "model.syscalls:_fork",
            "return lifecycle.fork(kernel, process, op.child).pid",
            "return lifecycle.fork(kernel, process, op.child).parent",
        ),
        (Assertion("ltp/fork01"),),
    ),
    Mutant(
        "fork-returns-the-slot",
        Area.POSIX,
        "fork returns the slot of the child",
        Edit(
            "model.syscalls:_fork",
            "return lifecycle.fork(kernel, process, op.child).pid",
            "return lifecycle.fork(kernel, process, op.child).slot",
        ),
        (Assertion("ltp/getpid01"),),
    ),
    Mutant(
        "parent-of-the-parent",
        Area.POSIX,
        "the child's parent is its parent's parent",
        Edit(
            "model.kernel.calls.lifecycle:_child",
            "parent=parent.pid",
            "parent=parent.parent",
        ),
        (Assertion("open-posix/fork-4"),),
    ),
    Mutant(
        "parent-is-the-group",
        Area.POSIX,
        "the child's parent is its parent's group",
        Edit(
            "model.kernel.calls.lifecycle:_child",
            "parent=parent.pid",
            "parent=parent.group",
        ),
        (Assertion("ltp/getppid02"),),
    ),
    Mutant(
        "orphans-of-nobody",
        Area.POSIX,
        "an orphan is adopted by pid 0",
        Edit(
            "model.kernel.calls.delivery:_leave_children",
            "child.parent = INIT_PID",
            "child.parent = 0",
        ),
        (Assertion("ltp/getppid01"),),
    ),
    Mutant(
        "lowest-free-pid",
        Area.POSIX,
        "pids are given from 2 on instead of from the last one",
        Edit("model.kernel.state.kernel:Kernel.next_pid", "self.last_pid + 1", "2"),
        (Assertion("ltp/fork13"),),
    ),
    Mutant(
        "pid-of-a-group",
        Area.POSIX,
        "a pid is given that is the number of a group",
        Edit(
            "model.kernel.state.kernel:Kernel.next_pid",
            "used = {number for p in self.everyone() "
            "for number in (p.pid, p.group, p.session)}",
            "used, self.last_pid = ({p.pid for p in self.everyone()}, 1)",
        ),
        (Assertion("open-posix/fork-3"),),
    ),
    Mutant(
        "pid-of-a-session",
        Area.POSIX,
        "a pid is given that is the number of a session",
        Edit(
            "model.kernel.state.kernel:Kernel.next_pid",
            "used = {number for p in self.everyone() "
            "for number in (p.pid, p.group, p.session)}",
            "used, self.last_pid = ("
            "{number for p in self.everyone() for number in (p.pid, p.group)}, 1)",
        ),
        (Assertion("reports/leaders-that-are-gone-have-their-numbers"),),
    ),
    Mutant(
        "one-process-too-many",
        Area.POSIX,
        "a user may have one process more than the limit",
        Edit(
            "model.kernel.calls.lifecycle:take_entry",
            "processes >= parent.attributes[Attribute.PROCESSES_MAX]",
            "processes > parent.attributes[Attribute.PROCESSES_MAX]",
        ),
        (
            Assertion("open-posix/fork-24"),
            Assertion("reports/starry-2096-fork-that-fails"),
        ),
    ),
    Mutant(
        "fork-promises-no-pages",
        Area.POSIX,
        "fork takes no pages for what is copied later",
        Edit(
            "model.kernel.calls.lifecycle:fork",
            "page_mapping.private_pages(parent)",
            "()",
        ),
        (Assertion("ltp/fork14"),),
    ),
    Mutant(
        "registers-not-relocated",
        Area.POSIX,
        "the child's registers are the parent's",
        Edit(
            "model.kernel.calls.lifecycle:_child",
            "{register: passed_on(capability) for register, capability in registers}",
            "dict(registers)",
        ),
        (
            Assertion("ltp/fork03"),
            Assertion("reports/cheribsd-375-tags-survive-the-copy"),
        ),
    ),
    Mutant(
        "pointers-not-relocated",
        Area.POSIX,
        "pointers in the child's memory are the parent's",
        Edit(
            "model.memories.full_copy:FullCopyMemory._relocation",
            "lambda granule: relocate_granule(self.layout, granule, parent, child)",
            "lambda granule: granule",
        ),
        (Assertion("ltp/fork04"),),
    ),
    Mutant(
        "parent-stores-to-shared-frames",
        Area.POSIX,
        "the parent may go on storing to frames that it shares",
        Edit(
            "optimized.policy:Policy.parent_entry",
            "entry.with_hardware(self.shared_at_home(entry.pte))",
            "entry",
        ),
        (Assertion("open-posix/fork-16"),),
    ),
    Mutant(
        "wait-tells-the-waiter",
        Area.POSIX,
        "a wait returns the pid of the process that waits",
        Edit(
            "model.kernel.calls.waiting:_wait",
            "(child.pid, status or 0)",
            "(process.pid, status or 0)",
        ),
        (Assertion("ltp/fork_procs"),),
    ),
)
"""The mutants."""
