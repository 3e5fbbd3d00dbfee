"""Mutants of signals, and of the ends that they bring."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant, Oracle, Program

MUTANTS = (
    Mutant(
        "pending-inherited",
        Area.POSIX,
        "signals that are pending for the parent are pending for the child",
        Edit(
            "model.kernel.calls.signals:inherited",
            "mask=signals.mask",
            "mask=signals.mask, pending=signals.pending",
        ),
        (
            Assertion("open-posix/fork-12"),
            Assertion("ltp/vfork02"),
            Program(
                "one_more_fork_hands_down_all",
                ("a sigmask block USR1", "a kill a USR1"),
            ),
            Oracle(),
            Assertion("reports/elks-2656-serenity-14447-signals"),
        ),
        source="ELKS 2656",
    ),
    Mutant(
        "KILL-can-be-ignored",
        Area.POSIX,
        "SIGKILL and SIGSTOP can be ignored",
        Edit(
            "model.kernel.calls.signals:set_action",
            "signal in UNSTOPPABLE or signal == 0",
            "signal == 0",
        ),
        (Assertion("ltp/kill12"),),
    ),
    Mutant(
        "deaths-look-like-exits",
        Area.POSIX,
        "the status of a death by a signal is that of an exit",
        Edit(
            "model.posix.signal_numbers:killed",
            "return signal",
            "return exited(signal)",
        ),
        (Assertion("open-posix/kill-11"), Assertion("ltp/waitpid01")),
    ),
    Mutant(
        "every-death-is-of-TERM",
        Area.POSIX,
        "the status of every death names SIGTERM",
        Edit(
            "model.posix.signal_numbers:killed",
            "return signal",
            "return Signal.TERM",
        ),
        (Assertion("ltp/kill11"),),
    ),
    Mutant(
        "signal-0-is-sent",
        Area.POSIX,
        "signal 0 is sent instead of only being checked",
        Edit(
            "model.kernel.calls.delivery:kill",
            "signal and receiver.status is None",
            "receiver.status is None",
        ),
        (Assertion("open-posix/kill-2"),),
    ),
    Mutant(
        "nobody-is-no-error",
        Area.POSIX,
        "kill of a process that does not exist succeeds",
        Edit(
            "model.kernel.calls.delivery:kill", 'raise SyscallError("ESRCH")', "return"
        ),
        (Assertion("open-posix/kill-12"),),
    ),
    Mutant(
        "any-signal-number-will-do",
        Area.POSIX,
        "kill takes signal numbers that do not exist",
        Edit(
            "model.kernel.calls.delivery:kill", "signal == NO_SIGNAL", "signal is None"
        ),
        (
            Assertion("ltp/kill03"),
            Assertion("open-posix/kill-13"),
        ),
    ),
    Mutant(
        "zombies-stay",
        Area.POSIX,
        "a zombie stays although it was waited for",
        Edit(
            "model.kernel.calls.delivery:reap",
            "del kernel.zombies[process.name]",
            "kernel.zombies[process.name] = process",
        ),
        (Assertion("open-posix/kill-15"), Assertion("reports/uros-389-phoenix-861")),
    ),
    Mutant(
        "kill-reaches-the-younger",
        Area.POSIX,
        "kill reaches every process with a higher pid too",
        Edit(
            "model.kernel.state.kernel:Kernel.targeted", "p.pid == pid", "p.pid >= pid"
        ),
        (Assertion("open-posix/kill-4"),),
    ),
    Mutant(
        "group-is-everyone",
        Area.POSIX,
        "kill of the caller's group reaches every process",
        Edit(
            "model.kernel.state.kernel:Kernel.targeted",
            "[p for p in among if p.group == process.group]",
            "list(among)",
        ),
        (Assertion("ltp/kill02"), Assertion("ltp/waitpid11")),
    ),
    Mutant(
        "group-is-the-caller",
        Area.POSIX,
        "kill of the caller's group reaches the caller alone",
        Edit(
            "model.kernel.state.kernel:Kernel.targeted",
            "[p for p in among if p.group == process.group]",
            "[process]",
        ),
        (Assertion("ltp/kill08"),),
    ),
    Mutant(
        "group-is-its-leader",
        Area.POSIX,
        "kill of a group reaches its leader alone",
        Edit(
            "model.kernel.state.kernel:Kernel.targeted",
            "p.group == pid",
            "p.pid == pid",
        ),
        (Assertion("ltp/kill06"),),
    ),
    Mutant(
        "handlers-not-called",
        Area.POSIX,
        "a handler is not called",
        Edit(
            "model.kernel.calls.delivery:_act",
            "process.signals.caught |= bit(signal)",
            "pass",
        ),
        (Assertion("open-posix/kill-1"),),
    ),
    Mutant(
        "signals-delivered-late",
        Area.POSIX,
        "a signal is not delivered when it is sent",
        Edit("model.kernel.calls.delivery:send", "deliver(kernel, target)", "pass"),
        (Assertion("open-posix/kill-8"),),
    ),
    Mutant(
        "unblocking-delivers-nothing",
        Area.POSIX,
        "a signal that is unblocked is not delivered",
        Edit(
            "model.kernel.calls.delivery:set_mask", "deliver(kernel, process)", "pass"
        ),
        (Assertion("ltp/sigpending02"),),
    ),
    Mutant(
        "masks-hold-nothing-back",
        Area.POSIX,
        "a blocked signal is delivered",
        Edit(
            "model.kernel.calls.delivery:deliver",
            "~bit(Signal.KILL) if process.stopped else signals.mask",
            "~bit(Signal.KILL) if process.stopped else 0",
        ),
        (Assertion("ltp/sigprocmask01"),),
    ),
    Mutant(
        "all-blocked-are-pending",
        Area.POSIX,
        "with one signal all that are blocked become pending",
        Edit(
            "model.kernel.calls.delivery:send",
            "signals.pending |= bit(signal)",
            "signals.pending |= bit(signal) | signals.mask",
        ),
        (Assertion("open-posix/sigpending-1"),),
    ),
    Mutant(
        "pending-is-forgotten",
        Area.POSIX,
        "a signal that becomes pending replaces those that are",
        Edit(
            "model.kernel.calls.delivery:send",
            "signals.pending |= bit(signal)",
            "signals.pending = bit(signal)",
        ),
        (Assertion("open-posix/sigpending-2"),),
    ),
)
"""The mutants."""
