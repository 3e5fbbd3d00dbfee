"""``ufork vectors``: published answers about capabilities, against the model."""

import time
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from model.isa.formats import FORMATS
from properties.conformance.vectors.answers import ANSWERS, capability_in
from properties.conformance.vectors.checking import Report, check
from properties.conformance.vectors.comparison import Mismatch
from properties.conformance.vectors.readings import ISSUE, Answerer
from properties.conformance.vectors.tables import MalformedFileError, Source, source_of
from ufork.terminal.files import json_text
from ufork.terminal.options import with_json
from ufork.terminal.present import count, show, wrapped
from ufork.terminal.progress import counted


@click.command("vectors")
@click.argument("paths", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    metavar="NAME",
    help=f"How capabilities are encoded: {', '.join(FORMATS)}.",
)
@click.option(
    "--operation", metavar="NAME", help=f"What is asked: {', '.join(ANSWERS)}."
)
@click.option(
    "--answers",
    "answerer",
    type=click.Choice([one.value for one in Answerer]),
    help="Whose answers the files have. Where the C library and the architecture are "
    f"known to differ ({ISSUE}), either's are accepted unless this is stated.",
)
@click.option(
    "--first",
    "wanted",
    type=click.IntRange(min=0),
    metavar="N",
    default=5,
    show_default=True,
    help="How many mismatches of each file to show.",
)
@with_json
def vectors_command(
    paths: tuple[Path, ...],
    form: str | None,
    operation: str | None,
    answerer: str | None,
    wanted: int,
    *,
    as_json: bool,
) -> int:
    """Compare answers about capabilities with those of the model.

    A file has one row for each question, as CSV, compressed or not. Its name says what
    it is about, FORMAT-OPERATION.csv or .csv.gz, unless options say it. Without a FILE,
    the answers that come with the package are compared.

    \b
    Examples:
      ufork vectors
      ufork vectors my-board/morello128-setbounds.csv
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    began = time.perf_counter()
    try:
        chosen = paths or published()
        stated = None if answerer is None else Answerer(answerer)
        sources = [source_of(path, form, operation, stated) for path in chosen]
        reports = _checked(sources, wanted)
    except MalformedFileError as error:
        raise click.UsageError(str(error)) from None
    seconds = time.perf_counter() - began
    if as_json:
        click.echo(json_text(_record(reports, seconds)), nl=False)
    else:
        show(_lines(reports, seconds))
    return 1 if any(report.mismatches for report in reports) else 0


def published() -> list[Path]:
    """The files of answers that come with the package."""
    folder = Path(str(files("properties.conformance.vectors") / "published"))
    return sorted(folder.glob("*.csv.gz"))


def _checked(sources: Sequence[Source], wanted: int) -> list[Report]:
    """Check the files, and show the progress on a terminal."""
    size = sum(s.path.stat().st_size for s in sources if s.path.is_file())
    rows = read = 0
    with counted("checking", "rows", size or None) as tell:

        def add(more: int, bytes_read: int) -> None:
            nonlocal rows, read
            rows, read = rows + more, read + bytes_read
            tell(read, rows)

        return check(sources, wanted, add)


def _summary(reports: Sequence[Report]) -> dict[str, Any]:
    """The figures of all files together."""
    return {
        "files": len(reports),
        "rows": sum(report.rows for report in reports),
        "mismatches": sum(report.mismatches for report in reports),
    }


def _speed(reports: Sequence[Report], seconds: float) -> dict[str, Any]:
    """How fast the check was; the rate per core is by processor time."""
    rows = sum(report.rows for report in reports)
    busy = sum(report.cpu_seconds for report in reports)
    return {
        "seconds": round(seconds, 2),
        "rows_per_second": round(rows / seconds),
        "rows_per_second_per_core": round(rows / max(busy, 1e-9)),
    }


def _record(reports: Sequence[Report], seconds: float) -> dict[str, Any]:
    """What ``--json`` prints."""
    speed, files = _speed(reports, seconds), list(map(_report_record, reports))
    return {"summary": _summary(reports), "speed": speed, "files": files}


def _report_record(report: Report) -> dict[str, Any]:
    """One file, for ``--json``."""
    table = report.table
    return {
        "file": str(table.source.path),
        "format": table.source.form,
        "operation": table.source.operation,
        "rows": report.rows,
        "wrong_rows": report.wrong_rows,
        "mismatches": report.mismatches,
        "answered_as": {one.value: report.told[one] for one in Answerer},
        "checked": table.checked,
        "not_checked": table.unchecked,
        "missing": table.missing,
        "rows_per_second_per_core": round(report.speed),
        "first": [_mismatch_record(table.source, found) for found in report.first],
    }


def _mismatch_record(source: Source, found: Mismatch) -> dict[str, Any]:
    """One mismatch, for ``--json``; numbers are text, as they may pass 2^53."""
    record: dict[str, Any] = {
        "line": found.line,
        "column": found.column,
        "file_says": found.file_says,
        "model_says": found.model_says,
        "asked": {name: hex(value) for name, value in found.asked.items()},
    }
    if "hi" in found.asked:
        record["capability"] = str(capability_in(FORMATS[source.form], found.asked))
    return record


def _lines(reports: Sequence[Report], seconds: float) -> Iterator[str]:
    """The results of the files, as text."""
    width = max(len(report.table.source.path.name) for report in reports)
    for report in reports:
        yield from _report_lines(report, width)
    summary, speed = _summary(reports), _speed(reports, seconds)
    found = summary["mismatches"]
    yield (
        f"{count(len(reports), 'file')}, {count(summary['rows'], 'row')}: "
        + click.style(_counted(found), fg="red" if found else "green", bold=True)
    )
    yield (
        f"{seconds:.1f} s, {speed['rows_per_second']:,} rows/s; "
        f"{speed['rows_per_second_per_core']:,} rows/s per core"
    )


def _counted(mismatches: int) -> str:
    """How many mismatches, in words."""
    return f"{mismatches:,} mismatch{'' if mismatches == 1 else 'es'}"


def _report_lines(report: Report, width: int) -> Iterator[str]:
    """The result of one file: figures, and the first mismatches."""
    table = report.table
    path = table.source.path
    line = f"{path.name:{width}}  {count(report.rows, 'row'):>14}  "
    line += _counted(report.mismatches)
    if report.mismatches:
        line += f" in {count(report.wrong_rows, 'row')}"
        line = click.style(line, fg="red")
    yield f"{line}  {report.speed:,.0f} rows/s"
    if report.told.total():
        yield from wrapped(_told(report), "  ")
    if table.unchecked:
        yield from wrapped(", ".join(table.unchecked), "  not checked: ")
    if table.missing:
        yield from wrapped(", ".join(table.missing), "  not in the file: ")
    for found in report.first:
        yield from _mismatch_lines(table.source, found)
    if 0 < len(report.first) < report.mismatches:
        yield f"  and {report.mismatches - len(report.first):,} more"


def _told(report: Report) -> str:
    """Whose answers a file has, where they are known to differ."""
    shares = " and ".join(
        f"the {one.value}'s in {count(report.told[one], 'row')}"
        for one in Answerer
        if report.told[one]
    )
    return f"library and architecture differ ({ISSUE}): the file has {shares}"


def _mismatch_lines(source: Source, found: Mismatch) -> Iterator[str]:
    """A mismatch: where it is, both answers, and what was asked."""
    record = _mismatch_record(source, found)
    yield f"  {source.path}:{found.line}: {found.column}"
    yield f"    file says   {found.file_says}"
    yield f"    model says  {found.model_says}"
    asked = " ".join(f"{name}={value}" for name, value in record["asked"].items())
    yield from wrapped(asked, "    asked       ")
    if "capability" in record:
        yield f"    which is    {record['capability']}"
