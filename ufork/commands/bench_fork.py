"""``ufork bench fork``: how long a fork takes, by the memory that the parent has."""

from collections.abc import Sequence

import click

from ufork.bench.charts import line_chart
from ufork.bench.forks import (
    BY_PAGE,
    SIZES,
    SYSTEMS,
    ForkRow,
    NotMeasuredError,
    measured,
    planned,
)
from ufork.commands.bench_rows import (
    Output,
    by_system,
    in_turn,
    show_rows,
    with_output,
    with_systems,
)
from ufork.terminal.present import show

NOTE = """\
A memory of this project does a kernel's work on pages, in Python, and nothing
else: no task is made, and no other processor is told. Linux does all of that in
machine code. What can be compared is how each grows, and the work that says why."""


@click.command("fork")
@with_systems(SYSTEMS, "What is measured; all of them if none is named.")
@click.option(
    "--mib",
    "sizes",
    multiple=True,
    type=click.IntRange(1, 4096),
    help=f"MiB that the parent has mapped; {', '.join(map(str, SIZES))} if not given.",
)
@click.option(
    "--rounds",
    type=click.IntRange(min=1),
    default=7,
    show_default=True,
    help="How often each fork is measured.",
)
@with_output
def fork_command(
    systems: Sequence[str],
    sizes: Sequence[int],
    rounds: int,
    *,
    output: Output,
) -> int:
    """How long a fork takes, by policy and by mapped memory, beside Linux.

    All are measured in the same run, with medians of repeated forks. Policies that do
    work for each page are measured up to 256 MiB unless a size is named.

    \b
    Example:
      ufork bench fork --system copa-shared --system linux-thp --mib 1024
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    chosen = systems or SYSTEMS
    plan = (
        [(system, mib) for mib in sizes for system in chosen]
        if sizes
        else planned(chosen, SIZES)
    )
    rows, refused = _measure(plan, rounds, quiet=output.as_json)
    return show_rows(
        "fork",
        rows,
        lambda: [*refused, "", *NOTE.splitlines()],
        lambda: _drawn(rows),
        output,
        by_page_up_to_mib=BY_PAGE,
    )


def _drawn(rows: Sequence[ForkRow]) -> str:
    """The medians of each system over the memory that the parent has."""
    lines = by_system(rows, lambda row: (row.mib, row.median_us))
    axes = "MiB that the parent has mapped", "µs"
    return line_chart("How long a fork takes", axes, lines)


def _measure(
    plan: Sequence[tuple[str, int]], rounds: int, *, quiet: bool
) -> tuple[list[ForkRow], list[str]]:
    """Measure what is planned; what cannot be is said once for each system."""
    rows, refused = list[ForkRow](), dict[str, str]()
    if not quiet:
        show(
            [f"{'system':<12} {'MiB':>5} {'median':>12} {'least':>12}   work of a fork"]
        )
    for system, mib in in_turn(plan):
        if system in refused:
            continue
        try:
            rows.append(measured(system, mib, rounds))
        except NotMeasuredError as reason:
            refused[system] = f"{system} is not measured: {reason}"
        else:
            if not quiet:
                show([_line(rows[-1])])
    return rows, [*refused.values()]


def _line(row: ForkRow) -> str:
    """One row, as text."""
    return (
        f"{row.system:<12} {row.mib:>5} {row.median_us:>9,.1f} µs "
        f"{row.least_us:>9,.1f} µs   {row.work}"
    ).rstrip()
