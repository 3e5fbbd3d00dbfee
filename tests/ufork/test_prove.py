"""``ufork prove``: what it prints, how it ends, and that it remembers."""

import json
from pathlib import Path

import pytest

from proofs.cache import TheoremResult
from proofs.obligations import Verdict
from tests.ufork.conftest import Command
from ufork.prove_command import code_of, summary

ROUND_TRIP = "any_bits_survive_a_round_trip"
SEALING = "unsealing_inverts_sealing"
FAULTS = "a_fault_changes_nothing"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UFORK_CACHE", str(tmp_path / "cache"))


def result(verdict: Verdict, expected: Verdict = Verdict.PROVED) -> TheoremResult:
    return TheoremResult("law", "all", verdict, expected, 1, 0, 2, 3.0)


def test_a_proof_shows_law_domain_verdict_and_cost(ufork: Command) -> None:
    ran = ufork("prove", ROUND_TRIP, FAULTS)

    assert 0 == ran.code
    assert f"  proved  {ROUND_TRIP}\n        for all 2^129 tags and bits" in ran.out
    assert f"  proved  {FAULTS}\n        for load, store (of 8 bytes)" in ran.out
    assert "4 cases (0 of them empty)" in ran.out
    assert "2 theorems, " in ran.out
    assert ": 2 proved, 0 refuted as expected, 0 unknown, 0 failed" in ran.out
    assert "" == ran.err


def test_the_second_run_remembers_and_says_so(ufork: Command) -> None:
    first, second = ufork("prove", SEALING), ufork("prove", SEALING)
    fresh = ufork("prove", SEALING, "--fresh")

    assert (0, 0, 0) == (first.code, second.code, fresh.code)
    assert "remembered" not in first.out
    assert "conditions, remembered" in second.out
    assert "0 cpu-s, 1 of them remembered from an earlier run" in second.out
    assert "remembered" not in fresh.out


def test_a_mutant_is_refuted_with_a_counterexample(ufork: Command) -> None:
    law = "fork_keeps_the_invariant"
    ran = ufork("prove", "--mutant", "parent-keeps-write", law)

    assert 1 == ran.code
    assert f"  refuted  {law}\n" in ran.out
    assert "counterexample (all), run on plain values:" in ran.out
    assert "          pair = slot " in ran.out
    assert "fails at: assert writable_means_unshared(" in ran.out
    assert "1 failed" in ran.out


def test_json_has_a_summary_and_the_theorems(ufork: Command) -> None:
    ran = ufork("prove", ROUND_TRIP, "--json")
    record = json.loads(ran.out)

    assert 0 == ran.code
    assert {
        "theorems",
        "conditions",
        "proved",
        "expected_refutations",
        "unknown",
        "failed",
        "cpu_seconds",
        "cached",
    } == set(record["summary"])
    assert (1, 1) == (record["summary"]["theorems"], record["summary"]["proved"])
    assert [(ROUND_TRIP, "proved")] == [
        (theorem["law"], theorem["verdict"]) for theorem in record["theorems"]
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nonsense",), "unknown law 'nonsense'; there are "),
        (("--mutant", "nonsense"), "unknown mutant 'nonsense'; there are "),
        (("--mutant", "seal-lost", SEALING), f"unknown law {SEALING!r}; there are "),
    ],
)
def test_wrong_use_is_one_line_and_writes_nothing(
    ufork: Command, arguments: tuple[str, ...], message: str
) -> None:
    ran = ufork("prove", *arguments)

    assert 2 == ran.code
    assert ran.err.startswith(f"ufork: {message}")
    assert (1, "") == (ran.err.count("\n"), ran.out)
    assert [] == list(Path().iterdir())


def test_help_has_an_example(ufork: Command) -> None:
    assert "Example:\n    ufork prove set_bounds_never_" in ufork("prove", "--help").out


@pytest.mark.parametrize(
    ("verdict", "expected", "code"),
    [
        (Verdict.PROVED, Verdict.PROVED, 0),
        (Verdict.REFUTED, Verdict.REFUTED, 0),
        (Verdict.REFUTED, Verdict.PROVED, 1),
        (Verdict.PROVED, Verdict.REFUTED, 1),
        (Verdict.UNKNOWN, Verdict.PROVED, 3),
        (Verdict.UNKNOWN, Verdict.REFUTED, 3),
        (Verdict.VACUOUS, Verdict.PROVED, 3),
        (Verdict.DISAGREES, Verdict.PROVED, 4),
    ],
)
def test_the_exit_code_follows_from_what_was_expected(
    verdict: Verdict, expected: Verdict, code: int
) -> None:
    good = result(Verdict.PROVED)

    assert code == code_of([good, result(verdict, expected), good])


def test_our_own_defects_come_before_violations_and_those_before_the_unknown() -> None:
    unknown, refuted = result(Verdict.UNKNOWN), result(Verdict.REFUTED)

    assert 1 == code_of([unknown, refuted])
    assert 4 == code_of([unknown, refuted, result(Verdict.DISAGREES)])


def test_every_theorem_is_counted_once() -> None:
    results = [result(verdict) for verdict in Verdict]
    results.append(result(Verdict.REFUTED, Verdict.REFUTED))
    figures = summary(results)

    assert 6 == figures["theorems"]
    assert 6 == sum(
        figures[kind]
        for kind in ("proved", "expected_refutations", "unknown", "failed")
    )
