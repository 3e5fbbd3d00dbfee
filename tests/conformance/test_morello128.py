"""The model answers as the C library and the Sail model answered for Morello."""

from collections import Counter
from pathlib import Path

import pytest

from model.isa.derivation import set_address
from tests.conformance.morello128 import ANSWERS, capability_in, mismatches, rows

HERE = Path(__file__).parent


def data(operation: str) -> Path:
    return HERE / f"morello128-{operation}.csv"


@pytest.mark.parametrize("operation", ANSWERS)
def test_every_answer_is_the_published_one(operation: str) -> None:
    assert [] == mismatches(operation, rows(data(operation)))


@pytest.mark.parametrize("operation", ANSWERS)
def test_every_file_has_four_hundred_rows_and_says_where_they_are_from(
    operation: str,
) -> None:
    header = data(operation).read_text(encoding="ascii")

    assert 400 == len(list(rows(data(operation))))
    assert "CTSRD-CHERI/cheri-compressed-cap" in header


def test_a_wrong_answer_is_reported_with_its_row_and_column() -> None:
    first, second = list(rows(data("crrl")))[:2]
    wrong = second | {"arch_mask": 0}
    mask = second["arch_mask"]

    expected = [f"crrl 2: arch_mask is {mask:#x}, not 0x0"]
    assert expected == mismatches("crrl", [first, wrong])


def test_a_moved_address_keeps_the_tag_where_the_library_says_representable() -> None:
    verdicts = Counter(
        set_address(capability, row["new_addr"]).tag == bool(row["rep_exact"])
        for row in rows(data("setaddr"))
        if (capability := capability_in(row, tag=row["tag"] == 1)).tag
        and not capability.is_sealed
    )

    assert {True} == verdicts.keys()
    assert verdicts[True] > 100
