"""``ufork bench relocate``: capabilities that are relocated per second."""

from collections.abc import Sequence

import click

from ufork.bench.charts import bar_chart
from ufork.bench.relocations import LENGTHS, WAYS, RelocationRow, measured
from ufork.commands.bench_rows import Output, in_turn, show_rows, with_output

MISSING = "arrays are not measured: pip install 'ufork-model[fast]'"


@click.command("relocate")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0),
    metavar="S",
    default=1.0,
    show_default=True,
    help="How long each way is measured.",
)
@with_output
def relocate_command(seconds: float, *, output: Output) -> int:
    """Capabilities relocated per second, in frames that are full of them.

    Short ones, up to 16 KiB, have no stored exponent: they are relocated by one
    addition to an array. All ways give the same frame, which is a law.

    \b
    Example:
      ufork bench relocate --seconds 0.5
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    plan = [(way, content) for content in LENGTHS for way in WAYS]
    found = (measured(way, content, seconds) for way, content in in_turn(plan))
    rows = [row for row in found if row is not None]
    return show_rows(
        "relocate", rows, lambda: _table(rows), lambda: _drawn(rows), output
    )


def _drawn(rows: Sequence[RelocationRow]) -> str:
    """The speeds."""
    bars = {f"{row.content} lengths, {row.way}": row.per_second for row in rows}
    return bar_chart("Relocation of full frames", "capabilities per second", bars)


def _table(rows: Sequence[RelocationRow]) -> list[str]:
    """The rows, as text."""
    heading = f"{'lengths':<8} {'way':<11} {'capabilities/s':>15}"
    lines = [f"{row.content:<8} {row.way:<11} {row.per_second:>15,}" for row in rows]
    return [
        heading,
        *lines,
        *([] if len(rows) == len(WAYS) * len(LENGTHS) else [MISSING]),
    ]
