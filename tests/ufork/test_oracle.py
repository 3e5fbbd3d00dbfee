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


PIPELINE = str(Path(__file__).parents[2] / "examples" / "pipeline.uf")


def test_a_script_is_run_on_the_kernel_beside_the_model(ufork: Command) -> None:
    ran = ufork("oracle", PIPELINE)

    assert 0 == ran.code
    assert "   11  c getpgid             @b\n" in ran.out
    assert "   25  a setpgid b e         EPERM\n" in ran.out
    assert "22 operations, 22 asked: the kernel and the model agree" in ran.out


def test_where_the_kernel_and_the_model_differ_is_shown(ufork: Command) -> None:
    mutant = "only-a-living-leaders-group-is-joined"
    ran = ufork("oracle", PIPELINE, "--mutant", mutant)

    assert 1 == ran.code
    assert (
        "        kernel  0x0\n        model   EPERM\n        stated  done\n" in ran.out
    )
    assert "the kernel and the model differ on " in ran.out


def test_what_the_kernel_cannot_be_asked_is_left_out_with_its_reason(
    ufork: Command, tmp_path: Path
) -> None:
    script = tmp_path / "s.uf"
    lines = ("a fork b", "a malloc c5 8", "a load c5 c1+4090 8", "a waitpid b")
    script.write_text("\n".join((*lines, "b exit 3", "b getpid", "a waitpid b => 0")))
    record = json.loads(ufork("oracle", str(script), "--json").out)
    told = [(each["model"], each["kernel"]) for each in record["operations"]]

    assert ["@b", "", "", "blocked", "b ended"] == [
        *(kernel or model for model, kernel in told[:5]),
    ]
    assert "library" in record["operations"][1]["why_not"]
    assert record["operations"][2]["why_not"]
    assert ("skipped: the process has ended", "") == told[5]
    assert {"asked": 3, "mismatches": 0, "unmet": 1}.items() <= record[
        "summary"
    ].items()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--ops", "5"), "a script is run once, and leaves no trace"),
        (("--mutants",), "a script is run once, and leaves no trace"),
    ],
)
def test_a_script_is_run_once(
    ufork: Command, arguments: tuple[str, ...], said: str
) -> None:
    ran = ufork("oracle", PIPELINE, *arguments)

    assert 2 == ran.code
    assert said in ran.err


@pytest.mark.parametrize("what", ["operations", "processes"])
def test_a_script_that_is_too_long_is_refused(
    ufork: Command, tmp_path: Path, what: str
) -> None:
    script = tmp_path / "s.uf"
    operations = ["a getpid"] * 257
    processes = [f"a fork b{number}" for number in range(33)]
    chosen = operations if what == "operations" else processes
    script.write_text("\n".join(chosen), encoding="utf-8")

    ran = ufork("oracle", str(script))

    assert 2 == ran.code
    assert f" {what}" in ran.err
    assert 1 == ran.err.count("\n")
