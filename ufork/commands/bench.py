"""``ufork bench``: how fast the model is."""

from collections.abc import Sequence
from typing import Any

import attrs
import click

from model.isa.format import Format
from model.isa.formats import FORMATS, MORELLO128, TOY
from ufork.bench.isa import Contest, Row, contests, measure
from ufork.bench.questions import draw
from ufork.commands.bench_fault import fault_command
from ufork.commands.bench_fork import fork_command
from ufork.commands.bench_memory import memory_command
from ufork.commands.bench_relocate import relocate_command
from ufork.commands.bench_snapshot import snapshot_command
from ufork.terminal.files import json_text
from ufork.terminal.options import with_json
from ufork.terminal.present import show
from ufork.terminal.progress import watched

CALLS = 1000
"""Questions in a round: few enough to be done before the machine turns to other work.
"""

SEED = 1
"""The random seed of the questions."""

MEASURED = tuple(form for form in FORMATS.values() if form is not TOY)
"""The formats that are measured: those of machines."""

ALL = "all"


@click.group("bench")
def bench_command() -> None:
    """Measure how fast things are, side by side.

    \b
    Example:
      ufork bench isa
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped


@bench_command.command("isa")
@click.option(
    "--format",
    "name",
    metavar="NAME",
    default=MORELLO128.name,
    show_default=True,
    help=f"How capabilities are encoded: {ALL}, {', '.join(map(str, MEASURED))}.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0),
    metavar="S",
    default=2.0,
    show_default=True,
    help="How long each operation is measured.",
)
@with_json
def isa_command(name: str, seconds: float, *, as_json: bool) -> int:
    """Operations on capabilities per second of processor time.

    The model is written to be read. The fast column is optimized.bounds, which the
    lazy memory runs on and which is proved equal; both are asked in the same run.

    \b
    Example:
      ufork bench isa --format all --seconds 1
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    chosen = _chosen(name)
    rows = []
    if not as_json:
        show([_heading()])
    with watched("measuring") as tell:
        planned = [(form, contest) for form in chosen for contest in _contests(form)]
        for form, contest in planned:
            row = measure(form, contest, CALLS, seconds)
            rows.append(row)
            tell(len(rows), len(planned))
            if not as_json:
                show([_line(row)])
    if as_json:
        record = {"summary": summary(rows), "rows": [_record(row) for row in rows]}
        click.echo(json_text(record), nl=False)
    else:
        show([_closing(rows)])
    return 0


def _chosen(name: str) -> Sequence[Format]:
    """The formats of this name."""
    if name == ALL:
        return MEASURED
    for form in MEASURED:
        if form.name == name:
            return (form,)
    known = ", ".join([ALL, *map(str, MEASURED)])
    raise click.UsageError(f"no format {name!r} to measure; there are {known}")


def _contests(form: Format) -> Sequence[Contest]:
    """What is measured of a format."""
    return contests(form, draw(form, CALLS, SEED))


def _least(rows: Sequence[Row]) -> float:
    """The least part of the fast speed that the model has."""
    return min(row.ratio for row in rows)


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """The figures of a run."""
    return {"name": "isa", "rows": len(rows), "least_ratio": round(_least(rows), 3)}


def _record(row: Row) -> dict[str, Any]:
    """One row, for ``--json``."""
    return attrs.asdict(row) | {
        "model_per_second": round(row.model_per_second),
        "ceiling_per_second": round(row.ceiling_per_second),
        "ratio": round(row.ratio, 3),
    }


def _heading() -> str:
    """What the columns are."""
    return f"{'format':<12} {'operation':<17} {'model/s':>11} {'fast/s':>11}   ratio"


def _line(row: Row) -> str:
    """One row, as text."""
    return (
        f"{row.format:<12} {row.operation:<17} "
        f"{row.model_per_second:>11,.0f} {row.ceiling_per_second:>11,.0f} "
        f"{row.ratio:7.2f}"
    )


def _closing(rows: Sequence[Row]) -> str:
    """The last line: the two speeds in one number."""
    return f"the model has at least {_least(rows):.0%} of the speed of the fast text"


for command in (
    *(fault_command, fork_command, memory_command, relocate_command),
    snapshot_command,
):
    bench_command.add_command(command)
