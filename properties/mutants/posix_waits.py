"""Mutants of waits: for which children, and what they are told."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant

MUTANTS = (
    Mutant(
        "exit-keeps-sixteen-bits",
        Area.POSIX,
        "exit keeps sixteen bits of its argument",
        Edit("model.posix.signal_numbers:exited", "code & 0xFF", "code & 0xFFFF"),
        (Assertion("ltp/exit01"),),
    ),
    Mutant(
        "exit-status-not-shifted",
        Area.POSIX,
        "the status of an exit is not shifted",
        Edit(
            "model.posix.signal_numbers:exited",
            "(code & 0xFF) << 8",
            "code & 0xFF",
        ),
        (Assertion("ltp/wait02"),),
    ),
    Mutant(
        "waiting-for-nobody-blocks",
        Area.POSIX,
        "a wait of a process without children blocks",
        Edit(
            "model.kernel.calls.waiting:_wait", 'SyscallError("ECHILD")', "WouldBlock"
        ),
        (Assertion("ltp/wait01"),),
    ),
    Mutant(
        "nobody-is-like-nobody-yet",
        Area.POSIX,
        "a wait of a process without children finds nothing, and no error",
        Edit(
            "model.kernel.calls.waiting:_wait",
            'raise SyscallError("ECHILD")',
            "return None",
        ),
        (Assertion("ltp/waitid03"),),
    ),
    Mutant(
        "waits-do-not-wait",
        Area.POSIX,
        "a wait does not wait",
        Edit("model.kernel.calls.waiting:_wait", "raise WouldBlock", "return None"),
        (Assertion("ltp/wait401"),),
    ),
    Mutant(
        "any-child-will-do-for-a-stranger",
        Area.POSIX,
        "a wait for a process that is no child waits for any child",
        Edit(
            "model.kernel.calls.waiting:_wait",
            "not children",
            "not any((p.parent == process.pid for p in kernel.everyone()))",
        ),
        (Assertion("ltp/wait402"),),
    ),
    Mutant(
        "any-child-will-do",
        Area.POSIX,
        "a wait for one child takes any",
        Edit(
            "model.kernel.state.kernel:Kernel.targeted",
            "[p for p in among if p.pid == pid]",
            "list(among)",
        ),
        (Assertion("ltp/waitid06"),),
    ),
    Mutant(
        "waitid-overlooks-exits",
        Area.POSIX,
        "waitid overlooks children that ended",
        Edit(
            "model.kernel.calls.waiting:_is_ready",
            '"exited" in options',
            '"stopped" in options',
        ),
        (Assertion("ltp/waitid01"),),
    ),
    Mutant(
        "waitid-for-nothing",
        Area.POSIX,
        "waitid takes options that ask for nothing",
        Edit(
            "model.kernel.calls.waiting:waitid",
            '"invalid" in options or not options & STATES',
            '"invalid" in options',
        ),
        (Assertion("ltp/waitid02"),),
    ),
    Mutant(
        "nohang-is-ignored",
        Area.POSIX,
        "WNOHANG is ignored",
        Edit(
            "model.kernel.calls.waiting:_wait",
            '"nohang" in options',
            '"nohang" in STATES',
        ),
        (Assertion("ltp/waitid04"),),
    ),
    Mutant(
        "nohang-is-ignored-for-any",
        Area.POSIX,
        "WNOHANG is ignored in a wait for any child",
        Edit(
            "model.kernel.calls.waiting:_wait",
            '"nohang" in options',
            '"nohang" in options and target.kind is not TargetKind.ANY',
        ),
        (Assertion("ltp/waitpid07"),),
    ),
    Mutant(
        "nohang-never-tells",
        Area.POSIX,
        "a wait with WNOHANG tells of no child",
        Edit(
            "model.kernel.calls.waiting:_wait",
            "[child for child in children if _is_ready(child, options)]",
            '[c for c in children if _is_ready(c, options) and "nohang" not in '
            "options]",
        ),
        (Assertion("ltp/waitpid09"),),
    ),
    Mutant(
        "groups-taken-for-pids",
        Area.POSIX,
        "a wait for a pid takes a child of the group of that number",
        Edit(
            "model.kernel.state.kernel:Kernel.targeted",
            "p.group == pid",
            "pid in (p.pid, p.group)",
        ),
        (Assertion("ltp/waitid05"),),
    ),
    Mutant(
        "nowait-is-ignored",
        Area.POSIX,
        "WNOWAIT is ignored",
        Edit(
            "model.kernel.calls.waiting:_wait",
            '"nowait" not in options',
            '"nowait" not in STATES',
        ),
        (Assertion("ltp/waitid07"),),
    ),
    Mutant(
        "zombies-stay-when-waited-for",
        Area.POSIX,
        "a zombie stays although it was waited for",
        Edit(
            "model.kernel.calls.waiting:_wait",
            "reap(kernel, child)",
            "child.unreported = None",
        ),
        (
            Assertion("ltp/waitpid03"),
            Assertion("reports/phoenix-1436-starry-487-zombies"),
        ),
    ),
    Mutant(
        "waiting-for-foreign-processes",
        Area.POSIX,
        "a wait takes processes that are no children",
        Edit(
            "model.kernel.calls.waiting:candidates",
            "[p for p in kernel.everyone() if p.parent == process.pid]",
            "list(kernel.everyone())",
        ),
        (Assertion("ltp/waitid09"),),
    ),
    Mutant(
        "grandchildren-are-told-of",
        Area.POSIX,
        "a wait takes grandchildren",
        Edit(
            "model.kernel.calls.waiting:candidates",
            "p.parent == process.pid",
            "p.pid > process.pid",
        ),
        (Assertion("ltp/waitpid10"),),
    ),
    Mutant(
        "the-least-number-is-a-group",
        Area.POSIX,
        "a wait for the least number is taken for one of a group",
        Edit(
            "model.kernel.calls.waiting:wait",
            "target.kind is TargetKind.LEAST",
            "False",
        ),
        (Assertion("ltp/waitpid04"),),
    ),
    Mutant(
        "any-means-nobody",
        Area.POSIX,
        "a wait for any child is taken for one of a process",
        Edit(
            "model.kernel.calls.waiting:candidates",
            "target.kind is TargetKind.ANY",
            "False",
        ),
        (Assertion("ltp/waitpid06"),),
    ),
    Mutant(
        "untraced-is-ignored",
        Area.POSIX,
        "WUNTRACED is ignored",
        Edit(
            "model.kernel.calls.waiting:wait",
            '{"stopped"} if "untraced" in options else set()',
            '{"stopped"} & options',
        ),
        (Assertion("ltp/waitpid08"),),
    ),
    Mutant(
        "going-on-is-not-told",
        Area.POSIX,
        "that a child continues is not told",
        Edit(
            "model.kernel.calls.delivery:_continue",
            "_report(kernel, process, CONTINUED)",
            "process.unreported = None",
        ),
        (Assertion("ltp/waitid08"),),
    ),
    Mutant(
        "the-next-signal-is-delivered",
        Area.POSIX,
        "the signal after the one that is ready is delivered",
        Edit(
            "model.kernel.calls.delivery:deliver",
            "(ready & -ready).bit_length() - 1",
            "(ready & -ready).bit_length()",
        ),
        (Assertion("ltp/waitid10"),),
    ),
    Mutant(
        "sigkill-can-be-blocked",
        Area.POSIX,
        "SIGKILL and SIGSTOP can be blocked",
        Edit(
            "model.kernel.calls.delivery:set_mask",
            "changed[how] & ~sum((bit(signal) for signal in UNSTOPPABLE))",
            "changed[how]",
        ),
        (Assertion("ltp/waitid11"),),
    ),
    Mutant(
        "forks-leave-the-group",
        Area.POSIX,
        "the child is in a group of its own",
        Edit(
            "model.kernel.calls.lifecycle:_child",
            "group=parent.group",
            "group=kernel.next_pid()",
        ),
        (Assertion("ltp/waitpid12"),),
    ),
    Mutant(
        "nobody-joins-a-group",
        Area.POSIX,
        "setpgid joins the group that the leader is in, not the one that it leads",
        Edit(
            "model.kernel.calls.groups:join",
            "kernel.pids.get(leader)",
            "next((p.group for p in kernel.everyone() if p.name == leader), None)",
        ),
        (Assertion("ltp/waitpid13"),),
    ),
)
"""The mutants."""
