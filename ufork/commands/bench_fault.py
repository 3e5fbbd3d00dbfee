"""``ufork bench fault``: what the first access to a shared page costs."""

from collections.abc import Sequence

import click

from optimized.policies import SOUND
from ufork.bench.charts import bar_chart
from ufork.bench.faults import ACCESSES, FaultRow, measured
from ufork.commands.bench_rows import (
    Output,
    in_turn,
    show_rows,
    with_output,
    with_systems,
)

HEADING = "system       side    access             first      next   pages copied"


@click.command("fault")
@with_systems(SOUND, "The policies; all of them if none is named.")
@with_output
def fault_command(systems: Sequence[str], *, output: Output) -> int:
    """How long the first access to a shared page takes, and the next one.

    The pages are full of capabilities, so that a page that is copied for the child is
    relocated whole.

    \b
    Example:
      ufork bench fault --system copa --system copa-shared
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    plan = [
        (system, side, access)
        for system in systems or SOUND
        for side in ("parent", "child")
        for access in ACCESSES
    ]
    rows = [measured(*each) for each in in_turn(plan)]
    return show_rows(
        "fault",
        rows,
        lambda: [HEADING, *map(_line, rows)],
        lambda: _drawn(rows),
        output,
    )


def _drawn(rows: Sequence[FaultRow]) -> str:
    """The first accesses."""
    bars = {f"{row.system}, {row.side}, {row.access}": row.first_us for row in rows}
    return bar_chart("The first access to a shared page", "µs", bars)


def _line(row: FaultRow) -> str:
    """One row, as text."""
    return (
        f"{row.system:<12} {row.side:<7} {row.access:<15} {row.first_us:>6,.1f} µs "
        f"{row.next_us:>6,.1f} µs   {row.copied:>12}"
    )
