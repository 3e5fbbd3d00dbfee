"""What ``ufork oracle`` prints at the end."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from properties.adapters.linux.setups import OracleSetup, kernel_release
from properties.adapters.linux.workers import Summed
from ufork.terminal.present import WIDTH, command_lines, count, wrapped


def _summary(setup: OracleSetup, report: Summed) -> dict[str, Any]:
    """The figures of a campaign."""
    return {
        "programs": report.programs,
        "operations": report.steps,
        "mismatches": int(report.failure is not None),
        "kinds": len(report.kinds),
        "operations_per_second": round(report.steps_per_second),
        "seed": setup.seed,
        "runner": setup.runner,
        "profile": setup.profile,
        "memory": setup.memory_name,
        "mutant": setup.mutant,
    }


def record(
    setup: OracleSetup, report: Summed, path: Path | None = None
) -> dict[str, Any]:
    """What ``--json`` prints; ``path`` is that of the trace, if one is written."""
    whole = {
        "summary": _summary(setup, report),
        "kinds": dict(report.kinds),
        "kernel": kernel_release(),
    }
    if report.failure is not None:
        whole["mismatch"] = {**report.failure, "command": _again(setup, report)}
        if path is not None:
            whole["trace"] = str(path)
    return whole


def _again(setup: OracleSetup, report: Summed) -> str:
    """The command that finds a mismatch again."""
    number = 0 if report.failure is None else report.failure["program"]
    given: dict[str, str | None] = {
        "--runner": setup.runner,
        "--profile": None if setup.profile == "linux" else setup.profile,
        "--memory": None if setup.memory == "separate" else setup.memory,
        "--mutant": setup.mutant,
    }
    words = ["ufork", "oracle", "--seed", str(setup.seed), "--program", str(number)]
    for option, value in given.items():
        words += [] if value is None else [option, value]
    return shlex.join(words)


def ending(setup: OracleSetup, report: Summed, path: Path) -> Iterator[str]:
    """The end of a campaign, as text."""
    found = report.failure
    yield (
        f"{count(report.programs, 'program')}, {report.steps:,} operations of "
        f"{len(report.kinds)} kinds, {report.steps_per_second:,.0f} "
        f"operations/s, seed {setup.seed}: "
        + ("no mismatch" if found is None else "a mismatch")
    )
    yield from wrapped(
        f"{kernel_release()}, runner {setup.runner}, {_model(setup)}", ""
    )
    if found is None:
        yield from _kind_lines(report)
        return
    last = found["operations"][-1]
    yield f"After `{last}` the kernel says something else than the model."
    yield (
        f"  {count(len(found['operations']), 'operation')}, shrunk from "
        + str(found["shrunk_from"])
        + ":"
    )
    yield from (f"    {line}" for line in found["operations"])
    yield f"  kernel  {found['kernel']}"
    yield f"  model   {found['model']}"
    yield f"  again   {_again(setup, report)}"
    yield from command_lines(str(path))


def _model(setup: OracleSetup) -> str:
    """The model, as text."""
    mutant = f", mutant {setup.mutant}" if setup.mutant else ""
    return f"profile {setup.profile}, memory {setup.memory_name}{mutant}"


def _kind_lines(report: Summed) -> Iterator[str]:
    """How often each kind of operation was run."""
    line = " "
    for kind, number in report.kinds.most_common():
        word = f" {kind} {number},"
        if len(line) + len(word) > WIDTH:
            yield line
            line = " "
        line += word
    yield line.rstrip(",")


def mutant_lines(defect: str, name: str, report: Summed) -> Iterator[str]:
    """A mutant, and the operation that revealed it."""
    found = report.failure
    verdict = "found" if found is not None else "NOT FOUND"
    style = click.style(verdict, fg="green" if found is not None else "red")
    yield f"  {style}  {name}, after {report.steps:,} operations"
    yield f"        {defect}"
    if found is not None:
        last = found["operations"][-1]
        yield f"        `{last}`: kernel {found['kernel']}, model {found['model']}"
