"""``ufork vectors``: files of answers, whole, wrong and malformed."""

import gzip
import json
import os
from pathlib import Path

import pytest

from properties.conformance.vectors import checking, tables
from tests.house.sizes import ROOT
from tests.ufork.conftest import Command
from tests.ufork.test_bad_input import is_refused

PUBLISHED = ROOT / "properties" / "conformance" / "vectors" / "published"
HEADER = "kind,hi,addr,base,top"
ROW = "x,0x0,0x5,0x0,0x10000000000000000"
NAME = "morello128-decode.csv"

REFUSED = {
    "an empty file": ("", f"{NAME}: it is empty"),
    "remarks only": ("# so\n#", f"{NAME}: it is empty"),
    "no rows": (HEADER + "\n\n", f"{NAME}: it has no rows"),
    "no header": (ROW, f"{NAME}:1: no column 'hi'"),
    "a missing column": ("# so\nkind,hi,base\n", f"{NAME}:2: no column 'addr'"),
    "a column twice": ("hi,addr,base,base\n", f"{NAME}:1: column 'base' is there"),
    "nothing to check": ("hi,addr,other\n0,0,0", f"{NAME}:1: no column is an answer"),
    "a word": (f"{HEADER}\nx,0x0,0,no,0", f"{NAME}:2: base: 'no' is not a number"),
    "no number": (f"{HEADER}\nx,,0,0,0", f"{NAME}:2: hi: '' is not a number"),
    "a number for Python": (f"{HEADER}\nx,0,1_0,0,0", "addr: '1_0' is not"),
    "a space": (f"{HEADER}\nx,0, 0,0,0", "addr: ' 0' is not a number"),
    "a fraction": (f"{HEADER}\nx,0,0,1.5,0", "base: '1.5' is not a number"),
    "no number at all": (f"{HEADER}\nx,0,0,0,{'9' * 5000}", "top: '999999"),
    "a wide word": (f"{HEADER}\nx,0x1{'0' * 16},0,0,0", ":2: hi: 0x10000000000000000"),
    "a wide address": (f"{HEADER}\n\nx,0,0x1{'0' * 16},0,0", ":3: addr: 0x1000000"),
    "a negative word": (f"{HEADER}\nx,-0x1,0,0,0", ":2: hi: -0x1 is not in the range"),
    "a cell too few": (f"{HEADER}\n{ROW}\nx,0,0,0", f"{NAME}:3: 4 cells, and"),
    "a cell too many": (f"{HEADER}\n{ROW},7", f"{NAME}:2: 6 cells, and"),
    "a late remark": (f"{HEADER}\n# so\n{ROW}", f"{NAME}:2: 1 cells, and"),
}


def written(text: str, name: str = NAME) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_published_answers_hold(ufork: Command) -> None:
    files = sorted(PUBLISHED.glob("cheriv9-64-*.csv.gz"))
    ran = ufork("vectors", *map(str, files))

    assert 0 == ran.code
    assert ran.out.startswith(
        "cheriv9-64-crrl.csv.gz           2,000 rows  0 mismatches"
    )
    assert "6 files, 12,000 rows: 0 mismatches\n" in ran.out
    assert "rows/s per core" in ran.out
    assert "" == ran.err


def test_a_wrong_answer_is_told_with_both_answers_and_what_was_asked(
    ufork: Command,
) -> None:
    ran = ufork("vectors", written(f"#\n{HEADER}\n{ROW}\nx,0x0,0x5,0x10,7\n"))

    assert 1 == ran.code
    assert "2 rows  2 mismatches in 1 row" in ran.out
    assert (
        f"  {NAME}:4: base\n"
        "    file says   0x10\n"
        "    model says  0x0\n"
        "    asked       hi=0x0 addr=0x5\n"
        "    which is    0x5 [-,0x0-0x10000000000000000]\n"
    ) in ran.out
    assert "    model says  18446744073709551616\n" in ran.out
    assert "1 file, 2 rows: 2 mismatches" in ran.out


