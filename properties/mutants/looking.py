"""Mutants of observation: of looks, of steps, of the words for them, and of costs."""

from properties.mutants.mutant import Area, Edit, Mutant, Program

MUTANTS = (
    Mutant(
        "look-that-loads",
        Area.KERNEL,
        "an observation loads capabilities, so that a lazy memory copies pages for it",
        Edit(
            "model.trace.observing:_slot",
            "granule = memory.peek(at)",
            "granule = memory.load_capability(at)",
        ),
        (
            Program(
                "a_look_at_a_system_changes_nothing",
                ("a storecap c1 c1", "a fork b"),
                "copa",
            ),
        ),
    ),
    Mutant(
        "store-that-reaches-further",
        Area.KERNEL,
        "a data store changes the next granule, too",
        Edit(
            "model.system:_try_access",
            "access.store_data(memory, slot, authority, address, size, number)",
            "access.store_data(memory, slot, authority, address, size, number); "
            "memory.store(memory.locate(slot, address ^ 16), 0, 1, 1)",
        ),
        (
            Program(
                "an_instruction_changes_no_more_than_its_reach",
                ("a fork b", "a store c1 8 7"),
            ),
        ),
    ),
    Mutant(
        "shared-frames-counted-whole",
        Area.KERNEL,
        "of a frame that several share, each is said to have all of it",
        Edit(
            "optimized.metering:MeteredMemory.usage",
            "Fraction(1, count)",
            "Fraction(count > 0)",
        ),
        (Program("shares_of_frames_add_up", ("a fork b",), "copa"),),
    ),
    Mutant(
        "copies-for-the-dead-forgotten",
        Area.KERNEL,
        "pages copied for a process are not counted once its slot has another owner",
        Edit(
            "optimized.metering:MeteredMemory.fork",
            "self.past.append(self.costs_of(child))",
            "None",
        ),
        (
            Program(
                "every_copied_page_is_somebodys",
                ("a fork b", "b store c1 8 7", "b exit", "a fork c"),
                "copa",
            ),
        ),
    ),
    Mutant(
        "text-with-the-stack",
        Area.KERNEL,
        "the first process begins with a program counter that covers its stack, too",
        Edit(
            "model.kernel.calls.loading:_map",
            "pages_root(layout, place, pages.start, len(pages), perms)",
            "pages_root(layout, place, pages.start, len(pages) + is_fixed, perms)",
        ),
        (Program("the_first_process_has_what_it_is_given", ("a move c1 c1",)),),
    ),
    Mutant(
        "stack-for-nothing",
        Area.KERNEL,
        "no page is taken for the stack of the first process",
        Edit(
            "model.kernel.calls.lifecycle:start",
            "kernel.supply.take(Resource.PAGE, loading.pages_of(layout, image))",
            "kernel.supply.take(Resource.PAGE, loading.pages_of(layout, image) - 1)",
        ),
        (Program("all_that_is_gone_at_the_start_is_used", ("a move c1 c1",)),),
    ),
    Mutant(
        "lowest-page-never-given",
        Area.KERNEL,
        "a mapping never begins at the first page of a region, though that is free",
        Edit("model.kernel.calls.mappings:find_room", "page = 0", "page = 1"),
        (
            Program(
                "a_mapping_is_as_low_as_it_fits",
                ("a munmap pcc", "a mmap c5 4096 rw"),
            ),
        ),
    ),
    Mutant(
        "mappings-of-any-length",
        Area.KERNEL,
        "a mapping longer than a slot is not refused, whatever its length rounds to",
        Edit(
            "model.kernel.calls.mappings:mmap",
            "length > layout.slot_size",
            "False",
        ),
        (
            Program(
                "a_mapping_has_the_bytes_that_were_asked_for",
                (f"a mmap c5 {1 << 64} rw",),
            ),
        ),
    ),
    Mutant(
        "name-given-twice",
        Area.KERNEL,
        "a fork replaces the process that has the name of the child",
        Edit(
            "model.syscalls:_fork",
            "op.child in kernel.processes or op.child in kernel.zombies",
            "op.child in kernel.zombies",
        ),
        (Program("a_name_is_given_once", ("a fork b", "a fork b")),),
    ),
    Mutant(
        "fault-of-another-access",
        Area.KERNEL,
        "a fault of bounds tells the bytes before the address, not those from it",
        Edit(
            "model.isa.authority:require_in_bounds",
            "Bounds(first, first + size)",
            "Bounds(first, first - size)",
        ),
        (
            Program(
                "a_fault_of_bounds_names_the_access_and_the_bounds",
                ("a load c5 c1-1 1",),
            ),
        ),
    ),
    Mutant(
        "tags-in-any-shared-memory",
        Area.KERNEL,
        "memory that processes share takes tags in one address space, too",
        Edit(
            "model.kernel.calls.page_mapping:page_bits",
            "kernel.memory.may_share_tags and memory_only",
            "memory_only",
        ),
        (
            Program(
                "shared_pages_take_tags_only_where_pointers_mean_the_same",
                ("a mmap c5 4096 rw shared",),
                "full-copy",
            ),
        ),
    ),
    Mutant(
        "pipes-told-as-files",
        Area.KERNEL,
        "a step calls a pipe a file, and a file a pipe",
        Edit(
            "model.trace.kept:name_of",
            "kernel.files[file].kind == PIPE",
            "kernel.files[file].kind != PIPE",
        ),
        (Program("what_is_told_of_processes_is_so", ("a pipe -",)),),
    ),
    Mutant(
        "ends-of-locks-untold",
        Area.KERNEL,
        "a step tells of a lock where it begins, and not where it ends",
        Edit(
            "model.trace.kept:_of_file",
            "lock.end or ''",
            "''",
        ),
        (
            Program(
                "what_is_told_of_files_is_so",
                ("a open f rw+creat", "a setlk 0 w 0 4"),
            ),
        ),
    ),
    Mutant(
        "frames-taken-over-uncounted",
        Area.KERNEL,
        "a frame that a page takes over is taken from the count",
        Edit(
            "optimized.metering:MeteredMemory._make_own",
            "costs.taken_over += 1",
            "costs.taken_over -= 1",
        ),
        (
            Program(
                "every_fault_is_resolved_by_one_frame",
                ("a fork b", "a exit", "b store c1 8 7"),
                "copa",
            ),
        ),
    ),
    Mutant(
        "forks-entries-counted-once",
        Area.KERNEL,
        "of the entries that a fork writes only the parent's are counted",
        Edit("optimized.metering:MeteredMemory.fork", "(parent, child)", "(parent, )"),
        (Program("a_fork_writes_the_entries_of_both", ("a move c1 c1",), "copa"),),
    ),
    Mutant(
        "range-of-the-parent-not-invalidated",
        Area.KERNEL,
        "a fork counts as if the hardware could go on with the parent's entries",
        Edit(
            "optimized.metering:MeteredMemory.fork",
            "self.costs_of(slot).invalidations += 1",
            "self.costs_of(slot).invalidations += slot == child",
        ),
        (Program("a_fork_writes_the_entries_of_both", ("a move c1 c1",), "copa"),),
    ),
    Mutant(
        "text-that-may-be-written",
        Area.KERNEL,
        "the first process may write to its text",
        Edit(
            "model.kernel.calls.loading:_map",
            "PTE(writable=not is_fixed, executable=part is Part.TEXT)",
            "PTE(executable=part is Part.TEXT)",
        ),
        (Program("text_is_executed_and_all_else_is_written", ("a move c1 c1",)),),
    ),
    Mutant(
        "kernel-page-left-out",
        Area.KERNEL,
        "the kernel's second page for files and shared memory is the third",
        Edit(
            "model.kernel.state.kernel:Kernel._free_page",
            "self.last_page += 1",
            "self.last_page += 2",
        ),
        (
            Program(
                "the_kernels_pages_follow_its_region", ("a mmap c5 4096 rw shared",)
            ),
        ),
    ),
    Mutant(
        "stopped-gets-what-is-not-kill",
        Area.KERNEL,
        "a stopped process gets every signal but SIGKILL",
        Edit(
            "model.kernel.calls.delivery:deliver",
            "~bit(Signal.KILL)",
            "bit(Signal.KILL)",
        ),
        (
            Program(
                "a_stopped_process_gets_only_what_ends_or_continues_it",
                ("a fork b", "a kill b STOP", "a kill b TERM"),
            ),
        ),
    ),
    Mutant(
        "stopped-taken-for-ended",
        Area.KERNEL,
        "what a stopped process would do is skipped as if it had ended",
        Edit("model.system:_why_not_running", "Reason.STOPPED", "Reason.ENDED"),
        (
            Program(
                "who_does_not_run_does_nothing",
                ("a fork b", "a kill b STOP", "b move c1 c1"),
            ),
        ),
    ),
)
"""The mutants."""
