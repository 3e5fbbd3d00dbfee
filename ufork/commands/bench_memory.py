"""``ufork bench memory``: what a large μprocess takes, of which little is touched."""

from collections.abc import Sequence

import click

from optimized.policies import SOUND
from ufork.bench.charts import bar_chart
from ufork.bench.resident import MemoryRow, measured
from ufork.commands.bench_rows import (
    Output,
    in_turn,
    show_rows,
    with_output,
    with_systems,
)

HEADING = "system        mapped   touched  resident   goal, in MiB"


@click.command("memory")
@with_systems(SOUND, "The policy of the lazy memory.", default=["copa-shared"])
@click.option(
    "--mib",
    type=click.IntRange(1, 4096),
    default=4096,
    show_default=True,
    help="MiB that are mapped.",
)
@click.option(
    "--touched",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    default=1.0,
    show_default=True,
    help="Of how many pages a byte is written.",
)
@with_output
def memory_command(
    systems: Sequence[str],
    mib: int,
    touched: float,
    *,
    output: Output,
) -> int:
    """What a large μprocess takes of this machine's memory, if little is touched.

    A page that was never written takes a word in a table. The goal is twice the bytes
    of the pages that were, and 100 MiB for Python and all tables.

    \b
    Example:
      ufork bench memory --mib 1024 --touched 5
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    rows = [measured(system, mib, touched) for system in in_turn(systems)]
    return show_rows(
        "memory",
        rows,
        lambda: [HEADING, *map(_line, rows)],
        lambda: _drawn(rows),
        output,
    )


def _drawn(rows: Sequence[MemoryRow]) -> str:
    """What is touched, resident and allowed."""
    bars: dict[str, float] = {}
    for row in rows:
        bars[f"{row.system}, touched"] = max(row.touched_mib, 0.1)
        bars[f"{row.system}, resident"] = row.resident_mib
        bars[f"{row.system}, goal"] = row.allowed_mib
    return bar_chart("Memory of a large μprocess", "MiB", bars)


def _line(row: MemoryRow) -> str:
    """One row, as text."""
    return (
        f"{row.system:<12} {row.mapped_mib:>7,} {row.touched_mib:>9,.1f} "
        f"{row.resident_mib:>9,.1f} {row.allowed_mib:>6,.1f}"
    )
