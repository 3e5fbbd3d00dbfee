"""Pages that a command makes: to standard output, or into a file."""

from collections.abc import Callable
from pathlib import Path

import click

from ufork.terminal.files import require_folder, write_atomically

with_output = click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the page here rather than to standard output.",
)
"""Gives a command ``--output``."""


def put_page(page: Callable[[], str], output: Path | None) -> None:
    """Make a page, once it is known that there is somewhere to put it.

    Raises:
        UsageError: There is no such folder.
    """
    if output is None:
        click.echo(page(), nl=False)
        return
    require_folder(output)
    write_atomically(output, page())
