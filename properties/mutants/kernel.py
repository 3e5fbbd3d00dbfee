"""Mutants of the kernel: each breaks a law after a short program, or in fuzzing."""

from properties.mutants.mutant import (
    Area,
    Assertion,
    Edit,
    Fuzz,
    Mutant,
    Program,
    Proof,
)

MUTANTS = (
    Mutant(
        "pids-left-out",
        Area.KERNEL,
        "where a pid is in use, the one after it is left out",
        Edit("model.kernel.state.kernel:Kernel.next_pid", "pid + 1", "pid + 2"),
        (Program("pids_are_given_in_turn", ("a getpid",)),),
    ),
    Mutant(
        "closing-does-not-count",
        Area.KERNEL,
        "a description is not counted down when it is closed",
        Edit(
            "model.kernel.calls.descriptors:close",
            "description.references -= 1",
            "pass",
        ),
        (
            Program(
                "descriptions_are_counted",
                ("a open f rw+creat", "a dup 0", "a close 1"),
            ),
        ),
    ),
    Mutant(
        "inherited-descriptors-not-counted",
        Area.KERNEL,
        "descriptions are not counted up for the child",
        Edit(
            "model.kernel.calls.descriptors:inherited",
            "parent.descriptors.values()",
            "()",
        ),
        (Program("descriptions_are_counted", ("a open f rw+creat", "a fork b")),),
    ),
    Mutant(
        "child-maps-a-file-uncounted",
        Area.KERNEL,
        "a mapping that the child inherits is not counted",
        Edit(
            "model.kernel.calls.page_mapping:inherited",
            "use.file.mappings += 1",
            "pass",
        ),
        (
            Program(
                "files_are_counted",
                ("a mmap c5 1 rw shared", "a fork b", "b munmap c5"),
            ),
            Assertion("reports/graphene-81-gramine-336-end-of-file"),
        ),
    ),
    Mutant(
        "file-keeps-pages-without-a-name",
        Area.KERNEL,
        "a file without a name, descriptor or mapping keeps its pages",
        Edit("model.kernel.calls.files:unlink", "discard(kernel, file)", "pass"),
        (
            Program(
                "files_are_counted",
                ("a open f rw+creat", "a write 0 c1 8", "a close 0", "a unlink f"),
            ),
        ),
    ),
    Mutant(
        "locks-stay-when-a-file-is-closed",
        Area.KERNEL,
        "record locks stay when their file is closed",
        Edit(
            "model.kernel.calls.descriptors:close",
            "file.locks = [lock for lock in file.locks if lock.pid != process.pid]",
            "pass",
        ),
        (
            Program(
                "locks_are_of_processes_that_have_the_file_open",
                (
                    "a open f rw+creat",
                    "a dup 0",
                    "a setlk 0 w 0 4",
                    "a close 1",
                    "a close 0",
                ),
            ),
        ),
    ),
    Mutant(
        "orphans-keep-their-parent",
        Area.KERNEL,
        "an orphan keeps the parent that has ended",
        Edit(
            "model.kernel.calls.delivery:_leave_children",
            "child.parent = INIT_PID",
            "pass",
        ),
        (Program("zombies_have_somebody_to_wait_for_them", ("a fork b", "a exit")),),
    ),
    Mutant(
        "stopped-for-good",
        Area.KERNEL,
        "who ends is stopped besides",
        Edit(
            "model.kernel.calls.delivery:end",
            "status, False, None",
            "status, True, None",
        ),
        (Program("zombies_have_somebody_to_wait_for_them", ("a fork b", "b exit")),),
    ),
    Mutant(
        "a-pid-that-somebody-has",
        Area.KERNEL,
        "a pid is given that a process has",
        Edit(
            "model.kernel.state.kernel:Kernel.next_pid",
            "pid in used or pid >= PID_MAX",
            "pid >= PID_MAX",
        ),
        (Program("pids_are_unique", ("a fork b",)),),
    ),
    Mutant(
        "append-moves-first",
        Area.KERNEL,
        "a write that appends moves the offset before it is known to succeed",
        Edit(
            "model.kernel.calls.files:write",
            "at_end = description.append and content",
            "at_end = False; description.offset = file.size",
        ),
        (
            Program(
                "a_call_that_fails_changes_nothing",
                ("a open f rw+creat+append", "a ftruncate 0 4096", "a write 0 c1 8"),
            ),
        ),
    ),
    Mutant(
        "handlers-not-relocated",
        Area.KERNEL,
        "the child's signal handlers are the parent's capabilities",
        Edit(
            "model.kernel.calls.signals:inherited",
            "passed_on(action) if isinstance(action, Capability) else action",
            "action",
        ),
        (
            Proof("a_fork_hands_down_handlers_and_their_stack"),
            Fuzz("handlers_are_handed_down", "separate"),
            Assertion("open-posix/fork-2"),
        ),
    ),
    Mutant(
        "stack-of-handlers-not-relocated",
        Area.KERNEL,
        "the child's stack for handlers is the parent's",
        Edit(
            "model.kernel.calls.signals:inherited",
            "None if signals.stack is None else passed_on(signals.stack)",
            "signals.stack",
        ),
        (
            Proof("a_fork_hands_down_handlers_and_their_stack"),
            Fuzz("handlers_are_handed_down", "separate"),
        ),
        source="gVisor, SigAltStack of fork.cc",
    ),
    Mutant(
        "registers-moved-in-separate-address-spaces",
        Area.KERNEL,
        "registers are relocated although every process has its own address space",
        Edit(
            "model.memories.separate:SeparateMemory.inherit",
            "del parent, child",
            "from model.memory.relocation import relocate; "
            "return relocate(self.layout, capability, HOME, child)",
        ),
        (Fuzz("registers_are_handed_down", "separate"),),
    ),
    Mutant(
        "register-cleared-before-the-load",
        Area.KERNEL,
        "a load clears its destination before it is known to succeed",
        Edit(
            "model.system:_try_access",
            "value = access.load_data(memory, slot, authority, address, size)",
            "registers[destination] = integer(form, 0); "
            "value = access.load_data(memory, slot, authority, address, size)",
        ),
        (Proof("a_fault_changes_nothing"),),
    ),
)
"""The mutants."""
