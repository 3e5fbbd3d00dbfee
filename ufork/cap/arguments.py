"""What the commands about one capability are given: words, numbers, permissions."""

from collections.abc import Callable
from typing import Any, TypeVar

import attrs
import click

from model.isa.capability import Capability, from_bits
from model.isa.format import Format
from model.isa.formats import FORMATS, MORELLO128
from model.isa.permissions import LETTERS
from properties.names import unknown

Command = TypeVar("Command", bound=Callable[..., Any])


def number(text: str, where: str | None = None) -> int:
    """The number that a text stands for: ``0x1f`` or ``31``.

    Raises:
        BadParameter: The text is no number.
    """
    try:
        return int(text, 0)
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is no number; write 0x1f for hexadecimal, 31 for decimal",
            param_hint=where,
        ) from None


@attrs.frozen
class Word:
    """A number, and the tag in front of it if there is one."""

    number: int
    tag: bool | None


def word(text: str) -> Word:
    """A number that may say its tag first: ``1:0x1f``, ``0:0x1f``.

    Raises:
        BadParameter: The text is no such number.
    """
    tag = {"0:": False, "1:": True}.get(text[:2])
    return Word(number(text if tag is None else text[2:]), tag)


def with_capability(*, whole: bool = False) -> Callable[[Command], Command]:
    """Give a command ``--format``, ``--untagged``, ``HI`` and ``ADDR``.

    If ``whole``, ``ADDR`` may be left out: ``HI`` is then all bits in memory.
    """

    def decorate(command: Command) -> Command:
        address = "[ADDR]" if whole else "ADDR"
        for option in (
            click.argument("address", metavar=address, type=number, required=not whole),
            click.argument("metadata", metavar="HI", type=word),
            click.option("--untagged", is_flag=True, help="Its tag is clear."),
            with_format,
        ):
            command = option(command)
        return command

    return decorate


with_format = click.option(
    "--format",
    "form",
    metavar="NAME",
    default=MORELLO128.name,
    show_default=True,
    help=f"How capabilities are encoded: {', '.join(FORMATS)}.",
)
"""Gives a command ``--format``."""


def chosen_format(name: str) -> Format:
    """The format of this name.

    Raises:
        UsageError: There is no such format.
    """
    if name not in FORMATS:
        raise click.UsageError(unknown("format", name, FORMATS))
    return FORMATS[name]


def chosen_capability(
    form: str, metadata: Word, address: int | None, *, untagged: bool
) -> Capability:
    """The capability of these words; tagged, unless something says it is not.

    Raises:
        UsageError: The format is unknown, or a word does not fit.
    """
    chosen = chosen_format(form)
    bits = metadata.number
    if address is None:
        require("HI", bits, (1 << chosen.width) - 1, chosen)
    else:
        require("HI", bits, (1 << chosen.metadata_width) - 1, chosen)
        require("ADDR", address, chosen.address_space - 1, chosen)
        bits = (bits << chosen.address_width) | address
    return from_bits(chosen, bits, tag=metadata.tag is not False and not untagged)


def require(where: str, value: int, most: int, form: Format) -> None:
    """Refuse a number that is negative or above ``most``.

    Raises:
        UsageError: The number is out of range; the message says which argument it is.
    """
    if not 0 <= value <= most:
        raise click.BadParameter(
            f"{value:#x} is not from 0 to {most:#x}, as {form} needs",
            param_hint=f"'{where}'",
        )


@attrs.frozen
class Permissions:
    """The permissions that a command is asked for."""

    value: int
    """The bits as the format numbers them; some permissions come together."""
    named: int
    """The permissions that were meant."""


def chosen_permissions(form: Format, text: str) -> Permissions:
    """What a text stands for: ``all``, letters such as ``rwRW``, or a number.

    Raises:
        BadParameter: The text is none of these.
    """
    coding, where = form.permissions, "'--perms'"
    known = {letter: permission for permission, letter in LETTERS}
    if text == "all" or text[:1].isdigit():
        value = coding.all_permissions if text == "all" else number(text, where)
        require("--perms", value, coding.all_permissions | coding.ones, form)
        return Permissions(value, coding.named(value))
    if not text or set(text) - {*known, "-"}:
        raise click.BadParameter(
            f"{text!r} is not 'all', letters out of {''.join(known)!r}, or a number",
            param_hint=where,
        )
    named = sum(known[letter] for letter in set(text) - {"-"})
    return Permissions(coding.bits_of(named), named)
