"""``ufork posix``: the assertions of POSIX test suites, over every memory."""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs
import click

from properties.conformance.posix.examples import (
    Difference,
    Example,
    MalformedExampleError,
    examples_in,
    run_example,
)
from properties.conformance.posix.scope import OutOfScope, out_of_scope
from properties.machines.setups import MEMORIES
from properties.mutants.changing import in_force
from properties.mutants.selection import UnknownMutantError, find
from ufork.commands.posix_kernel import ask_kernel, kernel_lines
from ufork.terminal.files import json_text
from ufork.terminal.options import with_json, with_mutant
from ufork.terminal.present import count, show, wrapped

EXAMPLES = Path(str(files("properties.conformance.posix")))
"""The examples that come with the package."""


@attrs.frozen
class Row:
    """One assertion, and what became of its example over each memory."""

    example: Example
    found: dict[str, Difference | None]

    @property
    def passed(self) -> bool:
        """Whether the assertion holds over every memory."""
        return all(difference is None for difference in self.found.values())


@click.command("posix")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--examples",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    default=EXAMPLES,
    help="Where the examples are: SUITE/NAME.uf.",
)
@click.option("--kernel", is_flag=True, help="Ask the running kernel, too.")
@with_mutant("A model with a defect")
@with_json
def posix_command(
    names: tuple[str, ...],
    folder: Path,
    mutant: str | None,
    *,
    kernel: bool,
    as_json: bool,
) -> int:
    """Run one example for each assertion of test suites and bug reports about fork.

    Each is run over separate address spaces, over full copy and over each lazy
    memory; NAME, such as fork-12 or waitpid, chooses those that begin so. An example is
    a script with the outcomes that it expects; docs/language.md tells how. What a file
    out-of-scope.json in FOLDER leaves out is listed with the reason.

    \b
    Example:
      ufork posix fork
      ufork posix --kernel
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    examples, left_out = chosen_examples(folder, names)
    try:
        changed = None if mutant is None else find(mutant)
    except UnknownMutantError as error:
        raise click.UsageError(str(error)) from None
    with in_force(changed):
        rows = [_row(example, mutant) for example in examples]
        answers = ask_kernel(examples) if kernel else None
    if as_json:
        record = _record(rows, left_out)
        if answers is not None:
            record["kernel"] = attrs.asdict(answers)
        click.echo(json_text(record), nl=False)
    else:
        show(_lines(rows, left_out))
        if answers is not None:
            show(kernel_lines(answers))
    differs = answers is not None and bool(answers.differing)
    return 0 if all(row.passed for row in rows) and not differs else 1


def _row(example: Example, mutant: str | None) -> Row:
    """What becomes of an example over each memory."""
    return Row(
        example, {memory: run_example(example, memory, mutant) for memory in MEMORIES}
    )


def chosen_examples(
    folder: Path, names: Sequence[str]
) -> tuple[list[Example], list[OutOfScope]]:
    """The examples, and what is left out, whose names begin as asked for.

    Raises:
        UsageError: A file is no example, or no name begins as asked for.
    """
    try:
        examples, left_out = examples_in(folder), out_of_scope(folder)
    except MalformedExampleError as error:
        raise click.UsageError(str(error)) from None
    begins = tuple(names) or ("",)
    examples = [e for e in examples if e.name.startswith(begins)]
    left_out = [row for row in left_out if row.id.startswith(begins)]
    if not (examples or left_out):
        raise click.UsageError(f"no assertion begins with {' or '.join(names)}")
    return examples, left_out


def _lines(rows: Sequence[Row], left_out: Sequence[OutOfScope]) -> Iterator[str]:
    """The table, as text."""
    yield f"Verdicts over {', '.join(MEMORIES[:-1])} and {MEMORIES[-1]}:"
    for suite in sorted({row.example.suite for row in rows}):
        yield ""
        yield click.style(suite, bold=True)
        for row in rows:
            if row.example.suite == suite:
                yield from _row_lines(row)
    if left_out:
        yield ""
        yield click.style("out of scope", bold=True)
        for other in left_out:
            text = f"{other.suite} {other.id}: {other.words} ({other.reason})"
            yield from wrapped(text, "  ")
    yield ""
    yield from _closing(rows, left_out)


def _row_lines(row: Row) -> Iterator[str]:
    """One assertion: a verdict for each memory, its name, tier and words."""
    verdicts = " ".join(
        click.style("ok", fg="green") if found is None else click.style("NO", fg="red")
        for found in row.found.values()
    )
    example = row.example
    yield f"  {verdicts}  {click.style(example.name, bold=True)} ({example.tier})"
    yield from wrapped(example.words, " " * 12)
    for memory, found in row.found.items():
        if found is not None:
            yield from wrapped(_told(memory, found), " " * 12)


def _told(memory: str, found: Difference) -> str:
    """Where an example went wrong, in words."""
    line = found.line
    expected = line.expected or "to succeed"
    return (
        f"over {memory}, line {line.number}, `{line.operation}`: expected {expected}, "
        f"had {found.outcome}"
    )


def _summary(rows: Sequence[Row]) -> dict[str, int]:
    """The figures."""
    passed = sum(row.passed for row in rows)
    return {"rows": len(rows), "passed": passed, "failed": len(rows) - passed}


def _closing(rows: Sequence[Row], left_out: Sequence[OutOfScope]) -> Iterator[str]:
    """The last lines: the figures."""
    figures = _summary(rows)
    core = sum(row.example.tier == "core" for row in rows)
    verdict = f"{figures['passed']} passed, {figures['failed']} failed"
    color = "red" if figures["failed"] else "green"
    yield (
        f"{count(len(rows), 'assertion')} in scope, {core} core and "
        f"{len(rows) - core} of attributes; {len(left_out)} out of scope"
    )
    yield click.style(verdict, fg=color, bold=True)


def _record(rows: Sequence[Row], left_out: Sequence[OutOfScope]) -> dict[str, Any]:
    """What ``--json`` prints."""
    tried, outside = list(map(_row_record, rows)), list(map(attrs.asdict, left_out))
    return {"summary": _summary(rows), "rows": tried, "out_of_scope": outside}


def _row_record(row: Row) -> dict[str, Any]:
    """One assertion, for ``--json``."""
    example = row.example
    return {
        "suite": example.suite,
        "id": example.name,
        "words": example.words,
        "tier": example.tier,
        "verdicts": {
            memory: "passed" if found is None else _told(memory, found)
            for memory, found in row.found.items()
        },
    }
