"""Which field of a table a change is of."""

import pytest

from properties.mutation.fields import fields_of, record_of
from properties.mutation.sites import sites_in

TABLE = """\
RULES = (Rule(1, ((2, 0),)), Rule(4, ((8, 16),)))
BITS = Bits(name="x", loads=(1, 2), inner=Inner(dirty=60), last=-1)
LIMIT = 7
"""

CHANGES = [
    (1, "Rule(4, ((8, 17),))", {"Rule"}),
    (2, "loads=(1, 3)", {"loads"}),
    (2, "dirty=61", {"dirty"}),
    (3, "8", set()),
]


@pytest.mark.parametrize(("line", "text", "fields"), CHANGES)
def test_a_change_is_of_the_innermost_field(
    line: int, text: str, fields: set[str]
) -> None:
    found = [
        site
        for site in sites_in("model/tiny.py", TABLE)
        if site.line == line and text in site.after.replace("'", '"')
    ]

    assert fields in [fields_of(site) for site in found]


def test_a_field_that_is_left_out_is_the_one_that_is_changed() -> None:
    dropped = [s for s in sites_in("model/tiny.py", TABLE) if s.kind == "keyword"]

    assert {"loads", "inner", "last"} <= {n for s in dropped for n in fields_of(s)}


@pytest.mark.parametrize(
    ("text", "record"), [("dirty=61", "inner"), ("loads=(1, 3)", "bits"), ("8", "")]
)
def test_a_change_is_inside_a_record_of_some_kind(text: str, record: str) -> None:
    sites = sites_in("model/tiny.py", TABLE)
    found = [site for site in sites if text in site.after.replace("'", '"')]

    assert record in [record_of(site) for site in found]
