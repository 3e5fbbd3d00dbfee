"""``ufork language``: the reference of the language of programs."""

from pathlib import Path

import click

from ufork.language.document import document
from ufork.terminal.pages import put_page, with_output


@click.command("language")
@with_output
def language_command(output: Path | None) -> int:
    """Generate the reference of programs: every verb, operand and outcome.

    \b
    Example:
      ufork language -o docs/language.md
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    put_page(document, output)
    return 0
