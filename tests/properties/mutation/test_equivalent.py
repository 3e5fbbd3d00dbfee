"""Changes that make no difference: every record still speaks of a site."""

import types
from pathlib import Path

import pytest

from properties.mutation.equivalent import Equivalent, equivalents, without_equivalents
from properties.mutation.sites import Site, sites_in

ROOT = Path(__file__).parents[3]

RECORDS = equivalents()


def sites_of(record: Equivalent) -> list[Site]:
    source = (ROOT / record.file).read_text(encoding="utf-8")
    _, known = without_equivalents(sites_in(record.file, source))
    return [
        site
        for site in known
        if (record.function, record.before, record.after)
        == (site.function, site.before, site.after)
    ]


def named(record: Equivalent) -> str:
    return f"{record.file}:{record.function}: {record.after}"


@pytest.mark.parametrize("record", RECORDS, ids=named)
def test_every_record_is_of_a_site(record: Equivalent) -> None:
    assert [] != sites_of(record)


@pytest.mark.parametrize("record", RECORDS, ids=named)
def test_every_record_was_read_by_two(record: Equivalent) -> None:
    assert record.reason.endswith(".")
    assert record.second_reader.endswith(".")
    assert record.reason != record.second_reader


@pytest.mark.parametrize("record", [r for r in RECORDS if r.check], ids=named)
def test_what_can_be_checked_is_so(record: Equivalent) -> None:
    source = (ROOT / record.file).read_text(encoding="utf-8")
    before = module(record, source)

    for site in sites_of(record):
        names = {"before": before, "after": module(record, site.applied_to(source))}
        assert True is eval(record.check, names)  # noqa: S307  our own data


def module(record: Equivalent, source: str) -> types.ModuleType:
    name = record.file.removesuffix(".py").replace("/", ".")
    made = types.ModuleType(name)
    made.__file__ = str(ROOT / record.file)
    exec(compile(source, record.file, "exec"), vars(made))  # noqa: S102  our own text
    return made