def test_only_the_first_mismatches_are_shown(ufork: Command) -> None:
    name = written(HEADER + "\nx,0,0,1,1" * 9)
    shown = ufork("vectors", name).out
    less = ufork("vectors", name, "--first", "1").out

    assert (5, 1) == (shown.count("file says"), less.count("file says"))
    assert "  and 13 more\n" in shown
    assert "  and 17 more\n" in less
    assert "file says" not in ufork("vectors", name, "--first", "0").out


def test_what_is_not_checked_is_said_and_may_be_anything(ufork: Command) -> None:
    ran = ufork("vectors", written(f"{HEADER},note,more\n{ROW},so,\n"))

    assert 0 == ran.code
    assert "  not checked: note, more\n" in ran.out
    assert "\n  not in the file: B, E, T, flags8, ie, length," in ran.out


LENGTHS = "len,rlen\n0x7ff8,{}\n0xfff0,{}\n0x10,0x10\n"
"""Two lengths near a change of exponent, and one that nothing rounds."""

LIBRARY = LENGTHS.format("0x7ff8", "0xfff0")
ARCHITECTURE = LENGTHS.format("0x8000", "0x10000")


def test_answers_of_the_library_and_of_hardware_are_accepted_and_told_apart(
    ufork: Command,
) -> None:
    library = ufork("vectors", written(LIBRARY, "morello128-crrl.csv"))
    hardware = ufork("vectors", written(ARCHITECTURE, "morello128-crrl.csv"))
    told = "library and architecture differ (CTSRD-CHERI/qemu#197): the file has"

    assert (0, 0) == (library.code, hardware.code)
    assert f"{told} the library's in 2 rows" in " ".join(library.out.split())
    assert f"{told} the architecture's in 2 rows" in " ".join(hardware.out.split())


def test_whose_answers_a_file_has_can_be_stated(ufork: Command) -> None:
    library = written(LIBRARY, "morello128-crrl.csv")
    architecture = written(ARCHITECTURE, "hardware.csv")
    about = ("--format", "morello128", "--operation", "crrl", "--json")
    told = json.loads(ufork("vectors", architecture, *about).out)["files"][0]

    assert 0 == ufork("vectors", library, "--answers", "library").code
    assert 1 == ufork("vectors", library, "--answers", "architecture").code
    assert 1 == ufork("vectors", architecture, *about, "--answers", "library").code
    assert 0 == ufork("vectors", architecture, *about, "--answers", "architecture").code
    assert {"library": 0, "architecture": 2} == told["answered_as"]


def test_an_answer_of_neither_is_wrong(ufork: Command) -> None:
    neither = LENGTHS.format("0x7ff0", "0x10000")
    ran = ufork("vectors", written(neither, "morello128-crrl.csv"))

    assert 1 == ran.code
    assert "3 rows  1 mismatch in 1 row" in ran.out
    assert "the file has the architecture's in 1 row" in " ".join(ran.out.split())


def test_options_say_what_the_name_does_not(ufork: Command) -> None:
    name = written("len,mask,rlen\n0x7ff8,0xfffffffffffffff8,0x7ff8\n", "other")
    stated = ("--format", "morello128", "--operation", "crrl")

    assert 0 == ufork("vectors", name, *stated).code
    assert is_refused(ufork("vectors", name), "other: no operation 'other'; there are")
    assert is_refused(
        ufork("vectors", name, "--operation", "crrl"), "other: no format ''; there are"
    )
    assert is_refused(
        ufork("vectors", "no-crrl.csv"), "no-crrl.csv: no format 'no'; there are"
    )


def test_lines_of_any_system_are_read(ufork: Command) -> None:
    Path(NAME).write_bytes(f"{HEADER}\r\n{ROW}\r\n\r\n".encode())

    assert "1 row: 0 mismatches" in ufork("vectors", NAME).out


def test_a_pipe_is_read(ufork: Command) -> None:
    ours, theirs = os.pipe()
    os.write(theirs, gzip.compress(f"{HEADER}\n{ROW}\n".encode()))
    os.close(theirs)
    stated = ("--format", "morello128", "--operation", "decode")

    assert "1 row: 0 mismatches" in ufork("vectors", f"/dev/fd/{ours}", *stated).out
    os.close(ours)


