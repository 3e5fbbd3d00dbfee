"""The command ``ufork``: what there is to do, and how it ends."""

import os
import sys
from collections.abc import Sequence

import click

from ufork.lazy import LazyGroup, missing_extra

INTERRUPTED = 130
"""The exit code that shells expect of a command stopped from the keyboard."""

COMMANDS = {
    "bench": ("commands.bench", "Measure how fast things are, side by side."),
    "cap": ("cap.command", "Look at one capability: what its bits mean."),
    "claims": ("commands.claims", "Generate the page of claims from what is checked."),
    "fuzz": ("commands.fuzz", "Run random programs, and compare with a full copy."),
    "language": ("commands.language", "Print the reference of programs."),
    "mutants": ("commands.mutants", "Break the model on purpose; see who finds it."),
    "oracle": ("commands.oracle", "Run random programs on this Linux and the model."),
    "posix": ("commands.posix", "Run one example for each assertion about fork."),
    "prove": ("commands.prove", "Prove laws for all inputs of their domains."),
    "replay": ("commands.replay", "Run a trace again, and compare what happens."),
    "run": ("commands.run", "Run a script, step by step."),
    "vectors": ("commands.vectors", "Compare published answers about capabilities."),
    "verify": ("commands.verify", "Prove, fuzz, and run a Redis-style snapshot."),
}
"""The commands by name: the module that has ``NAME_command``, and one line of help.

A module is imported when its command is run, so that a command works without what only
other commands need.
"""


@click.group(
    cls=LazyGroup,
    commands=COMMANDS,
    package="ufork",
    invoke_without_command=True,
    context_settings={"max_content_width": 80},
)
@click.version_option(package_name="ufork-model", message="ufork %(version)s")
@click.pass_context
def ufork(context: click.Context) -> None:
    """POSIX fork inside one CHERI address space: run it, fuzz it, prove it.

    Exit codes: 0 it holds, 1 it is violated, 2 the command was used wrongly, 3 unknown
    or out of time, 4 a replay disagrees.

    \b
    Example, and a good place to start:
      ufork run forged-pointer
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code; wrong use is told in one line."""
    try:
        code = ufork.main(arguments, prog_name="ufork", standalone_mode=False)
    except click.ClickException as error:
        click.echo(f"ufork: {' '.join(error.format_message().split())}", err=True)
        return 2
    except ModuleNotFoundError as error:
        message = missing_extra(error)
        if message is None:
            raise
        click.echo(f"ufork: {message}", err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("ufork: interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of the output has closed it; nothing more can be printed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    sys.exit(main())
