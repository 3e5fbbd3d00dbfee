"""``ufork bench snapshot``: what the child takes that saves a database."""

from collections.abc import Iterator, Sequence

import click

from properties.machines.setups import FULL_COPY
from ufork.bench.charts import line_chart
from ufork.bench.snapshots import (
    ENTRIES,
    PAPER,
    SYSTEMS,
    VALUE,
    SnapshotRow,
    measured,
)
from ufork.commands.bench_rows import (
    Output,
    by_system,
    in_turn,
    show_rows,
    with_output,
    with_systems,
)

HEADING = "system        entries   table KiB   child KiB   of full copy   paper"

NOTE = f"""\
The paper's child has a database of 100 MB, and takes 144 MB, 101 MB and 6 MB. A full
copy takes more than the database there, because the whole heap is copied, of which the
database is a part; here the memory that is mapped is just what the table needs, and the
child's buffer comes on top. CoA copies all that the child reads, in both. What CoPA
copies are the pages with pointers: how many these are depends on how large values are
beside the entries that lead to them, here {VALUE:,} bytes to 48. The smaller the table,
the larger a part of it are the pages to which the parent writes meanwhile: these are
then the child's alone, whatever the policy."""


@click.command("snapshot")
@with_systems(SYSTEMS, "The policies; all of them if none is named.")
@click.option(
    "--entries",
    "sizes",
    multiple=True,
    type=click.IntRange(128, 1 << 15),
    help=f"Entries of the table; {', '.join(map(str, ENTRIES))} if not given.",
)
@with_output
def snapshot_command(
    systems: Sequence[str], sizes: Sequence[int], *, output: Output
) -> int:
    """What a child takes that saves its parent's table, under each policy.

    The child follows every pointer and reads every value; what it saved is checked.

    \b
    Example:
      ufork bench snapshot --entries 1024
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    plan = [
        (system, entries)
        for entries in sizes or ENTRIES
        for system in systems or SYSTEMS
    ]
    rows = [measured(*each) for each in in_turn(plan)]
    return show_rows(
        "snapshot", rows, lambda: _table(rows), lambda: _drawn(rows), output
    )


def _table(rows: Sequence[SnapshotRow]) -> Iterator[str]:
    """The rows, as text."""
    yield HEADING
    most = {row.entries: row.child_kib for row in rows if row.system == FULL_COPY}
    for row in rows:
        whole = most.get(row.entries)
        part = "" if whole is None else f"{row.child_kib / whole:.0%}"
        paper = PAPER.get(row.system)
        theirs = "" if paper is None else f"{paper / PAPER[FULL_COPY]:.0%}"
        yield (
            f"{row.system:<12} {row.entries:>8,} {row.table_kib:>11,.1f} "
            f"{row.child_kib:>11,.1f} {part:>14} {theirs:>7}"
        ).rstrip()
    yield ""
    yield from NOTE.splitlines()


def _drawn(rows: Sequence[SnapshotRow]) -> str:
    """The child's memory over the size of the table."""
    lines = by_system(rows, lambda row: (row.table_kib, row.child_kib))
    axes = "KiB of the table at the fork", "KiB"
    return line_chart("Memory of a child that saves a table", axes, lines)
