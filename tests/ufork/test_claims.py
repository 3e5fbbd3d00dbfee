"""The page of claims: every command that it names exists."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from model import operations as ops
from proofs.ledger import Choice, chapters
from properties.conformance.vectors.checking import check
from properties.conformance.vectors.tables import source_of
from tests.house.sizes import ROOT
from ufork.claims.confinement import GRANULES, REGISTERS, SAMPLED, names_of
from ufork.claims.document import ROWS_OF_A_FILE, document
from ufork.claims.headlines import SECTIONS
from ufork.cli import COMMANDS, ufork
from ufork.commands.vectors import published

HEADLINES = [each for section in SECTIONS.values() for each in section]


def words(tool: str) -> Iterator[list[str]]:
    for each in HEADLINES:
        first, *rest = each.command.split()
        if first == tool:
            yield rest


def test_every_command_that_is_named_exists() -> None:
    assert {"ufork", "pytest"} == {each.command.split()[0] for each in HEADLINES}
    assert {rest[0] for rest in words("ufork")} <= COMMANDS.keys()
    assert all((ROOT / rest[-1]).exists() for rest in words("pytest"))


@pytest.mark.parametrize("command", sorted({each.command for each in HEADLINES}))
def test_every_command_takes_what_it_is_given(command: str) -> None:
    """Its options and names are read, each against the choices there are."""
    name, *given = shlex.split(command)
    reader: click.Command | None = ufork if name == "ufork" else None
    context = click.Context(ufork)
    while isinstance(reader, click.Group) and given[0] in reader.list_commands(context):
        name, *given = given
        reader = reader.get_command(context, name)
    if reader is not None:
        reader.make_context(name, given)


def test_every_law_that_is_named_has_a_theorem() -> None:
    for rest in words("ufork"):
        if rest[0] == "prove":
            names = tuple(word for word in rest[1:] if "_" in word)

            assert Choice(names).chapters(chapters())


@pytest.mark.parametrize("operation", ops.CLASSES, ids=lambda each: each.verb)
def test_every_operation_keeps_what_may_be_held(operation: type[ops.Operation]) -> None:
    """Each cell of the table names a theorem, or a law that says that there is no need
    of one.
    """
    theorems = {theorem.name for chapter in chapters() for theorem in chapter.theorems}
    for table in (REGISTERS, GRANULES):
        names = set(names_of(operation, table))

        assert names
        assert names <= theorems | set(SAMPLED)
    touches = operation.maps or operation.writes is not None or operation.calls_library
    assert not touches or names_of(operation, GRANULES) != SAMPLED[:1]


@pytest.mark.parametrize("path", published()[::7], ids=lambda path: path.name)
def test_a_published_file_has_the_rows_that_are_counted(path: Path) -> None:
    (report,) = check([source_of(path, None, None)])

    assert ROWS_OF_A_FILE == report.rows


def test_every_line_of_a_table_has_as_many_cells_as_its_head() -> None:
    for block in document().split("\n\n"):
        rows = [line for line in block.splitlines() if line.startswith("|")]

        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) <= 1
