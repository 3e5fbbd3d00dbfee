"""``ufork cap``: one capability, looked at and changed."""

from collections.abc import Iterable, Iterator
from typing import Any

import click

from model.isa.capability import Capability
from ufork.cap.answers import look, narrowed_lines, pointed_lines, tell
from ufork.cap.arguments import (
    Word,
    chosen_capability,
    number,
    require,
    with_capability,
)
from ufork.cap.encoding import encode_command
from ufork.cap.explanation import explain_command
from ufork.cap.reasons import narrowed, pointed
from ufork.cap.records import (
    capability_record,
    narrowed_record,
    pointed_record,
    summary_record,
)
from ufork.cap.text import about_lines, figure_lines
from ufork.cap.words import INDENT
from ufork.terminal.options import with_json
from ufork.terminal.present import wrapped


@click.group("cap", invoke_without_command=True)
@click.pass_context
def cap_command(context: click.Context) -> None:
    """Look at one capability: what its bits mean, what would cost its tag.

    HI is the metadata word as it is in memory, ADDR the address word; hexadecimal or
    decimal. It is tagged, unless --untagged says it is not.

    \b
    Example:
      ufork cap explain 0xd800000070103000 0x10000 --move 0x1000
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cap_command.command("decode")
@with_capability(whole=True)
@with_json
def decode_command(
    form: str, metadata: Word, address: int | None, *, untagged: bool, as_json: bool
) -> int:
    """Say what the bits of a capability mean.

    Without ADDR, HI is all bits of a capability; its tag may stand in front, as in
    1:0xffffc000000100050000000000001000.

    \b
    Example:
      ufork cap decode --format cheriv9-128 0xffff000000000000 0x1000
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    capability = chosen_capability(form, metadata, address, untagged=untagged)
    record = {
        "summary": summary_record(capability),
        "capability": capability_record(capability),
    }
    tell(as_json, record, _decoded(capability))
    return 0


def _decoded(capability: Capability) -> Iterator[str]:
    """Sentences, then figures."""
    yield from about_lines(capability)
    yield ""
    yield from figure_lines(capability)


@cap_command.command("setaddr")
@with_capability()
@click.argument("new", metavar="NEW", type=number)
@click.option("--fast", is_flag=True, help="As an addition: by the fast rule.")
@with_json
def setaddr_command(new: int, *, fast: bool, as_json: bool, **words: Any) -> int:  # noqa: ANN401
    """Point a capability at another address.

    \b
    Example:
      ufork cap setaddr 0xd800000070103000 0x13000 0x1ffff --fast
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    capability = chosen_capability(**words)
    require("NEW", new, capability.format.address_space - 1, capability.format)
    change = pointed(capability, new)
    result = change.added if fast else change.result
    record = {
        "summary": summary_record(result),
        "source": capability_record(capability),
        "result": capability_record(result),
        "to": pointed_record(change),
    }
    lines = pointed_lines(capability, change)
    tell(as_json, record, _changed(capability, result, lines))
    return 0


@cap_command.command("setbounds")
@with_capability()
@click.argument("length", metavar="LENGTH", type=number)
@click.option("--exact", is_flag=True, help="Rather lose the tag than round.")
@with_json
def setbounds_command(length: int, *, exact: bool, as_json: bool, **words: Any) -> int:  # noqa: ANN401
    """Narrow a capability to LENGTH bytes from its address.

    \b
    Example:
      ufork cap setbounds --format cheriv9-64 0xfff00000 0x1234 0x1001
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    capability = chosen_capability(**words)
    require("LENGTH", length, capability.format.address_space, capability.format)
    change = narrowed(capability, length)
    result = change.strict if exact else change.result
    record = {
        "summary": {**summary_record(result), "exact": change.exact},
        "source": capability_record(capability),
        "result": capability_record(result),
        "length": narrowed_record(change),
    }
    lines = narrowed_lines(capability, change)
    tell(as_json, record, _changed(capability, result, lines))
    return 0


def _changed(
    source: Capability, result: Capability, lines: Iterable[str]
) -> Iterator[str]:
    """The capability before and after, the reasons, and how to look closer."""
    yield from wrapped(str(source), "   ")
    yield from wrapped(str(result), "-> ")
    yield ""
    yield from lines
    yield ""
    yield INDENT + look(result)


cap_command.add_command(encode_command)
cap_command.add_command(explain_command)
