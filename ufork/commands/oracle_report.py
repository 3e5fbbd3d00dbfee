"""What ``ufork oracle`` prints at the end."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from properties.adapters.linux.setups import OracleSetup, kernel_release
from properties.adapters.linux.workers import Report
from ufork.terminal.present import WIDTH, command_lines, count, wrapped


def _summary(setup: OracleSetup, report: Report) -> dict[str, Any]:
    """The figures of a campaign."""
    return {
        "programs": report.programs,
        "operations": report.operations,
        "mismatches": int(report.mismatch is not None),
        "kinds": len(report.kinds),
        "operations_per_second": round(report.operations_per_second),
        "seed": setup.seed,
        "runner": setup.runner,
        "profile": setup.profile,
        "memory": setup.memory_name,
        "mutant": setup.mutant,
    }


def record(
    setup: OracleSetup, report: Report, path: Path | None = None
) -> dict[str, Any]:
    """What ``--json`` prints; ``path`` is that of the trace, if one is written."""
    whole = {
        "summary": _summary(setup, report),
        "kinds": dict(report.kinds),
        "kernel": kernel_release(),
    }
    if report.mismatch is not None:
        whole["mismatch"] = {**report.mismatch, "command": _again(setup, report)}
        if path is not None:
            whole["trace"] = str(path)
    return whole


def _again(setup: OracleSetup, report: Report) -> str:
    """The command that finds a mismatch again."""
    number = 0 if report.mismatch is None else report.mismatch["program"]
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


def ending(setup: OracleSetup, report: Report, path: Path) -> Iterator[str]:
    """The end of a campaign, as text."""
    found = report.mismatch
    yield (
        f"{count(report.programs, 'program')}, {report.operations:,} operations of "
        f"{len(report.kinds)} kinds, {report.operations_per_second:,.0f} "
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


def _kind_lines(report: Report) -> Iterator[str]:
    """How often each kind of operation was run."""
    line = " "
    for kind, number in report.kinds.most_common():
        word = f" {kind} {number},"
        if len(line) + len(word) > WIDTH:
            yield line
            line = " "
        line += word
    yield line.rstrip(",")


def mutant_lines(defect: str, name: str, report: Report) -> Iterator[str]:
    """A mutant, and the operation that revealed it."""
    found = report.mismatch
    verdict = "found" if found is not None else "NOT FOUND"
    style = click.style(verdict, fg="green" if found is not None else "red")
    yield f"  {style}  {name}, after {report.operations:,} operations"
    yield f"        {defect}"
    if found is not None:
        last = found["operations"][-1]
        yield f"        `{last}`: kernel {found['kernel']}, model {found['model']}"
