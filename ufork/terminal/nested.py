"""A command that takes words, the first of which may name a command of its own."""

from typing import Any

import click


class Nested(click.Command):
    """A command that hands over to another if its first word names that one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  click's own
        super().__init__(*args, **kwargs)
        self._inner: dict[str, click.Command] = {}

    def add_command(self, command: click.Command) -> None:
        """Hand over to a command if its name comes first."""
        self._inner[command.name or ""] = command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401  click's own
    ) -> click.Context:
        """The context of this command, or of the one that is named first."""
        if args and args[0] in self._inner:
            inner, name = self._inner[args[0]], f"{info_name} {args[0]}"
            return inner.make_context(name, args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)
