"""One mutant against one of its killers, and the result."""

import time
from collections.abc import Iterator
from typing import Any, assert_never

import attrs

from proofs.deciding.mutation import Trial, attempt, theorem_of
from properties.adapters.linux.c_runner import find_compiler
from properties.adapters.linux.setups import OracleSetup
from properties.adapters.linux.workers import Limits, Summed, run_workers
from properties.conformance.posix.breaking import Broken, break_rule
from properties.conformance.posix.examples import read_example
from properties.machines.campaign import run_campaign
from properties.machines.kernel_programs import failure_after
from properties.machines.setups import Setup
from properties.mutants import MUTANTS
from properties.mutants.changing import in_force
from properties.mutants.mutant import (
    Assertion,
    Fuzz,
    Killer,
    Mutant,
    Oracle,
    Program,
    Proof,
)
from ufork.commands.posix import EXAMPLES

FUZZ_SECONDS = 60.0
"""How long random programs may take to find a mutant."""

FUZZ_SEED = 1
"""The random seed of the programs."""

ORACLE_OPERATIONS = 200_000
"""How many operations the running kernel may need to find a mutant."""


@attrs.frozen
class Attempt:
    """The result of one mutant against one of its killers."""

    mutant: Mutant
    by: Killer
    killed: bool
    cpu_seconds: float
    told: tuple[str, ...]
    """The evidence, as text."""
    record: dict[str, Any]
    """The evidence, for ``--json``."""


@attrs.frozen
class _Witness:
    """Whether a mutant was caught, and what showed it."""

    killed: bool
    told: tuple[str, ...]
    record: dict[str, Any]


def kill(work: tuple[str, int]) -> Attempt:
    """Try a mutant, by id, against one of its killers, by number."""
    name, number = work
    mutant = MUTANTS[name]
    by, begun = mutant.killed_by[number], time.process_time()
    found = _witness(mutant, by)
    seconds = time.process_time() - begun
    return Attempt(mutant, by, found.killed, seconds, found.told, found.record)


def _witness(mutant: Mutant, by: Killer) -> _Witness:
    """What a killer says of a mutant."""
    match by:
        case Proof():
            return _proved(attempt(mutant, by))
        case Fuzz():
            return _fuzzed(mutant, by)
        case Program():
            return _programmed(mutant, by)
        case Assertion():
            example = read_example(EXAMPLES / f"{by.example}.uf")
            return _broken(break_rule(example, mutant))
        case Oracle():
            return _asked(mutant)
        case _:
            assert_never(by)


def _proved(trial: Trial) -> _Witness:
    """The result of a proof."""
    told = [] if trial.killed else [f"verdict: {trial.verdict.value}", trial.reason]
    found = trial.counterexample
    if found is not None:
        parameters = theorem_of(trial.mutant, trial.by).parameters
        shown = zip(parameters, found.arguments, strict=True)
        told.append("on: " + ", ".join(f"{name} = {value}" for name, value in shown))
    record = {
        "law": trial.by.law,
        "format": trial.by.form,
        "verdict": trial.verdict.value,
        "counterexample": [] if found is None else list(found.arguments),
    }
    return _Witness(trial.killed, tuple(filter(None, told)), record)


def _fuzzed(mutant: Mutant, by: Fuzz) -> _Witness:
    """The result of random programs."""
    setup = Setup(by.policy, mutant.id)
    with setup.in_force():
        report = run_campaign(setup, FUZZ_SEED, FUZZ_SECONDS)
    record: dict[str, Any] = {"law": by.law, "programs": report.programs}
    if report.failure is None:
        return _Witness(False, (f"{report.programs:,} programs: no violation",), record)
    violation = report.failure.violation
    record["law"] = violation.law
    told = (f"in program {report.programs}: {violation.law}: {violation.message}",)
    return _Witness(by.law in ("", violation.law), told, record)


def _programmed(mutant: Mutant, by: Program) -> _Witness:
    """The result of a law after a program."""
    with in_force(mutant):
        found = failure_after(by)
    record = {"law": by.law, "program": list(by.lines), "message": found}
    return _Witness(found is not None, () if found is None else (found,), record)


def _broken(found: Broken) -> _Witness:
    """The result of an example."""
    difference = found.difference
    record = {
        "assertion": found.example.key,
        "noticed": found.killed,
        "memory": found.memory,
        "at_line": None if difference is None else difference.line.number,
        "had": None if difference is None else difference.outcome,
    }
    if difference is None:
        return _Witness(False, (), record)
    line = difference.line
    told = (
        f"over {found.memory}, line {line.number}, `{line.operation}`: "
        f"expected {line.expected or 'to succeed'}, had {difference.outcome}"
    )
    return _Witness(True, (told,), record)


def _asked(mutant: Mutant) -> _Witness:
    """The result of the running kernel."""
    runner = "c" if find_compiler() else "python"
    setup = OracleSetup(mutant=mutant.id, runner=runner)
    return _answered(run_workers(setup, Limits(ORACLE_OPERATIONS)))


def _answered(report: Summed) -> _Witness:
    """The result of a run of the oracle."""
    found = report.failure
    record: dict[str, Any] = {"operations": report.steps}
    if found is None:
        return _Witness(False, (f"{report.steps:,} operations agree",), record)
    told = (
        f"after {report.steps:,} operations, `{found['operations'][-1]}`: "
        f"kernel {found['kernel']}, model {found['model']}"
    )
    return _Witness(True, (told,), {**record, "mismatch": found})


def said_of(by: Killer) -> str:
    """A killer in words."""
    match by:
        case Proof():
            return f"the proof of {by.law} ({by.form})"
        case Fuzz():
            law = f", which break {by.law}" if by.law else ""
            return f"random programs over {by.policy}{law}"
        case Program():
            return f"{by.law} after: {'; '.join(by.lines)}"
        case Assertion():
            return f"the example {by.example}"
        case Oracle():
            return f"the running kernel, with the model over {by.memory}"
        case _:
            assert_never(by)


def change_of(mutant: Mutant) -> Iterator[str]:
    """What a mutant changes, in lines."""
    for edit in mutant.edits:
        yield f"in {edit.function}: {edit.before}"
        yield f"becomes: {edit.after}"
    if mutant.policy is not None:
        yield f"policy {mutant.policy.__name__} in place of {mutant.policy.name}"
