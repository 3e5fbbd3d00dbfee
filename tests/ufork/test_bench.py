"""``ufork bench``: what is printed, and how it ends; how fast is not tested."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import attrs
import pytest

from optimized import bulk
from tests.ufork.conftest import Command
from tests.ufork.test_bad_input import is_refused
from ufork.bench import forks
from ufork.bench.charts import bar_chart, line_chart
from ufork.bench.faults import PAGES
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
    assert 0 <= figures["least_ratio"]
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


def test_forks_are_measured_by_system_and_size(ufork: Command) -> None:
    chosen = [f"--system={name}" for name in ("full-copy", "copa", "copa-shared")]
    ran = ufork("bench", "fork", *chosen, "--mib=1", "--rounds=2", "--json")
    record = json.loads(ran.out)

    assert 0 == ran.code
    assert {"name": "fork", "rows": 3, "by_page_up_to_mib": 256} == record["summary"]
    told = {row["system"]: row["work"] for row in record["rows"]}
    assert {
        "full-copy": "256 pages copied",
        "copa": "512 entries written",
        "copa-shared": "0 entries written",
    } == told
    assert all(row["mib"] == 1 and row["rounds"] == 2 for row in record["rows"])
    assert all(0 < row["least_us"] <= row["median_us"] for row in record["rows"])


def test_linux_is_measured_where_there_is_a_compiler(
    ufork: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forks, "find_compiler", lambda: None)
    ran = ufork("bench", "fork", "--system=linux-4k", "--mib=1", "--mib=4")

    assert 0 == ran.code
    assert 1 == ran.out.count("linux-4k is not measured: there is no C compiler")


def test_forks_that_work_by_page_are_measured_up_to_a_size() -> None:
    large = {system for system, mib in forks.planned(forks.SYSTEMS, (4096,))}

    assert {"copa-shared", "linux-4k", "linux-thp"} == large


def test_relocations_are_measured_by_way_and_length(ufork: Command) -> None:
    ran = ufork("bench", "relocate", "--seconds", "0", "--json")
    record = json.loads(ran.out)
    ways = 3 if bulk.HAS_ARRAYS else 2

    assert {"name": "relocate", "rows": 2 * ways} == record["summary"]
    assert all(row["per_second"] > 0 for row in record["rows"])


def test_what_arrays_need_is_said(
    ufork: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "HAS_ARRAYS", False)
    ran = ufork("bench", "relocate", "--seconds", "0")

    assert 0 == ran.code
    assert "pip install 'ufork-model[fast]'" in ran.out


def test_memory_is_measured_in_a_process_of_its_own(ufork: Command) -> None:
    ran = ufork("bench", "memory", "--mib=4", "--touched=50", "--json")
    (row,) = json.loads(ran.out)["rows"]

    assert 0 == ran.code
    assert ("copa-shared", 4, 2.0) == (
        row["system"],
        row["mapped_mib"],
        row["touched_mib"],
    )
    assert 0 < row["resident_mib"]
    assert 104 == row["allowed_mib"]


def test_first_accesses_copy_what_the_policy_says(ufork: Command) -> None:
    ran = ufork("bench", "fault", "--system=copa", "--system=coa", "--json")
    rows = json.loads(ran.out)["rows"]
    copied = {(r["system"], r["side"], r["access"]): r["copied"] for r in rows}

    assert 0 == ran.code
    assert {0, PAGES} == set(copied.values())
    assert ("copa", "parent", "store") in copied
    assert [key for key, pages in copied.items() if not pages] == [
        ("copa", "parent", "load"),
        ("copa", "parent", "capability load"),
        ("copa", "child", "load"),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("fork", "--system", "copa", "--mib", "1", "--rounds", "1"), "copa"),
        (("fault", "--system", "coa"), "coa, child, capability load"),
        (("relocate", "--seconds", "0"), "any lengths, one by one"),
        (("memory", "--mib", "1"), "copa-shared, goal"),
    ],
)
def test_a_picture_shows_what_was_measured(
    ufork: Command, arguments: tuple[str, ...], said: str
) -> None:
    ran = ufork("bench", *arguments, "--svg", "picture.svg")
    picture = ET.parse("picture.svg").getroot()  # noqa: S314  our own

    assert 0 == ran.code
    assert ran.out.endswith("picture: picture.svg\n")
    assert said in {element.text for element in picture.iter()}


def test_a_line_goes_through_its_points() -> None:
    picture = line_chart("t", ("x", "y"), {"a": [(1, 1), (10, 100)], "b": [(1, 10)]})

    assert 'points="90.0,384.0 610.0,50.0"' in picture
    assert 'points="90.0,217.0"' in picture


def test_a_bar_is_as_long_as_its_number_has_digits() -> None:
    picture = bar_chart("t", "n", {"a": 10, "b": 1, "c": 100})
    widths = re.findall(r'<rect x="234.0" y="\d+" width="([\d.]+)"', picture)

    assert ["218.0", "0.0", "436.0"] == widths


def test_a_picture_that_cannot_be_written_is_refused(ufork: Command) -> None:
    ran = ufork("bench", "relocate", "--svg", "no/folder/picture.svg")

    assert is_refused(ran, "no such directory")


def test_a_child_that_saves_takes_least_under_copa(ufork: Command) -> None:
    ran = ufork("bench", "snapshot", "--entries", "128", "--json")
    rows = json.loads(ran.out)["rows"]
    taken = {row["system"]: row["child_kib"] for row in rows}

    assert 0 == ran.code
    assert taken["full-copy"] > taken["coa"] > taken["copa"] > 0
    assert taken["copa"] == taken["copa-shared"] <= taken["copa-strict"]


def test_the_papers_figures_stand_beside_those_of_the_child(ufork: Command) -> None:
    systems = [f"--system={name}" for name in ("full-copy", "copa")]
    ran = ufork("bench", "snapshot", "--entries=128", *systems, "--svg=s.svg")

    assert "4%" in ran.out
    assert Path("s.svg").exists()
    assert ran.out.endswith("picture: s.svg\n")
