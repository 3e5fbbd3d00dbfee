"""Mutants of files: offsets, lengths, what is cut off, messages, waits for locks."""

from properties.mutants.mutant import Area, Edit, Mutant, Program

MUTANTS = (
    Mutant(
        "page-of-a-file-mapped-twice",
        Area.KERNEL,
        "a private page of a file gets memory of its own while it still shows the file",
        Edit(
            "model.kernel.calls.page_mapping:make_own",
            "memory.unmap(at.slot, at.page)",
            "None",
        ),
        (
            Program(
                "the_kernel_keeps_to_the_protocol",
                (
                    *("a open f rw+creat", "a store c1 1 7", "a write 0 c1 1"),
                    *("a mmapfile c5 4096 rw private 0", "a store c5 1 8"),
                ),
            ),
        ),
    ),
    Mutant(
        "page-dropped-while-it-is-shown",
        Area.KERNEL,
        "at the end of a process the kernel's pages go before those that show them",
        Edit(
            "model.kernel.calls.page_mapping:leave",
            "kernel.memory.exit(process.slot)",
            "release(kernel, process); kernel.memory.exit(process.slot)",
        ),
        (
            Program(
                "the_kernel_keeps_to_the_protocol",
                ("a fork b", "b mmap c5 4096 rw shared", "b exit"),
            ),
        ),
    ),
    Mutant(
        "signal-to-all-reaches-the-sender",
        Area.KERNEL,
        "a signal that is sent to all reaches the sender, and nobody else",
        Edit(
            "model.kernel.calls.delivery:receivers_of",
            "p is not process",
            "p is process",
        ),
        (
            Program(
                "a_signal_reaches_whom_it_is_sent_to",
                ("a sigmask block USR1", "a fork b", "a kill all USR1"),
            ),
        ),
    ),
    Mutant(
        "highest-signal-first",
        Area.KERNEL,
        "of several signals the one with the highest number is delivered first",
        Edit(
            "model.kernel.calls.delivery:deliver",
            "(ready & -ready).bit_length() - 1",
            "ready.bit_length() - 1",
        ),
        (
            Program(
                "the_lowest_signal_acts_first",
                (
                    *("a fork b", "b sigmask block HUP+TERM", "a kill b TERM"),
                    *("a kill b HUP", "b sigmask unblock HUP+TERM"),
                ),
            ),
        ),
    ),
    Mutant(
        "offset-after-the-last",
        Area.KERNEL,
        "an offset may be one more than the greatest",
        Edit(
            "model.kernel.calls.files:lseek",
            "place > OFFSET_MAX",
            "place > OFFSET_MAX + 1",
        ),
        (
            Program(
                "an_offset_goes_where_it_is_asked_to",
                (
                    "a open f rw+creat",
                    f"a lseek 0 {(1 << 63) - 1} set",
                    "a lseek 0 1 cur",
                ),
            ),
        ),
    ),
    Mutant(
        "kernel-stores-to-the-files-own-page",
        Area.KERNEL,
        "the kernel stores to a page that shows a file's, without copying it first",
        Edit(
            "model.kernel.calls.copying:copy_out",
            "make_own(kernel, process, at)",
            "None",
        ),
        (
            Program(
                "a_call_never_faults",
                (
                    *("a open f rw+creat", "a store c1 1 7", "a write 0 c1 1"),
                    *("a mmapfile c5 4096 rw private 0", "a lseek 0 0 set"),
                    "a read 0 c5+8 1",
                ),
            ),
        ),
    ),
    Mutant(
        "message-that-just-fits-refused",
        Area.KERNEL,
        "a message needs room for one byte more than it has",
        Edit(
            "model.kernel.calls.files:read",
            "len(content) > size",
            "len(content) >= size",
        ),
        (
            Program(
                "a_message_is_received_whole_or_not_at_all",
                ("a open q rw+creat+queue", "a write 0 c1 2", "a read 0 c1 2"),
            ),
        ),
    ),
    Mutant(
        "duplicate-with-the-other-flag",
        Area.KERNEL,
        "a duplicate is closed on exec unless that is asked for",
        Edit(
            "model.kernel.calls.descriptors:dup3",
            '"cloexec" in flags',
            '"cloexec" not in flags',
        ),
        (
            Program(
                "a_new_descriptor_has_the_flag_that_was_asked",
                ("a open f rw+creat", "a dup3 0 7 cloexec"),
            ),
        ),
    ),
    Mutant(
        "file-of-any-size",
        Area.KERNEL,
        "a file may be made longer than the longest",
        Edit("model.kernel.calls.contents:resize", "size > SIZE_MAX", "False"),
        (
            Program(
                "a_size_out_of_range_is_refused",
                ("a open f rw+creat", f"a ftruncate 0 {(1 << 40) + 1}"),
            ),
        ),
    ),
    Mutant(
        "mapping-of-no-pages",
        Area.KERNEL,
        "that a mapping has no pages is said after that there is no room for it",
        Edit("model.kernel.calls.mappings:mmap_at", "count <= 0", "count < 0"),
        (
            Program(
                "a_size_out_of_range_is_refused", ("a mmapat c5 c4+1073483776 0 rw",)
            ),
        ),
    ),
    Mutant(
        "cut-page-cleared-in-part",
        Area.KERNEL,
        "what is cut off of a page comes back beyond so many bytes as are left",
        Edit(
            "model.kernel.calls.contents:_clear",
            "start + -start % page_size",
            "start + start % page_size",
        ),
        (
            Program(
                "what_is_cut_off_comes_back_as_zeros",
                (
                    *("a open f rw+creat", "a store c1+248 8 -1", "a write 0 c1 300"),
                    "a ftruncate 0 100",
                ),
            ),
        ),
    ),
    Mutant(
        "room-for-nothing",
        Area.KERNEL,
        "a read that gives nothing needs memory that can be written",
        Edit(
            "model.kernel.calls.copying:require_room",
            "if not size:",
            "if size < 0:",
        ),
        (
            Program(
                "at_the_end_of_a_file_nothing_is_read",
                ("a open f rw+creat", "a read 0 c20 8"),
            ),
        ),
    ),
    Mutant(
        "ignored-signal-stays",
        Area.KERNEL,
        "a signal that becomes ignored is still delivered later",
        Edit(
            "model.kernel.calls.signals:is_ignored",
            "action == Disposition.IGNORE",
            "False",
        ),
        (
            Program(
                "a_signal_that_becomes_ignored_is_dropped",
                ("a sigmask block TERM", "a kill a TERM", "a sigaction TERM ignore"),
            ),
        ),
    ),
    Mutant(
        "circle-of-waiting",
        Area.KERNEL,
        "a process waits for a lock of one that waits for it",
        Edit(
            "model.kernel.calls.locks:_waits_for",
            "while pid not in seen:",
            "while pid in seen:",
        ),
        (
            Program(
                "nobody_waits_in_a_circle",
                (
                    *("a open f rw+creat", "a fork b"),
                    *("a setlk 0 w 0 1", "b setlk 0 w 1 1"),
                    *("a setlk 0 w 1 1 wait", "b setlk 0 w 0 1 wait"),
                ),
            ),
        ),
    ),
)
"""The mutants."""
