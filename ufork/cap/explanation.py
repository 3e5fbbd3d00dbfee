"""``ufork cap explain``: all about one capability, and what would cost its tag."""

from collections.abc import Iterator
from typing import Any

import attrs
import click

from model.isa.capability import Capability
from ufork.cap.answers import (
    fate,
    narrowed_lines,
    pointed_lines,
    relocated_lines,
    tell,
)
from ufork.cap.arguments import chosen_capability, number, require, with_capability
from ufork.cap.bits import bit_lines
from ufork.cap.drawing import space_lines
from ufork.cap.moves import Relocated, relocated
from ufork.cap.reasons import Narrowed, Pointed, narrowed, pointed
from ufork.cap.records import (
    Json,
    capability_record,
    narrowed_record,
    pointed_record,
    relocated_record,
    summary_record,
)
from ufork.cap.text import about_lines, figure_lines
from ufork.terminal.options import with_json


@attrs.frozen
class Explanation:
    """A capability, and the changes that were asked about."""

    capability: Capability
    to: Pointed | None
    length: Narrowed | None
    move: Relocated | None

    def record(self) -> Json:
        """What ``--json`` prints."""
        capability = self.capability
        record: Json = {
            "summary": summary_record(capability),
            "capability": capability_record(capability),
        }
        if self.to is not None:
            record["to"] = pointed_record(self.to)
        if self.length is not None:
            record["length"] = narrowed_record(self.length)
        if self.move is not None:
            record["move"] = relocated_record(self.move)
        return record

    def lines(self) -> Iterator[str]:
        """Sentences, what would become of it, then bits, figures and a drawing."""
        capability = self.capability
        yield from about_lines(capability)
        yield from self._headlines()
        yield ""
        yield from bit_lines(capability)
        yield ""
        yield from figure_lines(capability)
        asked = None if self.to is None else self.to.asked
        drawing = list(space_lines(capability, asked))
        if drawing:
            yield ""
            yield from drawing
        yield from self._answers()

    def _headlines(self) -> Iterator[str]:
        """What would become of the capability, in a sentence each."""
        before = self.capability
        if self.to is not None:
            said = fate(before, self.to.result)
            yield f"At the address {self.to.asked:#x} {said}."
        if self.length is not None:
            said = fate(before, self.length.result)
            rounded = "" if self.length.exact else " They are rounded."
            yield f"With bounds of {self.length.asked.length:#x} bytes {said}.{rounded}"
        if self.move is not None:
            said = fate(before, self.move.result)
            yield f"Moved by {self.move.displacement:#x}, as fork moves it, {said}."

    def _answers(self) -> Iterator[str]:
        """What would become of the capability, with the reasons."""
        if self.to is not None:
            yield ""
            yield f"The address {self.to.asked:#x}:"
            yield from pointed_lines(self.capability, self.to)
        if self.length is not None:
            yield ""
            yield f"Bounds of {self.length.asked.length:#x} bytes:"
            yield from narrowed_lines(self.capability, self.length)
        if self.move is not None:
            yield ""
            yield f"The displacement {self.move.displacement:#x}:"
            yield from relocated_lines(self.capability, self.move)


@click.command("explain")
@with_capability(whole=True)
@click.option("--to", metavar="NEW", type=number, help="Would it survive this address?")
@click.option("--length", metavar="N", type=number, help="What of bounds of N bytes?")
@click.option("--move", metavar="DELTA", type=number, help="What if fork moves it?")
@with_json
def explain_command(
    to: int | None,
    length: int | None,
    move: int | None,
    *,
    as_json: bool,
    **words: Any,  # noqa: ANN401
) -> int:
    """Explain a capability, and why a change would cost its tag.

    Draws its bits and the addresses near it. Without ADDR, HI is all bits of a
    capability; its tag may stand in front, as in 0:0x1000.

    \b
    Example:
      ufork cap explain 0xd800000070103000 0x10000 --move 0x1000
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    capability = chosen_capability(**words)
    form, space = capability.format, capability.format.address_space
    if to is not None:
        require("--to", to, space - 1, form)
    if length is not None:
        require("--length", length, space, form)
    if move is not None:
        require("--move", abs(move), space - 1, form)
    explanation = Explanation(
        capability,
        None if to is None else pointed(capability, to),
        None if length is None else narrowed(capability, length),
        None if move is None else relocated(capability, move),
    )
    tell(as_json, explanation.record(), explanation.lines())
    return 0
