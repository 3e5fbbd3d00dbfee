"""Mutants of process groups: who joins one, and what becomes of orphaned ones."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant

_GROUPS = "model.kernel.calls.groups"
_DELIVERY = "model.kernel.calls.delivery"

MUTANTS = (
    Mutant(
        "only-a-living-leaders-group-is-joined",
        Area.POSIX,
        "setpgid asks for a leader that lives, not for a group that has a member",
        Edit(
            f"{_GROUPS}:join",
            "exists or group == process.pid",
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
            f"{_GROUPS}:kept_by",
            "{process.group} | {child.group for child in kernel.everyone() "
            "if child.parent == process.pid}",
            "{child.group for child in kernel.everyone() if child.parent == "
            "process.pid and child.group != process.group}",
        ),
        (Assertion("reports/orphans-of-a-parents-own-group"),),
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
)
"""The mutants."""
