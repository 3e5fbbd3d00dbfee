"""The addresses near a capability, drawn in one line."""

import sys
from collections.abc import Iterator

import attrs

from model.isa.capability import Capability
from model.isa.representability import Region
from model.isa.words import signed, truncate
from ufork.cap.reasons import is_proper, reach
from ufork.cap.words import COLUMNS, INDENT, size_text

MARGIN = 16
"""How many times the representable region is larger than what is drawn beside it."""

LEAST = 3
"""The fewest columns that bounds are drawn in, unless they are empty."""


@attrs.frozen
class Glyphs:
    """What a column is drawn with."""

    elsewhere: str
    representable: str
    bounds: str
    empty: str
    address: str
    new: str
    before: str = "<"
    after: str = ">"


UNICODE = Glyphs("·", "─", "█", "│", "▲", "△")
ASCII = Glyphs(".", "-", "#", "|", "^", "*")

MEANINGS = {
    "address": "address",
    "new": "new address",
    "before": "new one, further down",
    "after": "new one, further up",
    "bounds": "in bounds",
    "empty": "empty bounds",
    "representable": "representable",
    "elsewhere": "not",
}
"""What each glyph means, in the order of a legend."""


def glyphs() -> Glyphs:
    """The best glyphs that the output can encode."""
    try:
        "".join(attrs.astuple(UNICODE)).encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return ASCII
    return UNICODE


@attrs.frozen
class _View:
    """Addresses as columns: three parts, each to a scale of its own.

    The parts are below the bounds, within, and above; what lies in one is drawn in it.
    """

    start: int
    """The first address that is drawn."""
    width: int
    """Bits of an address."""
    below: tuple[int, int]
    """Bytes and columns of a part."""
    within: tuple[int, int]
    above: tuple[int, int]

    @property
    def size(self) -> int:
        """Bytes that are drawn."""
        return self.below[0] + self.within[0] + self.above[0]

    @property
    def is_even(self) -> bool:
        """Whether the bounds are drawn to the scale of the rest."""
        length = self.within[0]
        return length == 0 or length * COLUMNS >= LEAST * self.size

    def place(self, address: int) -> int:
        """How far an address is from the first."""
        return truncate(address - self.start, self.width)

    def column(self, place: int) -> int:
        """The column of a byte, counted from the first that is drawn."""
        first = 0
        for size, columns in (self.below, self.within, self.above):
            if place < size:
                return first + place * columns // size
            place -= size
            first += columns
        return first - 1


def _view(capability: Capability, region: Region) -> _View:
    """The region, the bounds, and a margin; bounds may leave the region's half.

    The scale is as even as it can be with room to see the bounds.
    """
    width, length = capability.format.address_width, capability.length
    into = truncate(capability.base - region.base, width)
    lead = 0 if into < region.size else (1 << width) - into
    below = 0 if lead else into
    size = max(lead + region.size, below + length)
    margin = min(size // MARGIN, ((1 << width) - size) // 2)
    below += margin
    above = size + 2 * margin - below - length
    within = max(LEAST if length else 1, length * COLUMNS // (below + length + above))
    rest = COLUMNS - within
    left = 0 if below == 0 else max(1, rest * below // (below + above))
    left -= above > 0 and left == rest
    start = region.base - lead - margin
    return _View(start, width, (below, left), (length, within), (above, rest - left))


def space_lines(capability: Capability, new: int | None) -> Iterator[str]:
    """The representable region and a little more, and what its drawing means.

    There are no lines if no derivation makes the bounds. ``new`` is an address to mark
    as well.
    """
    if not is_proper(capability):
        return
    region = reach(capability)
    view = _view(capability, region)
    glyph = glyphs()
    cells = _cells(capability, view, region, glyph)
    if new is not None:
        column, mark = _mark(capability, view, new, glyph)
        cells[column] = mark
    cells[view.column(view.place(capability.value))] = glyph.address
    yield INDENT + "".join(cells)
    meanings = ((getattr(glyph, kind), said) for kind, said in MEANINGS.items())
    yield INDENT + "   ".join(f"{g} {said}" for g, said in meanings if g in cells)
    widened = "" if view.is_even else "; the bounds are drawn wider than they are"
    yield f"{INDENT}The line spans {size_text(view.size)}{widened}."


def _cells(
    capability: Capability, view: _View, region: Region, glyph: Glyphs
) -> list[str]:
    """The line without the addresses."""
    cells = [glyph.elsewhere] * COLUMNS
    first = view.column(view.place(region.base))
    last = view.column(view.place(region.base + region.size - 1))
    cells[first : last + 1] = [glyph.representable] * (last + 1 - first)
    columns = view.within[1]
    left = view.below[1]
    cells[left : left + columns] = [
        glyph.bounds if capability.length else glyph.empty
    ] * columns
    return cells


def _mark(
    capability: Capability, view: _View, new: int, glyph: Glyphs
) -> tuple[int, str]:
    """The column and glyph of a new address; one too far away is put at the edge."""
    value = capability.format.value_of(new)
    place = view.place(value)
    if place < view.size:
        return view.column(place), glyph.new
    if signed(value - capability.value, view.width) < 0:
        return 0, glyph.before
    return COLUMNS - 1, glyph.after
