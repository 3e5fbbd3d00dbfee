"""``ufork claims``: the page of claims, made from what is really checked."""

from pathlib import Path

import click

from ufork.claims.document import document
from ufork.terminal.files import require_folder, write_atomically


@click.command("claims")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the page here rather than to standard output.",
)
def claims_command(output: Path | None) -> int:
    """Generate the page of claims from ledger, catalogue and suites.

    \b
    Example:
      ufork claims -o docs/claims.md
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    if output is None:
        click.echo(document(), nl=False)
        return 0
    require_folder(output)
    write_atomically(output, document())
    return 0
