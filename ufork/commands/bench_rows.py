"""What the commands that measure have in common: progress, and rows as text or JSON."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import attrs
import click

from ufork.terminal.files import json_text, require_folder, write_atomically
from ufork.terminal.options import Command, with_json
from ufork.terminal.present import show
from ufork.terminal.progress import watched

Plan = TypeVar("Plan")


@attrs.frozen
class Output:
    """How rows are shown."""

    as_json: bool
    svg: Path | None
    """Where a picture goes, if one is asked for."""


def with_output(command: Command) -> Command:
    """Give a command ``--json`` and ``--svg``."""
    picture = click.option(
        "--svg",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Where a picture is written to.",
    )
    return with_json(picture(command))


def in_turn(plan: Sequence[Plan]) -> Iterator[Plan]:
    """What is planned, one after the other, with progress on a terminal."""
    with watched("measuring") as tell:
        for done, each in enumerate(plan):
            tell(done, len(plan))
            yield each


def output_of(*, as_json: bool, svg: Path | None) -> Output:
    """What the options say.

    Raises:
        UsageError: The picture could not be written.
    """
    if svg is not None:
        require_folder(svg)
    return Output(as_json, svg)


def show_rows(
    name: str,
    rows: Sequence[Any],
    text: Callable[[], Iterable[str]],
    picture: Callable[[], str],
    output: Output,
    **more: int,
) -> int:
    """Show rows as one JSON object with a summary, or else as text; draw them if asked.

    Args:
        name: What was measured.
        rows: Instances of attrs classes.
        text: The lines for people.
        picture: The rows as SVG, if there are any.
        output: What is asked for.
        more: What else the summary says.

    Returns:
        The exit code.
    """
    if output.svg is not None and rows:
        write_atomically(output.svg, picture())
    if output.as_json:
        summary = {"name": name, "rows": len(rows), **more}
        record = {"summary": summary, "rows": [attrs.asdict(row) for row in rows]}
        click.echo(json_text(record), nl=False)
    else:
        show(text())
        if output.svg is not None and rows:
            show([f"picture: {output.svg}"])
    return 0
