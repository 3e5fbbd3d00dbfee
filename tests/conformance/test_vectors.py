"""The model answers as the C library and the Sail models answered."""

import random
from importlib.resources import files
from pathlib import Path

import attrs
import pytest

from model.isa.derivation import set_address
from model.isa.formats import FORMATS
from properties.conformance.vectors.answers import ANSWERS, capability_in
from properties.conformance.vectors.checking import check
from properties.conformance.vectors.comparison import Result, compare
from properties.conformance.vectors.questions import LABEL
from properties.conformance.vectors.tables import Block, blocks, source_of

HERE = Path(str(files("properties.conformance.vectors") / "published"))

PUBLISHED = ("morello128", "cheriv9-128", "cheriv9-64", "rvy128", "rvy64")
"""The formats that the library has."""

NAMES = [f"{form}-{operation}" for form in PUBLISHED for operation in ANSWERS]

ASKED = {
    "decode": "hi addr",
    "setbounds": "hi addr tag req_len",
    "setaddr": "hi addr tag new_addr",
    "crrl": "len",
    "relocate": "hi addr delta",
}
FIELDS = "base top addr perms otype"


def asked(name: str) -> set[str]:
    form, _, operation = name.rpartition("-")
    if operation != "encode":
        return set(ASKED[operation].split())
    modes = set() if form == "morello128" else {"mode"}
    return {*FIELDS.split(), *modes, *({"lv"} if form.startswith("rvy") else ())}


def first_block(name: str) -> Block:
    return next(blocks(source_of(HERE / f"{name}.csv.gz", None, None)))


def rows(block: Block) -> list[list[str]]:
    return [line.split(",") for line in block.text.decode().splitlines()]


def result_of(block: Block, row: list[str]) -> Result:
    return compare(attrs.evolve(block, text=",".join(row).encode()), 5)


def test_every_operation_of_every_format_is_there() -> None:
    files = {path.name for path in HERE.glob("*.csv.gz")}

    assert {f"{name}.csv.gz" for name in NAMES} == files


def test_the_files_say_where_they_are_from() -> None:
    text = (HERE / "README.md").read_text(encoding="utf-8")

    assert "CTSRD-CHERI/cheri-compressed-cap" in text
    assert "0bd01cc3b4b72ea31b721ed530ca91c6daa5384a" in text


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_the_published_one(name: str) -> None:
    (report,) = check([source_of(HERE / f"{name}.csv.gz", None, None)])

    assert [] == report.first
    assert (2000, 0) == (report.rows, report.mismatches)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_that_does_not_ask_is_checked(name: str) -> None:
    table = first_block(name).table

    assert asked(name) == {*table.asked}
    assert {*table.columns} - asked(name) - {LABEL} == {*table.checked}
    assert () == table.unchecked == table.missing


@pytest.mark.parametrize("name", NAMES)
def test_one_wrong_bit_in_any_answer_is_found(name: str) -> None:
    block, bits = first_block(name), random.Random(name)
    table = block.table
    for row in rows(block)[:300:20]:
        for column in table.checked:
            at = table.columns.index(column)
            said = int(row[at], 0)
            wrong = said ^ 1 << bits.randrange(max(1, said.bit_length()))
            result = result_of(block, [*row[:at], hex(wrong), *row[at + 1 :]])

            assert 1 == result.mismatches
            assert column == result.first[0].column
            assert hex(said) == result.first[0].model_says


def test_a_wrong_answer_is_reported_with_its_row_and_column() -> None:
    block = first_block("morello128-crrl")
    lines = block.text.splitlines()
    cells = lines[1].decode().split(",")
    at = block.table.columns.index("arch_mask")
    lines[1] = ",".join([*cells[:at], "0x0", *cells[at + 1 :]]).encode()
    result = compare(attrs.evolve(block, text=b"\n".join(lines)), 5)
    (found,) = result.first

    assert (len(lines), 1, 1) == (result.rows, result.wrong_rows, result.mismatches)
    assert (3, "arch_mask", "0x0") == (found.line, found.column, found.file_says)
    assert cells[at] == found.model_says


@pytest.mark.parametrize("form", PUBLISHED)
def test_a_moved_address_keeps_the_tag_where_the_library_says_representable(
    form: str,
) -> None:
    block, kept = first_block(f"{form}-setaddr"), 0
    for cells in rows(block)[:400]:
        named = zip(block.table.columns[1:], cells[1:], strict=True)
        row = {name: int(cell, 0) for name, cell in named}
        capability = capability_in(FORMATS[form], row)
        moved = set_address(capability, row["new_addr"])
        usable = capability.tag and not capability.is_sealed
        kept += moved.tag

        assert (usable and bool(row["rep_exact"])) == moved.tag
    assert kept > 100
