import json
from pathlib import Path

import pytest

from properties.adapters.linux.c_runner import find_compiler
from properties.adapters.linux.setups import obstacle
from tests.ufork.conftest import Command
from ufork.cli import main
from ufork.commands.posix import EXAMPLES

Capture = pytest.CaptureFixture[str]

ASKED = pytest.mark.skipif(
    obstacle() is not None or find_compiler() is None,
    reason="there is no kernel that can be asked, or no C compiler",
)


def test_assertions_are_listed_with_their_verdicts(capsys: Capture) -> None:
    assert 0 == main(["posix", "fork-1"])
    said = capsys.readouterr().out

    memories = "separate, full-copy, copa, coa, copa-strict and copa-shared"
    assert f"Verdicts over {memories}:" in said
    assert "ok ok ok  fork-12 (core)" in said
    assert "open-posix fork-17" in said
    assert all(len(line) <= 80 for line in said.splitlines())


def test_an_example_that_fails_is_a_violation(tmp_path: Path, capsys: Capture) -> None:
    suite = tmp_path / "mine"
    suite.mkdir()
    (suite / "pid.uf").write_text("# A pid is 7.\n# tier: core\na getpid => 7\n")
    (tmp_path / "out-of-scope.json").write_text("[]")

    assert 1 == main(["posix", "--examples", str(tmp_path)])
    said = capsys.readouterr().out

    assert "NO NO NO  pid (core)" in said
    assert "line 3, `a getpid`: expected 7, had 0x2" in " ".join(said.split())
    assert 1 == main(["posix", "--examples", str(tmp_path), "--json"])
    record = json.loads(capsys.readouterr().out)
    assert {"rows": 1, "passed": 0, "failed": 1} == record["summary"]


def test_the_record_has_every_assertion(capsys: Capture) -> None:
    assert 0 == main(["posix", "waitpid", "kill", "--json"])
    record = json.loads(capsys.readouterr().out)

    assert record["summary"]["rows"] == record["summary"]["passed"] > 20
    assert {"passed"} == {v for row in record["rows"] for v in row["verdicts"].values()}
    assert {"suite", "family", "id", "words", "reason"} == record["out_of_scope"][
        0
    ].keys()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["posix", "nonsense"], "no assertion begins with nonsense"),
        (["mutants", "posix", "nonsense"], "unknown mutant 'nonsense'"),
        (["posix", "--mutant", "nonsense"], "unknown mutant 'nonsense'"),
        (["posix", "--examples", "/nowhere"], "there are no examples"),
    ],
)
def test_wrong_use_is_told_in_one_line(
    arguments: list[str], message: str, capsys: Capture
) -> None:
    assert 2 == main(arguments)
    said = capsys.readouterr().err

    assert message in said
    assert 1 == len(said.splitlines())


def test_a_list_that_is_none_is_refused(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "ltp").mkdir()
    example = EXAMPLES / "open-posix" / "fork-12.uf"
    (tmp_path / "ltp" / "x.uf").write_text(example.read_text())
    (tmp_path / "out-of-scope.json").write_text('[{"suite": 1}]')

    assert 2 == main(["posix", "--examples", str(tmp_path)])
    assert "is no list of assertions" in capsys.readouterr().err


def test_a_broken_kernel_is_noticed(capsys: Capture) -> None:
    assert 0 == main(["mutants", "posix", "waitpid03"])
    said = capsys.readouterr().out

    assert "by the example ltp/waitpid03" in said
    assert "1 mutant, 1 attempt: 1 killed, 0 survived" in said
    assert 0 == main(["mutants", "posix", "waitpid03", "--json"])
    record = json.loads(capsys.readouterr().out)
    assert {"total": 1, "killed": 1, "survivors": 0} == record["summary"]


def test_the_page_about_posix_shows_what_the_commands_say(capsys: Capture) -> None:
    page = (EXAMPLES.parents[2] / "docs" / "posix.md").read_text(encoding="utf-8")

    for arguments in (["posix", "fork-12"], ["mutants", "posix", "fork-12"]):
        assert 0 == main(arguments)
        shown = f"$ ufork {' '.join(arguments)}\n{capsys.readouterr().out}"
        assert shown in page


@ASKED
def test_the_kernel_answers_every_example_as_it_says(ufork: Command) -> None:
    record = json.loads(ufork("posix", "--kernel", "--json").out)
    kernel = record["kernel"]

    assert [] == kernel["differing"]
    assert ["reports/nyx-82-many-children: it has more than 32 processes"] == (
        kernel["left_out"]
    )
    assert kernel["asked"] > 4 * kernel["operations"] // 5


@ASKED
def test_the_kernel_differs_from_a_defect(ufork: Command) -> None:
    mutant = ("--mutant", "zombies-cannot-be-signalled")
    ran = ufork("posix", "tgoskits", "--kernel", *mutant)

    assert 1 == ran.code
    assert "the kernel says 0x0, the model ESRCH" in " ".join(ran.out.split())
    assert "and differs on 1 example" in " ".join(ran.out.split())
