"""What random programs for the kernel meet of exec, vfork and spawn."""

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from model import operations as ops
from model.isa.capability import Capability
from model.outcomes import Failed
from model.posix.arguments import Disposition
from model.system import System, step
from properties.adapters.linux.abilities import WRITTEN_IN_PYTHON
from properties.adapters.linux.setups import OracleSetup, obstacle

if (reason := obstacle()) is not None:
    pytest.skip(f"there is no oracle: {reason}", allow_module_level=True)

from properties.adapters.linux.generation import new_program

PROGRAMS = 150

FEATURES = {
    "exec closes a descriptor": 10,
    "exec leaves a descriptor open": 30,
    "exec resets a handler": 20,
    "exec leaves a signal ignored": 20,
    "exec with a mask": 20,
    "exec with a signal pending": 8,
    "exec with shared memory": 5,
    "exec with a record lock": 5,
    "exec passes arguments": 10,
    "exec leaves the memory of another": 10,
    "an executed child is to be moved": 5,
    "vfork in the memory of another": 5,
    "fork in the memory of another": 5,
    "a lender ends": 3,
    "a lender has a signal that waits": 5,
    "a lender goes on": 20,
    "the exec of a child that was spawned": 1,
}
"""How often each must be met at least."""


def met_by(system: System, operation: ops.Operation) -> Iterator[str]:
    """What an operation is about to meet."""
    kernel = system.kernel
    process = system.processes[operation.process]
    shares = kernel.shares_slot(process)
    if isinstance(operation, ops.Vfork | ops.Fork) and shares:
        yield f"{operation.verb} in the memory of another"
    if isinstance(operation, ops.Exec):
        signals, opened = process.signals, process.descriptors.values()
        actions = signals.actions.values()
        files = [entry.description.file for entry in opened]
        locks = [lock.pid for file in files for lock in file.locks]
        yield from (
            what
            for what, is_so in {
                "closes a descriptor": any(entry.cloexec for entry in opened),
                "leaves a descriptor open": not all(e.cloexec for e in opened),
                "resets a handler": any(isinstance(a, Capability) for a in actions),
                "leaves a signal ignored": Disposition.IGNORE in actions,
                "with a mask": bool(signals.mask),
                "with a signal pending": bool(signals.pending),
                "with shared memory": any(u.shared for u in process.pages.values()),
                "with a record lock": process.pid in locks,
                "passes arguments": operation.size > 0,
                "leaves the memory of another": shares,
            }.items()
            if is_so
            for what in [f"exec {what}"]
        )
        if process.executed:
            yield "the exec of a child that was spawned"


def test_random_programs_meet_what_exec_and_vfork_are_about() -> None:
    met: Counter[str] = Counter()
    for number in range(PROGRAMS):
        made = new_program(OracleSetup().boot, random.Random(f"births/{number}"))
        system = OracleSetup().boot()
        for operation in made.operations:
            met.update(met_by(system, operation))
            lenders = [p for p in system.processes.values() if p.lends_to is not None]
            outcome = step(system, operation)
            if isinstance(operation, ops.Setpgid) and outcome == Failed("EACCES"):
                met["an executed child is to be moved"] += 1
            for lender in lenders:
                waits = lender.lends_to is not None
                pending = lender.signals.pending & ~lender.signals.mask
                met["a lender ends"] += waits is False and lender.status is not None
                met["a lender goes on"] += not waits and lender.status is None
                met["a lender has a signal that waits"] += waits and bool(pending)

    rare = {what: met[what] for what in FEATURES if met[what] < FEATURES[what]}
    assert {} == rare


def test_a_runner_is_given_no_operation_that_it_lacks() -> None:
    verbs = Counter(
        operation.verb
        for number in range(10)
        for operation in new_program(
            OracleSetup().boot, random.Random(number), WRITTEN_IN_PYTHON
        ).operations
    )

    assert verbs["fork"]
    assert not verbs.keys() & {kind.verb for kind in WRITTEN_IN_PYTHON.lacks}