def test_json_has_the_summary_that_scripts_read(ufork: Command) -> None:
    ran = ufork("vectors", written(f"{HEADER},n\n{ROW},\nx,0,0,1,0,"), "--json")
    record = json.loads(ran.out)
    (file,) = record["files"]
    missing = file.pop("missing")

    assert 1 == ran.code
    assert {"files": 1, "rows": 2, "mismatches": 2} == record["summary"]
    assert (NAME, "morello128", "decode") == (
        file["file"],
        file["format"],
        file["operation"],
    )
    assert (["base", "top"], ["n"]) == (file["checked"], file["not_checked"])
    assert "otype" in missing
    assert (2, 2, 1) == (file["rows"], file["mismatches"], file["wrong_rows"])
    assert {
        "line": 3,
        "column": "base",
        "file_says": "1",
        "model_says": "0",
        "asked": {"hi": "0x0", "addr": "0x0"},
        "capability": "0x0 [-,0x0-0x10000000000000000]",
    } == file["first"][0]


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_a_malformed_file_is_refused(ufork: Command, text: str, message: str) -> None:
    assert is_refused(ufork("vectors", written(text)), message)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("rvy64-encode.csv", "base,top,addr,perms,otype,mode,hi\n", "no column 'lv'"),
        (
            "morello128-encode.csv",
            "base,top,addr,perms,otype,hi\n5,4,5,0,0,0",
            ":2: top: 0x4 is below base",
        ),
        ("toy-setbounds.csv", "hi,addr,tag,req_len,exact\n0,0,2,0,0", ":2: tag: 0x2"),
    ],
)
def test_what_is_asked_must_make_sense(
    ufork: Command, name: str, text: str, message: str
) -> None:
    assert is_refused(ufork("vectors", written(text, name)), message)


def test_files_that_cannot_be_read_are_refused(ufork: Command) -> None:
    Path("toy-crrl.csv").mkdir()

    assert is_refused(ufork("vectors", NAME), f"cannot read {NAME}: No such file")
    assert is_refused(ufork("vectors", "toy-crrl.csv"), "Is a directory")


def test_damaged_data_are_refused_with_the_line(ufork: Command) -> None:
    whole = gzip.compress(f"{HEADER}\n{ROW}\n".encode())
    name = f"{NAME}.gz"
    for bad in (whole[:-9], whole[:30], whole[:-8] + bytes(8), whole + b"more"):
        Path(name).write_bytes(bad)

        assert is_refused(ufork("vectors", name), ": the compressed data are damaged")
    Path(name).write_bytes(whole)
    assert 0 == ufork("vectors", name).code


def test_what_is_no_text_is_refused_with_the_line(ufork: Command) -> None:
    for before, line in ((b"", 1), (f"{HEADER}\n{ROW}\n".encode(), 3)):
        Path(NAME).write_bytes(before + b"\xff\xfe")

        assert is_refused(ufork("vectors", NAME), f"{NAME}:{line}: not UTF-8 text")


def test_one_malformed_file_spoils_the_result(ufork: Command) -> None:
    good = str(PUBLISHED / "rvy64-crrl.csv.gz")

    assert is_refused(ufork("vectors", good, written("")), "it is empty")


def test_many_blocks_are_checked_on_all_processors(
    ufork: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [HEADER, *[ROW] * 60, "x,0,0,1,0", *[ROW] * 60]
    name = written("\n".join(lines))
    alone = json.loads(ufork("vectors", name, "--json").out)
    monkeypatch.setattr(tables, "BLOCK_BYTES", 200)
    monkeypatch.setattr(checking, "FEW", 4)
    together = json.loads(ufork("vectors", name, "--json").out)
    for record in (alone, together):
        del record["speed"], record["files"][0]["rows_per_second_per_core"]

    assert alone == together
    assert 62 == together["files"][0]["first"][0]["line"]
    assert is_refused(ufork("vectors", written("\n".join([*lines, "x"]))), ":123: 1 c")


def test_help_has_an_example(ufork: Command) -> None:
    ran = ufork("vectors", "--help")

    assert 0 == ran.code
    assert "Examples:\n    ufork vectors\n" in ran.out
