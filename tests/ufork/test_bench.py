"""``ufork bench``: what is printed, and how it ends; how fast is not tested."""

import json

import attrs
import pytest

from tests.ufork.conftest import Command
from tests.ufork.test_bad_input import is_refused
from ufork.bench.isa import Row
from ufork.commands.bench import MEASURED, summary

ROW = Row("morello128", "decode", 600_000.0, 800_000.0, 0.75, rounds=3)
SLOW = attrs.evolve(ROW, operation="relocate", ratio=0.25)


def test_every_operation_is_in_the_table(ufork: Command) -> None:
    ran = ufork("bench", "isa", "--seconds", "0", "--format", "cheriot")
    heading, *rows, closing = ran.out.splitlines()

    assert 0 == ran.code
    assert heading.split() == ["format", "operation", "model/s", "fast/s", "ratio"]
    assert [
        ["cheriot", "decode"],
        ["cheriot", "encode"],
        ["cheriot", "is_representable"],
        ["cheriot", "relocate"],
    ] == [row.split()[:2] for row in rows]
    assert closing.startswith("the model has at least ")
    assert "" == ran.err


def test_one_json_object_has_all_formats(ufork: Command) -> None:
    ran = ufork("bench", "isa", "--seconds", "0", "--format", "all", "--json")
    record = json.loads(ran.out)
    figures, rows = record["summary"], record["rows"]

    assert ("isa", len(rows)) == (figures["name"], figures["rows"])
    assert [form.name for form in MEASURED] == [row["format"] for row in rows[::4]]
    assert all(row["rounds"] == 1 for row in rows)
    assert all(0 < row["model_per_second"] for row in rows)
    assert 0 < figures["least_ratio"]
    assert 0 == ran.code


def test_the_least_ratio_stands_for_all() -> None:
    assert {"name": "isa", "rows": 2, "least_ratio": 0.25} == summary([ROW, SLOW])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "toy"], "no format 'toy' to measure; there are all, morello128"),
        (["--seconds", "-1"], "--seconds"),
    ],
)
def test_bad_options_are_refused(ufork: Command, options: list[str], said: str) -> None:
    assert is_refused(ufork("bench", "isa", *options), said)
