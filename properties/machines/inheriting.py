"""What is checked of forks, vforks and execs, and of all heirs of a hostile start."""

from collections.abc import Callable, Iterator

from model import operations as ops
from model.outcomes import Blocked, Done, Failed, Faulted, Number, Outcome, Skipped
from model.system import System, place_of
from properties.laws import confinement
from properties.laws.kernel import inheritance
from properties.laws.kernel.executing_fates import (
    an_exec_keeps_what_it_should,
    an_exec_that_is_refused_leaves_all_as_it_was,
)
from properties.laws.kernel.fates import (
    a_fork_hands_down_what_it_should,
    a_fork_that_is_refused_leaves_all_as_it_was,
)
from properties.laws.kernel.handed_down import Before, before_fork
from properties.laws.kernel.kept_by_exec import (
    BeforeExec,
    Start,
    before_exec,
    start_of,
)
from properties.laws.kernel.lending import (
    a_birth_that_is_refused_leaves_all_as_it_was,
    a_vfork_lends_what_it_should,
)

Claim = tuple[Callable[..., None], tuple[object, ...]]
"""A law, and what it is about."""


class Inheriting:
    """One system, and the slot of it that was planted, if one was.

    A process that owns that slot later may hold strays too: a lazy memory keeps frames
    as they were written for a slot, so the strays show again in a child's child that is
    given the slot of the planted process. Only strays make this possible, which is why
    the invariant of lazy memories says that frames are confined.
    """

    def __init__(self, system: System, *, planted: bool) -> None:
        self._system = system
        (first,) = system.processes.values()
        self._planted = first.slot if planted else None
        self._before: Before | None = None
        self._executing: BeforeExec | None = None
        self._start: Start | None = None

    def reaches_elsewhere(self, operation: ops.Operation) -> bool:
        """Whether an operation would load or store through a stray to another slot.

        What such a store left in the memory of another process would not be the fault
        of a fork.
        """
        at = place_of(self._system, operation)
        if self._planted is None or at is None:
            return False
        return at.slot != self._system.processes[operation.process].slot

    def note(self, operation: ops.Birth | ops.Exec) -> None:
        """Note what a process holds that is about to make a child, or to execute."""
        if operation.process not in self._system.processes:
            return
        if isinstance(operation, ops.Exec):
            self._start = self._start or start_of(self._system)
            self._executing = before_exec(self._system, operation, self._start)
        else:
            self._before = before_fork(self._system, operation.process)

    def claims(
        self, operation: ops.Birth | ops.Exec, outcome: Outcome
    ) -> Iterator[Claim]:
        """What must hold after a child was made, or an image replaced, or neither."""
        match operation:
            case ops.Fork():
                yield from self._fork_claims(operation, outcome)
            case ops.Exec() if self._planted is None:
                yield from self._exec_claims(operation, outcome)
            case ops.Vfork() | ops.Spawn() if self._planted is None:
                yield from self._vfork_claims(operation, outcome)
            case _:
                pass

    def _exec_claims(self, operation: ops.Exec, outcome: Outcome) -> Iterator[Claim]:
        """What must hold after an exec, if it succeeded, and if it was refused."""
        about = self._system, self._executing, operation
        if isinstance(outcome, Failed):
            yield an_exec_that_is_refused_leaves_all_as_it_was, about
        lender = None if self._executing is None else self._executing.lender
        if isinstance(outcome, Done) and (lender is None or lender.status is None):
            yield an_exec_keeps_what_it_should, about

    def _vfork_claims(
        self, operation: ops.Vfork | ops.Spawn, outcome: Outcome
    ) -> Iterator[Claim]:
        """What must hold after a vfork or a spawn."""
        about = self._system, self._before, operation
        if isinstance(outcome, Failed):
            yield a_birth_that_is_refused_leaves_all_as_it_was, about
        if isinstance(outcome, Number) and isinstance(operation, ops.Vfork):
            yield a_vfork_lends_what_it_should, about

    def _fork_claims(self, fork: ops.Fork, outcome: Outcome) -> Iterator[Claim]:
        """What must hold after a fork, if it succeeded, and if it was refused."""
        if isinstance(outcome, Failed):
            about = self._system, self._before, fork
            yield a_fork_that_is_refused_leaves_all_as_it_was, about
        if isinstance(outcome, Faulted | Failed | Blocked | Skipped):
            return
        if self._before is not None:
            held = self._system, self._before.held, fork.process, fork.child
            yield inheritance.registers_are_handed_down, held
            yield inheritance.handlers_are_handed_down, held
        if self._planted is None:
            yield a_fork_hands_down_what_it_should, (self._system, self._before, fork)

    def confinement_claims(self) -> Iterator[Claim]:
        """The claims of confinement, for all but the owner of the planted slot."""
        living = self._system.processes
        names = [name for name in living if living[name].slot != self._planted]
        for name in names:
            yield confinement.process_is_confined, (self._system, name)
        yield confinement.memory_is_confined, (self._system, names)
