"""The command ``ufork``: what there is to do, and how it ends."""

import os
import sys
from collections.abc import Sequence

import click

from ufork.cap.command import cap_command
from ufork.commands.bench import bench_command
from ufork.commands.fuzz import fuzz_command
from ufork.commands.mutants import mutants_command
from ufork.commands.mutants_posix import posix_mutants_command
from ufork.commands.oracle import oracle_command
from ufork.commands.posix import posix_command
from ufork.commands.prove import prove_command
from ufork.commands.replay import replay_command
from ufork.commands.run import run_command
from ufork.commands.vectors import vectors_command
from ufork.commands.verify import verify_command

INTERRUPTED = 130
"""What shells expect of a command that was stopped from the keyboard."""


@click.group(invoke_without_command=True, context_settings={"max_content_width": 80})
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


ufork.add_command(verify_command)
ufork.add_command(bench_command)
ufork.add_command(prove_command)
ufork.add_command(mutants_command)
ufork.add_command(posix_command)
ufork.add_command(run_command)
ufork.add_command(fuzz_command)
ufork.add_command(replay_command)
ufork.add_command(cap_command)
ufork.add_command(vectors_command)
ufork.add_command(oracle_command)


mutants_command.add_command(posix_mutants_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code. Wrong use is told in one line."""
    try:
        code = ufork.main(arguments, prog_name="ufork", standalone_mode=False)
    except click.ClickException as error:
        click.echo(f"ufork: {' '.join(error.format_message().split())}", err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("ufork: interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing more can be printed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    sys.exit(main())
