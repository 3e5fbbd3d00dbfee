"""What is checked of every fork, and of all descendants of a hostile start."""

from collections.abc import Callable, Iterator

from model import operations as ops
from model.outcomes import Blocked, Failed, Faulted, Outcome, Skipped
from model.system import System, place_of
from properties.laws import confinement
from properties.laws.kernel import inheritance
from properties.laws.kernel.fates import (
    a_fork_hands_down_what_it_should,
    a_fork_that_is_refused_leaves_all_as_it_was,
)
from properties.laws.kernel.handed_down import Before, before_fork

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

    def reaches_elsewhere(self, operation: ops.Operation) -> bool:
        """Whether an operation would load or store through a stray to another slot.

        What such a store left in the memory of another process would not be the fault
        of a fork.
        """
        at = place_of(self._system, operation)
        if self._planted is None or at is None:
            return False
        return at.slot != self._system.processes[operation.process].slot

    def note(self, fork: ops.Fork) -> None:
        """Note what a process that is about to fork holds."""
        if fork.process in self._system.processes:
            self._before = before_fork(self._system, fork.process)

    def fork_claims(self, fork: ops.Fork, outcome: Outcome) -> Iterator[Claim]:
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
