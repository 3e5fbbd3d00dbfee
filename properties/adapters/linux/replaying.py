"""A program from a trace of the oracle, run again on the running kernel."""

import importlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from model import operations as ops
from properties.adapters.linux.c_runner import CRunner, find_compiler
from properties.adapters.linux.campaign import Runner, judge
from properties.adapters.linux.generation import replayed
from properties.adapters.linux.setups import OracleSetup, obstacle
from properties.laws.kernel.refinement import the_running_kernel_agrees
from properties.machines.lockstep import Violation
from properties.machines.setups import Setup


class CannotAskError(Exception):
    """There is no kernel here that can be asked; the message says why."""


def ask(
    profile: str, setup: Setup, program: Sequence[ops.Operation]
) -> Violation | None:
    """Run a program on real processes and on the model, and compare the two.

    Raises:
        CannotAskError: There is no kernel that can be asked.
    """
    if (reason := obstacle()) is not None:
        raise CannotAskError(f"there is no oracle here: {reason}")
    oracle = OracleSetup(memory=setup.policy, profile=profile, mutant=setup.mutant)
    with _runner() as runner:
        found = judge(oracle, runner, 0, replayed(oracle.boot, program))
    if found is None:
        return None
    answered = found.difference
    return disagreement(answered.index, answered.kernel, answered.model)


def disagreement(step: int, kernel: str, model: str) -> Violation:
    """The violation where the kernel answers differently from the model."""
    message = f"the kernel says {kernel}, the model {model}"
    return Violation(the_running_kernel_agrees.__name__, step, message)


def _runner() -> AbstractContextManager[Runner]:
    """The runner in C, if it can be compiled; else that which loads the C library."""
    if find_compiler():
        return CRunner()
    module: Any = importlib.import_module("properties.adapters.linux.python_runner")
    runner: AbstractContextManager[Runner] = module.PythonRunner()
    return runner
