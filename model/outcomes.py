"""Outcomes: what a process observes of the step that it takes."""

from enum import Enum

import attrs

from model.isa.capability import Capability
from model.isa.faults import Fault
from model.posix.signal_numbers import CONTINUED, STOPPED, Signal


@attrs.frozen
class Outcome:
    """What a process observes of the step that it took."""

    @property
    def explained(self) -> str:
        """The outcome for people, with its reason if it has one."""
        return str(self)


@attrs.frozen
class Done(Outcome):
    """The operation was done, and has no result."""

    def __str__(self) -> str:
        """For people."""
        return "done"


@attrs.frozen
class Number(Outcome):
    """A number was loaded or returned."""

    value: int

    def __str__(self) -> str:
        """For people."""
        return f"{self.value:#x}"


@attrs.frozen
class Numbers(Outcome):
    """Several numbers were returned."""

    values: tuple[int, ...]

    def __str__(self) -> str:
        """For people."""
        return " ".join(map(hex, self.values))


@attrs.frozen
class Waited(Outcome):
    """A child was waited for."""

    pid: int
    status: int
    """As ``waitpid`` encodes it."""

    def __str__(self) -> str:
        """For people: how the child ended or changed."""
        return f"{self.pid:#x} {status_text(self.status)}"


def status_text(status: int) -> str:
    """A wait status in words."""
    if status == CONTINUED:
        return "continued"
    if status & 0xFF == STOPPED:
        return f"stopped by {Signal(status >> 8).name}"
    if status & 0x7F:
        return f"killed by {Signal(status & 0x7F).name}"
    return f"exited {status >> 8}"


@attrs.frozen
class Derived(Outcome):
    """A capability was loaded, derived or returned."""

    capability: Capability

    def __str__(self) -> str:
        """For people."""
        return str(self.capability)


@attrs.frozen(eq=False)
class Faulted(Outcome):
    """The machine faulted. Nothing has changed, unless faults are signals."""

    fault: Fault

    def __eq__(self, other: object) -> bool:
        """Whether both faulted for the same cause."""
        return isinstance(other, Faulted) and self.fault.kind == other.fault.kind

    def __hash__(self) -> int:
        """The hash of the cause."""
        return hash(self.fault.kind)

    def __str__(self) -> str:
        """For people: the cause, and why."""
        return f"{self.fault.kind}: needed {self.fault.needed}, had {self.fault.had}"


@attrs.frozen
class Failed(Outcome):
    """The system call failed. Nothing has changed, but where POSIX says otherwise.

    A write to a pipe without readers sends SIGPIPE, and a lock of a description that is
    to be changed is lost if the new one is refused.

    Law:
        ``a_call_that_fails_changes_nothing``
    """

    errno: str

    def __str__(self) -> str:
        """For people."""
        return self.errno


@attrs.frozen
class Blocked(Outcome):
    """The system call would have to wait; nothing has changed, and it may be retried.

    Programs say in which order processes run, so no process is made to wait.
    """

    def __str__(self) -> str:
        """For people."""
        return "blocked"


class Reason(Enum):
    """Why an operation was skipped."""

    STOPPED = "the process is stopped"
    LENDING = "the process waits for the child that lives in its memory"
    ENDED = "the process has ended"
    NEVER_FORKED = "there never was such a process"
    NAME_TAKEN = "the child's name is taken"


@attrs.frozen
class Skipped(Outcome):
    """Nothing was done, because no such process runs, or a child could not be named."""

    reason: Reason

    def __str__(self) -> str:
        """The text of traces and examples, which leaves out the reason."""
        return "skipped"

    @property
    def explained(self) -> str:
        """The outcome with its reason, for people."""
        return f"skipped: {self.reason.value}"
