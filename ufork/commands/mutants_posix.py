"""``ufork mutants posix``: a broken kernel for every assertion, and who notices."""

from collections.abc import Iterator, Sequence
from typing import Any

import click

from properties.conformance.posix.breaking import Broken, break_rule
from properties.conformance.posix.examples import Example, MalformedExampleError
from properties.mutants.posix import POSIX_LINES
from ufork.commands.posix import EXAMPLES, chosen_examples
from ufork.terminal.files import json_text
from ufork.terminal.options import with_json
from ufork.terminal.present import count, show, wrapped
from ufork.terminal.progress import watched
from ufork.terminal.records import summary


@click.command("posix")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@with_json
def posix_mutants_command(names: tuple[str, ...], *, as_json: bool) -> int:
    """Change one line of the kernel, and run the example of the rule that it breaks.

    Every assertion of the core names a mutant, and its example must fail over some
    memory. NAME, such as fork-12 or waitpid, chooses those that begin so.

    \b
    Example:
      ufork mutants posix waitpid
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    examples, _ = chosen_examples(EXAMPLES, names)
    chosen = [e for e in examples if e.mutant or e.tier == "core"]
    broken = []
    with watched("breaking") as tell:
        for number, example in enumerate(chosen, start=1):
            broken.append(_broken(example))
            tell(number, len(chosen))
            if not as_json:
                show(_lines(broken[-1]))
    figures = summary([found.killed for found in broken])
    if as_json:
        record = {"summary": figures, "mutants": list(map(_record, broken))}
        click.echo(json_text(record), nl=False)
    else:
        show([_closing(broken)])
    return 0 if figures["survivors"] == 0 else 1


def _broken(example: Example) -> Broken:
    """What an example comes to while its rule is broken."""
    try:
        return break_rule(example, POSIX_LINES)
    except MalformedExampleError as error:
        raise click.UsageError(str(error)) from None


def _closing(broken: Sequence[Broken]) -> str:
    """The last line: how many of what."""
    figures = summary([found.killed for found in broken])
    changed = len({found.mutant for found in broken})
    return (
        f"{count(figures['total'], 'assertion')}, {count(changed, 'changed line')}: "
        f"{figures['killed']} noticed, {figures['survivors']} did not"
    )


def _lines(found: Broken) -> Iterator[str]:
    """An assertion, what broke it, and where its example noticed."""
    verdict = "noticed" if found.killed else "NOT NOTICED"
    style = click.style(verdict, fg="green" if found.killed else "red")
    yield f"  {style}  {found.example.key} ({found.mutant.name})"
    indent = " " * 8
    yield from wrapped(f"in {found.mutant.module}: {found.mutant.line}", indent)
    yield from wrapped(f"becomes: {found.mutant.changed}", indent)
    if found.difference is not None:
        line = found.difference.line
        yield from wrapped(
            f"over {found.memory}, line {line.number}, `{line.operation}`: "
            f"expected {line.expected or 'to succeed'}, "
            f"had {found.difference.outcome}",
            indent,
        )


def _record(found: Broken) -> dict[str, Any]:
    """One assertion, for ``--json``."""
    mutant, difference = found.mutant, found.difference
    return {
        "assertion": found.example.key,
        "name": mutant.name,
        "module": mutant.module,
        "line": mutant.line,
        "changed": mutant.changed,
        "noticed": found.killed,
        "memory": found.memory,
        "at_line": None if difference is None else difference.line.number,
        "had": None if difference is None else difference.outcome,
    }
