"""A script that is being run: its steps, what they cost, and what went wrong."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import attrs

from model.outcomes import Blocked, Failed, Faulted, Skipped
from model.system import System
from model.trace import Step, replay
from optimized.metering import Costs, MeteredMemory, Usage
from properties.machines.checks import violation_at, violation_at_end
from properties.machines.lockstep import Violation
from properties.machines.setups import Setup
from ufork.terminal.script import Script

KINDS: Final = {
    Faulted: "faults",
    Failed: "failed",
    Blocked: "blocked",
    Skipped: "skipped",
}
"""What is counted apart: operations that did not do what they should."""


@attrs.define(eq=False)
class Run:
    """A script that is being run, and the results so far."""

    script: Script
    setup: Setup
    system: System
    steps: int = 0
    counts: Counter[str] = attrs.field(factory=Counter)
    """How many operations came to nothing, by kind."""
    unmet: list[str] = attrs.field(factory=list)
    """Which outcomes are not those that the script states, in words."""
    last: Step | None = None
    violation: Violation | None = None
    costs: dict[str, Costs] = attrs.field(factory=dict)
    """What lazy copying cost each μprocess so far, by name, if it is metered."""

    def proceed(self) -> Iterator[Step]:
        """Run the script, each step when it is asked for, until one breaks a law."""
        self._note_costs()
        for step in replay(self.system, iter(self.script.operations)):
            self.steps, self.last = step.index + 1, step
            self._count(step)
            if step.changes.begun:
                self._note_costs()
            self.violation = violation_at(self.system, step)
            yield step
            if self.violation is not None:
                return
        if self.steps:
            index = self.steps - 1
            self.violation = violation_at_end(self.script.check, self.system, index)

    @property
    def is_wrong(self) -> bool:
        """Whether a law is violated, or an outcome is not the one that is stated."""
        return self.violation is not None or bool(self.unmet)

    def _count(self, step: Step) -> None:
        """Count an outcome, and note it if it is not the one that is stated."""
        outcome, script = step.outcome, self.script
        if kind := KINDS.get(type(outcome)):
            self.counts[kind] += 1
        if expected := script.unmet(step.index, outcome, self.system.kernel.pids):
            where = f"line {script.number(step.index)}, `{step.operation}`"
            self.unmet.append(f"{where}: expected {expected}, had {outcome.explained}")

    def usage(self, name: str) -> Usage | None:
        """The memory that a μprocess uses, if it lives and is metered."""
        memory, process = self.system.memory, self.system.processes.get(name)
        if process is None or not isinstance(memory, MeteredMemory):
            return None
        return memory.usage(process.slot)

    def _note_costs(self) -> None:
        """Remember whose costs are counted in which slot: a slot is used again."""
        memory = self.system.memory
        if isinstance(memory, MeteredMemory):
            for name, process in self.system.processes.items():
                self.costs[name] = memory.costs_of(process.slot)
