"""What the commands that measure have in common: progress, and rows as text or JSON."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import attrs
import click

from ufork.terminal.files import json_text
from ufork.terminal.present import show
from ufork.terminal.progress import watched

Plan = TypeVar("Plan")


def in_turn(plan: Sequence[Plan]) -> Iterator[Plan]:
    """What is planned, one after the other, with progress on a terminal."""
    with watched("measuring") as tell:
        for done, each in enumerate(plan):
            tell(done, len(plan))
            yield each


def show_rows(
    name: str,
    rows: Sequence[Any],
    text: Callable[[], Iterable[str]],
    *,
    as_json: bool,
    **more: int,
) -> int:
    """Show rows as one JSON object with a summary, or else as text.

    Args:
        name: What was measured.
        rows: Instances of attrs classes.
        text: The lines for people.
        as_json: Whether JSON is asked for.
        more: What else the summary says.

    Returns:
        The exit code.
    """
    if as_json:
        summary = {"name": name, "rows": len(rows), **more}
        record = {"summary": summary, "rows": [attrs.asdict(row) for row in rows]}
        click.echo(json_text(record), nl=False)
    else:
        show(text())
    return 0
