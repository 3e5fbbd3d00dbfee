"""Commands that are imported when they are run, and packages that may be missing."""

import importlib
from collections.abc import Mapping
from typing import Any

import click

EXTRAS = {
    "bitwuzla": "proofs",
    "cvc5": "proofs",
    "hypothesis": "properties",
    "z3": "proofs",
}
"""The optional packages by the name that is imported, each with its extra."""


class LazyGroup(click.Group):
    """A group whose commands are known by name, module and one line of help."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  click's own
        commands: Mapping[str, tuple[str, str]],
        package: str,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self._known = commands
        self._package = package

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, sorted."""
        return sorted({*self._known, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, its module imported now."""
        if cmd_name not in self._known:
            return super().get_command(ctx, cmd_name)
        path, _ = self._known[cmd_name]
        module = importlib.import_module(f"{self._package}.{path}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands without importing them."""
        del ctx
        rows = [(name, line) for name, (_, line) in sorted(self._known.items())]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def missing_extra(error: ModuleNotFoundError) -> str | None:
    """How to install a package that is missing; None if no extra has it."""
    extra = EXTRAS.get((error.name or "").partition(".")[0])
    if extra is None:
        return None
    return (
        f"{error.name} is not installed; this command needs the extra {extra}: "
        f"pip install 'ufork-model[{extra}]'"
    )
