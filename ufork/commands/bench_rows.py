"""What the commands that measure have in common: progress, and rows as text or JSON."""

import functools
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


def with_output(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command ``--json`` and ``--svg``, which it gets as one ``output``."""

    @functools.wraps(command)
    def measure(*, as_json: bool, svg: Path | None, **options: Any) -> int:  # noqa: ANN401
        if svg is not None:
            require_folder(svg)
        return command(output=Output(as_json, svg), **options)

    picture = click.option(
        "--svg",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Where a picture is written to.",
    )
    return with_json(picture(measure))


def with_systems(
    systems: Iterable[str], what: str, default: Sequence[str] = ()
) -> Callable[[Command], Command]:
    """Give a command ``--system``, which may be given more than once.

    Args:
        systems: What can be chosen.
        what: The help.
        default: What is chosen if none is named; empty if that is for the command.
    """
    return click.option(
        "--system",
        "systems",
        multiple=True,
        type=click.Choice(list(systems)),
        help=what,
        default=default or None,
        show_default=bool(default),
    )


def in_turn(plan: Sequence[Plan]) -> Iterator[Plan]:
    """What is planned, one after the other, with progress on a terminal."""
    with watched("measuring") as tell:
        for done, each in enumerate(plan):
            tell(done, len(plan))
            yield each


def by_system(
    rows: Iterable[Any], point: Callable[[Any], tuple[float, float]]
) -> dict[str, list[tuple[float, float]]]:
    """The points of each system's line, in the order of the rows."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        lines.setdefault(row.system, []).append(point(row))
    return lines


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
