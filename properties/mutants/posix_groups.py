"""Mutants of process groups: who joins one, and what becomes of orphaned ones."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant, Program

_GROUPS = "model.kernel.calls.groups"
_DELIVERY = "model.kernel.calls.delivery"

MUTANTS = (
    Mutant(
        "only-a-living-leaders-group-is-joined",
        Area.POSIX,
        "setpgid asks for a leader that lives, not for a group that has a member",
        Edit(
            f"{_GROUPS}:join",
            "exists or group == member.pid",
            "leader in kernel.processes",
        ),
        (
            Assertion("reports/wsl-2786-join-zombie-leader"),
            Assertion("reports/wsl-2786-join-group-of-reaped-leader"),
        ),
        source="microsoft/WSL 2786",
    ),
    Mutant(
        "orphans-stay-stopped",
        Area.POSIX,
        "a group that is orphaned while a member is stopped is not hung up",
        Edit(f"{_DELIVERY}:end", "_hang_up(kernel, group)", "pass"),
        (Assertion("reports/mimiker-1022-orphaned-stopped-group"),),
        source="mimiker 1022",
    ),
    Mutant(
        "init-leaves-zombies",
        Area.POSIX,
        "init does not wait for a zombie whose parent has ended",
        Edit(f"{_DELIVERY}:_leave_children", "reap(kernel, child)", "pass"),
        (Assertion("reports/orphans-of-a-parent-that-ends"),),
    ),
    Mutant(
        "only-childrens-groups-are-orphaned",
        Area.POSIX,
        "nobody sees that a process was the last link out of its own group",
        Edit(
            f"{_GROUPS}:linked_by",
            "(process, *children)",
            "children",
        ),
        (Assertion("reports/orphans-of-a-parents-own-group"),),
    ),
    Mutant(
        "zombies-link-no-groups",
        Area.POSIX,
        "the parent of a zombie does not link the zombie's group",
        Edit(
            f"{_GROUPS}:linked_by",
            "kernel.everyone()",
            "kernel.processes.values()",
        ),
        (Assertion("reports/zombies-are-members-of-groups"),),
    ),
    Mutant(
        "stops-are-told-to-who-ignores-them",
        Area.POSIX,
        "a parent that ignores SIGCHLD gets one when a child stops",
        Edit(
            f"{_DELIVERY}:_report",
            "parent is not None and not _ignores_children(parent)",
            "parent",
        ),
        (Assertion("reports/ignored-stops-are-not-told"),),
    ),
    Mutant(
        "running-orphans-are-hung-up",
        Area.POSIX,
        "a group is hung up when it is orphaned, whether a member is stopped or not",
        Edit(f"{_DELIVERY}:_hang_up", "any(each.stopped for each in found)", "found"),
        (Assertion("reports/orphans-that-do-not-run"),),
    ),
    Mutant(
        "terminals-stop-orphans",
        Area.POSIX,
        "a signal of a terminal stops a process that nobody could continue",
        Edit(
            f"{_DELIVERY}:_stop",
            "signal == Signal.STOP or not groups.is_orphaned(kernel, process.group)",
            "process",
        ),
        (Assertion("reports/orphans-and-a-terminals-stops"),),
        source="dumb-init 25",
    ),
    Mutant(
        "setpgid-moves-nobody",
        Area.POSIX,
        "setpgid checks what it should, and does nothing",
        Edit(
            f"{_GROUPS}:join",
            "member.group = group",
            "pass",
        ),
        (Assertion("ltp/setpgid01"),),
    ),
    Mutant(
        "anybody-is-moved",
        Area.POSIX,
        "a process moves any other to another group",
        Edit(
            f"{_GROUPS}:join",
            "member.parent != process.pid",
            "member is None",
        ),
        (Assertion("ltp/setpgid02"),),
    ),
    Mutant(
        "children-are-moved-out-of-their-session",
        Area.POSIX,
        "a child in another session is moved",
        Edit(
            f"{_GROUPS}:join",
            "process.session != member.session",
            "False",
        ),
        (Assertion("ltp/setpgid03"),),
    ),
    Mutant(
        "leaders-of-sessions-join-groups",
        Area.POSIX,
        "the leader of a session may join a group",
        Edit(
            f"{_GROUPS}:join",
            "member.session == member.pid",
            "False",
        ),
        (Assertion("reports/leaders-of-sessions-stay"),),
    ),
    Mutant(
        "groups-of-any-session-are-joined",
        Area.POSIX,
        "a group of another session may be joined",
        Edit(
            f"{_GROUPS}:join",
            "p.group == group and p.session == session",
            "p.group == group",
        ),
        (Assertion("reports/groups-are-of-one-session"),),
    ),
    Mutant(
        "group-leaders-lead-sessions",
        Area.POSIX,
        "the leader of a group may lead a new session",
        Edit(
            f"{_GROUPS}:lead",
            "any(member.group == process.pid for member in kernel.everyone())",
            "False",
        ),
        (Assertion("ltp/setsid01"),),
    ),
    Mutant(
        "only-present-leaders-lead-no-session",
        Area.POSIX,
        "a group that its leader has left is forgotten when it leads a session",
        Edit(
            f"{_GROUPS}:lead",
            "any(member.group == process.pid for member in kernel.everyone())",
            "process.group == process.pid",
        ),
        (Assertion("reports/leaders-that-are-gone-lead-on"),),
    ),
    Mutant(
        "fork-begins-a-session",
        Area.POSIX,
        "a child leads a session of its own",
        Edit(
            "model.kernel.calls.lifecycle:_child",
            "parent.session",
            "kernel.next_pid()",
        ),
        (
            Assertion("ltp/getsid01"),
            Program("one_more_fork_hands_down_all", ("a getpid",)),
        ),
    ),
    Mutant(
        "whoever-is-not-there-is-oneself",
        Area.POSIX,
        "a call about a process that is no more is about the caller",
        Edit(
            f"{_GROUPS}:named",
            'raise SyscallError("ESRCH")',
            "return process",
        ),
        (
            Assertion("ltp/getsid02"),
            Assertion("ltp/getpgid02"),
        ),
    ),
    Mutant(
        "others-are-oneself",
        Area.POSIX,
        "a call about another process is about the caller",
        Edit(
            f"{_GROUPS}:named",
            "return each",
            "return process",
        ),
        (Assertion("ltp/getpgid01"),),
    ),
    Mutant(
        "parents-in-any-session-continue",
        Area.POSIX,
        "a parent in another session keeps a group from being orphaned",
        Edit(
            f"{_GROUPS}:_is_link",
            "parent.session == member.session",
            "parent.session",
        ),
        (Assertion("reports/sessions-orphan-groups"),),
    ),
    Mutant(
        "parents-in-the-group-continue",
        Area.POSIX,
        "a parent in a group itself keeps it from being orphaned",
        Edit(
            f"{_GROUPS}:_is_link",
            "parent.group != member.group",
            "parent.group",
        ),
        (Assertion("reports/orphans-by-setpgid"),),
    ),
)
"""The mutants."""
