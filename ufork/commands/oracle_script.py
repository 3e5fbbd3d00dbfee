"""``ufork oracle SCRIPT``: one's own script on the running kernel and on the model."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

import attrs
import click

from properties.adapters.linux.asking import Answered, TooLongError, ask_script
from properties.adapters.linux.c_runner import CRunner, NoRunnerError
from properties.adapters.linux.campaign import Runner
from properties.adapters.linux.python_runner import PythonRunner
from properties.adapters.linux.setups import OracleSetup, kernel_release
from ufork.terminal.files import json_text
from ufork.terminal.present import INDENT, count, show, wrapped
from ufork.terminal.script import Script, find_script


def ask_about(setup: OracleSetup, name: str, *, as_json: bool) -> int:
    """Run a script on real processes and on the model, and tell what both say.

    Returns:
        The exit code: 1 if they differ, or an outcome is not as the script states.

    Raises:
        UsageError: There is no such script, or it cannot be run.
    """
    script = find_script(name)
    try:
        with setup.in_force(), _runner(setup) as runner:
            answers = list(ask_script(setup, runner, script.lines))
    except (TooLongError, NoRunnerError) as error:
        raise click.UsageError(f"{name}: {error}") from None
    if as_json:
        click.echo(json_text(_record(setup, script, answers)), nl=False)
    else:
        show(_lines(setup, name, answers))
    return int(any(each.differs or each.unmet for each in answers))


def _runner(setup: OracleSetup) -> AbstractContextManager[Runner]:
    """The runner that a setup asks for."""
    return CRunner() if setup.runner == "c" else PythonRunner()


def _lines(setup: OracleSetup, name: str, answers: Sequence[Answered]) -> Iterator[str]:
    """Each operation with what both say, and the verdict."""
    yield from wrapped(f"{name} on {kernel_release()}, and on the model:", "")
    width = max((len(str(each.line.operation)) for each in answers), default=0)
    for each in answers:
        yield from _answer_lines(each, width)
    figures = _summary(setup, answers)
    yield ""
    asked = f"{count(figures['operations'], 'operation')}, {figures['asked']} asked"
    if figures["mismatches"]:
        number = count(figures["mismatches"], "operation")
        said = f"{asked}: the kernel and the model differ on {number}"
        yield click.style(said, fg="red")
    else:
        yield click.style(f"{asked}: the kernel and the model agree", fg="green")
    if figures["unmet"]:
        known = count(figures["unmet"], "outcome")
        yield click.style(f"{known} not as the script states", fg="red")


def _answer_lines(each: Answered, width: int) -> Iterator[str]:
    """One operation; in one line, unless the kernel and the model differ."""
    line = each.line
    begin = f"{line.number:>5}  {line.operation!s:<{width}}"
    if each.why_not:
        yield begin.rstrip()
        told = click.style(f"not asked: {each.why_not}", dim=True)
        yield from wrapped(told, INDENT)
    elif each.differs:
        yield begin.rstrip()
        yield click.style(f"{INDENT}kernel  {each.kernel}", fg="red")
        yield click.style(f"{INDENT}model   {each.model}", fg="red")
    else:
        yield f"{begin}  {each.kernel or each.model}"
    if each.unmet:
        yield click.style(f"{INDENT}stated  {line.expected}", fg="red")


def _summary(setup: OracleSetup, answers: Sequence[Answered]) -> dict[str, Any]:
    """The figures."""
    return {
        "operations": len(answers),
        "asked": sum(bool(each.kernel) for each in answers),
        "mismatches": sum(each.differs for each in answers),
        "unmet": sum(each.unmet for each in answers),
        "runner": setup.runner,
        "memory": setup.memory_name,
        "mutant": setup.mutant,
    }


def _record(
    setup: OracleSetup, script: Script, answers: Sequence[Answered]
) -> dict[str, Any]:
    """What ``--json`` prints."""
    told = [
        {
            "line": each.line.number,
            "operation": str(each.line.operation),
            **attrs.asdict(each, filter=lambda field, _: field.name != "line"),
        }
        for each in answers
    ]
    summary = {"script": script.name, **_summary(setup, answers)}
    return {"summary": summary, "operations": told, "kernel": kernel_release()}
