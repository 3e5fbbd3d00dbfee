"""A script on real processes and on the model, operation by operation."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from model import operations as ops
from model.language import Line
from model.outcomes import Outcome
from model.system import step
from properties.adapters.linux.campaign import Runner
from properties.adapters.linux.comparing import Answer, results_in, said, status_of
from properties.adapters.linux.encoding import MAX_OPERATIONS, MAX_PROCESSES
from properties.adapters.linux.judged import EXCLUDED, is_judged
from properties.adapters.linux.recording import Recording
from properties.adapters.linux.setups import OracleSetup
from properties.programs.families import with_names

_UNJUDGED: Final = "here POSIX leaves it open, or the machines differ"


class TooLongError(ValueError):
    """A script has more operations or processes than a runner takes."""


@attrs.frozen
class Answered:
    """One operation of a script, and what both say of it."""

    line: Line
    model: str
    kernel: str = ""
    """Empty if the kernel was not asked."""
    why_not: str = ""
    """Why the kernel was not asked."""
    differs: bool = False
    """Whether the kernel and the model differ."""
    unmet: bool = False
    """Whether the outcome of the model is not the one that the script states."""


@attrs.define
class _Script:
    """A script that is being run on the model, and recorded for the kernel."""

    recording: Recording
    lacks: Mapping[type[ops.Operation], str]
    """The operations that the runner does not have, each with its reason."""
    aliases: dict[str, str] = attrs.field(factory=dict)
    """What a process is called for the runner, if its name was used before."""
    answered: list[Answered] = attrs.field(factory=list)
    asked: dict[int, int] = attrs.field(factory=dict)
    """The operation of the recording, by place in the script."""

    def take(self, line: Line) -> None:
        """Run an operation on the model, if the kernel can be asked about it."""
        operation, recording = self._renamed(line.operation), self.recording
        excluded = {**EXCLUDED, **self.lacks}
        if reason := excluded.get(type(operation)):
            self._leave_out(line, reason)
        elif operation.process not in recording.system.processes:
            self._note(line, step(recording.system, operation))
        elif not is_judged(recording.system, operation):
            self._leave_out(line, _UNJUDGED)
        elif recording.run(operation):
            self.asked[len(self.answered)] = len(recording.operations) - 1
            self._note(line, recording.outcomes[-1])
        else:
            self._note(line, step(recording.system, operation))

    def _renamed(self, operation: ops.Operation) -> ops.Operation:
        """The operation with names that are never used again for another process."""
        known = self.recording.names.numbers
        if not isinstance(operation, ops.Birth):
            return with_names(operation, self.aliases)
        forker = self.aliases.get(operation.process, operation.process)
        current = self.aliases.get(operation.child, operation.child)
        kernel = self.recording.system.kernel
        if current in known and current not in (*kernel.processes, *kernel.zombies):
            current = self.aliases[operation.child] = f"{operation.child}_{len(known)}"
        return with_names(
            operation, {operation.process: forker, operation.child: current}
        )

    def _pids(self) -> dict[str, int]:
        """The pids of processes, by the names that the script gives them."""
        pids = dict(self.recording.system.kernel.pids)
        renamed = self.aliases.items()
        return pids | {name: pids[other] for name, other in renamed if other in pids}

    def _leave_out(self, line: Line, reason: str) -> None:
        """Note an operation that neither of them runs."""
        self.answered.append(Answered(line, "", why_not=reason))

    def _note(self, line: Line, outcome: Outcome) -> None:
        """Note what the model says."""
        expected = line.expected
        unmet = expected is not None and not expected.is_met(outcome, self._pids())
        self.answered.append(Answered(line, outcome.explained, unmet=unmet))


def ask_script(
    setup: OracleSetup, runner: Runner, lines: Sequence[Line]
) -> Iterator[Answered]:
    """Run a script on real processes and on the model.

    What the kernel cannot be asked about, the model does not run either. A call that
    would have to wait is not made.

    Raises:
        TooLongError: The script has more operations or processes than a runner takes.
    """
    script = _Script(Recording(setup.boot()), runner.abilities.lacks)
    recording = script.recording
    for line in lines:
        forks = isinstance(line.operation, ops.Birth)
        if forks and len(recording.names.numbers) == MAX_PROCESSES:
            raise TooLongError(f"it has more than {MAX_PROCESSES} processes")
        if len(recording.operations) == MAX_OPERATIONS:
            raise TooLongError(f"it has more than {MAX_OPERATIONS} operations")
        script.take(line)
    (answer,) = runner.run([recording]) if recording.operations else [(b"", b"")]
    for place, each in enumerate(script.answered):
        index = script.asked.get(place)
        yield each if index is None else _with_kernel(recording, answer, index, each)


def _with_kernel(
    recording: Recording, answer: Answer, index: int, noted: Answered
) -> Answered:
    """An operation with what the kernel says of it."""
    found, expected = results_in(recording, answer)[index], recording.expected[index]
    kernel, model = (said(recording, index, each) for each in (found, expected))
    ended = status_of(recording, answer, index)
    differs = found != expected or ended is not None
    if ended is not None:
        kernel, model = f"{kernel}; {ended.kernel}", f"{model}; {ended.model}"
    return attrs.evolve(noted, kernel=kernel, model=model, differs=differs)
