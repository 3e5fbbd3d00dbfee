"""``ufork language``: the reference of the language of programs."""

from pathlib import Path

import click

from ufork.language.document import document
from ufork.terminal.files import require_folder, write_atomically


@click.command("language")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the page here rather than to standard output.",
)
def language_command(output: Path | None) -> int:
    """Generate the reference of programs: every verb, operand and outcome.

    \b
    Example:
      ufork language -o docs/language.md
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    if output is None:
        click.echo(document(), nl=False)
        return 0
    require_folder(output)
    write_atomically(output, document())
    return 0
