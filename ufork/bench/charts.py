"""Pictures of what was measured, as SVG: lines over a growing size, and bars.

All axes are logarithmic, because what is compared differs by orders of magnitude.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

WIDTH: Final = 760
"""The width of a picture, in pixels."""

LEFT, RIGHT, TOP, BOTTOM = 90, 150, 50, 56
"""The margins around what is drawn."""

HEIGHT: Final = 440
"""The height of a picture of lines."""

NAME: Final = 14
"""The height of the name of a line."""

BAR: Final = 26
"""The height of a bar, with the gap below it."""

COLOURS: Final = (
    *("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#333333"),
)
"""Colours that people can tell apart who do not see all of them.

Source:
    Okabe and Ito, "Color Universal Design", 2008.
"""

Points = Sequence[tuple[float, float]]


class _Scale:
    """Where a number is on an axis, from one power of ten to another."""

    def __init__(self, numbers: Iterable[float], begin: float, end: float) -> None:
        logarithms = [math.log10(number) for number in numbers]
        self.first = math.floor(min(logarithms))
        self.last = max(self.first + 1, math.ceil(max(logarithms)))
        self._begin, self._end = begin, end

    def at(self, number: float) -> float:
        """The place of a number, in pixels."""
        part = (math.log10(number) - self.first) / (self.last - self.first)
        return round(self._begin + part * (self._end - self._begin), 1)

    def powers(self) -> Iterator[float]:
        """The powers of ten on the axis."""
        return (10.0**exponent for exponent in range(self.first, self.last + 1))


def line_chart(title: str, axes: tuple[str, str], lines: Mapping[str, Points]) -> str:
    """Lines by name; ``axes`` are what the numbers across and upwards are.

    All numbers are above 0, and every line has a point.
    """
    points = [point for line in lines.values() for point in line]
    across = _Scale((x for x, _ in points), LEFT, WIDTH - RIGHT)
    up = _Scale((y for _, y in points), HEIGHT - BOTTOM, TOP)
    drawn = [*_across(across, HEIGHT - BOTTOM), *_upwards(up)]
    ends: list[float] = []
    for colour, (name, line) in zip(_colours(), lines.items(), strict=False):
        places = [(across.at(x), up.at(y)) for x, y in line]
        path = " ".join(f"{x},{y}" for x, y in places)
        drawn.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" '
            'stroke-width="2"/>'
        )
        drawn += [
            f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in places
        ]
        ends.append(_apart(places[-1][1], ends))
        drawn.append(_text(places[-1][0] + 8, ends[-1] + 4, name, fill=colour))
    drawn.append(
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, axes[0], anchor="middle")
    )
    drawn.append(_text(LEFT - 10, TOP - 12, axes[1], anchor="end"))
    return _picture(title, HEIGHT, drawn)


def bar_chart(title: str, axis: str, bars: Mapping[str, float]) -> str:
    """Bars by name; ``axis`` is what the numbers are. All are above 0."""
    height = TOP + BAR * len(bars) + BOTTOM
    begin = 2.6 * LEFT
    across = _Scale(bars.values(), begin, WIDTH - LEFT)
    drawn = list(_across(across, height - BOTTOM))
    for row, (name, number) in enumerate(bars.items()):
        y, end = TOP + row * BAR, across.at(number)
        drawn.append(
            f'<rect x="{begin}" y="{y}" width="{round(end - begin, 1)}" '
            f'height="{BAR - 8}" fill="{COLOURS[0]}"/>'
        )
        drawn.append(_text(begin - 8, y + 13, name, anchor="end"))
        drawn.append(_text(end + 6, y + 13, f"{number:,.6g}"))
    drawn.append(_text((begin + WIDTH) / 2, height - 14, axis, anchor="middle"))
    return _picture(title, height, drawn)


def _colours() -> Iterator[str]:
    """The colours, again and again."""
    while True:
        yield from COLOURS


def _apart(y: float, others: Sequence[float]) -> float:
    """A height for a name, moved down until it covers none of the others."""
    while any(abs(y - other) < NAME for other in others):
        y += 1
    return y


def _across(scale: _Scale, bottom: float) -> Iterator[str]:
    """The powers of ten below what is drawn."""
    for power in scale.powers():
        x = scale.at(power)
        yield f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{bottom}" stroke="#dddddd"/>'
        yield _text(x, bottom + 18, _power(power), anchor="middle")


def _upwards(scale: _Scale) -> Iterator[str]:
    """The powers of ten left of what is drawn."""
    for power in scale.powers():
        y, end = scale.at(power), WIDTH - RIGHT
        yield f'<line x1="{LEFT}" y1="{y}" x2="{end}" y2="{y}" stroke="#dddddd"/>'
        yield _text(LEFT - 10, y + 4, _power(power), anchor="end")


def _power(power: float) -> str:
    """A power of ten as it is written at an axis."""
    return f"{power:,.0f}" if power >= 1 else f"{power:g}"


def _text(
    x: float, y: float, said: str, *, anchor: str = "start", fill: str = "#222222"
) -> str:
    """A piece of text."""
    at = f'x="{round(x, 1)}" y="{round(y, 1)}" text-anchor="{anchor}" fill="{fill}"'
    return f"<text {at}>{escape(said)}</text>"


def _picture(title: str, height: int, drawn: Iterable[str]) -> str:
    """The whole file."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-label={quoteattr(title)} '
        'font-family="sans-serif" font-size="13">'
    )
    ground = f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    name = (
        f'<text x="{LEFT}" y="22" font-size="16" fill="#222222">{escape(title)}</text>'
    )
    return "\n".join([head, ground, name, *drawn, "</svg>", ""])
