"""Progress bars on a terminal; nothing in a pipe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)


@contextmanager
def watched(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show progress; to be called with how much is done, and of how much."""
    with _bar(TextColumn(label), BarColumn(), MofNCompleteColumn()) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def counted(
    label: str, noun: str, total: float | None
) -> Iterator[Callable[[float, int], None]]:
    """Show how much of ``total`` is done, and how many things that were.

    To be called with both; a total of None is unknown.
    """
    number = TextColumn("{task.fields[number]:,} " + noun)
    with _bar(TextColumn(label), BarColumn(), number, TimeRemainingColumn()) as bar:
        task = bar.add_task("", total=total, number=0)
        yield lambda done, number: bar.update(task, completed=done, number=number)


def _bar(*columns: ProgressColumn) -> Progress:
    """A bar that disappears when it is done."""
    console = Console(stderr=True)
    return Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    )
