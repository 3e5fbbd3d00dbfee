"""``ufork oracle``: what it prints, and how it ends."""

import json
import shlex
from pathlib import Path

import pytest

from properties.adapters.linux import replaying
from properties.adapters.linux.setups import obstacle
from tests.ufork.conftest import Command

if (reason := obstacle()) is not None:
    pytest.skip(f"there is no oracle: {reason}", allow_module_level=True)


def test_agreement_is_told_with_what_was_done(ufork: Command) -> None:
    ran = ufork("oracle", "--ops", "2000", "--seed", "7")

    assert 0 == ran.code
    assert "seed 7: no mismatch" in ran.out
    assert "Linux " in ran.out
    assert " fork " in ran.out


def test_json_has_the_summary_that_scripts_read(ufork: Command) -> None:
    ran = ufork("oracle", "--seconds", "1", "--json")
    record = json.loads(ran.out)
    summary = record["summary"]

    assert 0 == ran.code
    assert {"summary", "kinds", "kernel"} == set(record)
    assert 0 == summary["mismatches"]
    assert summary["kinds"] == len(record["kinds"])
    assert summary["operations"] == sum(record["kinds"].values())
    assert summary["operations_per_second"] > 0


def test_a_mismatch_is_told_in_words_and_comes_again(
    ufork: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = ufork("oracle", "--mutant", "wait-without-children")
    again = next(line for line in ran.out.splitlines() if "  again " in line)
    _, _, *arguments = shlex.split(again)
    second = ufork(*arguments)

    assert (1, 1) == (ran.code, second.code)
    assert "the kernel says something else than the model." in ran.out
    assert "  kernel  ECHILD" in ran.out
    assert "  kernel  ECHILD" in second.out


def test_a_mismatch_is_a_trace_that_replay_asks_of_the_kernel_again(
    ufork: Command, tmp_path: Path
) -> None:
    trace = str(tmp_path / "mismatch.itf.json")
    ran = ufork("oracle", "--mutant", "wait-without-children", "--trace", trace)
    again = ufork("replay", trace)

    assert (1, 1) == (ran.code, again.code)
    assert f"ufork replay {trace}" in ran.out
    assert "VIOLATED  the_running_kernel_agrees" in again.out
    assert "the kernel says ECHILD, the model 0x0" in again.out
    assert "reproduced: the same violation at the same step" in again.out


def test_where_no_kernel_can_be_asked_replay_says_why(
    ufork: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = str(tmp_path / "mismatch.itf.json")
    ufork("oracle", "--mutant", "wait-without-children", "--trace", trace)
    monkeypatch.setattr(replaying, "obstacle", lambda: "this platform has no fork")
    again = ufork("replay", trace)

    assert 3 == again.code
    assert "there is no oracle here: this platform has no fork" in again.err


def test_what_the_model_has_mended_is_no_longer_reproduced(
    ufork: Command, tmp_path: Path
) -> None:
    trace = tmp_path / "mismatch.itf.json"
    ufork("oracle", "--mutant", "wait-without-children", "--trace", str(trace))
    text = trace.read_text(encoding="utf-8")
    trace.write_text(text.replace("wait-without-children", "none"), encoding="utf-8")
    again = ufork("replay", str(trace))

    assert 4 == again.code
    assert "now there is no violation" in again.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--mutant", "no-such"), "unknown mutant 'no-such'; "),
        (
            ("--mutant", "raw-exit-status", "--memory", "copa"),
            "raw-exit-status says itself",
        ),
        (("--mutants", "--mutant", "raw-exit-status"), "choose one mutant or all"),
        (("--runner", "rust"), "'rust' is not one of"),
        (("--ops", "0"), "0 is not in the range"),
    ],
)
def test_wrong_use_is_one_line(
    ufork: Command, arguments: tuple[str, ...], told: str
) -> None:
    ran = ufork("oracle", *arguments)

    assert 2 == ran.code
    assert told in ran.err
    assert 1 == ran.err.count("\n")


def test_help_shows_an_example(ufork: Command) -> None:
    ran = ufork("oracle", "--help")

    assert 0 == ran.code
    assert "ufork oracle --ops 20000 --seed 1" in ran.out


def test_without_fork_there_is_no_oracle(
    ufork: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("os.fork")

    ran = ufork("oracle")

    assert 2 == ran.code
    assert "there is no oracle here: this platform has no fork" in ran.err
