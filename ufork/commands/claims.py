"""``ufork claims``: the page of claims, made from what is really checked."""

from pathlib import Path

import click

from ufork.claims.document import document
from ufork.terminal.pages import put_page, with_output


@click.command("claims")
@with_output
def claims_command(output: Path | None) -> int:
    """Generate the page of claims from ledger, catalogue and suites.

    \b
    Example:
      ufork claims -o docs/claims.md
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    put_page(document, output)
    return 0
