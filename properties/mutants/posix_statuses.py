"""Mutants of where waiting stores the status of a child."""

from properties.mutants.mutant import Area, Assertion, Edit, Mutant, Oracle, Program

_LAW = "a_status_is_stored_where_its_process_finds_it"
_WAIT = "model.kernel.calls.waiting:wait"

MUTANTS = (
    Mutant(
        "statuses-stored-nowhere",
        Area.POSIX,
        "the status of a child is told, and not stored",
        Edit(_WAIT, "copy_out(kernel, process, buffer, status)", "None"),
        (
            Assertion("reports/a-status-is-stored-for-who-waits"),
            Program(_LAW, ("a fork b", "b exit 3", "a waitpid b - c1"), "copa"),
            Oracle(),
        ),
    ),
    Mutant(
        "children-stay-with-their-status",
        Area.POSIX,
        "a child whose status cannot be stored can be waited for again",
        Edit(
            _WAIT,
            "stopped = {'stopped'} if 'untraced' in options else set()",
            "stopped = {'stopped'} if 'untraced' in options else set(); "
            "buffer is None or 'nohang' in options or "
            "copy_out(kernel, process, buffer, bytes(4))",
        ),
        (Assertion("reports/a-child-is-gone-though-its-status-is-lost"), Oracle()),
    ),
)
"""The mutants."""
